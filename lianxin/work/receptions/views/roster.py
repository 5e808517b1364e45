"""The roster: a month of receptions as a list and as a calendar; rules; the notice."""

import calendar
from collections import defaultdict
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.ui.menu import Entry
from lianxin.work.receptions import workflow
from lianxin.work.receptions.dates import in_words
from lianxin.work.receptions.exporting import roster_export
from lianxin.work.receptions.forms.planning import (
    AnnounceForm,
    AwayForm,
    FilterForm,
    NewReceptionForm,
    ReceptionForm,
    RuleForm,
    SpanForm,
    place_of,
    places_planned,
    places_seen,
    pool_of,
)
from lianxin.work.receptions.models import Away, DutyRule, Reception
from lianxin.work.receptions.permissions import Permission
from lianxin.work.receptions.queries import figures
from lianxin.work.receptions.views.stepping import (
    FORM,
    Words,
    press,
    reception_for,
    rule_for,
    step_page,
    typed,
)

YEAR = timedelta(days=365)
MOST_ROWS = 400
"""Receptions of one month on one page; a county that has more narrows by place."""


def _list_crumb():
    return (_("接待"), reverse("receptions:list"))


@require_safe
def roster(request):
    """A month of receptions, narrowed by the filter in the address."""
    if exports.is_asked(request):
        return exports.answer(request, roster_export)
    user = request.user
    filters = FilterForm(request.GET, places=places_seen(user))
    found = filters.apply(Reception.objects.visible_to(user))
    rows = list(found.for_list()[: MOST_ROWS + 1])
    shows_calendar = request.GET.get("view") == "calendar"
    planned = places_planned(user)
    context = {
        "filters": filters,
        "rows": rows[:MOST_ROWS],
        "is_cut": len(rows) > MOST_ROWS,
        "weeks": _weeks(filters.first, rows) if shows_calendar else None,
        "tabs": _tabs(request, shows_calendar=shows_calendar),
        "earlier": _month(request, filters.first - timedelta(days=1)),
        "later": _month(request, filters.last + timedelta(days=1)),
        "figures": figures(found),
        "plans": bool(planned),
        "announces": user.has_role(*CLERKS),
        "export": exports.address(request),
        "clear": reverse("receptions:list"),
        "today": localdate(),
    }
    return render(request, "receptions/list.html", context)


def _tabs(request, *, shows_calendar: bool) -> list[Entry]:
    asked = request.GET.copy()
    asked.pop("view", None)
    base = asked.urlencode()
    return [
        Entry(_("列表"), f"?{base}", is_current=not shows_calendar, count=None),
        Entry(
            _("月历"),
            f"?{base}&view=calendar" if base else "?view=calendar",
            is_current=shows_calendar,
            count=None,
        ),
    ]


def _month(request, day: date) -> tuple[str, str]:
    """Words and address of the month `day` lies in."""
    asked = request.GET.copy()
    asked["month"] = f"{day:%Y-%m}"
    return f"{day.year}年{day.month}月", f"?{asked.urlencode()}"


