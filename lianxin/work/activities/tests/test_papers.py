"""Notice, sign-in sheet and minutes; a scanned sheet finds its activity by the printed code."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from PIL import Image

from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.rendering import pdf_of, sheet_of
from lianxin.foundation.papers.scanning.codes import Changed, read_code, read_token
from lianxin.foundation.papers.scanning.targets import target_with
from lianxin.foundation.people.permissions import may
from lianxin.foundation.refusals import Refused
from lianxin.work.activities import workflow
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.scans import _attach
from lianxin.work.activities.tests.factories import TODAY, Place, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Place(deputies=3)


def words_in(pdf: bytes) -> str:
    """As one string: where a line ends depends on how long the names are."""
    document = pypdfium2.PdfDocument(pdf)
    pages = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(pages.split())


def test_the_notice_names_time_place_people_and_how_to_ask_leave(place):
    activity = place.plan(plan="看两处水厂。\n开座谈会。", signup_until=at(TODAY, 8))

    paper = papers.draft(kind_of("activity_notice"), activity, by=place.clerk, today=TODAY)
    words = words_in(pdf_of(sheet_of(paper)))

    for wanted in ("2026年3月11日", "双桥村", "看两处水厂", "共3人", "事先请假"):
        assert wanted in words
    assert place.deputies[0].name in words


def test_the_minutes_keep_leave_and_absence_apart(place):
    marks = {1: ("excused", "住院"), 2: ("absent", "")}
    activity = place.held(marks=marks, others=6)
    workflow.add_opinion(activity, text="路灯坏了。", said_by="赵村民", by=place.clerk)
    workflow.add_expense(activity, what="租车", amount=32050, by=place.clerk)

    paper = papers.draft(kind_of("activity_minutes"), activity, by=place.clerk, today=TODAY)
    words = words_in(pdf_of(sheet_of(paper)))

    assert "应到3人，实到1人" in words
    assert f"{place.deputies[1].name}（住院）" in words
    assert "赵村民：路灯坏了。" in words
    assert "320.50元" in words


def test_minutes_are_not_drawn_before_there_is_a_record(place):
    activity = place.plan()

    with pytest.raises(Refused):
        papers.draft(kind_of("activity_minutes"), activity, by=place.clerk, today=TODAY)


def test_the_sheet_lists_names_and_carries_a_code_that_leads_back(client, place):
    activity = place.plan()
    client.force_login(place.clerk)

    answer = client.get(reverse("activities:sheet", args=[activity.pk]))
    code = kind_of("activity_sign_in").data_of(activity, place.clerk)["code"]
    named = read_code(f"https://example.test{code}")

    words = words_in(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert all(account.name in words for account in place.deputies)
    assert (named.target, named.record_id, named.form) == ("av", activity.pk, "sign_in")
    assert target_with("av").find(place.clerk, activity.pk) == activity
    with pytest.raises(Changed):
        read_token(code.strip("/").split("/")[-1].replace(str(activity.pk), "999999", 1))


def test_a_scanned_sheet_is_kept_with_its_activity_by_who_records_it(place):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from lianxin.foundation.files.storing import store

    activity = place.plan()
    content = BytesIO()
    Image.new("RGB", (300, 200), "white").save(content, "PNG")
    upload = SimpleUploadedFile("签到.png", content.getvalue(), content_type="image/png")
    stored = store(upload, by=place.clerk, body=place.body)
    said = {"today": TODAY, "title": "签到表", "dated_on": TODAY, "number": "", "form": "sign_in"}

    _attach(activity, stored, by=place.clerk, **said)

    kept = activity.files.get()
    assert (kept.kind, kept.file) == ("sheet", stored)
    assert not may(place.deputies[1], Permission.RECORD, activity)
