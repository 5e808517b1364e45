"""Counts by month, for charts: one query for the whole span."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.catalogue import Scope


def by_month(key: str, scope: Scope) -> list[tuple[date, int]]:
    """The figure for each month of the scope, those without records too; first days of months.

    Empty for a figure whose records have no day of their own, and for a rate.
    """
    one = catalogue.figure(key)
    if one.records is None or not one.day:
        return []
    found = one.records(replace(one.counted(scope), by_day=True)).order_by()
    grouped = found.annotate(of_month=TruncMonth(one.day)).values_list("of_month")
    measure = Sum(one.amount) if one.amount else Count("pk")
    counted = {
        date(month.year, month.month, 1): number or 0
        for month, number in grouped.annotate(number=measure)
        if month is not None
    }
    return [(month, counted.get(month, 0)) for month in months(scope.since, scope.until)]


def months(since: date, until: date) -> Iterator[date]:
    """First days of the months from the first day to the last."""
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def month_url(key: str, scope: Scope, month: date) -> str:
    """The list behind one month's number."""
    return links.url(key, of_month(scope, month))


def of_month(scope: Scope, month: date) -> Scope:
    """The scope cut down to one month."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1)
    return replace(scope, since=max(scope.since, month), until=min(scope.until, last))