def _weeks(first: date, rows) -> list[list[tuple[date, list[Reception], bool]]]:
    """Weeks of the month: each day with its receptions, and whether it is of this month."""
    by_day = defaultdict(list)
    for row in rows:
        by_day[row.on].append(row)
    return [
        [(day, by_day.get(day, []), day.month == first.month) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


@require_safe
def rules(request):
    """The rules of the places whose roster the reader keeps."""
    places = _planned_or_403(request.user)
    found = DutyRule.objects.filter(pk__in=_rules_at(places)).select_related("body", "station")
    rows = [(rule, in_words(rule)) for rule in found]
    return render(request, "receptions/rules.html", {"rows": rows, "places": places})


def _planned_or_403(user):
    places = places_planned(user)
    if not places:
        raise PermissionDenied(_("排班由人大办工作人员、站点人员办理，您的账号没有这项权限。"))
    return places


def _rules_at(places):
    stations = [value for value, _name in places if value.isdecimal()]
    rooms = [value.removeprefix("room-") for value, _name in places if not value.isdecimal()]
    return (
        DutyRule.objects.filter(station__in=stations)
        | DutyRule.objects.filter(station=None, body__in=rooms)
    ).values("pk")


def _chosen_place(request, places):
    """The place named in the address; the only one where there is one; None to ask."""
    value = request.GET.get("place", "")
    if not value and len(places) == 1:
        value = places[0][0]
    if not value:
        return None
    if value not in dict(places):
        raise Http404
    return place_of(value)


@require_http_methods(FORM)
def rule_new(request):
    places = _planned_or_403(request.user)
    chosen = _chosen_place(request, places)
    if chosen is None:
        return _ask_place(request, places, _("新定值班规则"))
    body, station = chosen
    rule = DutyRule(starts_on=localdate())
    form = RuleForm(typed(request), instance=rule, body=body, station=station)
    return step_page(
        request,
        form,
        lambda: workflow.make_rule(
            form.instance, pool=form.chosen_pool(), by=request.user, today=localdate()
        ),
        words=_rule_words(_("新定值班规则"), rule.where),
        done=_("规则已保存。下一步请按规则排班。"),
        then=lambda made: reverse("receptions:rule_generate", args=[made.pk]),
    )


def _ask_place(request, places, heading):
    """The first question: where."""
    context = {"places": places, "heading": heading}
    return render(request, "receptions/place.html", context)


def _rule_words(heading, lead) -> Words:
    back = reverse("receptions:rules")
    return Words(
        heading,
        _("保存"),
        back,
        lead=lead,
        crumbs=[_list_crumb(), (_("值班规则"), back)],
    )


@require_http_methods(FORM)
def rule_edit(request, pk):
    rule = rule_for(request, pk, _planned_or_403(request.user))
    form = RuleForm(typed(request), instance=rule, body=rule.body, station=rule.station)
    return step_page(
        request,
        form,
        lambda: workflow.change_rule(
            form.instance, pool=form.chosen_pool(), by=request.user, today=localdate()
        ),
        words=_rule_words(_("修改值班规则"), rule.where),
        done=_("规则已修改。已经排好的不会自动变动，需要时请勾选“重排”。"),
        then=lambda changed: reverse("receptions:rule_generate", args=[changed.pk]),
    )


@require_http_methods(FORM)
def rule_generate(request, pk):
    """排班: the days shown first, written by the button."""
    rule = rule_for(request, pk, _planned_or_403(request.user))
    today = localdate()
    first = max(today, rule.starts_on)
    initial = {"first": first, "last": rule.ends_on or first + YEAR}
    form = SpanForm(typed(request), initial=initial)

    def act():
        return workflow.generate(rule, by=request.user, today=today, **form.cleaned_data)

    days = workflow.preview(rule, initial["first"], min(initial["last"], initial["first"] + YEAR))
    return step_page(
        request,
        form,
        act,
        words=Words(
            _("按规则排班"),
            _("排班"),
            reverse("receptions:rules"),
            lead=f"{rule.where}：{rule.name}，{in_words(rule)}",
            crumbs=[_list_crumb(), (_("值班规则"), reverse("receptions:rules"))],
        ),
        done=_generated,
        then=lambda made: _first_month(rule, made),
        template="receptions/generate.html",
        days=days,
        rule=rule,
    )


def _generated(made) -> str:
    words = _("新排 %(new)d 次，原有 %(known)d 次。") % {
        "new": len(made.new),
        "known": made.known,
    }
    if made.unfilled:
        words += _("有 %d 次代表不够，请补排。") % len(made.unfilled)
    if made.is_provisional:
        words += _("有的年份还没有放假安排，公布后请核对。")
    return words


def _first_month(rule, made) -> str:
    query = {"place": str(rule.station_id) if rule.station_id else f"room-{rule.body_id}"}
    if made.new:
        query["month"] = f"{made.new[0].on:%Y-%m}"
    return reverse("receptions:list", query=query)


@require_POST
def rule_stop(request, pk):
    rule = rule_for(request, pk, _planned_or_403(request.user))
    return press(
        request,
        lambda: workflow.stop_rule(rule, by=request.user, today=localdate()),
        done=_("规则已停用，已经排好的接待不变。"),
        then="receptions:rules",
    )


@require_http_methods(FORM)
def rule_excuse(request, pk):
    """不排班: days on which a deputy is passed over."""
    rule = rule_for(request, pk, _planned_or_403(request.user))
    seats = pool_of(rule.body, rule.station)
    form = AwayForm(typed(request), seats=seats)
    return step_page(
        request,
        form,
        lambda: workflow.excuse(rule=rule, by=request.user, today=localdate(), **form.cleaned_data),
        words=_rule_words(_("登记不排班"), rule.where),
        done=_("已登记，以后排班会跳过。已经排好的请另行换班。"),
        then=lambda _away: reverse("receptions:rule_excuse", args=[rule.pk]),
        template="receptions/excuse.html",
        rule=rule,
        known=Away.objects.filter(seat__in=seats, until__gte=localdate()).select_related(
            "seat__person"
        ),
    )


@require_POST
def rule_end_excuse(request, pk, away):
    rule = rule_for(request, pk, _planned_or_403(request.user))
    found = get_object_or_404(
        Away.objects.select_related("seat__person"),
        pk=away,
        seat__in=pool_of(rule.body, rule.station),
    )
    return press(
        request,
        lambda: workflow.end_excuse(found, rule=rule, by=request.user, today=localdate()),
        done=_("已恢复，以后排班会轮到。"),
        then=reverse("receptions:rule_excuse", args=[rule.pk]),
    )


@require_http_methods(FORM)
def reception_new(request):
    """安排一次接待, outside every rule."""
    places = _planned_or_403(request.user)
    chosen = _chosen_place(request, places)
    if chosen is None:
        return _ask_place(request, places, _("安排一次接待"))
    body, station = chosen
    form = NewReceptionForm(typed(request), body=body, station=station)
    return step_page(
        request,
        form,
        lambda: workflow.add_reception(
            form.instance, seats=form.cleaned_data["seats"], by=request.user, today=localdate()
        ),
        words=Words(
            _("安排一次接待"),
            _("安排"),
            reverse("receptions:list"),
            lead=form.instance.where,
            crumbs=[_list_crumb()],
        ),
        done=_("已安排。需要公告的，请在接待日三日以前公告。"),
        then=lambda reception: reception.get_absolute_url(),
    )


@require_http_methods(FORM)
def announce(request):
    """公告: several receptions of one place at once."""
    places = [one for one in places_planned(request.user) if _is_of_clerk(request.user, one[0])]
    if not places:
        raise PermissionDenied(_("接待日公告由本级人大办工作人员发布，您的账号没有这项权限。"))
    chosen = _chosen_place(request, places)
    if chosen is None:
        return _ask_place(request, places, _("发布接待日公告"))
    body, station = chosen
    today = localdate()
    waiting = (
        Reception.objects.filter(
            body=body, station=station, state=Reception.State.PLANNED, on__gte=today
        )
        .for_list()
        .filter(on__lte=today + timedelta(days=100))
    )
    form = AnnounceForm(typed(request), receptions=waiting)
    return step_page(
        request,
        form,
        lambda: workflow.announce(
            form.cleaned_data["receptions"],
            scope=form.cleaned_data["scope"],
            by=request.user,
            today=today,
        ),
        words=Words(
            _("发布接待日公告"),
            _("编号并公告"),
            reverse("receptions:list"),
            lead=station.name if station else f"{body.short_name}{_('接访室')}",
            crumbs=[_list_crumb()],
        ),
        done=_("已公告。公开页面现在可以看到，公告文件在“公文”里可以打印。"),
        then=lambda announcement: announcement.get_absolute_url(),
        template="receptions/announce.html",
        has_some=waiting.exists(),
    )


def _is_of_clerk(user, value: str) -> bool:
    body, _station = place_of(value)
    return user.has_role(*CLERKS, body=body)


@require_http_methods(FORM)
def change(request, pk):
    reception = reception_for(request, pk, Permission.KEEP)
    names = ReceptionForm.Meta.fields
    form = ReceptionForm(
        typed(request),
        instance=Reception(pk=reception.pk, body=reception.body, station=reception.station),
        initial={name: getattr(reception, name) for name in names},
    )
    return step_page(
        request,
        form,
        lambda: workflow.change(reception, by=request.user, today=localdate(), **form.cleaned_data),
        words=Words(
            _("改期或者改地点"),
            _("保存"),
            reception.get_absolute_url(),
            lead=str(reception),
            crumbs=[_list_crumb(), (str(reception), reception.get_absolute_url())],
        ),
        done=_("已修改，值班人员会收到通知。"),
        then=lambda _nothing: reception.get_absolute_url(),
    )


def steps_of(user, reception) -> dict[str, bool]:
    """Which buttons the reception's page shows."""
    keeps = may(user, Permission.KEEP, reception)
    return {
        "keeps": keeps and reception.is_open,
        "receives": reception.is_open and may(user, Permission.RECEIVE, reception),
        "reopens": keeps and reception.state in Reception.OVER,
    }
