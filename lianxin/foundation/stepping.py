"""What every page of one step does: find the record, check what was typed, take the step, show
the refusal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused

UNFIT = 422
"""What was typed does not fit; the page says where."""
REFUSED = 409
"""The rules do not allow the step now; the page says why and keeps what was typed."""
FORM = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class Words:
    """What a form's page says around its fields.

    back: address of the way back. crumbs: (label, address) from the top.
    notes: what the step means, each in a notice above the form.
    """

    heading: Any
    button: Any
    back: str
    lead: Any = ""
    is_grave: bool = False
    crumbs: Sequence[tuple[Any, str]] = field(default_factory=tuple)
    notes: Sequence[Any] = field(default_factory=tuple)


def found_for(
    request: HttpRequest,
    model: Any,
    pk: int,
    permission: str = "",
    *,
    related: Sequence[str] = (),
) -> Any:
    """The record, if it exists for the reader (else 404); with `permission`, if they may (403).

    model: its manager has `visible_to`. related: what is read with it.
    """
    seen = model.objects.visible_to(request.user).select_related(*related)
    record = get_object_or_404(seen, pk=pk)
    if permission:
        require(request.user, permission, record)
    return record


def typed(request: HttpRequest):
    """What was posted, even if it is nothing; None on a page that is only opened."""
    return request.POST if request.method == "POST" else None


def words_of(refusal: Refused) -> str:
    """A refusal with its article, as the page shows it."""
    message = str(refusal.message)
    if refusal.article and refusal.article not in message:
        return f"{message}（{refusal.article}）"
    return message


@dataclass(frozen=True)
class Tried:
    """What came of a form: nothing yet, a step taken with its `result`, or why it was not.

    status: of the page that is drawn. refusal: only where the rules refused the step.
    """

    is_done: bool = False
    result: Any = None
    status: int = 200
    refusal: Refused | None = None


def tried(request: HttpRequest, form: BaseForm, act: Callable[[], Any]) -> Tried:
    """Take the step if the form was sent and fits; the form then says what was refused.

    For pages that go on otherwise than `form_page`. act: as `form_page` takes it.
    """
    if request.method != "POST":
        return Tried()
    if not form.is_valid():
        return Tried(status=UNFIT)
    try:
        result = act()
    except Refused as refusal:
        form.add_error(None, words_of(refusal))
        return Tried(status=REFUSED, refusal=refusal)
    return Tried(is_done=True, result=result)


def form_page(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[], Any],
    *,
    done: Any,
    then: Any,
    words: Words | None = None,
    template: str = "ui/step.html",
    **context: Any,
) -> HttpResponse:
    """Draw a form's page, or take the step and go on.

    act: called without anything once the form fits; may raise Refused, which the page then
    has as `refusal`. done: words of success, or what makes them of act's result; then:
    address to go on to, something with one, or what makes it, or the answer itself, of
    act's result.
    words: what `ui/step.html` says; a template that says it itself takes `context` alone.
    """
    outcome = tried(request, form, act)
    if outcome.is_done:
        return _gone_on(request, outcome.result, done, then)
    if outcome.refusal is not None:
        context["refusal"] = outcome.refusal
    context |= {"form": form, "words": words}
    return render(request, template, context, status=outcome.status)


def step_page(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[..., Any],
    *,
    context: dict[str, Any] | None = None,
    **page: Any,
) -> HttpResponse:
    """`form_page` of an act that takes the form's cleaned data."""
    return form_page(request, form, lambda: act(**form.cleaned_data), **page, **(context or {}))


def press(
    request: HttpRequest, act: Callable[[], Any], *, done: Any, then: Any, back: Any = None
) -> HttpResponse:
    """Take a step that has a button and no form of its own; say how it went.

    done, then: as `form_page` takes them. back: where a refused one leads, if not to `then`.
    """
    try:
        result = act()
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        return redirect(then if back is None else back)
    return _gone_on(request, result, done, then)


def _gone_on(request: HttpRequest, result: Any, done: Any, then: Any) -> HttpResponse:
    """Say that a step is taken, and go where it leads."""
    messages.success(request, done(result) if callable(done) else done)
    onward = then(result) if callable(then) else then
    return onward if isinstance(onward, HttpResponse) else redirect(onward)
