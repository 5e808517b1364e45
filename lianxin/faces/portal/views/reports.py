"""Work reports that were published: as they read, as a picture, as a paper."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.faces.portal.forms import BodyYearFilter
from lianxin.faces.portal.frame import kept
from lianxin.foundation.figures import catalogue
from lianxin.foundation.files.giving import PDF_VIEWER
from lianxin.foundation.papers.rendering import pdf_of
from lianxin.ui.languages import public
from lianxin.ui.paging import paginate
from lianxin.work.work_reports.files import PDF, as_file
from lianxin.work.work_reports.fixing import later_changes
from lianxin.work.work_reports.layout import LIVE, blocks_of
from lianxin.work.work_reports.models import Report
from lianxin.work.work_reports.papers import occasion, sheet_of_report
from lianxin.work.work_reports.picture import picture_of
from lianxin.work.work_reports.queries import BY_PERIOD
from lianxin.work.work_reports.values import Book, full_name, tight


@public
@require_safe
def listing(request):
    """Published reports, the newest first."""
    filters = BodyYearFilter(request.GET)
    found = filters.apply(Report.objects.published(), day="until")
    page = paginate(request, found, order=BY_PERIOD, rows=Report.objects.for_list())
    return render(request, "portal/reports.html", {"filters": filters, "page": page})


@public
@kept()
@require_safe
def report(request, pk):
    """One report: each figure opens its public list, or else what it means."""
    one = _published(pk)
    blocks = blocks_of(one, Book(one, is_public=True), is_finished=True)
    keys = {
        piece.key
        for block in blocks
        for paragraph in block.paragraphs
        for piece in paragraph
        if piece.kind == LIVE
    }
    context = {
        "report": one,
        "blocks": blocks,
        "occasion": occasion(one),
        "meanings": [
            (full_name(figure), figure) for figure in catalogue.figures() if figure.key in keys
        ],
        # Numbers alone: what the changed records are is not for everyone.
        "later": [later for later in later_changes(one, None) if _has_other_number(later)],
    }
    return render(request, "portal/report.html", context)


def _has_other_number(later) -> bool:
    difference = later.difference
    return tight(difference.then_words) != tight(difference.now_words)


@public
@kept()
@require_safe
def picture(request, pk):
    """一图读懂."""
    one = _published(pk)
    context = {"report": one, "picture": picture_of(one, Book(one, is_public=True))}
    return render(request, "portal/report_picture.html", context)


@public
@require_safe
def pdf(request, pk):
    """The report on paper; its figures lead to what anybody may open."""
    one = _published(pk)
    sheet = sheet_of_report(one, Book(one, is_public=True))
    return as_file(one, pdf_of(sheet), PDF, "pdf", PDF_VIEWER)


def _published(pk) -> Report:
    one = (
        Report.objects.published()
        .select_related("body__parent", "session__term__body")
        .filter(pk=pk)
        .first()
    )
    if one is None:
        raise Http404
    return one
