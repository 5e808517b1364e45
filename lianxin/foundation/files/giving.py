"""How bytes go out to a browser: with their name, and never as something it would run."""

from typing import Any

from django.http import FileResponse

from lianxin.foundation.files.naming import content_disposition

SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"
# Chromium's own PDF viewer does not open inside a sandbox.
PDF_VIEWER = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
)
PRIVATE = "private, no-store"


def give(
    content: Any, *, content_type: str, name: str, is_shown: bool = False, cache: str = PRIVATE
) -> FileResponse:
    """The answer that carries a file.

    content: an open file with a `size`; closed when all was sent.
    name: as the reader will find it among the downloads.
    is_shown: opened in the browser instead of saved; for pictures and PDFs only.
    """
    response = FileResponse(content, content_type=content_type)
    response["Content-Length"] = content.size
    response["Content-Disposition"] = content_disposition(name, is_shown=is_shown)
    response["X-Content-Type-Options"] = "nosniff"
    is_pdf = content_type == "application/pdf"
    response["Content-Security-Policy"] = PDF_VIEWER if is_shown and is_pdf else SEALED
    response["Cache-Control"] = cache
    return response
