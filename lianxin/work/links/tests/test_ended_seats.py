"""When a seat has ended: all links over in one step, handed over, or erased in time."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lianxin.engines.tenure import Share
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.links import workflow
from lianxin.work.links.models import LinkedVoter
from lianxin.work.links.tests.factories import make_voter, seat_of
from lianxin.work.links.workflow.seats import erase_overdue, erased_on, left_by_ended
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)
ENDED_ON = date(2026, 8, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-01 09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


@pytest.fixture
def gone(town):
    """An ended seat with two linked voters."""
    deputy = make_deputy(town)
    make_voter(deputy)
    make_voter(deputy, "选民乙", phone="13800000002")
    seat = seat_of(deputy)
    Seat.objects.filter(pk=seat.pk).update(
        state=Seat.State.ENDED, ended_on=ENDED_ON, end_reason=Seat.EndReason.MOVED
    )
    return seat_of(deputy)


def held(seat):
    return LinkedVoter.objects.filter(seat=seat, until__isnull=True)


def test_all_links_end_in_one_step_and_the_data_are_erased(town, clerk, gone):
    assert [(one.seat, one.number) for one in left_by_ended([town])] == [(gone, 2)]
    with pytest.raises(Refused, match="写明原因"):
        workflow.end_all(gone, reason=" ", by=clerk, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.end_all(gone, reason="届满", by=make_deputy(town), today=TODAY)
    assert workflow.end_all(gone, reason="迁出，没有移交", by=clerk, today=TODAY) == 2
    rows = LinkedVoter.objects.filter(seat=gone)
    assert {(one.name, one.phone, one.address, one.born) for one in rows} == {("", "", "", None)}
    event = Event.objects.get(step="link.end_all")
    assert "选民甲" not in event.words
    with pytest.raises(WrongStatus, match="没有未结束"):
        workflow.end_all(gone, reason="迁出", by=clerk, today=TODAY)
    assert left_by_ended([town]) == []


def test_the_voters_go_to_a_successor_under_the_same_restriction(town, clerk, gone):
    heir = make_deputy(town)
    make_voter(heir, "选民乙", phone="13800000002")
    to = seat_of(heir)
    elsewhere = seat_of(make_deputy(make_township(town.parent, code="other", name="石桥镇")))
    with pytest.raises(Refused, match="本级在任"):
        workflow.hand_over(gone, to=elsewhere, by=clerk, today=TODAY)
    # 选民乙 was his already, and is not entered twice.
    assert workflow.hand_over(gone, to=to, by=clerk, today=TODAY) == 1
    moved = held(to).get(name="选民甲")
    assert (moved.since, moved.agreed_on, moved.born) == (TODAY, date(2026, 3, 11), 1970)
    assert held(to).count() == 2
    assert not LinkedVoter.objects.filter(seat=gone).exclude(name="").exists()
    assert set(LinkedVoter.objects.visible_to(heir)) == set(held(to))
    with pytest.raises(Refused, match="写明事由"):
        workflow.read_voter(moved, reason="", by=clerk)
    for other in (make_deputy(town), make_account(Role.CHAIR, town), make_clerk(town.parent)):
        assert not LinkedVoter.objects.visible_to(other).exists()
    assert "选民" not in str(Event.objects.get(step="link.hand_over").after)


def test_a_seat_in_office_is_ended_voter_by_voter(town, clerk):
    deputy = make_deputy(town)
    make_voter(deputy)
    for step in (
        lambda seat: workflow.end_all(seat, reason="届满", by=clerk, today=TODAY),
        lambda seat: workflow.hand_over(seat, to=seat, by=clerk, today=TODAY),
    ):
        with pytest.raises(WrongStatus, match="没有终止"):
            step(seat_of(deputy))


def test_what_nobody_dealt_with_is_erased_after_the_days_of_the_rulebook(town, gone):
    last = erased_on(gone)
    assert last == ENDED_ON + timedelta(days=60)
    assert erase_overdue(last - timedelta(days=1)) == 0
    assert held(gone).count() == 2
    assert erase_overdue(last) == 2
    assert erase_overdue(last) == 0
    assert not held(gone).exists()
    assert Event.objects.filter(step="link.erase_overdue", actor=None).count() == 1


def test_an_ended_seat_that_had_no_linked_voters_is_not_written_of_every_night(town):
    seat = seat_of(make_deputy(town))
    Seat.objects.filter(pk=seat.pk).update(
        state=Seat.State.ENDED, ended_on=ENDED_ON, end_reason=Seat.EndReason.MOVED
    )

    assert erase_overdue(ENDED_ON + timedelta(days=365)) == 0
    assert not Event.objects.filter(step="link.erase_overdue").exists()


def test_the_clerk_is_offered_both_on_the_pages_and_the_desk(client, town, clerk, gone):
    heir = make_deputy(town)
    client.force_login(clerk)
    page = client.get(reverse("links:list")).content.decode()
    assert "还没有移交或者结束" in page
    assert "2026-10-19 起自动删除" in page
    assert "已终止代表的联系选民" in client.get("/").content.decode()
    page = client.get(reverse("links:deputy", args=[gone.pk])).content.decode()
    assert "结束全部联系" in page
    assert "选民甲" not in page
    form = reverse("links:hand_over", args=[gone.pk])
    assert client.post(form, {"to": ""}).status_code == 422
    assert client.post(form, {"to": seat_of(heir).pk}).status_code == 302
    assert held(seat_of(heir)).count() == 2
    address = reverse("links:end_all", args=[gone.pk])
    assert client.post(address, {"reason": "届满"}).status_code == 409
    client.force_login(make_clerk(make_township(town.parent, code="other", name="石桥镇")))
    assert client.get(address).status_code == 404
    client.force_login(heir)
    assert client.get(form).status_code == 404
    assert client.get(reverse("links:end_all", args=[seat_of(heir).pk])).status_code == 404


@pytest.mark.parametrize("quota", [1, 2, 3, 7, 10, 20])
@pytest.mark.parametrize("of", [90, 365, 366])
def test_a_part_of_the_year_never_asks_more_than_the_whole_nor_refuses_who_did_his_share(quota, of):
    before = 0
    for days in range(of + 1):
        asked = Share(days, of).of_quota(quota)
        assert before <= asked <= quota
        # Whoever has done at least the exact share is met: the nearest whole is not above it.
        share_done = -(-quota * days // of)
        assert share_done >= asked
        before = asked
    assert before == quota
