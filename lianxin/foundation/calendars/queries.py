"""The calendar of a body: shipped tables, tables entered here, local days."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.calendars.models import DayOverride, HolidayTable
from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.calendars.tables import (
    WorkCalendar,
    YearTable,
    shipped_table,
    year_table,
)

# The State Council publishes next year's table in November, as a rule; from
# this day on its absence is worth a warning.
EXPECTED_FROM = (12, 1)


def ancestors_and_self(body) -> list[int]:
    """Ids from the topmost body down to `body`."""
    if body.path:
        return [int(part) for part in body.path.strip("/").split("/")]
    above = ancestors_and_self(body.parent) if body.parent_id else []
    return [*above, body.pk]


def calendar_of(body=None) -> WorkCalendar:
    """The calendar that counts for `body` (None: for everyone). A nearer body's day wins."""
    return remembered(("calendar", body.pk if body else None), lambda: _read_calendar(body))


def read_together(bodies) -> None:
    """Read the calendars of many bodies in two queries, for those that ask within this request."""
    chains = {body.pk: ancestors_and_self(body) for body in bodies}
    every = {pk for ids in chains.values() for pk in ids}
    entered, days = _entered(), _days(every)
    for ids in chains.values():
        own = [day for day in days if day[2] is None or day[2] in ids]
        remembered(("calendar", ids[-1]), partial(_over, ids, own, entered))


def _read_calendar(body) -> WorkCalendar:
    bodies = ancestors_and_self(body) if body else []
    return _over(bodies, _days(bodies), _entered())


def _days(bodies: Iterable[int]) -> list[tuple[date, bool, int | None]]:
    days = DayOverride.objects.filter(Q(body__isnull=True) | Q(body_id__in=bodies))
    return list(days.values_list("on", "is_workday", "body_id"))


def _over(
    bodies: list[int],
    days: list[tuple[date, bool, int | None]],
    entered: dict[int, YearTable],
) -> WorkCalendar:
    """The calendar of the last of `bodies`, which go from the topmost down."""
    rank: dict[int | None, int] = {None: -1} | {pk: depth for depth, pk in enumerate(bodies)}
    nearest_last = sorted(days, key=lambda day: rank[day[2]])
    return WorkCalendar({on: is_workday for on, is_workday, _body in nearest_last}, entered)


def _entered() -> dict[int, YearTable]:
    rows = HolidayTable.objects.values_list("year", "holidays", "workdays", "source")
    return {row[0]: year_table(*row) for row in rows}


def missing_year(today: date | None = None) -> int | None:
    """The year whose table is due but neither shipped nor entered, or None."""
    today = today or timezone.localdate()
    year = today.year + ((today.month, today.day) >= EXPECTED_FROM)
    if shipped_table(year) or HolidayTable.objects.filter(year=year).exists():
        return None
    return year
