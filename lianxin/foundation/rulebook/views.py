"""规则与依据: which values govern a body, why, and the form to set its own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.people.permissions import Permission, may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook import workflow
from lianxin.foundation.rulebook.exporting import rules_export
from lianxin.foundation.rulebook.forms import (
    RuleFilterForm,
    SettingForm,
    WithdrawForm,
    initial_of,
)
from lianxin.foundation.rulebook.keys import GROUPS, KEYS
from lianxin.foundation.rulebook.queries import bodies_seen_by, history, layers_of
from lianxin.foundation.rulebook.rules import offers, rule, upcoming
from lianxin.foundation.rulebook.shipped import title_of
from lianxin.foundation.sheets import exports


@require_safe
def rule_list(request):
    if exports.is_asked(request):
        return exports.answer(request, rules_export)
    body, bodies = _chosen_body(request, request.GET)
    filters = RuleFilterForm(request.GET, bodies=bodies, body=body)
    found = filters.apply([rule(key, body) for key in KEYS]) if body else []
    own = {row.key for row in layers_of(body).settings[body.code]} if body else set()
    groups = [
        (title, [(one, one.key in own) for one in found if one.definition.group == group])
        for group, title in GROUPS.items()
    ]
    context = {
        "filters": filters,
        "body": body,
        "count": len(found),
        "export": exports.address(request),
        "groups": [(title, rules) for title, rules in groups if rules],
    }
    return render(request, "rulebook/list.html", context)


@require_safe
def rule_detail(request, key):
    body, _bodies = _chosen_body(request, request.GET)
    return _show(request, _definition(key), body)


@require_POST
def create_setting(request, key):
    body, _bodies = _chosen_body(request, request.POST)
    definition, today = _definition(key), timezone.localdate()
    if body is None:
        raise Http404
    require(request.user, Permission.SET_RULE, body)
    form = SettingForm(request.POST, key=definition, today=today)
    if form.is_valid():
        value, unit = form.value_and_unit()
        try:
            workflow.set_rule(
                body,
                key,
                value,
                by=request.user,
                on=form.cleaned_data["on"],
                unit=unit,
                source=form.cleaned_data["source"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存。新的数值从设定的那一天起执行。"))
            return redirect(_address(key, body))
    return _show(request, definition, body, form=form)


@require_POST
def create_withdrawal(request, key):
    body, _bodies = _chosen_body(request, request.POST)
    definition, today = _definition(key), timezone.localdate()
    if body is None:
        raise Http404
    require(request.user, Permission.SET_RULE, body)
    form = WithdrawForm(request.POST, today=today)
    if form.is_valid():
        try:
            workflow.withdraw_rule(body, key, by=request.user, on=form.cleaned_data["on"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已取消本级设定，改按上一级的规定执行。"))
            return redirect(_address(key, body))
    return _show(request, definition, body, withdraw=form)


def _show(request, definition, body, *, form=None, withdraw=None):
    if body is None:
        raise Http404
    today = timezone.localdate()
    current = rule(definition.name, body, today)
    settings = history(body, definition.name)
    names = layers_of(body).names

    def set_by(one):
        return names.get(one.profile) or title_of(one.profile)

    can_set = may(request.user, Permission.SET_RULE, body) and not definition.alias_of
    if can_set and form is None:
        initial = initial_of(definition.kind, current.value, current.unit)
        form = SettingForm(initial=initial, key=definition, today=today)
    context = {
        "body": body,
        "rule": current,
        "layers": [(offer, set_by(offer.rule)) for offer in offers(definition.name, body, today)],
        "upcoming": [(one, set_by(one)) for one in upcoming(definition.name, body, today)],
        "history": [(row, _displayed(definition, row)) for row in settings],
        "today": today,
        "form": form if can_set else None,
        "withdraw": (withdraw or WithdrawForm(today=today))
        if can_set and any(row.value is not None for row in settings)
        else None,
        "target": KEYS.get(definition.alias_of),
    }
    return render(request, "rulebook/detail.html", context)


def _displayed(definition, row) -> str:
    if row.value is None:
        return _("取消本级设定")
    return definition.display(row.value, row.unit or None)


def _definition(key):
    if key not in KEYS:
        raise Http404
    return KEYS[key]


def _chosen_body(request, data):
    """The body asked for, or the user's own; and all the user may look at."""
    bodies = bodies_seen_by(request.user)
    code = data.get("body")
    if code:
        chosen = next((body for body in bodies if body.code == code), None)
        if chosen is None:
            raise Http404
        return chosen, bodies
    home = getattr(request.user, "home_body", None)
    return home or (bodies[0] if bodies else None), bodies


def _address(key, body) -> str:
    return reverse("rulebook:detail", args=[key], query={"body": body.code})
