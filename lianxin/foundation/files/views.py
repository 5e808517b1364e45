"""Giving a stored file back: never as something the browser would run."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.foundation.files.access import may_open
from lianxin.foundation.files.models import StoredFile

SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"
# Chromium's own PDF viewer does not open inside a sandbox.
PDF_VIEWER = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
)


@login_not_required
@require_safe
def download(request, pk):
    """The file, as a download; `?view=1` shows a picture or PDF in the browser.

    A file that may not be opened is as good as absent: 404, or the sign-in page
    for someone not signed in.
    """
    stored = get_object_or_404(StoredFile, pk=pk)
    if not may_open(request.user, stored):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    try:
        content = stored.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("文件不在服务器上了，请联系系统管理员从备份中恢复。")) from error
    is_pdf = stored.content_type == "application/pdf"
    is_shown = request.GET.get("view") == "1" and (stored.is_picture or is_pdf)
    response = FileResponse(content, content_type=stored.content_type)
    response["Content-Length"] = stored.size
    response["Content-Disposition"] = (
        content_disposition_header(not is_shown, stored.original_name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_VIEWER if is_shown and is_pdf else SEALED
    response["Cache-Control"] = "public, max-age=3600" if stored.is_public else "private, no-store"
    return response
