"""What every page of one step does: check what was typed, take the step, show the refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lianxin.foundation.files.giving import PDF_VIEWER
from lianxin.foundation.papers.rendering import pdf_of
from lianxin.foundation.papers.sheet import Sheet
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused

FORM = ("GET", "HEAD", "POST")
UNFIT = 422
"""What was typed does not fit; the page says where."""
REFUSED = 409
"""The rules do not allow the step now; the page says why and keeps what was typed."""


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
    template: str = "appraisals/form.html",
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
