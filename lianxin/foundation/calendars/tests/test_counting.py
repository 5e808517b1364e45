"""Counting periods: examples from the rule tables, and what must hold for all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.foundation.calendars import counting
from lianxin.foundation.calendars.counting import CannotCount, count
from lianxin.foundation.calendars.tables import SHIPPED, WorkCalendar

# Years with a published table on either side of every counted period.
known_days = st.dates(date(2005, 1, 1), date(2025, 6, 30))
any_day = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def test_three_months_from_30_november_end_on_the_last_day_of_february():
    """民法典 (2020) art. 202: no matching day, so the month's last day."""
    assert count("M", date(2025, 11, 30), 3).due == date(2026, 2, 28)


def test_a_saturday_worked_in_exchange_is_not_rolled():
    """28 February 2026 is a Saturday and a make-up working day."""
    counted = count("M", date(2025, 11, 30), 3, roll=True)

    assert (counted.due, counted.rolled) == (date(2026, 2, 28), False)
    assert "调休上班日" in counted.steps[-1]


def test_a_last_day_in_a_holiday_moves_to_the_first_working_day_after_it():
    counted = count("M", date(2026, 1, 2), 9, roll=True)

    assert (counted.due, counted.rolled) == (date(2026, 10, 8), True)
    assert counted.steps[-1] == (
        "2026年10月2日（星期五）是休息日，顺延到下一个工作日2026年10月8日（星期四）。"
    )


def test_without_rolling_the_same_period_ends_in_the_holiday():
    counted = count("M", date(2026, 1, 2), 9)

    assert (counted.due, counted.rolled) == (date(2026, 10, 2), False)


@pytest.mark.parametrize(
    ("days", "latest"),
    [(20, date(2021, 10, 21)), (15, date(2021, 10, 26)), (7, date(2021, 11, 3))],
)
def test_county_election_timetable_counts_back_from_the_day_itself(days, latest):
    """Election day 10 November 2021: voter list, candidates, formal candidates."""
    assert count("B", date(2021, 11, 10), days).due == latest


def test_counting_back_rolls_to_an_earlier_working_day_never_a_later_one():
    counted = count("B", date(2026, 10, 8), 3, roll=True)

    assert counted.due == date(2026, 9, 30)


def test_within_thirty_days_from_an_event_the_event_is_not_counted():
    assert count("F", date(2026, 3, 1), 30).due == date(2026, 3, 31)


def test_working_days_skip_the_spring_festival_and_count_its_make_up_days():
    counted = count("W", date(2026, 2, 11), 10)

    # 12, 13, Sat 14 | 24-27, Sat 28 | 2, 3 March
    assert counted.due == date(2026, 3, 3)
    assert "计入调休上班日2月14日、2月28日" in counted.steps[1]


def test_a_year_ends_on_28_february_after_a_leap_day():
    assert count("Y", date(2024, 2, 29), 1).due == date(2025, 2, 28)


def test_until_the_day_itself_is_zero_days_before():
    assert count("B", date(2021, 11, 10), 0).due == date(2021, 11, 10)


def test_working_days_into_a_year_without_a_table_are_provisional_and_say_so():
    counted = count("W", date(2026, 12, 25), 10)

    assert counted.provisional
    assert "2027年" in counted.warning
    assert counted.warning in counted.steps
    # New Year's Day is a holiday by law, whatever the table will say.
    assert counted.due == date(2027, 1, 11)


def test_rolling_in_a_year_without_a_table_is_provisional():
    assert count("M", date(2026, 11, 22), 3, roll=True).provisional
    assert not count("M", date(2026, 11, 22), 3, roll=False).provisional


def test_working_days_that_end_before_the_missing_year_are_certain():
    assert not count("W", date(2026, 12, 1), 10).provisional


def test_a_local_holiday_moves_the_end():
    local = WorkCalendar({date(2026, 3, 4): False})

    assert count("W", date(2026, 3, 2), 2).due == date(2026, 3, 4)
    assert count("W", date(2026, 3, 2), 2, calendar=local).due == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("code", "start", "n", "told"),
    [
        ("D", date(9999, 12, 30), 3, "超出"),
        ("M", date(9999, 12, 30), 3, "超出"),
        ("W", date(9999, 12, 30), 30, "超出"),
        ("D", date(2026, 1, 1), -1, "负数"),
        ("Q", date(2026, 1, 1), 1, "计算方法"),
    ],
)
def test_a_period_without_an_end_is_refused_in_words(code, start, n, told):
    with pytest.raises(CannotCount, match=told):
        count(code, start, n)


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever():
    start = date(2026, 1, 1)
    idle = WorkCalendar({start + timedelta(days=i): False for i in range(800)})

    with pytest.raises(CannotCount, match="没有工作日"):
        count("W", start, 1, calendar=idle)


@given(known_days, st.integers(1, 60))
def test_working_days_counted_lie_between_start_and_end(start, n):
    end = count("W", start, n).due

    passed = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(SHIPPED.is_workday(day) for day in passed) == n
    assert SHIPPED.is_workday(end)


@given(known_days, st.integers(1, 60))
def test_counting_working_days_back_from_the_end_stays_at_or_after_the_start(start, n):
    end = counting.add_workdays(start, n)

    back = counting.add_workdays(end, -n)

    assert back <= start if not SHIPPED.is_workday(start) else back == start


@given(any_day, st.integers(0, 240))
def test_months_end_in_the_right_month_on_the_same_day_or_its_last(start, n):
    end = count("M", start, n).due

    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
    assert end.day <= start.day


@given(
    any_day, any_day, st.integers(0, 60), st.sampled_from(["D", "W", "M", "Y", "F"]), st.booleans()
)
def test_a_later_start_never_ends_earlier(first, second, n, code, roll):
    first, second = sorted((first, second))

    assert count(code, first, n, roll=roll).due <= count(code, second, n, roll=roll).due


@given(any_day, st.integers(0, 60), st.sampled_from(["D", "M", "F"]))
def test_rolling_lands_on_a_working_day_with_only_rest_days_between(start, n, code):
    plain, rolled = count(code, start, n), count(code, start, n, roll=True)

    between = (rolled.due - plain.due).days
    assert SHIPPED.is_workday(rolled.due)
    assert not any(SHIPPED.is_workday(plain.due + timedelta(days=i)) for i in range(between))
    assert rolled.rolled == (between > 0)


@given(any_day, st.integers(0, 120))
def test_forward_and_back_of_calendar_days_undo_each_other(start, n):
    assert count("B", count("F", start, n).due, n).due == start


@given(any_day, st.integers(0, 60), st.sampled_from(counting.CODES), st.booleans())
def test_every_count_names_its_calendar_and_its_steps(start, n, code, roll):
    counted = count(code, start, n, roll=roll)

    assert counted.calendar_version == SHIPPED.version
    assert len(counted.steps) >= 2
    assert all(step.endswith("。") for step in counted.steps)
    assert counted.provisional == bool(counted.warning)
