"""What was recorded of a deputy: agreed, objected, settled, or taken as agreed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lianxin.engines import deeds
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.work.activities import telling, workflow
from lianxin.work.activities.models import Attendance
from lianxin.work.activities.tests.factories import TODAY, Place
from lianxin.work.stations.models import Staff, Station
from lianxin.work.suggestions.tests.factories import make_account

pytestmark = pytest.mark.django_db

LATER = TODAY + timedelta(days=2)


@pytest.fixture
def place():
    return Place()


@pytest.fixture
def held(place):
    return place.held(marks={1: ("absent", "")})


def row_of(held, place, number):
    return held.attendances.get(seat=place.seats[number])


def counted(place, number, key="activities.inspection"):
    source = deeds.source(key)
    assert source is not None
    year = (date(2026, 1, 1), date(2026, 12, 31))
    person = place.seats[number].person
    lines = sum(int(line.amount) for line in source.lines(person, *year))
    assert source.tally(place.body, *year).get(person.pk, 0) == lines
    return lines


def test_an_objection_suspends_the_count_until_it_is_settled(place, held):
    row = row_of(held, place, 0)
    assert counted(place, 0) == 1

    workflow.object_to(row, words="那天我请了假", by=place.deputies[0], today=LATER)
    assert counted(place, 0) == 0
    source = deeds.source("activities.inspection")
    assert source is not None
    [line] = source.lines(row.seat.person, TODAY, TODAY)
    assert "有异议" in line.note
    assert Notice.objects.filter(kind=telling.OBJECTED, account=place.clerk).exists()

    workflow.settle(
        row, words="有请假条", state="excused", by=place.clerk, today=LATER, reason="看病"
    )
    row.refresh_from_db()
    assert (row.state, row.reason, row.answer, row.counts) == ("excused", "看病", "settled", False)
    with pytest.raises(WrongStatus, match="已经处理"):
        workflow.settle(row, words="再处理", state="present", by=place.clerk, today=LATER)
    with pytest.raises(WrongStatus, match="已经提出过异议"):
        workflow.object_to(row, words="还是不对", by=place.deputies[0], today=LATER)


def test_someone_left_out_by_mistake_counts_once_it_is_settled(place, held):
    row = row_of(held, place, 1)
    workflow.object_to(row, words="我参加了", by=place.deputies[1], today=LATER)
    assert counted(place, 1) == 0
    workflow.settle(row, words="照片上有他", state="present", by=place.clerk, today=LATER)
    assert counted(place, 1) == 1


def test_an_objection_may_be_taken_back(place, held):
    row = row_of(held, place, 0)
    workflow.object_to(row, words="不对", by=place.deputies[0], today=LATER)
    workflow.confirm(row, by=place.deputies[0])
    assert counted(place, 0) == 1
    assert row.objection == ""


def test_nobody_answers_for_another_and_nobody_settles_his_own(place, held):
    row = row_of(held, place, 0)
    for account in (place.deputies[1], place.clerk):
        with pytest.raises(PermissionDenied):
            workflow.confirm(row, by=account)
        with pytest.raises(PermissionDenied):
            workflow.object_to(row, words="不对", by=account, today=LATER)
    with pytest.raises(Refused, match="写明哪里不对"):
        workflow.object_to(row, words=" ", by=place.deputies[0], today=LATER)
    station = Station.objects.create(body=place.body, name="双桥站")
    Staff.objects.create(
        station=station, post="head", name="甲", account=place.leader, since=date(2024, 1, 1)
    )
    held.station = station
    held.save()
    row = row_of(held, place, 0)
    workflow.object_to(row, words="不对", by=place.leader, today=LATER)
    with pytest.raises(Refused, match="不能处理自己"):
        workflow.settle(row, words="对的", state="present", by=place.leader, today=LATER)
    liaison = make_account(Role.LIAISON, place.body, name="乔联络")
    with pytest.raises(PermissionDenied):
        workflow.settle(row, words="对的", state="present", by=liaison, today=LATER)


def test_silence_is_agreement_after_the_days_of_the_rulebook(place):
    RuleSetting.objects.create(
        body=place.body,
        key="activity.objection_days",
        value=3,
        unit="day",
        valid_from=date(2026, 1, 1),
        source="柳溪镇履职登记办法",
    )
    row = row_of(place.held(), place, 0)
    assert row.answer_by == date(2026, 3, 16)  # the third day is a Saturday
    assert not row.is_tacit(date(2026, 3, 16))
    assert row.is_tacit(date(2026, 3, 17))
    with pytest.raises(Refused, match="期限已于"):
        workflow.object_to(row, words="不对", by=place.deputies[0], today=date(2026, 3, 17))
    row.refresh_from_db()
    assert row.counts
    workflow.confirm(row, by=place.deputies[0])
    assert not row.is_tacit(date(2026, 3, 17))


def test_each_deputy_is_asked_once_a_week_about_what_is_new(place):
    today = timezone.localdate()
    place.held(on=today, marks={1: ("absent", "")})
    place.held(on=today - timedelta(days=1), title="视察河道", seats=place.seats[:1])

    assert telling.digest(today) == 3
    assert telling.digest(today) == 0

    words = Notice.objects.get(account=place.deputies[0], kind=telling.DIGEST).words
    assert "2 项" in words
    Attendance.objects.update(answer="confirmed")
    assert telling.digest(today + timedelta(days=7)) == 0


def test_those_expected_tomorrow_are_reminded_once(place):
    activity = place.plan(on=TODAY)
    workflow.announce(activity, by=place.clerk, today=TODAY - timedelta(days=5))
    Attendance.objects.filter(seat=place.seats[2]).update(state="leave", reason="看病")
    assert telling.remind(TODAY - timedelta(days=2)) == 0
    assert telling.remind(TODAY - timedelta(days=1)) == 2
    assert telling.remind(TODAY - timedelta(days=1)) == 0
