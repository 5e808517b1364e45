"""The archive bundle of one suggestion: what is in it, what it says is missing, who makes it."""

import re
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Matter
from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Bundle
from lianxin.foundation.papers.workflow import draft, issue
from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.suggestions.papers import bundle as bundling
from lianxin.work.suggestions.papers.bundle import ask_for_bundle, make_bundle
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_account,
    make_clerk,
    make_county,
    make_suggestion,
    make_township,
)


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def story(county):
    return make_suggestion(county, status="closed")


def attach(story, content, name, title=""):
    stored = store(ContentFile(content, name), by=story.clerk, body=story.body)
    handling.attach(story.suggestion, stored, by=story.clerk, title=title)


def photo():
    kept = BytesIO()
    Image.effect_noise((400, 300), 40).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


def pages_of(bundle):
    with bundle.file.file.open("rb") as kept:
        reader = PdfReader(BytesIO(kept.read()))
    front = next(place for place, label in enumerate(reader.page_labels) if label == "1")
    return [re.sub(r"\s", "", page.extract_text()) for page in reader.pages], front, reader


def titles(bundle):
    return [entry["title"] for entry in bundle.entries]


def test_the_bundle_holds_everything_in_the_order_it_happened(story):
    attach(story, photo(), "现场.jpg", "现场照片")
    meeting = draft(
        kind_of("meeting_record"), story.assignment.contacts.get(), by=story.head, today=TODAY
    )
    issue(meeting, by=story.head, today=TODAY)
    letter = draft(kind_of("reply_letter"), story.answer, by=story.head, today=TODAY)
    issue(letter, by=story.head, today=TODAY)

    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    assert titles(made) == [
        "代表建议原件",
        "附件：现场照片",
        meeting.title,
        letter.title,
        "交办、联系和面商记录",
        "代表评价",
        "办理过程留痕",
    ]


def test_an_answer_that_was_not_printed_is_drawn_from_its_record(story):
    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    entry = made.entries[1]
    assert entry["number"] == story.answer.document_no
    assert entry["by"] == "县交通运输局"
    pages, front, _reader = pages_of(made)
    assert "桥墩已加固" in pages[front + entry["first"] - 1]


def test_page_numbers_and_bookmarks_are_true(story):
    attach(story, photo(), "现场.jpg")

    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    pages, front, reader = pages_of(made)
    assert made.pages == len(pages)
    marks = {
        mark.title: reader.get_destination_page_number(mark)
        for mark in reader.outline
        if not isinstance(mark, list)
    }
    for entry in made.entries:
        assert marks[entry["title"]] == front + entry["first"] - 1
        if not entry["title"].startswith("附件"):
            assert entry["title"].replace(" ", "") in pages[marks[entry["title"]]]
    text = "".join(pages[:front])
    assert "代表建议办理卷宗" in text
    assert story.suggestion.title in text


def test_the_trail_ends_with_the_digest_of_its_last_event(story):
    last = events_of(story.suggestion).last()

    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    pages, _front, _reader = pages_of(made)
    assert last.hash in "".join(pages)
    assert "办结" in pages[-1] + pages[-2]


def test_what_cannot_be_bound_is_listed_apart(story):
    attach(story, "说明文字".encode(), "说明.txt", "补充说明")

    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    assert made.apart == [["附件：补充说明：说明.txt", "不是 PDF 或者图片"]]
    pages, front, _reader = pages_of(made)
    assert "另附" in "".join(pages[:front])
    assert "说明.txt" in "".join(pages[:front])


def test_what_is_missing_stands_on_the_cover_and_below_the_contents(story):
    story.assignment.contacts.all().delete()

    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    pages, front, _reader = pages_of(made)
    assert "缺：县交通运输局联系代表的记录" in pages[0]
    assert "本卷缺：县交通运输局联系代表的记录。" in "".join(pages[1:front])


