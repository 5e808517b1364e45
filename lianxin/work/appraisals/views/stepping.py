"""What every page of one step does: check what was typed, take the step, show the refusal."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lianxin.foundation import stepping
from lianxin.foundation.files.giving import PDF_VIEWER
from lianxin.foundation.papers.rendering import pdf_of
from lianxin.foundation.papers.sheet import Sheet
from lianxin.foundation.people.permissions import require

step_page = partial(stepping.form_page, template="appraisals/form.html")


def found_for(request, model, pk, permission: str = "", *, related: Sequence[str] = ()):
    """The record, if it exists for the reader; 403 without `permission` on it."""
    row = get_object_or_404(model.objects.visible_to(request.user).select_related(*related), pk=pk)
    if permission:
        require(request.user, permission, row)
    return row


def pdf_page(sheet: Sheet, name: str) -> HttpResponse:
    """A sheet drawn now and kept nowhere."""
    response = HttpResponse(pdf_of(sheet), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_VIEWER
    response["Cache-Control"] = "private, no-store"
    return response


def room_crumb() -> tuple[str, str]:
    return (_("述职测评"), reverse("appraisals:list"))
