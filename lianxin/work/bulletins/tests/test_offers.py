"""Papers of an exchange that deputies hand in themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import workflow as activities
from lianxin.work.activities.tests.factories import at
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.attachments import may_open
from lianxin.work.bulletins.models import Call, Contribution, Offer
from lianxin.work.bulletins.tests.factories import TODAY, Place
from lianxin.work.suggestions.tests.factories import make_deputy, make_township

pytestmark = pytest.mark.django_db
HELD = TODAY + timedelta(days=20)
UNTIL = HELD - timedelta(days=5)
PAPER = {"title": "怎样走访选民", "text": "三点体会。"}


@pytest.fixture
def place():
    return Place()


def _exchange(place, *, seats=(), today=TODAY):
    return activities.plan(
        body=place.body,
        kind="forum",
        title="代表工作经验交流会",
        starts_at=at(today + timedelta(days=20), 9),
        ends_at=at(today + timedelta(days=20), 11),
        place="镇政府",
        seats=list(seats),
        by=place.clerk,
        today=today,
    )


def _call(place, *, seats=(), today=TODAY):
    return workflow.call_for_papers(
        _exchange(place, seats=seats, today=today),
        until=today + timedelta(days=15),
        words="谈走访",
        by=place.clerk,
        today=today,
    )


def _told(account, kind: str) -> int:
    return Notice.objects.filter(account=account, kind=f"bulletin.{kind}").count()


def test_papers_are_asked_for_before_the_exchange_by_its_clerk(place):
    activity = _exchange(place)
    said = {"by": place.clerk, "today": TODAY}
    with pytest.raises(PermissionDenied):
        workflow.call_for_papers(activity, until=UNTIL, by=place.chair, today=TODAY)
    for until in (TODAY - timedelta(days=1), HELD + timedelta(days=1)):
        with pytest.raises(Refused, match="截止日期"):
            workflow.call_for_papers(activity, until=until, **said)
    one = workflow.call_for_papers(activity, until=UNTIL, **said)
    assert workflow.call_for_papers(activity, until=UNTIL, **said) == one
    assert events_of(one).count() == 1
    workflow.call_for_papers(activity, until=HELD, **said)
    assert Call.objects.get().until == HELD
    late = HELD + timedelta(days=1)
    with pytest.raises(Refused, match="已经举行"):
        workflow.call_for_papers(activity, until=late, by=place.clerk, today=late)


def test_a_deputy_hands_in_his_paper_once_and_not_for_others_nor_too_late(place):
    call, deputy = _call(place), place.deputies[0]
    elsewhere = make_deputy(make_township(place.county, code="hewang-beishan", name="北山镇"))
    for nobody in (elsewhere, place.clerk, place.chair):
        with pytest.raises(PermissionDenied):
            workflow.offer(call, by=nobody, today=TODAY, **PAPER)
    with pytest.raises(Refused, match="请上传材料"):
        workflow.offer(call, title="空的", by=deputy, today=TODAY)
    with pytest.raises(Refused, match="截止"):
        workflow.offer(call, by=deputy, today=call.until + timedelta(days=1), **PAPER)

    one = workflow.offer(call, by=deputy, today=TODAY, **PAPER)

    assert workflow.offer(call, by=deputy, today=TODAY, **PAPER) == one
    with pytest.raises(Refused, match="已经交过"):
        workflow.offer(call, title=PAPER["title"], text="别的话", by=deputy, today=TODAY)
    assert events_of(one).count() == 1
    assert list(Offer.objects.visible_to(place.clerk)) == [one]
    assert not Offer.objects.visible_to(place.deputies[1]).exists()
    assert not Contribution.objects.exists()


def test_one_invited_from_elsewhere_may_hand_in_and_one_invited_nowhere_may_not(place):
    guest = make_deputy(place.county)
    call = _call(place, seats=[guest.person.seats.get()])
    assert Call.objects.visible_to(guest).get() == call
    workflow.offer(call, by=guest, today=TODAY, **PAPER)
    stranger = make_deputy(place.county)
    assert not Call.objects.visible_to(stranger).exists()
    with pytest.raises(PermissionDenied):
        workflow.offer(call, by=stranger, today=TODAY, **PAPER)


def test_the_clerk_accepts_a_paper_into_the_library_with_its_file(place):
    deputy, reader = place.deputies[:2]
    upload = SimpleUploadedFile("材料.txt", "三点体会".encode(), content_type="text/plain")
    one = workflow.offer(_call(place), title="怎样走访选民", upload=upload, by=deputy, today=TODAY)
    assert one.file is not None
    assert may_open(place.clerk, one.file)
    assert not may_open(reader, one.file)
    with pytest.raises(PermissionDenied):
        workflow.accept_offer(one, by=place.chair, today=TODAY)

    paper = workflow.accept_offer(one, by=place.clerk, today=TODAY)

    assert workflow.accept_offer(one, by=place.clerk, today=TODAY) == paper
    assert (paper.author, paper.person, paper.file) == (deputy.person.name, deputy.person, one.file)
    assert may_open(reader, one.file)
    assert Contribution.objects.visible_to(reader).get() == paper
    for step in (
        lambda: workflow.take_offer_back(one, by=deputy),
        lambda: workflow.return_offer(one, reason="晚了", by=place.clerk, today=TODAY),
    ):
        with pytest.raises(WrongStatus):
            step()

    workflow.drop_contribution(paper, by=place.clerk, today=TODAY)

    one.refresh_from_db()
    assert (one.state, one.reason, one.contribution) == ("returned", "已从材料库撤下。", None)


def test_a_returned_paper_says_why_and_is_sent_again_and_one_taken_back_is_not_accepted(place):
    call, deputy = _call(place), place.deputies[0]
    one = workflow.offer(call, by=deputy, today=TODAY, **PAPER)
    by = {"by": place.clerk, "today": TODAY}
    with pytest.raises(Refused, match="原因"):
        workflow.return_offer(one, reason=" ", **by)
    workflow.return_offer(one, reason="请加例子", **by)
    workflow.return_offer(one, reason="请加例子", **by)
    assert events_of(one).filter(step="bulletin.offer_returned").count() == 1
    with pytest.raises(WrongStatus):
        workflow.accept_offer(one, **by)
    again = {"title": "怎样走访选民", "way": "spoken", "text": "三点体会，两个例子。"}
    with pytest.raises(PermissionDenied):
        workflow.offer_again(one, by=place.deputies[1], today=TODAY, **again)
    for _press in range(2):
        workflow.offer_again(one, by=deputy, today=TODAY, **again)
    assert (one.state, one.reason) == ("sent", "")
    assert events_of(one).filter(step="bulletin.offer").count() == 2
    for _press in range(2):
        workflow.take_offer_back(one, by=deputy)
    assert one.state == "withdrawn"
    with pytest.raises(WrongStatus):
        workflow.accept_offer(one, **by)


def test_a_paper_goes_from_the_call_to_the_library_on_the_pages(client, place):
    deputy, today = place.deputies[0], localdate()
    activity = _exchange(place, today=today)
    client.force_login(place.clerk)
    calling = reverse("bulletins:call_new", query={"body": place.body.code})
    typed = {"activity": activity.pk, "until": activity.on.isoformat(), "words": "谈走访"}
    assert client.post(calling, typed | {"until": "2020-01-01"}).status_code == 409
    assert client.post(calling, typed).status_code == 302
    call = Call.objects.get()

    client.force_login(deputy)
    assert _told(deputy, "called") == 1
    assert "谈走访" in client.get(reverse("bulletins:calls")).content.decode()
    handing = reverse("bulletins:offer_new", args=[call.pk])
    assert client.get(handing).status_code == 200
    empty = client.post(handing, {"title": "怎样走访选民", "way": "written"})
    assert empty.status_code == 409
    assert "请上传材料" in empty.content.decode()
    sent = [client.post(handing, PAPER | {"way": "written"}) for _press in range(2)]
    one = Offer.objects.get()
    assert [answer.url for answer in sent] == [one.get_absolute_url()] * 2
    accept = reverse("bulletins:offer_accept", args=[one.pk])
    assert client.post(accept).status_code == 403

    client.force_login(place.deputies[1])
    assert client.get(one.get_absolute_url()).status_code == 404

    client.force_login(place.clerk)
    assert _told(place.clerk, "offered") == 1
    assert one.title in client.get(reverse("bulletins:calls")).content.decode()
    back = reverse("bulletins:offer_return", args=[one.pk])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "请加例子"}).status_code == 302

    client.force_login(deputy)
    assert "请加例子" in client.get(one.get_absolute_url()).content.decode()
    again = reverse("bulletins:offer_again", args=[one.pk])
    assert "三点体会" in client.get(again).content.decode()
    assert client.post(again, PAPER | {"way": "spoken"}).status_code == 302

    client.force_login(place.clerk)
    assert [client.post(accept).url for _press in range(2)] == [one.get_absolute_url()] * 2
    assert _told(deputy, "offer_decided") == 2
    client.force_login(place.deputies[1])
    assert "怎样走访选民" in client.get(reverse("bulletins:library")).content.decode()


def test_the_page_of_calls_asks_as_many_queries_whatever_was_handed_in(client, place):
    today = localdate()
    call = _call(place, today=today)

    def cost() -> int:
        client.force_login(place.clerk)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("bulletins:calls"))
        return len(captured)

    workflow.offer(call, by=place.deputies[0], today=today, **PAPER)
    few = cost()
    for deputy in place.deputies[1:]:
        workflow.offer(call, by=deputy, today=today, **PAPER)
    assert cost() == few
