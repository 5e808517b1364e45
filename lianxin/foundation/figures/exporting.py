"""The list behind a figure as a spreadsheet, in the official layout."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.asking import ScopeForm
from lianxin.foundation.figures.catalogue import Figure, Row, one_each
from lianxin.foundation.figures.listing import row_of
from lianxin.foundation.figures.words import decimal
from lianxin.foundation.sheets.exports import Export, in_order
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.ui.paging import ordered_pks


def records_export(user, asked) -> Export:
    """The list that the page shows, all its pages; `figure` in the query names it."""
    try:
        one = catalogue.figure(asked.get("figure", ""))
    except KeyError:
        raise Http404 from None
    if one.records is None:
        raise Http404
    form = ScopeForm(asked, user=user, today=localdate(), figure=one)
    scope = form.scope()
    found = one.records(scope)
    pks = ordered_pks(found, order=one.order)
    title = _("%(body)s%(figure)s（%(since)s 至 %(until)s）") % {
        "body": scope.body.short_name,
        "figure": one.name,
        "since": scope.since,
        "until": scope.until,
    }
    listing = Listing(
        title,
        scope.body.name,
        _fields(one),
        _rows(one, found, pks),
        count=len(pks),
        name=str(one.name),
        notes=str(one.formula),
    )
    return Export(f"{scope.body.short_name}{one.name}", [listing], body=scope.body)


def _rows(one: Figure, found: Any, pks: list[int]) -> Iterator[Row]:
    for record in in_order(found, pks):
        yield row_of(one, record)


def _fields(one: Figure) -> list[Field]:
    fields = [
        Field(_("日期"), lambda row: row.on, 12, Kind.DATE),
        Field(_("内容"), lambda row: row.words, 50),
        Field(_("机构"), lambda row: row.body, 16),
    ]
    if one.measure is not one_each:
        if one.is_money:
            fields.append(Field(_("金额（元）"), lambda row: decimal(row.amount, 100), 14))
        else:
            fields.append(Field(str(one.unit), lambda row: row.amount, 10, Kind.NUMBER))
    fields.append(Field(_("备注"), lambda row: row.note, 30))
    return fields
