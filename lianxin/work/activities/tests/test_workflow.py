"""From plan to record: each step with its refusals."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Account, Role
from lianxin.foundation.people.workflow import resume_seat, suspend_seat
from lianxin.foundation.people.workflow.seats import Suspension
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import telling, workflow
from lianxin.work.activities.models import Activity, Attendance, OwnKind
from lianxin.work.activities.tests.factories import TODAY, Place, at
from lianxin.work.suggestions.tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place()


def test_an_activity_goes_from_plan_to_record_and_then_counts(place):
    activity = place.plan(on=TODAY)
    workflow.announce(activity, by=place.clerk, today=TODAY - timedelta(days=3))
    first, second, third = place.seats
    marks = {
        first.pk: ("present", ""),
        second.pk: ("excused", "外出务工"),
        third.pk: ("absent", ""),
    }
    workflow.mark(activity, marks, via="paper", by=place.clerk, today=TODAY)
    workflow.record(
        activity, by=place.clerk, today=TODAY, summary="看了三处工地，提出两条意见。", others=4
    )

    rows = {row.seat_id: row for row in activity.attendances.all()}
    assert activity.state == Activity.State.RECORDED
    assert activity.minutes == 150
    assert [rows[seat.pk].counts for seat in place.seats] == [True, False, False]
    assert rows[first.pk].answer_by == TODAY + timedelta(days=12)  # ten days, then a weekend
    assert [event.step for event in events_of(activity)] == [
        "activity.plan",
        "activity.announce",
        "activity.mark",
        "activity.record",
    ]
    assert Notice.objects.filter(kind=telling.INVITED).count() == 3


def test_recording_waits_until_everybody_is_settled(place):
    activity = place.plan()
    workflow.announce(activity, by=place.clerk, today=TODAY - timedelta(days=3))
    workflow.ask_leave(
        activity, place.seats[1], reason="看病", by=place.deputies[1], at=at(TODAY, 8)
    )
    with pytest.raises(Refused, match="还有 2 人没有登记"):
        workflow.record(activity, by=place.clerk, today=TODAY, summary="已办。")

    workflow.mark(
        activity,
        {place.seats[0].pk: ("present", ""), place.seats[2].pk: ("absent", "")},
        via="list",
        by=place.clerk,
        today=TODAY,
    )
    workflow.record(activity, by=place.clerk, today=TODAY, summary="已办。")

    excused = activity.attendances.get(seat=place.seats[1])
    assert (excused.state, excused.reason) == (Attendance.State.EXCUSED, "看病")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "unknown"}, "没有这一类活动"),
        ({"title": "  "}, "请填写活动名称"),
        ({"ends_at": at(TODAY, 8)}, "结束时间应当晚于开始时间"),
        ({"kind": "group"}, "请选择是哪个小组"),
        ({"capacity": 0}, "名额应当大于零"),
        ({"signup_until": at(TODAY, 10)}, "报名截止时间应当在活动开始以前"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(place, fields, words):
    with pytest.raises(Refused, match=words):
        place.plan(**fields)
    assert not Activity.objects.exists()


def test_recording_is_refused_before_the_day_without_people_and_with_wrong_numbers(place):
    early = place.plan(on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="还没到活动的日子"):
        workflow.record(early, by=place.clerk, today=TODAY, summary="已办。")
    empty = place.plan(seats=())
    with pytest.raises(Refused, match="没有登记到会的人"):
        workflow.record(empty, by=place.clerk, today=TODAY, summary="已办。")
    with pytest.raises(Refused, match="不小于零的整数"):
        workflow.record(empty, by=place.clerk, today=TODAY, summary="已办。", others=-1)
    with pytest.raises(Refused, match="多打了几位"):
        workflow.record(empty, by=place.clerk, today=TODAY, summary="已办。", others=10**8)
    with pytest.raises(Refused, match="活动情况"):
        workflow.record(empty, by=place.clerk, today=TODAY, summary=" ", others=3)
    workflow.record(empty, by=place.clerk, today=TODAY, summary="群众志愿者清理河道。", others=3)
    with pytest.raises(WrongStatus, match="请用“更正”"):
        workflow.record(empty, by=place.clerk, today=TODAY, summary="再记一次。", others=3)


def test_who_may_organise_record_and_answer(place):
    stranger = make_account(Role.DEPUTY, place.body)
    county = make_account(Role.COUNTY_CLERK, place.county)
    for account in (stranger, county, place.deputies[1]):
        with pytest.raises(PermissionDenied):
            place.plan(by=account)
    own = place.plan(kind="group", group=place.group, by=place.leader)
    with pytest.raises(PermissionDenied):
        workflow.announce(own, by=place.deputies[1], today=TODAY)
    with pytest.raises(PermissionDenied):
        place.plan(kind="inspection", by=place.leader)
    workflow.announce(own, by=place.leader, today=TODAY - timedelta(days=3))
    with pytest.raises(PermissionDenied):
        workflow.ask_leave(own, place.seats[1], reason="有事", by=place.deputies[2])


def test_a_suspended_deputy_is_not_invited_and_does_not_count_from_that_day(place):
    seat = place.seats[1]
    held = place.held(on=date(2026, 2, 2))
    clerk = make_account(Role.COUNTY_CLERK, place.county)
    suspend_seat(seat, by=clerk, on=date(2026, 3, 1), ground=Suspension.CUSTODY)

    with pytest.raises(Refused, match="不在任或者暂停"):
        place.plan(on=TODAY)
    assert held.attendances.filter(counts=True).count() == 3
    planned = place.plan(on=date(2026, 2, 20))  # made afterwards, for a day before
    Attendance.objects.filter(activity=planned).update(on=TODAY)
    workflow.change(
        planned, starts_at=at(TODAY, 9), ends_at=at(TODAY, 11), by=place.clerk, today=TODAY
    )
    workflow.announce(planned, by=place.clerk, today=TODAY - timedelta(days=1))
    assert not planned.attendances.filter(seat=seat).exists()


def test_a_suspension_entered_later_takes_away_what_counted_since(place):
    before, since = place.held(on=date(2026, 2, 2)), place.held(on=TODAY)
    clerk = make_account(Role.COUNTY_CLERK, place.county)
    seat = place.seats[1]
    suspend_seat(seat, by=clerk, on=date(2026, 3, 1), ground=Suspension.CUSTODY)
    counted = Attendance.objects.counted().filter(seat=seat)
    assert [row.activity for row in counted] == [before]
    assert Attendance.objects.counted().count() == 5
    resume_seat(seat, by=clerk, on=date(2026, 3, 5))
    assert {row.activity for row in counted.all()} == {before, since}


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_up_at_once_for_the_last_place():
    place = Place()
    activity = place.plan(capacity=1)
    workflow.announce(activity, by=place.clerk, today=TODAY - timedelta(days=3))
    start, outcomes = threading.Barrier(2), []

    def sign_up(number):
        try:
            account = Account.objects.get(pk=place.deputies[number].pk)
            mine = Activity.objects.get(pk=activity.pk)
            start.wait(timeout=20)
            moment = at(TODAY - timedelta(days=1))
            workflow.sign_up(mine, place.seats[number], by=account, at=moment)
            outcomes.append("in")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=sign_up, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(one == "in" for one in outcomes) == [False, True]
    assert activity.attendances.filter(state="coming").count() == 1


def test_places_are_not_given_twice(place):
    activity = place.plan(capacity=1, seats=[])
    workflow.invite(activity, place.seats[:2], by=place.clerk)
    workflow.announce(activity, by=place.clerk, today=TODAY - timedelta(days=3))
    before = at(TODAY - timedelta(days=1))
    workflow.sign_up(activity, place.seats[0], by=place.deputies[0], at=before)
    with pytest.raises(Refused, match="已经报满"):
        workflow.sign_up(activity, place.seats[2], by=place.deputies[2], at=before)
    Attendance.objects.filter(activity=activity, seat=place.seats[0]).update(
        state="leave", reason="有事"
    )
    row = workflow.sign_up(activity, place.seats[2], by=place.deputies[2], at=before)
    assert row.state == Attendance.State.COMING
    with pytest.raises(Refused, match="报名已于"):
        workflow.sign_up(activity, place.seats[1], by=place.deputies[1], at=at(TODAY, 12))


def test_checking_in_twice_is_once_and_whoever_came_is_put_on_the_list(place):
    activity = place.plan(seats=place.seats[:1])
    workflow.announce(activity, by=place.clerk, today=TODAY - timedelta(days=3))
    with pytest.raises(Refused, match="还没到活动的日子"):
        workflow.check_in(
            activity,
            place.seats[0],
            via="code",
            by=place.deputies[0],
            at=at(TODAY - timedelta(days=1)),
        )
    for _time in range(2):
        workflow.check_in(
            activity, place.seats[1], via="code", by=place.deputies[1], at=at(TODAY, 9)
        )
    with pytest.raises(PermissionDenied):
        workflow.check_in(
            activity, place.seats[0], via="list", by=place.deputies[1], at=at(TODAY, 9)
        )
    with pytest.raises(PermissionDenied):
        workflow.check_in(
            activity, place.seats[0], via="code", by=place.deputies[1], at=at(TODAY, 9)
        )
    assert activity.attendances.filter(state="present").count() == 1
    assert activity.attendances.count() == 2


def test_a_told_act_counts_once_somebody_else_accepts_it(place):
    deputy = place.deputies[1]
    told = workflow.tell(
        person=deputy.person,
        body=place.body,
        kind="visit",
        title="走访十户",
        on=TODAY,
        households=10,
        by=deputy,
        today=TODAY,
        post_key="k1",
    )
    again = workflow.tell(
        person=deputy.person,
        body=place.body,
        kind="visit",
        title="走访十户",
        on=TODAY,
        households=10,
        by=deputy,
        today=TODAY,
        post_key="k1",
    )
    assert again == told
    assert not told.attendances.get().counts
    with pytest.raises(PermissionDenied):
        workflow.accept(told, by=deputy, today=TODAY)
    workflow.accept(told, by=place.leader, today=TODAY)
    assert told.attendances.get().counts
    with pytest.raises(WrongStatus):
        workflow.refuse(told, reason="重复", by=place.clerk, today=TODAY)
    own = workflow.tell(
        person=place.leader.person,
        body=place.body,
        kind="visit",
        title="走访",
        on=TODAY,
        by=place.leader,
        today=TODAY,
    )
    with pytest.raises(PermissionDenied):
        workflow.accept(own, by=place.leader, today=TODAY)
    workflow.refuse(own, reason="与上一条重复", by=place.clerk, today=TODAY)
    assert not own.attendances.get().counts
    for fields, words in (
        ({"kind": "inspection"}, "由组织者记录"),
        ({"on": TODAY + timedelta(days=1)}, "日期还没有到"),
        ({"on": date(2021, 1, 1)}, "不是本级在任代表"),
    ):
        values: dict[str, Any] = {"kind": "visit", "on": TODAY} | fields
        with pytest.raises(Refused, match=words):
            workflow.tell(
                person=deputy.person,
                body=place.body,
                title="走访",
                by=deputy,
                today=TODAY,
                **values,
            )


def test_a_correction_keeps_both_versions_and_asks_anew(place):
    activity = place.held(solved=2)
    workflow.confirm(activity.attendances.get(seat=place.seats[1]), by=place.deputies[1])
    with pytest.raises(Refused, match="更正应当写明原因"):
        workflow.correct(activity, solved=3, reason="", by=place.clerk, today=TODAY)
    with pytest.raises(Refused, match="没有变化"):
        workflow.correct(activity, solved=2, reason="核对", by=place.clerk, today=TODAY)

    workflow.correct(
        activity,
        solved=3,
        marks={place.seats[1].pk: ("absent", "")},
        reason="签到表看错一行",
        by=place.clerk,
        today=TODAY + timedelta(days=20),
    )

    row = activity.attendances.get(seat=place.seats[1])
    event = list(events_of(activity))[-1]
    assert (row.counts, row.answer, row.answer_by) == (False, "", date(2026, 4, 10))
    assert (event.before["solved"], event.after["solved"]) == (2, 3)
    assert event.after[row.seat.person.name] == "缺席"


def test_copying_asks_only_for_the_day(place):
    activity = place.plan(topic="道路养护")
    again = workflow.copy(
        activity, starts_at=at(TODAY + timedelta(days=30), 14), by=place.clerk, today=TODAY
    )
    assert (again.title, again.topic, again.state) == ("视察农村道路", "道路养护", "planned")
    assert again.attendances.count() == 3
    assert again.ends_at - again.starts_at == activity.ends_at - activity.starts_at
    with pytest.raises(Refused, match="已过"):
        workflow.copy(activity, starts_at=at(date(2026, 1, 1)), by=place.clerk, today=TODAY)


def test_cancelling_needs_a_reason_and_ends_it(place):
    activity = place.plan()
    with pytest.raises(Refused, match="写明原因"):
        workflow.cancel(activity, reason=" ", by=place.clerk, today=TODAY)
    workflow.cancel(activity, reason="暴雨", by=place.clerk, today=TODAY)
    with pytest.raises(WrongStatus, match="照此再办一次"):
        workflow.announce(activity, by=place.clerk, today=TODAY)


def test_what_overlaps_is_told_beforehand(place):
    place.plan(title="学习会", starts_at=at(TODAY, 10), ends_at=at(TODAY, 12))
    other = place.plan(title="座谈会", starts_at=at(TODAY, 12), ends_at=at(TODAY, 13))
    mine = place.plan(seats=place.seats[:2])

    found = workflow.clashes(mine, place.seats)

    assert {seat: [one.title for one in clash] for seat, clash in found.items()} == {
        seat.pk: ["学习会"] for seat in place.seats
    }
    assert not workflow.clashes(other).get(place.seats[0].pk)


def test_opinions_become_a_message_or_a_suggestion_once(place):
    activity = place.held()
    said = workflow.add_opinion(activity, text="村口路灯不亮。", said_by="老李", by=place.clerk)
    message = workflow.opinion_to_message(said, by=place.clerk, today=TODAY)
    with pytest.raises(WrongStatus, match="已经转办"):
        workflow.opinion_to_suggestion(
            said, person=place.leader.person, by=place.leader, today=TODAY
        )
    other = workflow.add_opinion(
        activity, text="通村公路缺少错车道", seat=place.seats[0], by=place.leader
    )
    suggestion = workflow.opinion_to_suggestion(
        other, person=place.leader.person, by=place.leader, today=TODAY
    )
    assert message.channel == "session"
    assert said.matter_id == message.pk
    assert "通村公路" in suggestion.title
    with pytest.raises(WrongStatus):
        workflow.drop_opinion(other, by=place.leader)


def test_the_database_keeps_what_must_be_true(place):
    activity = place.held()
    row = activity.attendances.first()
    for values in ({"state": "absent"}, {"answer": "objected"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.filter(pk=row.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(state="cancelled")


def test_a_quiz_keeps_the_best_attempt(place):
    training = place.plan(kind="training", title="履职培训")
    questions = [
        {"text": "代表建议由谁领衔？", "choices": ["领衔代表", "承办单位"], "right": [0]},
        {"text": "答复期限？", "choices": ["三个月", "一年"], "right": [0]},
    ]
    with pytest.raises(Refused, match="标明哪一项是对的"):
        workflow.set_quiz(training, [questions[0] | {"right": [5]}], pass_mark=1, by=place.clerk)
    workflow.set_quiz(training, questions, pass_mark=2, by=place.clerk)
    deputy, seat = place.deputies[0], place.seats[0]
    right, result = workflow.answer_quiz(training, seat, {0: [0], 1: [0]}, by=deputy)
    assert (right, result.is_passed) == (2, True)
    right, result = workflow.answer_quiz(training, seat, {0: [1]}, by=deputy)
    assert (right, result.best, result.attempts, result.is_passed) == (0, 2, 2, True)
    with pytest.raises(PermissionDenied):
        workflow.answer_quiz(training, seat, {}, by=place.clerk)
    with pytest.raises(Refused, match="已经有人答题"):
        workflow.set_quiz(training, [], pass_mark=1, by=place.clerk)


def test_a_body_that_stopped_a_kind_plans_none_of_it(place):
    own = OwnKind(body=place.body, key="inspection", name="视察", section="inspections")
    own.is_active = False
    workflow.save_kind(own, by=place.clerk)
    with pytest.raises(Refused, match="已经停用"):
        place.plan()
