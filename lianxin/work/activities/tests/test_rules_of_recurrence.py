"""The 20th of odd months, after holidays, for each group; moved rules move what is planned."""

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.calendars.models import DayOverride
from lianxin.foundation.people.models import Group
from lianxin.foundation.refusals import Refused
from lianxin.work.activities import workflow
from lianxin.work.activities.models import Activity, ActivityRule
from lianxin.work.activities.tests.factories import Place

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2026, 1, 5)
YEAR_END = date(2026, 12, 31)


@pytest.fixture
def place():
    return Place()


def rule_of(place, **fields):
    values = {
        "body": place.body,
        "kind": "activity_day",
        "title": "代表活动日",
        "months": [1, 3, 5, 7, 9, 11],
        "day": 20,
        "on_holiday": ActivityRule.OnHoliday.KEEP,
        "starts_on": date(2026, 1, 1),
    } | fields
    return ActivityRule(**values)


def made(place, **fields):
    return workflow.make_rule(rule_of(place, **fields), by=place.clerk, today=NEW_YEAR)


def days(activities):
    return [str(one.on) for one in sorted(activities, key=lambda one: one.on)]


def test_the_20th_of_odd_months_is_planned_once_with_all_deputies(place):
    rule = made(place)
    assert workflow.in_words(rule) == "单月20日"

    first = workflow.generate(rule, until=YEAR_END, by=place.clerk, today=NEW_YEAR)
    again = workflow.generate(place.body, until=YEAR_END, by=place.clerk, today=NEW_YEAR)

    assert days(first) == [
        "2026-01-20",
        "2026-03-20",
        "2026-05-20",
        "2026-07-20",
        "2026-09-20",
        "2026-11-20",
    ]
    assert again == []
    assert {one.attendances.count() for one in first} == {3}


@pytest.mark.parametrize(
    ("on_holiday", "expected"),
    [("keep", "2026-10-03"), ("next", "2026-10-08"), ("before", "2026-09-30"), ("skip", None)],
)
def test_a_day_of_rest_is_kept_moved_or_left_out(place, on_holiday, expected):
    rule = made(place, months=[10], day=3, on_holiday=on_holiday)
    found = workflow.preview(rule, NEW_YEAR, YEAR_END)
    assert [str(one.on) for one in found] == ([expected] if expected else [])


def test_a_local_holiday_moves_it_too(place):
    DayOverride.objects.create(body=place.body, on=date(2026, 3, 20), is_workday=False)
    rule = made(place, months=[3], on_holiday="next")
    assert [str(one.on) for one in workflow.preview(rule, NEW_YEAR, YEAR_END)] == ["2026-03-23"]


def test_the_31st_is_the_last_day_of_a_shorter_month(place):
    rule = made(place, months=[2, 4], day=31)
    found = workflow.preview(rule, NEW_YEAR, YEAR_END)
    assert [str(one.on) for one in found] == ["2026-02-28", "2026-04-30"]
    assert workflow.in_words(rule) == "2月、4月最后一天"


def test_each_group_has_its_own(place):
    Group.objects.create(body=place.body, name="第二小组")
    rule = made(place, kind="group", title="小组学习", each_group=True, months=[3])
    new = workflow.generate(rule, until=YEAR_END, by=place.clerk, today=NEW_YEAR)
    assert {one.group.name: one.attendances.count() for one in new} == {
        "第一小组": 3,
        "第二小组": 0,
    }


def test_moving_a_rule_moves_what_nobody_was_told_of(place):
    rule = made(place)
    planned = workflow.generate(rule, until=YEAR_END, by=place.clerk, today=NEW_YEAR)
    told = next(one for one in planned if one.on.month == 3)
    workflow.announce(told, by=place.clerk, today=date(2026, 3, 1))

    rule.day, rule.from_time, rule.to_time = 25, time(14), time(16)
    rule.months = [1, 3, 5, 7]
    workflow.change_rule(rule, by=place.clerk, today=date(2026, 3, 2))

    assert days(Activity.objects.filter(rule=rule)) == [
        "2026-01-20",  # past
        "2026-03-20",  # told already
        "2026-05-25",
        "2026-07-25",
    ]
    moved = Activity.objects.get(rule=rule, on=date(2026, 5, 25))
    assert moved.attendances.filter(on=date(2026, 5, 25)).count() == 3
    again = workflow.generate(rule, until=YEAR_END, by=place.clerk, today=date(2026, 4, 1))
    assert again == []


def test_a_stopped_rule_takes_its_plans_away_and_plans_nothing(place):
    rule = made(place)
    workflow.generate(rule, until=YEAR_END, by=place.clerk, today=NEW_YEAR)
    workflow.stop_rule(rule, by=place.clerk, today=date(2026, 3, 1))
    assert days(Activity.objects.filter(rule=rule)) == ["2026-01-20"]
    with pytest.raises(Refused, match="已经停用"):
        workflow.generate(rule, until=YEAR_END, by=place.clerk, today=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"months": [13]}, "月份请从 1 到 12"),
        ({"day": 40}, "1 到 31"),
        ({"kind": "group"}, "请选择小组"),
        ({"to_time": time(8)}, "结束时间"),
        ({"kind": "nothing"}, "没有这一类活动"),
    ],
)
def test_a_rule_that_names_no_day_is_refused(place, fields, words):
    with pytest.raises(Refused, match=words):
        made(place, **fields)


def test_too_far_ahead_and_strangers_are_refused(place):
    rule = made(place)
    with pytest.raises(Refused, match="400 天"):
        workflow.generate(rule, until=date(2028, 1, 1), by=place.clerk, today=NEW_YEAR)
    with pytest.raises(PermissionDenied):
        workflow.generate(rule, until=YEAR_END, by=place.deputies[1], today=NEW_YEAR)
    own = rule_of(place, kind="group", group=place.group, title="小组活动")
    workflow.make_rule(own, by=place.leader, today=NEW_YEAR)
    with pytest.raises(PermissionDenied):
        workflow.make_rule(rule_of(place), by=place.leader, today=NEW_YEAR)
