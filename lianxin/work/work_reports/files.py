"""A report as a file, and who may open the proof of a stated figure."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lianxin.work.work_reports.models import Report, StatedFigure

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def may_open_proof(user, stored) -> bool:
    """Whoever sees the report sees what proves its figures."""
    if not getattr(user, "is_authenticated", False):
        return False
    reports = StatedFigure.objects.filter(proof=stored).values("report_id")
    return Report.objects.visible_to(user).filter(pk__in=reports).exists()


def as_file(
    report: Report, content: bytes, content_type: str, ending: str, policy: str
) -> HttpResponse:
    """A report drawn now and kept nowhere. policy: what the browser may do with it."""
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(ending != "pdf", f"{report.title}.{ending}")
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cache-Control"] = "private, no-store"
    return response
