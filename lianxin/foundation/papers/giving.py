"""A sheet given out as a PDF without becoming a paper."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lianxin.foundation.files.giving import PDF_VIEWER
from lianxin.foundation.papers.rendering import pdf_of
from lianxin.foundation.papers.sheet import Sheet


def pdf_page(sheet: Sheet, name: str) -> HttpResponse:
    """A sheet drawn now and kept nowhere."""
    response = HttpResponse(pdf_of(sheet), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_VIEWER
    response["Cache-Control"] = "private, no-store"
    return response
