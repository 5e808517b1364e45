"""Pages of the rules: keep them, make the roster of them, leave someone out for some days."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.work.receptions import workflow
from lianxin.work.receptions.dates import in_words
from lianxin.work.receptions.forms.planning import AwayForm, RuleForm, SpanForm, pool_of
from lianxin.work.receptions.models import Away, DutyRule
from lianxin.work.receptions.views.places import (
    ask_place,
    chosen_place,
    list_crumb,
    planned_or_403,
)
from lianxin.work.receptions.views.stepping import rule_for, step_page

YEAR = timedelta(days=365)


@require_safe
def rule_list(request):
    """The rules of the places whose roster the reader keeps."""
    places = planned_or_403(request.user)
    found = DutyRule.objects.filter(pk__in=_rules_at(places)).select_related("body", "station")
    rows = [(rule, in_words(rule)) for rule in found]
    return render(request, "receptions/rules.html", {"rows": rows, "places": places})


def _rules_at(places):
    stations = [value for value, _name in places if value.isdecimal()]
    rooms = [value.removeprefix("room-") for value, _name in places if not value.isdecimal()]
    return (
        DutyRule.objects.filter(station__in=stations)
        | DutyRule.objects.filter(station=None, body__in=rooms)
    ).values("pk")


@require_http_methods(FORM)
def rule_new(request):
    places = planned_or_403(request.user)
    chosen = chosen_place(request, places)
    if chosen is None:
        return ask_place(request, places, _("新定值班规则"))
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


def _rule_words(heading, lead) -> Words:
    back = reverse("receptions:rules")
    return Words(
        heading,
        _("保存"),
        back,
        lead=lead,
        crumbs=[list_crumb(), (_("值班规则"), back)],
    )


@require_http_methods(FORM)
def rule_edit(request, pk):
    rule = rule_for(request, pk, planned_or_403(request.user))
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
    rule = rule_for(request, pk, planned_or_403(request.user))
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
            crumbs=[list_crumb(), (_("值班规则"), reverse("receptions:rules"))],
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
    rule = rule_for(request, pk, planned_or_403(request.user))
    return press(
        request,
        lambda: workflow.stop_rule(rule, by=request.user, today=localdate()),
        done=_("规则已停用，已经排好的接待不变。"),
        then="receptions:rules",
    )


@require_http_methods(FORM)
def rule_excuse(request, pk):
    """不排班: days on which a deputy is passed over."""
    rule = rule_for(request, pk, planned_or_403(request.user))
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
    rule = rule_for(request, pk, planned_or_403(request.user))
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
