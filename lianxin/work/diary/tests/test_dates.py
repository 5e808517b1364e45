"""When duties are due, with the examples of the calendar of a township's year."""

from dataclasses import replace
from datetime import date

import pytest

from lianxin.foundation.calendars.tables import WorkCalendar
from lianxin.foundation.rulebook.rules import rule_in_profile
from lianxin.work.diary.dates import Facts, occurrences
from lianxin.work.diary.shipped import shipped_duties

DUTIES = shipped_duties()
FACTS = Facts(WorkCalendar())


def days(key, year=2026, facts=FACTS, met=(), **changes):
    duty = replace(DUTIES[key], **changes)
    return [one.due for one in occurrences(duty, year, facts, met)]


def test_the_activity_day_is_the_20th_of_odd_months_and_moves_off_rest_days():
    # 20 September 2026 is a worked Sunday by the published table: it stays.
    assert days("activity_day") == [
        date(2026, 1, 20),
        date(2026, 3, 20),
        date(2026, 5, 20),
        date(2026, 7, 20),
        date(2026, 9, 20),
        date(2026, 11, 20),
    ]
    # 20 June and 20 September 2026 are rest days of which only one was exchanged.
    assert days("activity_day", months=(6,)) == [date(2026, 6, 22)]


def test_a_day_moved_never_leaves_its_month():
    # 31 May 2026 is a Sunday: the last working day of May, not 1 June.
    assert days("visit_month") == [date(2026, 5, 29)]


def test_a_quarter_has_its_planned_day_and_is_in_time_until_its_end():
    found = list(occurrences(DUTIES["opinion_cards"], 2026, FACTS))
    assert [one.due.month for one in found] == [3, 6, 9, 12]
    assert found[0].first == date(2026, 1, 1)
    assert found[0].deadline == date(2026, 3, 31)


def test_a_month_without_a_31st_takes_its_last_day():
    found = list(occurrences(DUTIES["publicity_focus"], 2026, FACTS))
    assert len(found) == 24
    assert found[3].on == date(2026, 2, 28)


def test_the_presidium_meets_every_three_months_from_the_last_time_where_the_province_says_so():
    facts = replace_rules(
        {"presidium.meet_every": rule_in_profile("presidium.meet_every", "henan")}
    )
    met = [date(2025, 12, 10), date(2026, 2, 6)]
    found = list(occurrences(DUTIES["presidium"], 2026, facts, met))
    # Done on 6 February; then due on 6 May, and from there on 6 August and 6 November.
    assert [one.on for one in found] == [
        date(2026, 3, 10),
        date(2026, 5, 6),
        date(2026, 8, 6),
        date(2026, 11, 6),
    ]
    assert "第五条" in found[1].how


def test_where_the_province_says_each_quarter_there_are_four():
    facts = replace_rules(
        {"presidium.meet_every": rule_in_profile("presidium.meet_every", "chongqing")}
    )
    assert len(days("presidium", facts=facts)) == 4


def test_two_sessions_a_year_are_usual():
    rules = {"township.sessions_per_year": rule_in_profile("township.sessions_per_year", "henan")}
    found = list(occurrences(DUTIES["session"], 2026, replace_rules(rules)))
    assert [one.due.month for one in found] == [1, 12]
    assert [one.deadline for one in found] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_days_around_a_session_follow_its_dates():
    facts = Facts(WorkCalendar(), sessions=[(date(2026, 1, 6), date(2026, 1, 7))])
    assert days("handover_meeting", facts=facts) == [date(2026, 2, 6)]
    # No session is dated: the usual day, and it says so.
    found = list(occurrences(DUTIES["handover_meeting"], 2026, FACTS))
    assert "还没有登记大会日期" in found[0].how


def test_notice_of_a_session_is_counted_back_by_the_rule():
    rules = {"township.notice_days": rule_in_profile("township.notice_days", "chongqing")}
    facts = Facts(WorkCalendar(), sessions=[(date(2026, 3, 20), date(2026, 3, 20))], rules=rules)
    assert days("township_notice", facts=facts) == [date(2026, 3, 10)]


def test_what_is_due_once_a_term_is_listed_each_year_until_then():
    facts = Facts(WorkCalendar(), terms=[(date(2022, 1, 6), date(2027, 1, 5))])
    assert days("election", 2026, facts) == [date(2027, 1, 5)]
    assert days("election", 2028, facts) == []
    assert days("first_training", 2026, facts) == []
    assert days("first_training", 2022, facts) == [date(2022, 4, 6)]


def test_a_weekly_day_on_a_holiday_moves_within_its_week_or_is_left_out():
    found = days("reception_week")
    # Monday 16 February 2026 is in the Spring Festival; no day of that week is worked.
    assert not [day for day in found if date(2026, 2, 16) <= day <= date(2026, 2, 20)]
    assert 48 <= len(found) <= 52


@pytest.mark.parametrize("key", list(DUTIES))
def test_every_duty_says_who_asks_for_it_and_whose_it_is(key):
    duty = DUTIES[key]
    assert duty.basis
    assert duty.owner
    assert duty.to


def replace_rules(rules):
    return Facts(WorkCalendar(), rules=rules)
