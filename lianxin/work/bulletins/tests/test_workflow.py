"""From the draft to the receipt: items, numbers, editions, paper, reminders, questions."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from lianxin.engines import deeds
from lianxin.foundation.files.access import may_open
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.workflow.seats import (
    announce_end,
    end_seat,
    resume_seat,
    suspend_seat,
)
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import workflow as activities
from lianxin.work.activities.tests.factories import at
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.models import Bulletin, Contribution, Receipt, Subscription
from lianxin.work.bulletins.tests.factories import TODAY, Place
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_deputy,
    make_office,
    make_township,
)

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=2)


@pytest.fixture
def place():
    return Place()


def test_a_draft_takes_headings_and_units_of_the_last_issue(place):
    first = place.draft()
    assert first.title == "政情通报（2026年3月）"
    assert first.items.first().heading == "经济社会发展情况"
    workflow.add_item(
        first,
        heading="财政收支",
        text="收支平衡。",
        office=place.office,
        by=place.clerk,
        today=TODAY,
    )
    for item in first.items.filter(text=""):
        workflow.drop_item(item, by=place.clerk)
    workflow.issue(first, by=place.clerk, today=TODAY)

    again = place.draft(today=date(2026, 4, 9))

    item = again.items.get()
    assert (item.heading, item.office, item.text) == ("财政收支", place.office, "")
    assert again.title == "政情通报（2026年4月）"
    for by in (place.chair, place.deputies[0], make_clerk(place.county)):
        with pytest.raises(PermissionDenied):
            workflow.draft(place.body, kind="circular", by=by, today=TODAY)
    with pytest.raises(Refused, match="没有这一类"):
        place.draft(kind="rumour")


def test_a_unit_is_asked_sends_its_item_and_only_then_it_is_issued(place):
    bulletin = place.draft(kind="study")
    with pytest.raises(Refused, match="还没有内容"):
        workflow.issue(bulletin, by=place.clerk, today=TODAY)
    asking = {"heading": "财政", "by": place.clerk, "today": TODAY}
    with pytest.raises(Refused, match="没有选单位"):
        workflow.add_item(bulletin, ask_until=LATER, **asking)
    with pytest.raises(Refused, match="已经过去"):
        workflow.add_item(
            bulletin, office=place.office, ask_until=TODAY - timedelta(days=1), **asking
        )
    with pytest.raises(Refused, match="不由本级联系"):
        workflow.add_item(bulletin, office=make_office(make_other(place)), **asking)
    item = workflow.add_item(bulletin, office=place.office, ask_until=LATER, **asking)
    assert Notice.objects.get(kind="bulletin.asked").account == place.handler
    with pytest.raises(Refused, match="还在等柳溪镇财政所报送"):
        workflow.issue(bulletin, by=place.clerk, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.supply(item, text="收支平衡。", by=place.deputies[0], today=TODAY)
    with pytest.raises(Refused, match="还没有写内容"):
        workflow.supply(item, text=" ", by=place.handler, today=TODAY)

    workflow.supply(item, text="收支平衡。", by=place.handler, today=TODAY)
    asked = {"office": place.office, "ask_until": LATER, "text": "收支大体平衡。"}
    workflow.change_item(item, **asking | asked | {"today": LATER + timedelta(days=1)})
    assert item.sent_on == TODAY
    assert Notice.objects.filter(kind="bulletin.asked").count() == 1
    assert Notice.objects.get(kind="bulletin.supplied").account == place.clerk
    workflow.issue(bulletin, by=place.clerk, today=TODAY)

    with pytest.raises(WrongStatus, match="不能再改"):
        workflow.supply(item, text="再改。", by=place.handler, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.issue(bulletin, by=place.clerk, today=TODAY)


def make_other(place):
    return make_township(place.county, code="hewang-beishan", name="北山镇")


def test_it_goes_to_who_is_in_duty_that_day_with_the_next_number_of_the_year(place):
    gone, suspended = (Seat.objects.get(person=one.person) for one in place.deputies[:2])
    end_seat(gone, by=place.clerk, on=TODAY - timedelta(days=9), reason="resigned")
    announce_end(gone, by=place.clerk, on=TODAY)
    suspend_seat(suspended, by=place.clerk, on=TODAY, ground="custody")

    first = place.issued()
    second = place.issued(today=date(2026, 4, 9))
    other = place.issued(kind="event")
    next_year = place.issued(today=date(2027, 1, 5))

    assert {one.person for one in first.receipts.all()} == {
        place.deputies[2].person,
        place.elder,
    }
    numbers = [(one.year, one.number) for one in (first, second, other, next_year)]
    assert numbers == [(2026, 1), (2026, 2), (2026, 1), (2027, 1)]
    told = Notice.objects.filter(kind="bulletin.issued", about_id=first.pk)
    assert [one.account for one in told] == [place.deputies[2]]
    assert Event.objects.filter(step="bulletin.issue", record_id=first.pk).count() == 1


def test_reading_is_recorded_once_by_oneself_and_a_second_press_changes_nothing(place):
    bulletin, reader = place.issued(), place.deputies[0]
    receipt = place.receipt(bulletin, reader)
    for by in (place.deputies[1], place.clerk):
        with pytest.raises(PermissionDenied):
            workflow.read(receipt, by=by, today=LATER)

    assert workflow.read(receipt, by=reader, today=LATER) is True
    assert workflow.read(receipt, by=reader, today=LATER + timedelta(days=5)) is False

    receipt.refresh_from_db()
    assert (receipt.way, receipt.read_on) == ("screen", LATER)
    assert Event.objects.filter(step="bulletin.read").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(read_on=None)


def test_paper_is_handed_over_to_many_at_once_and_can_be_undone(place):
    bulletin = place.issued()
    place.read(bulletin, place.deputies[0])
    rows = list(bulletin.receipts.all())
    by = {"by": place.clerk, "today": LATER}
    with pytest.raises(Refused, match="还没有选人"):
        workflow.hand_over(bulletin, [], on=LATER, **by)
    for day in (TODAY - timedelta(days=1), LATER + timedelta(days=1)):
        with pytest.raises(Refused, match="送达日期"):
            workflow.hand_over(bulletin, rows, on=day, **by)
    with pytest.raises(PermissionDenied):
        workflow.hand_over(bulletin, rows, on=LATER, by=place.chair, today=LATER)

    assert workflow.hand_over(bulletin, rows, on=LATER, **by) == 3
    assert bulletin.receipts.reading() == (4, 1, 3)
    assert bulletin.receipts.reading().words == "4/4（不足 5，不算比率）"
    workflow.take_back(place.receipt(bulletin, place.elder), **by)
    assert bulletin.receipts.reading() == (4, 1, 2)
    for person in (place.elder, place.deputies[0]):
        with pytest.raises(WrongStatus, match="不是“纸质送达”"):
            workflow.take_back(place.receipt(bulletin, person), **by)


@time_machine.travel("2026-05-20 09:00+08:00", tick=False)
def test_who_leaves_unread_within_thirty_days_leaves_the_denominator(place):
    bulletin = place.issued()
    place.read(bulletin, place.deputies[0])
    reader, silent, late = (Seat.objects.get(person=one.person) for one in place.deputies)

    end_seat(reader, by=place.clerk, on=LATER, reason="resigned")
    announce_end(reader, by=place.clerk, on=LATER)
    assert bulletin.receipts.reading() == (4, 1, 0)
    suspend_seat(silent, by=place.clerk, on=LATER, ground="custody")
    assert bulletin.receipts.reading() == (3, 1, 0)
    resume_seat(silent, by=place.clerk, on=LATER + timedelta(days=3))
    assert bulletin.receipts.reading() == (4, 1, 0)
    end_seat(late, by=place.clerk, on=TODAY + timedelta(days=9), reason="resigned")
    announce_end(late, by=place.clerk, on=TODAY + timedelta(days=40))
    assert bulletin.receipts.reading() == (4, 1, 0)


def test_a_reminder_goes_to_who_has_not_read_and_not_every_day(place):
    bulletin = place.issued()
    place.read(bulletin, place.deputies[0])
    with pytest.raises(PermissionDenied):
        workflow.remind(bulletin, by=place.chair, today=LATER)

    assert workflow.remind(bulletin, by=place.clerk, today=LATER) == (2, 1)

    told = Notice.objects.filter(kind="bulletin.reminder").values_list("account", flat=True)
    assert set(told) == {one.pk for one in place.deputies[1:]}
    with pytest.raises(Refused, match="3 天内不再提醒"):
        workflow.remind(bulletin, by=place.clerk, today=LATER + timedelta(days=2))
    for deputy in place.deputies[1:]:
        place.read(bulletin, deputy)
    with pytest.raises(Refused, match="都没有账号"):
        workflow.remind(bulletin, by=place.clerk, today=LATER + timedelta(days=3))
    workflow.hand_over(bulletin, bulletin.receipts.all(), on=LATER, by=place.clerk, today=LATER)
    with pytest.raises(Refused, match="都已经读了"):
        workflow.remind(bulletin, by=place.clerk, today=LATER + timedelta(days=3))


def test_a_correction_is_a_new_edition_that_says_what_changed_and_is_read_anew(place):
    bulletin, reader = place.issued(), place.deputies[0]
    place.read(bulletin, reader)
    with pytest.raises(Refused, match="更正了什么"):
        workflow.correct(bulletin, change=" ", by=place.clerk)
    later = workflow.correct(bulletin, change="投资额应为 320 万元。", by=place.clerk)
    with pytest.raises(WrongStatus, match="已经在起草"):
        workflow.correct(bulletin, change="又一处。", by=place.clerk)
    assert later.items.count() == bulletin.items.count()

    workflow.issue(later, by=place.clerk, today=LATER)

    bulletin.refresh_from_db()
    assert (bulletin.state, later.number_words) == ("replaced", "2026年第1期（更正1）")
    assert later.receipts.reading() == (4, 0, 0)
    with pytest.raises(WrongStatus):
        workflow.read(place.receipt(bulletin, place.deputies[1]), by=place.deputies[1], today=LATER)
    place.read(later, reader, today=LATER)
    assert len(list(Bulletin.objects.counted())) == 1
    source = deeds.source("bulletins.read")
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    assert source.tally(place.body, since, until) == {reader.person_id: 1}
    assert [one.amount for one in source.lines(reader.person, since, until)] == [1]
    assert not list(source.lines(place.elder, since, until))


def test_withdrawing_says_why_and_takes_earlier_editions_along(place):
    bulletin = place.issued()
    later = workflow.correct(bulletin, change="改一处。", by=place.clerk)
    workflow.issue(later, by=place.clerk, today=LATER)
    with pytest.raises(Refused, match="原因"):
        workflow.withdraw(later, reason="", by=place.clerk, today=LATER)
    with pytest.raises(WrongStatus):
        workflow.withdraw(bulletin, reason="数字有误", by=place.clerk, today=LATER)

    workflow.withdraw(later, reason="数字有误", by=place.clerk, today=LATER)

    assert set(Bulletin.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not Bulletin.objects.counted().exists()
    with pytest.raises(WrongStatus):
        place.read(later, place.deputies[0])
    assert place.issued(today=LATER).number == 2


def test_a_correction_of_what_was_withdrawn_is_refused_and_a_draft_can_be_thrown_away(place):
    bulletin = place.issued()
    later = workflow.correct(bulletin, change="改一处。", by=place.clerk)
    workflow.withdraw(bulletin, reason="数字有误", by=place.clerk, today=LATER)
    with pytest.raises(WrongStatus, match="重新起草"):
        workflow.issue(later, by=place.clerk, today=LATER)
    workflow.discard(later, by=place.clerk)
    assert Bulletin.objects.get() == bulletin
    with pytest.raises(WrongStatus):
        workflow.discard(bulletin, by=place.clerk)


def test_a_deputy_asks_the_clerk_answers_once_and_it_becomes_a_suggestion(place):
    bulletin, deputy = place.issued(), place.deputies[0]
    receipt = place.receipt(bulletin, deputy)
    with pytest.raises(PermissionDenied):
        workflow.ask(receipt, text="水厂何时通水？", by=place.deputies[1], today=LATER)
    with pytest.raises(Refused, match="请写下"):
        workflow.ask(receipt, text=" ", by=deputy, today=LATER)
    question = workflow.ask(receipt, text="水厂何时通水？", by=deputy, today=LATER)
    assert workflow.ask(receipt, text="水厂何时通水？", by=deputy, today=LATER) == question
    with pytest.raises(Refused, match="已经提过"):
        workflow.ask(receipt, text="水厂何时通水？", by=deputy, today=LATER + timedelta(days=1))
    assert Notice.objects.get(kind="bulletin.question").account == place.clerk

    with pytest.raises(PermissionDenied):
        workflow.answer(question, answer="六月。", by=place.chair, today=LATER)
    workflow.answer(question, answer="六月通水。", by=place.clerk, today=LATER)
    with pytest.raises(WrongStatus, match="已经答复过"):
        workflow.answer(question, answer="七月。", by=place.clerk, today=LATER)
    assert Notice.objects.get(kind="bulletin.answered").account == deputy

    with pytest.raises(PermissionDenied):
        workflow.suggest(question, by=place.clerk, today=LATER)
    matter = workflow.suggest(question, by=deputy, today=LATER)
    with pytest.raises(WrongStatus, match="已经写成"):
        workflow.suggest(question, by=deputy, today=LATER)
    draft = Suggestion.objects.get()
    assert draft.pk == matter.pk
    assert "政情通报2026年第1期" in draft.text


def test_files_are_opened_by_recipients_and_not_by_others(place):
    bulletin = place.written()
    upload = SimpleUploadedFile("附表.txt", "收支附表".encode(), content_type="text/plain")
    kept = workflow.add_file(bulletin, upload, by=place.clerk)
    reader, stranger = place.deputies[0], make_deputy(make_other(place))
    assert may_open(place.clerk, kept.file)
    assert not may_open(reader, kept.file)

    workflow.issue(bulletin, by=place.clerk, today=TODAY)

    assert may_open(reader, kept.file)
    assert not may_open(stranger, kept.file)
    with pytest.raises(WrongStatus):
        workflow.drop_file(kept, by=place.clerk)


def test_periodicals_are_listed_once_and_issues_do_not_exceed_what_was_ordered(place):
    values: dict[str, Any] = {
        "year": 2026,
        "title": "人民权利报",
        "copies": 40,
        "price": 14400,
        "issues": 2,
        "recipients": "全体代表",
    }
    with pytest.raises(PermissionDenied):
        workflow.subscribe(place.body, by=place.chair, **values)
    one = workflow.subscribe(place.body, by=place.clerk, **values)
    assert one.cost == 576000
    with pytest.raises(Refused, match="已经登记过"):
        workflow.subscribe(place.body, by=place.clerk, **values)
    came = {"delivered_on": TODAY, "copies": 40, "by": place.clerk, "today": TODAY}
    with pytest.raises(Refused, match="订了 40 份"):
        workflow.deliver(one, issue="第1期", **came | {"copies": 41})
    with pytest.raises(Refused, match="还没有到"):
        workflow.deliver(one, issue="第1期", **came | {"delivered_on": LATER})
    first = workflow.deliver(one, issue="第1期", **came)
    with pytest.raises(Refused, match="已经登记过"):
        workflow.deliver(one, issue="第1期", **came)
    workflow.deliver(one, issue="第2期", **came)
    with pytest.raises(Refused, match="全年 2 期"):
        workflow.deliver(one, issue="第3期", **came)
    with pytest.raises(Refused, match="已经送达的期数"):
        workflow.subscribe(place.body, by=place.clerk, subscription=one, **values | {"issues": 1})
    workflow.drop_delivery(first, by=place.clerk)
    assert one.deliveries.count() == 1
    assert Subscription.objects.visible_to(place.deputies[0]).get() == one
    assert not Subscription.objects.visible_to(make_deputy(make_other(place))).exists()


def test_papers_of_an_exchange_are_collected_and_read_by_the_bodys_deputies(place):
    activity = activities.plan(
        body=place.body,
        kind="meeting",
        title="代表工作经验交流会",
        starts_at=at(TODAY, 9),
        ends_at=at(TODAY, 11),
        place="镇政府",
        seats=[],
        by=place.clerk,
        today=TODAY - timedelta(days=9),
    )
    said = {"title": "怎样走访选民", "by": place.clerk}
    with pytest.raises(Refused, match="作者"):
        workflow.collect(activity, author="", text="三点体会。", **said)
    with pytest.raises(Refused, match="请上传材料"):
        workflow.collect(activity, author="第一小组", **said)
    with pytest.raises(PermissionDenied):
        workflow.collect(
            activity, title="怎样走访选民", author="第一小组", text="三点。", by=place.chair
        )
    author = place.deputies[0].person
    upload = SimpleUploadedFile("材料.txt", "三点体会".encode(), content_type="text/plain")
    one = workflow.collect(activity, author="", person=author, upload=upload, way="spoken", **said)
    assert one.author == author.name
    with pytest.raises(Refused, match="已经收过"):
        workflow.collect(activity, author=author.name, text="三点。", **said)
    stranger = make_deputy(make_other(place))
    assert one.file is not None
    assert may_open(place.deputies[1], one.file)
    assert not may_open(stranger, one.file)
    assert not Contribution.objects.visible_to(stranger).exists()

    workflow.drop_contribution(one, by=place.clerk, today=TODAY)

    assert not Contribution.objects.exists()
