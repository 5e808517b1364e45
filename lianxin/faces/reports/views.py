"""Ledgers on the page: figures and rates, the lists behind them, promises, the trail."""

import tempfile

from django.http import FileResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lianxin.engines.matters.models import Matter
from lianxin.faces.reports.forms import ALL_YEARS, FigureForm, ScopeForm
from lianxin.faces.reports.permissions import bodies_trailed_by
from lianxin.faces.reports.promises import BY_DAY, PromiseForm, promise_rows
from lianxin.faces.reports.sheet import ledger_sheet, rates_sheet
from lianxin.faces.reports.tables import Ledger
from lianxin.faces.reports.trail import TrailForm
from lianxin.foundation.sheets.writing import write_workbook
from lianxin.ui.menu import Entry
from lianxin.ui.paging import paginate
from lianxin.work.suggestions.measures import LABELS, PROMISE_MEASURES, RATES_BY_KEY
from lianxin.work.suggestions.statistics import figures, rates, records_behind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = [
    ("reports:ledger", gettext_lazy("建议台账")),
    ("reports:promises", gettext_lazy("承诺台账")),
    ("reports:trail", gettext_lazy("留痕")),
]


@require_safe
def ledger(request):
    """Rates and tables of a body's suggestions in a year."""
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
        "export": ""
        if is_of_promises
        else f"{reverse('reports:export')}?{request.GET.urlencode()}",
    }
    return render(request, "reports/items.html", context)


@require_safe
def export(request):
    """The ledger, or the list behind one figure, as a spreadsheet."""
    form = ScopeForm(request.GET, user=request.user, today=localdate())
    wanted = FigureForm(request.GET)
    scope = wanted.narrowed(form.scope())
    is_whole = not (wanted.cleaned_data.get("rate") or wanted.cleaned_data.get("figure"))
    measure = "received" if is_whole else wanted.measure
    if measure in PROMISE_MEASURES:
        measure = "handled"
    sheets = [ledger_sheet(records_behind(scope, measure))]
    if is_whole:
        sheets.append(rates_sheet(list(rates(scope, figures(scope)).values())))
    # Closed, and with that removed, by the response.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_workbook(file, sheets)
    file.seek(0)
    year = form.chosen_year or _("全部年度")
    name = _("%(body)s代表建议台账（%(year)s）.xlsx") % {
        "body": form.chosen_body.short_name,
        "year": year,
    }
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_safe
def promises(request):
    """What the offices promised in their answers, until it is kept or explained."""
    # A promise lives on over the year's end, and so does its place on the board.
    form = ScopeForm(request.GET, user=request.user, today=localdate(), default_year=ALL_YEARS)
    wanted = PromiseForm(request.GET)
    found = wanted.apply(form.scope().promises(), form.today)
    context = {
        "form": form,
        "wanted": wanted,
        "page": paginate(request, found, rows=promise_rows(), order=BY_DAY),
        "today": localdate(),
        "tabs": _tabs(request, "reports:promises"),
    }
    return render(request, "reports/promises.html", context)


@require_safe
def trail(request):
    """Who did what, when, for whom: the ledger of steps of a body."""
    form = TrailForm(request.GET, user=request.user, today=localdate())
    page = paginate(request, form.events(), per_page=50)
    context = {
        "form": form,
        "page": page,
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
