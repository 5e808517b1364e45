"""定期活动: the rules, and the days of the year that they come to."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.work.activities import workflow
from lianxin.work.activities.forms.rules import RuleForm, UntilForm
from lianxin.work.activities.kinds import name_of
from lianxin.work.activities.models import ActivityRule
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.views.planning import Reach, bodies_planned
from lianxin.work.activities.views.stepping import crumbs_to, step_page

YEAR = timedelta(days=365)


def _reaches(user) -> list[Reach]:
    found = bodies_planned(user)
    if not found:
        raise PermissionDenied(_("定期活动由本级人大工作人员或者代表小组组长安排。"))
    return found


def _rules_of(reaches: list[Reach]):
    rules = ActivityRule.objects.none()
    for reach in reaches:
        own = ActivityRule.objects.filter(body=reach.body)
        rules |= own if reach.is_whole else own.filter(group__in=reach.groups)
    return rules.select_related("body", "group").order_by("body", "-is_active", "pk")


def _rule_for(request, pk) -> tuple[ActivityRule, Reach]:
    reaches = _reaches(request.user)
    rule = get_object_or_404(_rules_of(reaches), pk=pk)
    require(request.user, Permission.RULES, rule)
    return rule, next(one for one in reaches if one.body == rule.body)


@require_safe
def rule_list(request):
    rows = [
        (rule, workflow.in_words(rule), name_of(rule.body, rule.kind))
        for rule in _rules_of(_reaches(request.user))
    ]
    return render(request, "activities/rules.html", {"rows": rows})


def _words(heading: str, lead: str = "") -> Words:
    back = reverse("activities:rules")
    crumbs = [*crumbs_to(), (_("定期活动"), back)]
    return Words(heading, _("保存"), back, lead=lead, crumbs=crumbs)


@require_http_methods(FORM)
def rule_new(request):
    reaches = _reaches(request.user)
    wanted = request.GET.get("body", "")
    reach = next((one for one in reaches if one.body.code == wanted), reaches[0])
    form = RuleForm(
        typed(request),
        instance=ActivityRule(starts_on=localdate()),
        body=reach.body,
        groups=reach.groups,
        whole_body=reach.is_whole,
    )
    return step_page(
        request,
        form,
        lambda: workflow.make_rule(form.instance, by=request.user, today=localdate()),
        words=_words(_("新定一条"), reach.body.name),
        template="activities/rule.html",
        done=_("规则已保存。下面是排出来的日子，看好了再排进计划。"),
        then=lambda made: reverse("activities:rule_generate", args=[made.pk]),
    )


@require_http_methods(FORM)
def rule_edit(request, pk):
    rule, reach = _rule_for(request, pk)
    form = RuleForm(
        typed(request),
        instance=rule,
        body=rule.body,
        groups=reach.groups,
        whole_body=reach.is_whole,
    )
    return step_page(
        request,
        form,
        lambda: workflow.change_rule(form.instance, by=request.user, today=localdate()),
        words=_words(_("修改规则"), rule.body.name),
        template="activities/rule.html",
        done=_("规则已修改，还没有通知的活动已跟着改期。"),
        then=lambda changed: reverse("activities:rule_generate", args=[changed.pk]),
    )


@require_http_methods(FORM)
def rule_generate(request, pk):
    """The days first, then the button that puts them into the plan."""
    rule, _reach = _rule_for(request, pk)
    today = localdate()
    until = min(rule.ends_on or date.max, today + YEAR)
    form = UntilForm(typed(request), initial={"until": max(until, today)})
    last = max(until, today)
    if form.is_bound and form.is_valid():
        last = form.cleaned_data["until"]
    days = workflow.preview(rule, today, last) if (last - today).days <= 800 else []
    planned = set(rule.activities.values_list("rule_on", flat=True))
    words = _words(_("排进计划"), f"{rule.title}：{workflow.in_words(rule)}")
    return step_page(
        request,
        form,
        lambda: workflow.generate(
            rule, until=form.cleaned_data["until"], by=request.user, today=today
        ),
        words=Words(_("排进计划"), _("排进计划"), words.back, lead=words.lead, crumbs=words.crumbs),
        done=lambda made: (
            _("排了 %d 次活动，名单也已列好，还没有通知任何人。") % len(made)
            if made
            else _("这些日子先前都排过了，没有新的。")
        ),
        then=lambda _made: reverse("activities:list", query={"state": "planned"}),
        template="activities/generate.html",
        days=[(one, one.rule_on in planned) for one in days],
        rule=rule,
    )


@require_POST
def rule_stop(request, pk):
    rule, _reach = _rule_for(request, pk)
    return press(
        request,
        lambda: workflow.stop_rule(rule, by=request.user, today=localdate()),
        done=_("已停用，还没有通知的活动已从计划中去掉。"),
        then="activities:rules",
    )