def test_drafts_are_not_bound(story):
    draft(kind_of("handover_sheet"), story.suggestion, by=story.clerk, today=TODAY)

    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    assert not any("交办单" in title for title in titles(made))


def test_making_it_leaves_an_event_with_the_file_s_digest(story):
    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    event = events_of(story.suggestion).last()
    assert event.words == f"制作归档卷，共 {made.pages} 页"
    assert event.after["sha256"] == made.file.sha256


def test_before_closing_there_is_no_bundle(county):
    story = make_suggestion(county, status="judged")

    with pytest.raises(WrongStatus, match="办结以后才能制作"):
        ask_for_bundle(story.suggestion, by=story.clerk, today=TODAY)

    assert not Bundle.objects.exists()


def test_only_the_body_s_clerk_and_chair_make_it(county, story):
    for by in (make_clerk(make_township(county)), story.deputy, story.head):
        with pytest.raises(PermissionDenied):
            ask_for_bundle(story.suggestion, by=by, today=TODAY)

    assert make_bundle(story.suggestion, by=make_account(Role.CHAIR, county), today=TODAY)


def test_a_large_one_is_made_behind_the_pages_once(story, monkeypatch):
    monkeypatch.setattr(bundling, "MOST_FILES_AT_ONCE", 0)
    attach(story, photo(), "现场.jpg")

    job = ask_for_bundle(story.suggestion, by=story.clerk, today=TODAY)
    again = ask_for_bundle(story.suggestion, by=story.clerk, today=TODAY)
    assert not Bundle.objects.exists()
    [done] = run_waiting_jobs()

    assert isinstance(job, Job)
    assert again == job == done
    assert done.result
    assert done.result["url"] == reverse("suggestions:bundle", args=[story.suggestion.pk])
    assert Bundle.objects.count() == 1


def test_rights_that_ended_meanwhile_end_the_job(story, monkeypatch):
    monkeypatch.setattr(bundling, "MOST_FILES_AT_ONCE", -1)
    ask_for_bundle(story.suggestion, by=story.clerk, today=TODAY)
    story.clerk.grants.all().delete()

    with pytest.raises((PermissionDenied, Refused)):
        run_waiting_jobs()

    assert not Bundle.objects.exists()


# The page


def test_the_button_leads_to_the_page_that_makes_and_shows_it(client, story):
    client.force_login(story.clerk)
    url = reverse("suggestions:bundle", args=[story.suggestion.pk])

    detail = client.get(story.suggestion.get_absolute_url()).content.decode()
    before = client.get(url).content.decode()
    made = client.post(url, follow=True).content.decode()

    assert f'href="{url}"' in detail
    assert "归档材料齐全" in before
    assert "归档卷已做好" in made
    assert "办理过程留痕" in made
    file = client.get(reverse("files:download", args=[Bundle.objects.get().file_id]))
    assert file["Content-Type"] == "application/pdf"


def test_the_page_refuses_before_closing(client, county):
    story = make_suggestion(county, status="judged")
    client.force_login(story.clerk)

    response = client.post(reverse("suggestions:bundle", args=[story.suggestion.pk]))

    assert response.status_code == 409
    assert "办结以后才能制作归档卷" in response.content.decode()


def test_nobody_else_opens_page_or_file(client, county, story):
    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)
    page = reverse("suggestions:bundle", args=[story.suggestion.pk])
    file = reverse("files:download", args=[made.file_id])

    def opened_by(user):
        client.force_login(user)
        return client.get(page).status_code, client.get(file).status_code

    assert opened_by(make_clerk(make_township(county))) == (404, 404)
    assert opened_by(story.deputy) == (403, 404)
    assert opened_by(story.head) == (403, 404)
    assert opened_by(story.clerk) == (200, 200)


def test_an_archived_one_can_be_bound_too(story):
    handling.archive(story.suggestion, by=story.clerk, today=TODAY)

    made = make_bundle(story.suggestion, by=story.clerk, today=TODAY)

    assert Matter.objects.get().status == "archived"
    assert made.pages > 5
