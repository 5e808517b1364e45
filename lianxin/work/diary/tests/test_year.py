"""A body's year: computed from rules and records, never typed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Group, Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities.models import Activity, ActivityRule
from lianxin.work.diary import workflow
from lianxin.work.diary.models import DutySetting, Tick
from lianxin.work.diary.queries import State, year_of, years_of
from lianxin.work.diary.shipped import shipped_duties
from lianxin.work.diary.tests.factories import TODAY, make_activity
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_county,
    make_street,
    make_township,
)

pytestmark = pytest.mark.django_db
REASON = "本镇集日是逢五"


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def township(county):
    return make_township(county)


@pytest.fixture
def clerk(township):
    return make_account(Role.TOWNSHIP_CLERK, township)


def of(body, key, *, on=TODAY, year=2026):
    return [one for one in year_of(body, year, on=on) if one.key == key]


def states(body, key, **more):
    return [one.state for one in of(body, key, **more)]


def test_a_township_s_year_holds_every_duty_of_the_calendar_with_owner_and_state(township):
    year = year_of(township, 2026, on=TODAY)
    kept = {one.key for one in year}
    asked = {
        key
        for key, duty in shipped_duties().items()
        if township.kind in duty.to and duty.is_on and key != "first_training"
    }
    assert kept == asked
    assert all(one.owner and one.state_name and one.duty.basis for one in year)
    assert [one.due for one in year] == sorted(one.due for one in year)


def test_a_county_a_township_and_a_street_have_different_years(county, township):
    street = make_street(county)
    assert "presidium" not in {one.key for one in year_of(county, 2026, on=TODAY)}
    assert "committee" in {one.key for one in year_of(street, 2026, on=TODAY)}
    # A street's body is no congress: it holds no session and elects nobody.
    assert not {"session", "election", "suggestion_report"} & {
        one.key for one in year_of(street, 2026, on=TODAY)
    }


def test_a_record_makes_a_duty_done_and_its_absence_missed(township, clerk):
    assert states(township, "activity_day") == [
        State.MISSED,
        State.MISSED,
        State.MISSED,
        State.UPCOMING,
        State.UPCOMING,
        State.UPCOMING,
    ]
    held = make_activity(
        township, date(2026, 3, 20), by=clerk, kind="activity_day", title="视察村道"
    )
    found = of(township, "activity_day")[1]
    assert found.state == State.DONE
    assert found.record.url == held.get_absolute_url()
    Activity.objects.filter(pk=held.pk).update(state=Activity.State.PLANNED)
    assert of(township, "activity_day")[1].state == State.MISSED


def test_what_is_planned_for_a_later_day_does_not_count_before_it(township, clerk):
    make_activity(township, date(2026, 7, 20), by=clerk, kind="activity_day")
    assert of(township, "activity_day")[3].state == State.UPCOMING
    assert of(township, "activity_day", on=date(2026, 7, 20))[3].state == State.DONE


def test_only_a_meeting_of_the_presidium_is_one(township, clerk):
    make_activity(township, date(2026, 2, 6), by=clerk, title="代表工作座谈会")
    assert states(township, "presidium")[0] == State.MISSED
    make_activity(township, date(2026, 2, 7), by=clerk, title="主席团第十二次会议")
    found = of(township, "presidium")
    assert found[0].state == State.DONE
    # Every three months from then on: due on 7 May, missed by 10 June.
    assert found[1].on == date(2026, 5, 7)
    assert found[1].state == State.MISSED


def test_each_group_must_hold_its_own_activity(township, clerk):
    groups = [Group.objects.create(body=township, name=f"第{one}小组") for one in "一二三"]
    for group in groups[:2]:
        make_activity(township, date(2026, 2, 3), by=clerk, kind="group", group=group)
    make_activity(township, date(2026, 2, 9), by=clerk, kind="group", group=groups[0])
    first = of(township, "group_activity")[0]
    assert (first.have, first.need, first.state) == (2, 3, State.MISSED)
    make_activity(township, date(2026, 3, 30), by=clerk, kind="group", group=groups[2])
    first = of(township, "group_activity")[0]
    assert (first.have, first.state, first.done_on) == (3, State.DONE, date(2026, 3, 30))


def test_a_body_s_own_rule_of_recurrence_moves_the_activity_day(township):
    ActivityRule.objects.create(
        body=township,
        kind="activity_day",
        title="代表活动日",
        months=[2, 4, 6, 8, 10, 12],
        day=10,
        starts_on=date(2026, 1, 1),
    )
    assert of(township, "activity_day")[0].due == date(2026, 2, 10)


def test_a_duty_is_put_off_moved_and_taken_over_with_a_reason(township, clerk):
    workflow.put_off(township, "circular", reason="并入代表学习日", by=clerk)
    assert not of(township, "circular")
    workflow.take_over(township, "circular", reason="恢复", by=clerk)
    workflow.take_over(township, "market_day", reason=REASON, by=clerk)
    workflow.move(township, "circular", day=6, reason="与党委会同日", by=clerk)
    assert of(township, "market_day")
    assert of(township, "circular")[0].due == date(2026, 1, 6)
    assert of(township, "circular")[0].duty.why == "与党委会同日"
    with pytest.raises(Refused, match="理由"):
        workflow.put_off(township, "opinion_cards", reason=" ", by=clerk)


def test_what_national_law_asks_for_stays_and_the_article_is_named(township, clerk):
    with pytest.raises(Refused) as refused:
        workflow.put_off(township, "suggestion_report", reason="没有建议", by=clerk)
    assert refused.value.article == "代表法第五十一条第三款"
    # A row written before the law said so changes nothing either.
    DutySetting.objects.create(
        body=township, key="suggestion_report", is_on=False, reason="旧", by=clerk
    )
    assert of(township, "suggestion_report")


def test_a_session_s_days_cannot_be_moved(township, clerk):
    with pytest.raises(Refused, match="随大会"):
        workflow.move(township, "handover_meeting", day=3, reason="改期", by=clerk)


def test_a_county_s_own_duty_reaches_the_bodies_below(county, township, clerk):
    county_clerk = make_account(Role.COUNTY_CLERK, county)
    own = workflow.add_duty(
        county,
        name="代表工作月报",
        words="",
        period="month",
        months=[],
        day=5,
        owner=Role.TOWNSHIP_CLERK,
        source="县人大常委会2026年工作要点",
        below=True,
        since=date(2026, 1, 1),
        by=county_clerk,
    )
    assert len(of(township, own.key)) == 12
    with pytest.raises(Refused, match="下级"):
        workflow.add_duty(
            township,
            name="月报",
            period="month",
            day=5,
            source="要点",
            below=True,
            since=TODAY,
            by=clerk,
        )


def test_a_tick_by_hand_is_marked_and_can_be_taken_back(township, clerk):
    circular = of(township, "circular")[4]
    assert circular.state == State.MISSED
    with pytest.raises(Refused, match="还没有到"):
        workflow.tick(
            circular, done_on=TODAY + timedelta(days=1), words="已发", by=clerk, today=TODAY
        )
    workflow.tick(circular, done_on=date(2026, 5, 9), words="已发 62 份", by=clerk, today=TODAY)
    found = of(township, "circular")[4]
    assert found.is_manual
    assert found.state == State.DONE
    with pytest.raises(WrongStatus):
        workflow.tick(found, done_on=date(2026, 5, 9), words="再发", by=clerk, today=TODAY)
    workflow.untick(Tick.objects.get(), reason="登记错月份", by=clerk)
    assert of(township, "circular")[4].state == State.MISSED
    assert Event.objects.filter(step="diary.untick", reason="登记错月份").exists()


def test_what_was_due_before_the_diary_began_is_held_against_nobody(township, clerk):
    workflow.begin(township, on=date(2026, 6, 1), by=clerk)
    assert State.MISSED not in {
        one.state for one in year_of(township, 2026, on=TODAY) if one.deadline < date(2026, 6, 1)
    }
    assert states(township, "activity_day")[0] == State.BEFORE


def test_others_change_nothing(county, township):
    other = make_account(Role.TOWNSHIP_CLERK, make_township(county, code="other", name="石桥镇"))
    county_clerk = make_account(Role.COUNTY_CLERK, county)
    for by in (other, county_clerk):
        with pytest.raises(PermissionDenied):
            workflow.put_off(township, "circular", reason="不归我管", by=by)


def test_many_bodies_cost_no_more_queries_than_one(
    county, township, clerk, django_assert_max_num_queries
):
    bodies = [township] + [
        make_township(county, code=f"t{one}", name=f"第{one}镇") for one in range(4)
    ]
    make_activity(township, date(2026, 3, 20), by=clerk, kind="activity_day")
    with remembering(), django_assert_max_num_queries(50) as one:
        years_of(bodies[:1], 2026, on=TODAY)
    with remembering(), django_assert_max_num_queries(len(one)):
        years_of(bodies, 2026, on=TODAY)
