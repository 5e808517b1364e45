"""The public list behind a figure of a published report: open to anybody, nothing but that."""

import time

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.asking import public_scope
from lianxin.foundation.figures.catalogue import Figure, Scope
from lianxin.foundation.figures.listing import FigureList
from lianxin.foundation.figures.publishing import published_pin
from lianxin.foundation.figures.views.pins import said
from lianxin.foundation.people.throttle import in_words
from lianxin.ui import languages

PER_MINUTE = 60
"""Lists one address may open in a minute, at each worker: a reader opens a few, a program all."""


@languages.public
@require_safe
def public(request, key):
    """What a published figure counts, as far as it is released; 404 for anything else."""
    if _is_too_fast(request.META.get("REMOTE_ADDR", "")):
        return _wait(request)
    try:
        one = catalogue.figure(key)
    except KeyError:
        raise Http404 from None
    scope = public_scope(one.parts, request.GET)
    pinned = published_pin(key, scope)
    if pinned is None or not (one.is_rate or one.has_public):
        raise Http404
    shown = FigureList(one, scope, request)
    context = {
        "figure": one,
        "scope": scope,
        "pin": pinned,
        "pinned_words": said(pinned),
        "shown": shown,
        "sides": _sides(one, scope),
    }
    return render(request, "figures/public.html", context)


def _sides(one: Figure, scope: Scope) -> list[tuple[Figure, str]]:
    """Of a rate, the sides; each with its public list, where that is published too."""
    if not one.is_rate:
        return []
    found = []
    for key in (one.numerator, one.denominator):
        side = catalogue.figure(key)
        is_open = side.has_public and published_pin(key, scope) is not None
        found.append((side, links.url(key, scope) if is_open else ""))
    return found


def _is_too_fast(address: str) -> bool:
    # Counted in the worker's own memory: the shared cache is a table, and this only reads.
    here, key = caches["here"], f"figures:public:{address}:{int(time.time()) // 60}"
    here.add(key, 0, 60)
    try:
        return here.incr(key) > PER_MINUTE
    except ValueError:
        # Swept out between the two calls.
        return False


def _wait(request) -> HttpResponse:
    seconds = 60 - int(time.time()) % 60
    response = render(request, "figures/wait.html", {"after": in_words(seconds)}, status=429)
    response["Retry-After"] = str(seconds)
    return response
