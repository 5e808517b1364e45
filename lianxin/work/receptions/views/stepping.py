"""What every page of one step does: check what was typed, take the step, show the refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.receptions.models import Duty, DutyRule, Reception

FORM = ("GET", "HEAD", "POST")
UNFIT = 422
"""What was typed does not fit; the page says where."""
REFUSED = 409
"""The rules do not allow the step now; the page says why and keeps what was typed."""


@dataclass(frozen=True)
class Words:
    """What the page of one step says. crumbs: (words, address) from the room's list down."""

    heading: str
    button: str
    back: str
    lead: str = ""
    is_grave: bool = False
    crumbs: Sequence[tuple[str, str]] = field(default_factory=tuple)


def typed(request):
    """What was posted, even if it is nothing; None on a page that is only opened."""
    return request.POST if request.method == "POST" else None


def words_of(refusal: Refused) -> str:
    """A refusal with its article, as the page shows it."""
    return f"{refusal.message}（{refusal.article}）" if refusal.article else str(refusal.message)


def step_page(
    request,
    form,
    act: Callable[..., Any],
    *,
    words: Words,
    done: str | Callable[[Any], str],
    then: Callable[[Any], str],
    template: str = "receptions/form.html",
    **more,
):
    """Draw the page of a form, or take the step and go on to `then`."""
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                result = act()
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                messages.success(request, done(result) if callable(done) else done)
                return redirect(then(result))
    return render(request, template, {"form": form, "words": words} | more, status=status)


def press(request, act: Callable[[], Any], *, done: str, then):
    """A button without a form: take the step, or say above the page why not."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, done)
    return redirect(then)


def reception_for(request, pk, permission: str = "") -> Reception:
    """The reception, if it exists for the reader; 403 without `permission` on it."""
    seen = Reception.objects.visible_to(request.user).select_related("body", "station", "rule")
    reception = get_object_or_404(seen, pk=pk)
    if permission:
        require(request.user, permission, reception)
    return reception


def duty_for(request, pk, permission: str) -> Duty:
    duty = get_object_or_404(
        Duty.objects.select_related("seat__person", "staff", "reception"), pk=pk
    )
    duty.reception = reception_for(request, duty.reception_id)
    require(request.user, permission, duty)
    return duty


def rule_for(request, pk, places) -> DutyRule:
    """A rule of a place whose roster the reader keeps."""
    rule = get_object_or_404(DutyRule.objects.select_related("body", "station"), pk=pk)
    value = str(rule.station_id) if rule.station_id else f"room-{rule.body_id}"
    if value not in dict(places):
        raise Http404(_("没有这条规则，或者不由您管理。"))
    return rule
