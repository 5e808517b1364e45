"""Versions: who saved what when, and what differs, word by word."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import press
from lianxin.ui.paging import paginate
from lianxin.work.work_reports import workflow
from lianxin.work.work_reports.comparing import differences
from lianxin.work.work_reports.permissions import Permission
from lianxin.work.work_reports.views.stepping import report_for


@require_safe
def listing(request, pk):
    report = report_for(request, pk, Permission.COMMENT)
    rows = report.versions.defer("content").select_related("made_by")
    page = paginate(request, report.versions.order_by(), rows=rows, per_page=30)
    return render(request, "work_reports/versions.html", {"report": report, "page": page})


@require_safe
def compare(request, pk, number):
    """One version against another, the one before it if none is named."""
    report = report_for(request, pk, Permission.COMMENT)
    new = get_object_or_404(report.versions.select_related("made_by"), number=number)
    asked = request.GET.get("with", "")
    other = int(asked) if asked.isdecimal() and len(asked) < 8 else number - 1
    old = report.versions.filter(number=other).select_related("made_by").first()
    if old is not None and old.number > new.number:
        old, new = new, old
    context = {
        "report": report,
        "old": old,
        "new": new,
        "changed": differences(old, new),
        "numbers": range(report.number, 0, -1)[:200],
        "may_restore": may(request.user, Permission.DRAFT, report)
        and not report.is_fixed
        and new.number < report.number,
    }
    return render(request, "work_reports/version.html", context)


@require_POST
def restore(request, pk, number):
    report = report_for(request, pk, Permission.DRAFT)
    get_object_or_404(report.versions, number=number)
    return press(
        request,
        lambda: workflow.restore(report, number, by=request.user),
        done=_("已恢复到第 %d 版的文字，存为新的一版。") % number,
        then=report.get_absolute_url(),
    )
