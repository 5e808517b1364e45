"""What every page of one step does: check what was typed, take the step, show the refusal."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation import stepping
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import found_for
from lianxin.work.work_reports.models import Report

step_page = partial(stepping.form_page, template="work_reports/form.html")

RELATED = ("body__parent", "session__term__body", "signed_by", "created_by")


def report_for(request, pk, permission: str = "") -> Report:
    """The report, if it exists for the reader; 403 without `permission` on it."""
    return found_for(request, Report, pk, permission, related=RELATED)


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
