"""What every page of one step does: check what was typed, take the step, show the refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.work_reports.models import Report

FORM = ("GET", "HEAD", "POST")
UNFIT = 422
"""What was typed does not fit; the page says where."""
REFUSED = 409
"""The rules do not allow the step now; the page says why and keeps what was typed."""
RELATED = ("body__parent", "session__term__body", "signed_by", "created_by")


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
    act: Callable[[], Any],
    *,
    words: Words,
    done: str,
    then: Callable[[Any], str],
    template: str = "work_reports/form.html",
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
                more["refusal"] = refusal
                status = REFUSED
            else:
                messages.success(request, done)
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


def report_for(request, pk, permission: str = "") -> Report:
    """The report, if it exists for the reader; 403 without `permission` on it."""
    seen = Report.objects.visible_to(request.user).select_related(*RELATED)
    report = get_object_or_404(seen, pk=pk)
    if permission:
        require(request.user, permission, report)
    return report


def part_for(request, model, pk, permission: str = "", *, through: str = "report"):
    """A part of a report the reader sees, by the path that leads from it to the report."""
    seen = Report.objects.visible_to(request.user).values("pk")
    row = get_object_or_404(
        model.objects.filter(**{f"{through.replace('.', '__')}__in": seen}), pk=pk
    )
    report = row
    for name in through.split("."):
        report = getattr(report, name)
    if permission:
        require(request.user, permission, report)
    return row


def crumbs(report: Report | None = None) -> list[tuple[str, str]]:
    found = [(_("工作报告"), reverse("work_reports:list"))]
    return [*found, (report.title, report.get_absolute_url())] if report else found
