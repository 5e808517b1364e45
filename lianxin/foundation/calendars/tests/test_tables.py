"""The shipped tables against the package and against the State Council's notices."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from lianxin.foundation.calendars import generate, tables
from lianxin.foundation.calendars.tables import SHIPPED, BadTable, WorkCalendar, year_table

# As published for 2025 and 2026; ordinary weekends are named only inside a run.
NOTICES = {
    2025: (
        "01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


def days_of(year):
    return (
        date(year, 1, 1) + timedelta(days=i)
        for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    )


@pytest.mark.parametrize("year", NOTICES)
def test_shipped_table_is_the_published_notice(year):
    holidays, workdays = NOTICES[year]

    notice = year_table(year, holidays.split(), workdays.split())

    shipped = tables.shipped_table(year)
    assert shipped is not None
    assert (shipped.off, shipped.makeup) == (notice.off, notice.makeup)


@pytest.mark.parametrize("year", tables.shipped_years())
def test_every_day_of_every_shipped_year_agrees_with_the_package(year):
    assert [SHIPPED.is_workday(day) for day in days_of(year)] == [
        chinese_calendar.is_workday(day) for day in days_of(year)
    ]


@pytest.mark.parametrize("year", tables.shipped_years())
def test_shipped_files_are_what_the_generator_writes(year):
    assert (tables.DATA / f"{year}.yaml").read_text(encoding="utf-8") == generate.table(year)


@pytest.mark.parametrize("year", [2025, 2026])
def test_statutory_holidays_of_a_published_year_are_all_off(year):
    """全国年节及纪念日放假办法 (2024), art. 2: New Year, Labour Day, National Day."""
    assert not any(SHIPPED.is_workday(day) for day in tables.statutory_days(year))


@pytest.mark.parametrize(("year", "days"), [(2027, 13), (2028, 12), (2029, 13), (2030, 13)])
def test_a_year_without_a_table_still_knows_its_statutory_holidays(year, days):
    """Thirteen days; in 2028 the Mid-Autumn Festival falls on 3 October."""
    assert len(tables.statutory_days(year)) == days
    assert SHIPPED.table(year) is None


def test_a_local_holiday_wins_over_the_table():
    day = date(2026, 3, 30)

    assert SHIPPED.is_workday(day)
    assert not WorkCalendar({day: False}).is_workday(day)


def test_an_entered_table_makes_a_missing_year_certain():
    entered = WorkCalendar(tables={2027: year_table(2027, ["01-01/01-03"], ["01-09"])})

    assert not SHIPPED.is_certain(date(2027, 1, 9))
    assert entered.is_certain(date(2027, 1, 9))
    assert entered.is_workday(date(2027, 1, 9))
    assert entered.version != SHIPPED.version


@pytest.mark.parametrize(
    ("holidays", "workdays", "told"),
    [
        (["02-31"], [], "02-31"),
        (["10-07/10-01"], [], "早于"),
        (["国庆"], [], "国庆"),
        (["10-01"], ["10-01"], "只保留一处"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_in_words(holidays, workdays, told):
    with pytest.raises(BadTable, match=told):
        year_table(2027, holidays, workdays)
