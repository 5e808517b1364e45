"""A deputy's phone pages: co-signing, submitting, motions, pictures."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianxin.engines.matters.models import Matter, Proposer
from lianxin.foundation.files.tests import factories as pictures
from lianxin.foundation.ledger.models import Event
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.deputy_pages import page, send, sitting, typed, write
from lianxin.work.suggestions.tests.factories import (
    make_deputy,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db


# Co-signing


def test_an_invited_deputy_reads_and_confirms(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)

    send(client, deputy, "cosigners", story.suggestion.pk, persons=[other.person_id])
    shown = page(client, other, "cosigning", story.suggestion.pk)
    send(client, other, "cosigning", story.suggestion.pk, agree="1")

    assert story.suggestion.text in shown.content.decode()
    proposer = story.suggestion.proposers.get(person=other.person)
    assert proposer.state == Proposer.State.CONFIRMED


def test_declining_takes_the_suggestion_out_of_sight(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    send(client, deputy, "cosigners", story.suggestion.pk, persons=[other.person_id])

    send(client, other, "cosigning", story.suggestion.pk, decline="1")

    assert page(client, other, "cosigning", story.suggestion.pk).status_code == 404


def test_inviting_nobody_says_what_to_do(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)

    answer = send(client, deputy, "cosigners", story.suggestion.pk)

    assert "还没有勾选代表" in answer.content.decode()


def test_a_deputy_of_another_congress_cannot_be_invited(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    stranger = make_deputy(make_township(county))

    send(client, deputy, "cosigners", story.suggestion.pk, persons=[stranger.person_id])

    assert story.suggestion.proposers.count() == 1


def test_who_has_not_answered_can_be_taken_off_the_list(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    send(client, deputy, "cosigners", story.suggestion.pk, persons=[other.person_id])

    waiting = send(client, deputy, "submission", story.suggestion.pk)
    send(client, deputy, "uninvite", story.suggestion.pk, other.person_id)
    send(client, deputy, "submission", story.suggestion.pk)

    assert "还没有确认联名" in waiting.content.decode()
    assert story.status == "submitted"


# Submitting


def test_advice_is_shown_with_its_article_and_never_blocks(client, county, deputy):
    story = make_suggestion(
        county, status="draft", deputy=deputy, title="关于重新招标的建议", text="请重新评标。"
    )

    shown = page(client, deputy, "submission", story.suggestion.pk).content.decode()
    send(client, deputy, "submission", story.suggestion.pk)

    assert "代表不干预招标投标" in shown
    assert "代表法（2025）第五十九条" in shown
    assert story.status == "submitted"


def test_submitting_twice_submits_once(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)

    send(client, deputy, "submission", story.suggestion.pk)
    again = send(client, deputy, "submission", story.suggestion.pk)

    assert again.status_code == 200
    assert Event.objects.filter(step="suggestion.submit").count() == 1


def test_an_empty_text_is_refused_on_submitting_in_words(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy, text="")

    answer = send(client, deputy, "submission", story.suggestion.pk)

    assert "请写明内容" in answer.content.decode()
    assert story.status == "draft"


def test_a_submitted_one_cannot_be_edited_and_the_page_says_so(client, county, deputy):
    story = make_suggestion(county, deputy=deputy)

    answer = send(client, deputy, "edit", story.suggestion.pk, **typed())

    assert "已经提交，不能再修改" in answer.content.decode()
    assert Suggestion.objects.get().title == story.suggestion.title


# Motions


def test_a_motion_is_offered_only_while_the_congress_sits(client, county, deputy):
    before = page(client, deputy, "write").context["form"]
    session = sitting(county)
    during = page(client, deputy, "write").context["form"]

    assert "kind" not in before.fields
    assert "kind" in during.fields
    assert during["when"].value() == str(session.pk)


def test_a_motion_says_how_many_signatures_it_needs_and_has(client, county, deputy):
    session = sitting(county)
    write(client, deputy, kind="motion", when=str(session.pk), plan="制定办法。")
    draft = Suggestion.objects.get()

    shown = page(client, deputy, "submission", draft.pk).content.decode()
    refused = send(client, deputy, "submission", draft.pk)

    assert draft.kind == Matter.Kind.MOTION
    assert "需要 10 名以上代表联名" in shown
    assert "现有 1 名" in shown
    assert "继续征集联名" in refused.content.decode()
    assert Suggestion.objects.get().status == "draft"


def test_a_motion_short_of_signatures_can_become_a_suggestion(client, county, deputy):
    session = sitting(county)
    write(client, deputy, kind="motion", when=str(session.pk), plan="制定办法。")
    draft = Suggestion.objects.get()

    send(
        client,
        deputy,
        "edit",
        draft.pk,
        **typed(kind="suggestion", when=str(session.pk), version=draft.version),
    )
    send(client, deputy, "submission", draft.pk)

    draft.refresh_from_db()
    assert (draft.kind, draft.status) == ("suggestion", "submitted")


# Attachments


def test_a_picture_from_the_phone_is_attached_and_taken_off(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    png = pictures.png()
    send(client, deputy, "attach", story.suggestion.pk, files=SimpleUploadedFile("桥.png", png))
    kept = story.suggestion.attachments.get()

    shown = client.get(reverse("files:download", args=[kept.file_id]))
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    client.force_login(make_deputy(county))
    assert client.get(reverse("files:download", args=[kept.file_id])).status_code == 404
    send(client, deputy, "detach", story.suggestion.pk, kept.pk)
    assert not story.suggestion.attachments.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("木马.jpg", b"MZ" + b"\0" * 300, "不能上传"),
        ("空.png", b"", "空的"),
        ("网页.html", b"<html><script>alert(1)</script></html>", "不能上传"),
    ],
)
def test_an_unfit_file_is_refused_in_words(client, county, deputy, name, content, words):
    story = make_suggestion(county, status="draft", deputy=deputy)

    answer = send(
        client, deputy, "attach", story.suggestion.pk, files=SimpleUploadedFile(name, content)
    )

    assert words in answer.content.decode()
    assert not story.suggestion.attachments.exists()


def test_after_submitting_no_file_is_added(client, county, deputy):
    story = make_suggestion(county, deputy=deputy)

    send(
        client,
        deputy,
        "attach",
        story.suggestion.pk,
        files=SimpleUploadedFile("说明.txt", "说明".encode()),
    )

    assert not story.suggestion.attachments.exists()
