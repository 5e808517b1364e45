"""The roster: a month of receptions as a list and as a calendar; rules; the notice."""

import calendar
from collections import defaultdict
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, typed
from lianxin.ui.menu import Entry
from lianxin.work.receptions import workflow
from lianxin.work.receptions.exporting import roster_export
from lianxin.work.receptions.forms.planning import (
    AnnounceForm,
    FilterForm,
    NewReceptionForm,
    ReceptionForm,
    place_of,
    places_planned,
    places_seen,
)
from lianxin.work.receptions.models import Reception
from lianxin.work.receptions.permissions import Permission
from lianxin.work.receptions.queries import figures
from lianxin.work.receptions.views.places import (
    ask_place,
    chosen_place,
    list_crumb,
    planned_or_403,
)
from lianxin.work.receptions.views.stepping import reception_for, step_page

MOST_ROWS = 400
"""Receptions of one month on one page; a county that has more narrows by place."""


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


@require_http_methods(FORM)
def reception_new(request):
    """安排一次接待, outside every rule."""
    places = planned_or_403(request.user)
    chosen = chosen_place(request, places)
    if chosen is None:
        return ask_place(request, places, _("安排一次接待"))
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
            crumbs=[list_crumb()],
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
    chosen = chosen_place(request, places)
    if chosen is None:
        return ask_place(request, places, _("发布接待日公告"))
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
            crumbs=[list_crumb()],
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
            crumbs=[list_crumb(), (str(reception), reception.get_absolute_url())],
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
