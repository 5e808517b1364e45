"""Figures on the page: what there is, what each means, and the records behind a number."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianxin.foundation.figures import catalogue, links, uses
from lianxin.foundation.figures.asking import ScopeForm
from lianxin.foundation.figures.exporting import records_export
from lianxin.foundation.figures.listing import FigureList
from lianxin.foundation.figures.permissions import Permission, bodies_pinned_for
from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports


@require_safe
def catalogue_page(request):
    """Every figure by room; with `q`, those whose name, formula or number has it."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    shown = [one for one in catalogue.figures() if _has(one, typed)]
    rooms: dict[str, list] = {}
    for one in shown:
        rooms.setdefault(str(one.room), []).append(one)
    context = {
        "typed": typed,
        "rooms": rooms,
        "number": len(shown),
        "has_pins": bodies_pinned_for(request.user).exists(),
    }
    return render(request, "figures/catalogue.html", context)


def _has(one: catalogue.Figure, typed: str) -> bool:
    words = f"{one.name} {one.formula} {one.room} {one.unit} {one.statistic} {one.key}"
    return all(part in words.lower() for part in typed.lower().split())


@require_safe
def definition(request, key):
    """One figure in words, with the number of the reader's body this year."""
    one = _figure(key)
    form = ScopeForm(request.GET, user=request.user, today=localdate(), figure=one)
    scope = form.scope()
    context = {
        "figure": one,
        "parts": [(label, list(choices(scope).values())) for label, choices in one.parts.values()],
        "sides": _sides(one),
        "uses": list(uses.uses_of(key, request.user)),
        "rates": [
            rate for rate in catalogue.figures() if key in (rate.numerator, rate.denominator)
        ],
        "scope": scope,
        "list_url": links.url(key, scope),
    }
    return render(request, "figures/definition.html", context)


@require_safe
def records(request, key):
    """The records that a figure counts, and no others."""
    if exports.is_asked(request):
        # The builder sees only the query: a worker calls it again later.
        request.GET = request.GET.copy()
        request.GET["figure"] = _figure(key).key
        return exports.answer(request, records_export)
    one = _figure(key)
    form = ScopeForm(request.GET, user=request.user, today=localdate(), figure=one)
    shown = FigureList(one, form.scope(), request)
    context = {
        "figure": one,
        "form": form,
        "shown": shown,
        "definition_url": links.definition_url(key),
        "export": exports.address(request),
        "may_pin": may(request.user, Permission.PIN, shown.scope.body),
        "pin_url": f"{reverse('figures:pin_new', args=[key])}?{links.query(shown.scope)}",
    }
    return render(request, "figures/records.html", context)


def _figure(key: str) -> catalogue.Figure:
    try:
        return catalogue.figure(key)
    except KeyError:
        raise Http404 from None


def _sides(one: catalogue.Figure) -> list[catalogue.Figure]:
    """The two sides of a rate; empty for a figure that counts records itself."""
    if not one.is_rate:
        return []
    return [catalogue.figure(one.numerator), catalogue.figure(one.denominator)]
