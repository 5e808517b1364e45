"""The calendar of a body: shipped tables, tables entered here, local days."""

from datetime import date

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


def _read_calendar(body) -> WorkCalendar:
    bodies = ancestors_and_self(body) if body else []
    rank = {None: -1} | {pk: depth for depth, pk in enumerate(bodies)}
    days = DayOverride.objects.filter(Q(body__isnull=True) | Q(body_id__in=bodies))
    nearest_last = sorted(
        days.values_list("on", "is_workday", "body_id"), key=lambda day: rank[day[2]]
    )
    return WorkCalendar({on: is_workday for on, is_workday, _body in nearest_last}, _entered())


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
