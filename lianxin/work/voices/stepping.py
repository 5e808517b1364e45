"""What every page of one step does: check what was typed, take the step, show the refusal."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from lianxin.foundation.refusals import Refused
from lianxin.work.voices.models import VoterMessage

UNFIT = 422
"""What was typed does not fit; the page says where."""
REFUSED = 409
"""The rules do not allow the step now; the page says why and keeps what was typed."""


def message_or_404(request, pk) -> VoterMessage:
    """The message, if it exists for the reader."""
    seen = VoterMessage.objects.visible_to(request.user)
    related = ("body", "station", "deputy", "village", "lead_office", "became", "higher_body")
    return get_object_or_404(seen.select_related(*related, "merged_into", "created_by"), pk=pk)


def typed(request):
    """What was posted, even if it is nothing; None on a page that is only opened."""
    return request.POST if request.method == "POST" else None


def words_of(refusal: Refused) -> str:
    """A refusal with its article, as the page shows it."""
    return f"{refusal.message}（{refusal.article}）" if refusal.article else str(refusal.message)


def step_page(
    request,
    template,
    context,
    form,
    act,
    *,
    done: str | Callable[..., str],
    then,
    status=200,
):
    """Draw a form's page, or take the step and go on.

    act: called with the form's cleaned data; may raise Refused.
    done: words of success, or what makes them of act's result.
    then: address to go on to, something with one, or what makes it of act's result.
    """
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                result = act(**form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                messages.success(request, done(result) if callable(done) else done)
                return redirect(then(result) if callable(then) else then)
    return render(request, template, context | {"form": form}, status=status)
