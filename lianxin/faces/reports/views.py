"""Ledgers on the page: figures and rates, the lists behind them, promises, the trail."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lianxin.engines.matters.models import Matter
from lianxin.faces.reports.dashboard import Dashboard
from lianxin.faces.reports.exporting import (
    items_export,
    ledger_export,
    promises_export,
    trail_export,
)
from lianxin.faces.reports.forms import ALL_YEARS, DashboardForm, FigureForm, ScopeForm
from lianxin.faces.reports.permissions import bodies_trailed_by
from lianxin.faces.reports.promises import BY_DAY, PromiseForm, promise_rows
from lianxin.faces.reports.tables import Ledger
from lianxin.faces.reports.trail import TrailForm
from lianxin.foundation.sheets import exports
from lianxin.ui.menu import Entry
from lianxin.ui.paging import paginate
from lianxin.work.suggestions.measures import LABELS, PROMISE_MEASURES, RATES_BY_KEY, yardstick
from lianxin.work.suggestions.statistics import records_behind

TABS = [
    ("reports:dashboard", gettext_lazy("看板")),
    ("reports:ledger", gettext_lazy("建议台账")),
    ("reports:promises", gettext_lazy("承诺台账")),
    ("reports:trail", gettext_lazy("留痕")),
]


@require_safe
def dashboard(request):
    """How the year goes and where things are stuck, in numbers that open."""
    form = DashboardForm(request.GET, user=request.user, today=localdate())
    scope = form.figures_scope()
    min_n = yardstick(scope.body, localdate()).min_n
    context = {
        "form": form,
        "dashboard": Dashboard(scope, localdate(), min_n),
        "tabs": _tabs(request, "reports:dashboard"),
    }
    return render(request, "reports/dashboard.html", context)


@require_safe
def ledger(request):
    """Rates and tables of a body's suggestions in a year."""
    if exports.is_asked(request):
        return exports.answer(request, ledger_export)
    form = ScopeForm(request.GET, user=request.user, today=localdate())
    shown = Ledger(form.scope(), form.address())
    context = {
        "form": form,
        "ledger": shown,
        "tabs": _tabs(request, "reports:ledger"),
        "export": f"{reverse('reports:export')}?{urlencode(form.address())}",
        "county": _county_link(form),
    }
    return render(request, "reports/ledger.html", context)


def _county_link(form):
    """From a township back to the whole county, for those who may read it."""
    if form.chosen_body.is_county:
        return None
    county = next((body for body in form.bodies if body.is_county), None)
    if county is None:
        return None
    query = form.address() | {"body": county.pk}
    return county, f"{reverse('reports:ledger')}?{urlencode(query)}"


@require_safe
def items(request):
    """The records that a figure counts, and no others."""
    if exports.is_asked(request):
        return exports.answer(request, items_export)
    form = ScopeForm(request.GET, user=request.user, today=localdate())
    wanted = FigureForm(request.GET)
    scope = wanted.narrowed(form.scope())
    is_of_promises = wanted.measure in PROMISE_MEASURES
    records = records_behind(scope, wanted.measure)
    if is_of_promises:
        drawn = promise_rows()
    else:
        drawn = (
            Matter.objects.for_list()
            .select_related("body", "lead_office", "suggestion")
            .defer("text", "suggestion__plan")
        )
    page = paginate(request, records, rows=drawn)
    kind = RATES_BY_KEY.get(wanted.cleaned_data.get("rate", ""))
    context = {
        "form": form,
        "page": page,
        "measure": LABELS[wanted.measure],
        "rate": kind,
        "is_numerator": wanted.cleaned_data.get("side") != "denominator",
        "is_of_promises": is_of_promises,
        "today": localdate(),
        "back": f"{reverse('reports:ledger')}?{urlencode(form.address())}",
        "export": exports.address(request),
    }
    return render(request, "reports/items.html", context)


@require_safe
def export(request):
    """The ledger, or the list behind one figure, as a spreadsheet."""
    return exports.answer(request, ledger_export)


@require_safe
def promises(request):
    """What the offices promised in their answers, until it is kept or explained."""
    if exports.is_asked(request):
        return exports.answer(request, promises_export)
    # A promise lives on over the year's end, and so does its place on the board.
    form = ScopeForm(request.GET, user=request.user, today=localdate(), default_year=ALL_YEARS)
    wanted = PromiseForm(request.GET)
    found = wanted.apply(form.scope().promises(), form.today)
    context = {
        "form": form,
        "wanted": wanted,
        "export": exports.address(request),
        "page": paginate(request, found, rows=promise_rows(), order=BY_DAY),
        "today": localdate(),
        "tabs": _tabs(request, "reports:promises"),
    }
    return render(request, "reports/promises.html", context)


@require_safe
def trail(request):
    """Who did what, when, for whom: the ledger of steps of a body."""
    if exports.is_asked(request):
        return exports.answer(request, trail_export)
    form = TrailForm(request.GET, user=request.user, today=localdate())
    page = paginate(request, form.events(), per_page=25)
    context = {
        "form": form,
        "page": page,
        "export": exports.address(request),
        "tabs": _tabs(request, "reports:trail"),
        "events": form.drawn(page.rows),
        "head": form.head(),
    }
    return render(request, "reports/trail.html", context)


def _tabs(request, current: str) -> list[Entry]:
    may_trail = bodies_trailed_by(request.user).exists()
    return [
        Entry(label, reverse(name), name == current, None)
        for name, label in TABS
        if name != "reports:trail" or may_trail
    ]
