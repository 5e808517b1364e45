"""Signed forms come back: proposed by their code, checked by a person, filed with the suggestion."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters.models import Attachment
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Scan
from lianxin.foundation.papers.scanning import workflow
from lianxin.foundation.papers.scanning.codes import form_code, paper_code
from lianxin.foundation.papers.workflow import draft, issue
from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.suggestions.links import judge_link
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_suggestion,
    make_township,
)
from tests import photographs

SITE = "https://renda.hewang.example"
R = Scan.Reading


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def story(county):
    return make_suggestion(county, status="replied")


def photo(*codes, name="照片.jpg", as_png=False):
    sheet = photographs.page(*(f"{SITE}{code}" for code in codes))
    content = photographs.png(sheet) if as_png else photographs.jpeg(sheet)
    return SimpleUploadedFile(name, content)


def pile(*pages, name="一摞.pdf"):
    sheets = [photographs.page(*(f"{SITE}{code}" for code in codes)) for codes in pages]
    return SimpleUploadedFile(name, photographs.pdf(*sheets))


def take_in(story, *uploads, by=None):
    return workflow.take_in(story.body, uploads, by=by or story.clerk)


def confirm(scan, story, *, by=None, **more):
    wanted: dict[str, Any] = {"dated_on": TODAY, "number": "", "title": "征询意见表"} | more
    workflow.confirm(scan, story.suggestion, by=by or story.clerk, today=TODAY, **wanted)


def test_a_form_s_code_proposes_its_suggestion(story):
    [scan], refused = take_in(story, photo(form_code(story.suggestion, "survey_form")))

    assert refused == []
    assert (scan.reading, scan.record_id) == (R.FOUND, story.suggestion.pk)
    assert scan.title == "征询意见表"
    assert not Attachment.objects.exists()


def test_a_paper_s_code_proposes_the_folder_it_lies_in(story):
    paper = draft(
        kind_of("meeting_record"), story.assignment.contacts.first(), by=story.head, today=TODAY
    )
    paper_of_body = paper
    paper_of_body.office = None
    paper_of_body.status = "issued"
    paper_of_body.issued_on = TODAY
    paper_of_body.save()

    [scan], _refused = take_in(story, photo(paper_code(paper)))

    assert (scan.reading, scan.paper, scan.record_id) == (R.FOUND, paper, story.suggestion.pk)
    assert scan.dated_on == TODAY


def test_a_paper_as_it_was_printed_comes_back_by_its_own_code(story):
    meeting = story.assignment.contacts.first()
    paper = draft(kind_of("meeting_record"), meeting, by=story.head, today=TODAY)
    issue(paper, by=story.head, today=TODAY)
    with paper.pdf.file.open("rb") as printed:
        signed = SimpleUploadedFile("面商记录.pdf", printed.read())

    [scan], _refused = take_in(story, signed)

    assert (scan.reading, scan.paper, scan.record_id) == (R.FOUND, paper, story.suggestion.pk)
    assert scan.title == "代表建议面商记录"


def test_the_code_by_which_a_deputy_judges_names_the_suggestion_too(story):
    link = judge_link(story.answer, story.deputy.person)

    [scan], _refused = take_in(story, photo(link, form_code(story.suggestion, "survey_form")))

    assert (scan.reading, scan.record_id, scan.form) == (
        R.FOUND,
        story.suggestion.pk,
        "survey_form",
    )


def test_confirming_attaches_the_form_and_leaves_an_event(story):
    [scan], _refused = take_in(story, photo(form_code(story.suggestion, "survey_form")))

    confirm(scan, story)

    scan.refresh_from_db()
    attachment = Attachment.objects.get(matter=story.suggestion)
    assert scan.state == "attached"
    assert attachment.file == scan.file
    assert attachment.title == "征询意见表（签字件，2026-03-11）"
    event = events_of(story.suggestion).get(step="paper.file_scan")
    assert event.words == "归入签字件扫描件：征询意见表（2026-03-11）"
    assert event.after["file"] == scan.file.sha256


def test_confirming_twice_attaches_once(story):
    [scan], _refused = take_in(story, photo(form_code(story.suggestion, "survey_form")))
    confirm(scan, story)

    with pytest.raises(WrongStatus):
        confirm(scan, story)

    assert Attachment.objects.count() == 1


def test_a_number_that_is_not_the_paper_s_must_be_said_to_be_so(story):
    paper = draft(kind_of("handover_sheet"), story.suggestion, by=story.clerk, today=TODAY)
    paper.number = "禾人交〔2026〕3号"
    paper.save()
    [scan], _refused = take_in(story, photo(paper_code(paper)))

    with pytest.raises(workflow.OtherNumber, match="禾人交〔2026〕3号"):
        confirm(scan, story, number="禾人交〔2026〕8号")
    assert not Attachment.objects.exists()

    confirm(scan, story, number="禾人交[2026] 3号")
    assert Attachment.objects.count() == 1


def test_another_number_can_be_confirmed_on_purpose(story):
    paper = draft(kind_of("handover_sheet"), story.suggestion, by=story.clerk, today=TODAY)
    paper.number = "禾人交〔2026〕3号"
    paper.save()
    [scan], _refused = take_in(story, photo(paper_code(paper)))

    confirm(scan, story, number="禾人交〔2026〕8号", is_other_number=True)

    assert Attachment.objects.count() == 1


def test_a_paper_shows_the_scans_that_came_back_of_it(story, client):
    paper = draft(kind_of("handover_sheet"), story.suggestion, by=story.clerk, today=TODAY)
    [scan], _refused = take_in(story, photo(paper_code(paper)))
    client.force_login(story.clerk)
    page = reverse("papers:detail", args=[paper.pk])

    assert "扫描件" not in client.get(page).content.decode()
    confirm(scan, story)
    assert reverse("files:download", args=[scan.file_id]) in client.get(page).content.decode()


def test_a_date_to_come_and_a_form_without_a_name_are_refused(story):
    [scan], _refused = take_in(story, photo(form_code(story.suggestion)))

    with pytest.raises(Refused, match="不能晚于今天"):
        confirm(scan, story, dated_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="名称"):
        confirm(scan, story, title="　")

    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("codes", "reading"),
    [
        ((), R.NO_CODE),
        (("/elsewhere/",), R.FOREIGN),
        (("/papers/c/p.1~made-up/",), R.CHANGED),
        (("/papers/c/r.m.1.x~AAAA/",), R.CHANGED),
    ],
)
def test_without_a_good_code_nothing_is_proposed(story, codes, reading):
    [scan], _refused = take_in(story, photo(*codes))

    assert (scan.reading, scan.record_id) == (reading, None)

    confirm(scan, story)
    assert Attachment.objects.count() == 1


def test_two_codes_on_one_page_propose_nothing(county, story):
    other = make_suggestion(county, status="submitted", clerk=story.clerk)

    [scan], _refused = take_in(
        story, photo(form_code(story.suggestion), form_code(other.suggestion))
    )

    assert (scan.reading, scan.record_id) == (R.SEVERAL, None)


def test_the_code_of_another_body_s_record_proposes_nothing(county, story):
    town = make_suggestion(make_township(county), status="submitted")

    [scan], _refused = take_in(story, photo(form_code(town.suggestion)))

    assert (scan.reading, scan.record_id) == (R.UNKNOWN, None)
    with pytest.raises(Refused, match="不属于本单位"):
        confirm(scan, town, by=story.clerk)


def test_a_pile_of_several_forms_is_taken_apart(county, story):
    other = make_suggestion(county, status="submitted", clerk=story.clerk)
    first, second = form_code(story.suggestion), form_code(other.suggestion)

    scans, _refused = take_in(story, pile([first], [], [second]))

    assert [(one.first_page, one.last_page, one.record_id) for one in scans] == [
        (1, 2, story.suggestion.pk),
        (3, 3, other.suggestion.pk),
    ]
    assert [one.file.original_name for one in scans] == ["一摞 第1-2页.pdf", "一摞 第3页.pdf"]


def test_the_same_file_again_is_pointed_out(story):
    [first], _refused = take_in(story, photo(form_code(story.suggestion), as_png=True))

    [again], _refused = take_in(story, photo(form_code(story.suggestion), as_png=True))
    [other], _refused = take_in(story, photo())

    assert again.same_as == first
    assert other.same_as is None


def test_one_damaged_file_does_not_keep_the_others_out(story):
    broken = SimpleUploadedFile("坏.pdf", b"%PDF-1.7\nnothing")

    scans, refused = take_in(story, broken, photo(form_code(story.suggestion)))

    assert len(scans) == 1
    assert refused == ["坏.pdf：这个 PDF 已损坏，打不开。请重新扫描后再上传。"]


def test_leaving_a_scan_aside_needs_a_reason(story):
    [scan], _refused = take_in(story, photo())

    with pytest.raises(Refused, match="为什么不归入"):
        workflow.discard(scan, reason=" ", by=story.clerk)
    workflow.discard(scan, reason="空白页", by=story.clerk)

    assert events_of(scan).last().reason == "空白页"
    with pytest.raises(WrongStatus):
        confirm(scan, story)


def test_only_the_body_s_clerk_takes_in_and_files(county, story):
    [scan], _refused = take_in(story, photo(form_code(story.suggestion)))
    for by in (
        make_clerk(make_township(county)),
        make_account(Role.CHAIR, county),
        story.deputy,
        story.head,
    ):
        with pytest.raises(PermissionDenied):
            take_in(story, photo(), by=by)
        with pytest.raises(PermissionDenied):
            confirm(scan, story, by=by)
        with pytest.raises(PermissionDenied):
            workflow.discard(scan, reason="重复", by=by)

    assert not Attachment.objects.exists()


# Pages


def test_uploading_checking_and_filing_on_the_pages(client, story):
    client.force_login(story.clerk)

    posted = client.post(
        reverse("papers:scans"),
        {"uploads": [photo(form_code(story.suggestion, "survey_form")), photo(name="空.jpg")]},
    )
    first, _second = Scan.objects.order_by("pk")
    page = client.get(reverse("papers:scan", args=[first.pk])).content.decode()
    picture = client.get(reverse("papers:scan_picture", args=[first.pk, 1]))
    filed = client.post(
        reverse("papers:scan", args=[first.pk]),
        {
            "record": f"m.{story.suggestion.pk}",
            "title": "征询意见表",
            "dated_on": "2026-03-11",
            "number": "",
            "is_checked": "on",
        },
    )

    assert posted.status_code == 302
    assert "第 1 号" in page
    assert picture["Content-Type"] == "image/jpeg"
    assert filed.status_code == 302
    assert Attachment.objects.get().matter_id == story.suggestion.pk


def test_filing_unchecked_or_with_another_body_s_record_does_not_happen(client, county, story):
    town = make_suggestion(make_township(county), status="submitted")
    [scan], _refused = take_in(story, photo())
    client.force_login(story.clerk)
    url = reverse("papers:scan", args=[scan.pk])
    typed = {"record": f"m.{story.suggestion.pk}", "title": "表", "dated_on": "2026-03-11"}

    unchecked = client.post(url, typed)
    foreign = client.post(url, typed | {"record": f"m.{town.suggestion.pk}", "is_checked": "on"})
    nonsense = client.post(url, typed | {"record": "m.x", "is_checked": "on"})

    assert "请对照纸面核对后打勾" in unchecked.content.decode()
    assert [one.status_code for one in (unchecked, foreign, nonsense)] == [422, 422, 422]
    assert not Attachment.objects.exists()


def test_a_record_is_found_by_its_number_or_a_word_of_its_title(client, story):
    [scan], _refused = take_in(story, photo())
    client.force_login(story.clerk)
    url = reverse("papers:scan", args=[scan.pk])

    for words in (story.suggestion.number, "石板桥", f"第{story.suggestion.number}号"):
        assert story.suggestion.title in client.get(url, {"q": words}).content.decode()
    assert "没有找到" in client.get(url, {"q": "没有这样的"}).content.decode()


def test_another_body_s_clerk_and_everyone_else_find_no_scan(client, county, story):
    [scan], _refused = take_in(story, photo(form_code(story.suggestion)))
    urls = [
        reverse("papers:scan", args=[scan.pk]),
        reverse("papers:scan_picture", args=[scan.pk, 1]),
        reverse("files:download", args=[scan.file_id]),
    ]

    client.force_login(make_clerk(make_township(county)))
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    client.force_login(story.deputy)
    assert [client.get(url).status_code for url in urls] == [403, 403, 404]


def test_a_filed_form_is_not_opened_by_who_only_reads_in_public(client, county, story):
    from lianxin.engines.matters import workflow as handling

    handling.publish(story.suggestion, by=story.clerk, today=TODAY)
    [scan], _refused = take_in(story, photo(form_code(story.suggestion)))
    confirm(scan, story)
    url = reverse("files:download", args=[scan.file_id])

    def opened_by(user):
        client.force_login(user)
        return client.get(url).status_code

    assert opened_by(make_deputy(county)) == 404
    assert [opened_by(user) for user in (story.clerk, story.deputy, story.head)] == [200] * 3


def test_a_telephone_that_reads_the_code_comes_to_the_record(client, county, story):
    code = form_code(story.suggestion)
    client.force_login(story.clerk)
    seen = client.get(code)
    client.force_login(make_clerk(make_township(county)))
    unseen = client.get(code)

    assert seen["Location"] == story.suggestion.get_absolute_url()
    assert unseen.status_code == 404
    assert client.get("/papers/c/p.1~nonsense/").status_code == 404


def test_dates_are_those_of_the_paper_not_of_today(story):
    [scan], _refused = take_in(story, photo())

    confirm(scan, story, dated_on=date(2026, 2, 1))

    assert Scan.objects.get().dated_on == date(2026, 2, 1)
    assert localdate() != date(2026, 2, 1)
