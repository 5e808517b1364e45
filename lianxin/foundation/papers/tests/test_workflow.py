"""Steps of a paper, its number, who may take which step and who sees it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.urls import reverse

from lianxin.foundation.ledger.chain import events_of, verify
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.papers import rendering, workflow
from lianxin.foundation.papers.kinds import Kind, register
from lianxin.foundation.papers.models import Paper, Series
from lianxin.foundation.papers.sheet import Sheet, paragraph
from lianxin.foundation.people.models import Account, Body, Role
from lianxin.foundation.people.tests.factories import county, office, township, with_role
from lianxin.foundation.refusals import Refused, WrongStatus

TODAY = date(2026, 3, 11)


def compose(data) -> Sheet:
    return Sheet(title="", blocks=[paragraph(data["text"])], issuer="禾望县人大")


def data_of(body, by):
    return {"title": "关于测试的函", "addressee": "县交通运输局", "text": body.name}


LETTER = Kind(
    key="test_letter",
    name="测试函",
    model="people.body",
    data_of=data_of,
    compose=compose,
    series="test",
    series_word="测",
)
RECORD = Kind(
    key="test_record",
    name="测试记录",
    model="people.body",
    data_of=data_of,
    compose=compose,
    has_signature=False,
)
OFFICE_LETTER = Kind(
    key="test_office",
    name="单位函",
    model="people.office",
    data_of=lambda record, by: {"title": "关于答复的函", "text": record.name},
    compose=compose,
    about_of=lambda record: record.body,
    office_of=lambda record: record,
    series="test",
)


@pytest.fixture(autouse=True)
def _known():
    register(LETTER, RECORD, OFFICE_LETTER)


@pytest.fixture
def body():
    found = county()
    found.document_prefix = "禾人常"
    found.save()
    return found


@pytest.fixture
def clerk(body):
    return with_role(Role.COUNTY_CLERK, body, "陈办事")


@pytest.fixture
def chair(body):
    return with_role(Role.CHAIR, body, "林主任")


def signed(body, clerk, chair, kind=LETTER):
    paper = workflow.draft(kind, body, by=clerk, today=TODAY)
    workflow.send_for_review(paper, by=clerk)
    workflow.sign(paper, by=chair, today=TODAY)
    return paper


@pytest.mark.django_db
def test_a_paper_goes_from_draft_to_file_with_an_event_for_each_step(body, clerk, chair):
    colleague = with_role(Role.COUNTY_CLERK, body, "何核稿")
    paper = workflow.draft(LETTER, body, by=clerk, today=TODAY)
    workflow.change(
        paper,
        title="关于|修改的函",
        addressee="县水利局",
        copies="",
        remarks="补充一句。",
        by=clerk,
    )
    workflow.send_for_review(paper, by=clerk)
    workflow.review(paper, by=colleague)
    workflow.sign(paper, by=chair, today=TODAY)
    workflow.issue(paper, by=clerk, today=TODAY)
    workflow.file(paper, by=clerk, today=TODAY, archive_class="30y")

    paper = Paper.objects.get(pk=paper.pk)
    assert (paper.status, paper.number) == ("filed", "禾人常测〔2026〕1号")
    assert (paper.reviewed_by, paper.signatory) == (colleague, "林主任")
    assert paper.pdf.content_type == "application/pdf"
    assert paper.docx.original_name.endswith(".docx")
    assert [event.step for event in events_of(paper)] == [
        f"paper.{step}"
        for step in ("draft", "change", "send_for_review", "review", "sign", "issue", "file")
    ]
    assert verify()[1] == []


@pytest.mark.django_db
def test_a_paper_keeps_what_it_said_when_its_record_changes(body, clerk, chair):
    paper = signed(body, clerk, chair)
    body.name = "改了名的机构"
    body.save()

    sheet = rendering.sheet_of(Paper.objects.get(pk=paper.pk))

    assert sheet.blocks[0]["x"] == "禾望县人民代表大会常务委员会"


@pytest.mark.django_db
def test_a_void_number_stays_void_and_is_not_given_again(body, clerk, chair):
    first = signed(body, clerk, chair)
    workflow.issue(first, by=clerk, today=TODAY)
    workflow.void(first, reason="主送单位写错", by=clerk, today=TODAY)
    second = signed(body, clerk, chair)
    workflow.issue(second, by=clerk, today=TODAY)

    first.refresh_from_db()
    assert (first.status, first.number) == ("void", "禾人常测〔2026〕1号")
    assert second.number == "禾人常测〔2026〕2号"
    assert rendering.sheet_of(first).is_void


@pytest.mark.django_db
def test_void_and_return_want_a_reason(body, clerk, chair):
    paper = workflow.draft(LETTER, body, by=clerk, today=TODAY)
    workflow.send_for_review(paper, by=clerk)

    with pytest.raises(Refused):
        workflow.void(paper, reason=" ", by=clerk, today=TODAY)
    with pytest.raises(Refused):
        workflow.return_with_reason(paper, reason="", by=chair)
    workflow.return_with_reason(paper, reason="日期有误", by=chair)

    assert Paper.objects.get().status == "drafting"


@pytest.mark.django_db
def test_an_issue_that_fails_leaves_no_gap(body, clerk, chair, monkeypatch):
    paper, other = signed(body, clerk, chair), signed(body, clerk, chair)
    with monkeypatch.context() as broken:

        def fail(sheet):
            raise OSError("disk")

        broken.setattr(rendering, "pdf_of", fail)
        with pytest.raises(OSError, match="disk"):
            workflow.issue(paper, by=clerk, today=TODAY)
    workflow.issue(other, by=clerk, today=TODAY)

    paper.refresh_from_db()
    assert (paper.status, paper.number) == ("signed", "")
    assert other.number == "禾人常测〔2026〕1号"


@pytest.mark.django_db
def test_without_a_code_of_the_organ_nothing_is_numbered(body, clerk, chair):
    body.document_prefix = ""
    body.save()
    paper = signed(body, clerk, chair)

    with pytest.raises(Refused, match="机关代字"):
        workflow.issue(paper, by=clerk, today=TODAY)

    assert not Series.objects.exists()


@pytest.mark.django_db
def test_series_run_apart_by_year_and_issuer(body, clerk, chair):
    town = township(body)
    town.document_prefix = "青石人发"
    town.save()
    town_clerk = with_role(Role.TOWNSHIP_CLERK, town)
    numbers = []
    for day in (date(2026, 12, 31), date(2027, 1, 1)):
        paper = signed(body, clerk, chair)
        workflow.issue(paper, by=clerk, today=day)
        numbers.append(paper.number)
    paper = signed(town, town_clerk, town_clerk)
    workflow.issue(paper, by=town_clerk, today=TODAY)

    assert numbers == ["禾人常测〔2026〕1号", "禾人常测〔2027〕1号"]
    assert paper.number == "青石人发测〔2026〕1号"


@pytest.mark.django_db
def test_steps_out_of_order_are_refused(body, clerk, chair):
    paper = workflow.draft(LETTER, body, by=clerk, today=TODAY)

    with pytest.raises(WrongStatus):
        workflow.issue(paper, by=clerk, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.sign(paper, by=chair, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.file(paper, by=clerk, today=TODAY)

    assert Paper.objects.get().status == "drafting"


@pytest.mark.django_db
def test_a_kind_that_needs_no_signature_is_issued_at_once(body, clerk):
    paper = workflow.draft(RECORD, body, by=clerk, today=TODAY)
    workflow.issue(paper, by=clerk, today=TODAY)

    assert (paper.status, paper.number) == ("issued", "")


@pytest.mark.django_db
def test_only_its_own_clerks_draft_and_only_the_chair_signs(body, clerk, chair):
    stranger = with_role(Role.COUNTY_CLERK, county("bieyi"))
    town_clerk = with_role(Role.TOWNSHIP_CLERK, township(body))
    paper = workflow.draft(LETTER, body, by=clerk, today=TODAY)
    workflow.send_for_review(paper, by=clerk)

    for other in (stranger, town_clerk, with_role(Role.AUDITOR, body)):
        with pytest.raises(PermissionDenied):
            workflow.draft(LETTER, body, by=other, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.sign(paper, by=clerk, today=TODAY)
    with pytest.raises(Refused):
        workflow.review(paper, by=clerk)
    workflow.sign(paper, by=chair, today=TODAY)


@pytest.mark.django_db
def test_where_there_is_no_chair_the_clerk_records_the_signature(body, clerk):
    paper = workflow.draft(LETTER, body, by=clerk, today=TODAY)
    workflow.send_for_review(paper, by=clerk)
    workflow.sign(paper, by=clerk, today=TODAY, signatory="林主任")

    assert (paper.signatory, paper.signed_by) == ("林主任", clerk)


@pytest.mark.django_db
def test_an_offices_letter_is_the_offices_until_it_is_issued(body, clerk, chair):
    own = office(body)
    own.document_prefix = "禾交函"
    own.save()
    head = with_role(Role.OFFICE_HEAD, body, office=own)
    other = with_role(Role.OFFICE_HANDLER, body, office=office(body, "水利局"))
    paper = workflow.draft(OFFICE_LETTER, own, by=head, today=TODAY)

    def seen():
        return [
            Paper.objects.visible_to(Account.objects.get(pk=one.pk)).exists()
            for one in (head, other, clerk, chair)
        ]

    assert seen() == [True, False, False, False]
    with pytest.raises(PermissionDenied):
        workflow.issue(paper, by=clerk, today=TODAY)
    workflow.send_for_review(paper, by=head)
    workflow.sign(paper, by=head, today=TODAY)
    workflow.issue(paper, by=head, today=TODAY)
    assert paper.number == "禾交函〔2026〕1号"
    assert seen() == [True, False, True, True]


@pytest.mark.django_db
def test_confidential_papers_stay_with_their_own_body(body, clerk):
    town = township(body)
    town_clerk = with_role(Role.TOWNSHIP_CLERK, town)
    paper = workflow.draft(RECORD, town, by=town_clerk, today=TODAY)
    assert clerk_sees(clerk)

    Paper.objects.filter(pk=paper.pk).update(is_confidential=True)

    assert not clerk_sees(clerk)
    assert clerk_sees(town_clerk)


def clerk_sees(account) -> bool:
    return Paper.objects.visible_to(Account.objects.get(pk=account.pk)).exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_all_different_and_without_a_gap(body, clerk, chair):
    papers = [signed(body, clerk, chair) for _ in range(8)]
    begin = threading.Barrier(8)

    def issue(paper, is_rolled_back):
        begin.wait()
        try:
            with transaction.atomic():
                fresh = Paper.objects.get(pk=paper.pk)
                workflow.issue(fresh, by=Account.objects.get(pk=clerk.pk), today=TODAY)
                if is_rolled_back:
                    transaction.set_rollback(True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(issue, papers, [place in (2, 5) for place in range(8)]))

    issued = Paper.objects.filter(status="issued").order_by("sequence")
    assert list(issued.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Series.objects.get().last == 6
    assert Paper.objects.filter(status="signed", number="").count() == 2
    assert verify()[1] == []
    assert Body.objects.count() == 1


@pytest.mark.django_db
def test_the_chair_is_told_what_waits_and_the_drafter_what_became_of_it(body, clerk, chair):
    paper = workflow.draft(LETTER, body, by=clerk, today=TODAY)
    workflow.send_for_review(paper, by=clerk)
    workflow.return_with_reason(paper, reason="日期有误", by=chair)

    told = {notice.account: notice.words for notice in Notice.objects.all()}
    assert "等待签发" in told[chair]
    assert "日期有误" in told[clerk]


@pytest.mark.django_db
def test_pressing_twice_makes_one_draft(body, clerk, client):
    client.force_login(clerk)
    wanted = {"kind": RECORD.key, "source": body.pk}

    first = client.post(reverse("papers:create"), wanted)
    second = client.post(reverse("papers:create"), wanted)

    assert first.url == second.url
    assert Paper.objects.count() == 1
