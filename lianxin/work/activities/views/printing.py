"""The sheet people sign, drawn from the list as it stands."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lianxin.foundation.files.giving import PDF_VIEWER
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.rendering import pdf_of
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.views.stepping import activity_for


@require_safe
def sheet(request, pk):
    """签到表 as a PDF: no paper of the office, so nothing is kept."""
    activity = activity_for(request, pk, Permission.RECORD)
    kind = kind_of("activity_sign_in")
    values = kind.data_of(activity, request.user)
    drawn = kind.compose(values)
    drawn.title = values["title"]
    response = HttpResponse(pdf_of(drawn), content_type="application/pdf")
    name = f"{values['title'].replace('|', '')}{activity.on:%Y%m%d}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_VIEWER
    response["Cache-Control"] = "private, no-store"
    return response
