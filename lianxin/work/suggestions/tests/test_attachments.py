"""Attachments of a suggestion: limits, sent twice, and what the public gets of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Attachment, Reply
from lianxin.foundation.files import copies
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import store
from lianxin.foundation.files.tests.factories import jpeg, pdf
from lianxin.work.suggestions.tests.factories import make_deputy, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def send(client, account, pk, *uploads):
    client.force_login(account)
    address = reverse("suggestions:attach", args=[pk])
    return client.post(address, {"files": uploads}, follow=True).content.decode()


def paper(text, name="a.pdf"):
    return SimpleUploadedFile(name, pdf(text))


def test_a_file_sent_twice_is_attached_once(client, county):
    deputy = make_deputy(county)
    draft = make_suggestion(county, status="draft", deputy=deputy).suggestion

    for _press in range(2):
        assert "附件已上传" in send(client, deputy, draft.pk, paper("x"), paper("y"))

    assert draft.attachments.count() == 2
    assert StoredFile.objects.count() == 2


def test_one_file_too_many_keeps_none_of_those_sent_with_it(client, county, settings):
    settings.LIANXIN_MAX_FILES = 2
    deputy = make_deputy(county)
    draft = make_suggestion(county, status="draft", deputy=deputy).suggestion

    page = send(client, deputy, draft.pk, *(paper(text) for text in "abc"))

    assert "附件最多 2 个" in page
    assert not draft.attachments.exists()
    assert not StoredFile.objects.exists()


def released(county, *, reply_is_public=True):
    """A released suggestion with a picture, and one on its answer; both copies approved."""
    story = make_suggestion(county, status="replied")
    handling.publish(story.suggestion, by=story.clerk, today=story.today)
    reply = Reply.objects.get(assignment__matter=story.suggestion)
    Reply.objects.filter(pk=reply.pk).update(is_public=reply_is_public)
    for owner, name in ((None, "王老五家.jpg"), (reply, "工地.jpg")):
        stored = store(
            SimpleUploadedFile(name, jpeg(turned=1 if owner else 0)), by=None, body=county
        )
        Attachment.objects.create(matter=story.suggestion, file=stored, reply=owner)
        title = "施工照片" if owner else "现场照片"
        copies.approve(stored, version=0, title=title, by=story.clerk)
    return story


def public_page(client, story):
    client.logout()
    return client.get(reverse("portal:detail", args=[story.suggestion.pk])).content.decode()


def test_the_public_page_has_approved_copies_and_never_names_a_file(client, county):
    story = released(county)

    page = public_page(client, story)

    assert "现场照片.jpg" in page
    assert "施工照片.jpg" in page
    assert "王老五" not in page
    for attachment in story.suggestion.attachments.select_related("file"):
        copy = copies.approved_of(attachment.file)
        assert copy
        assert client.get(reverse("files:public", args=[copy.pk])).status_code == 200
        for private in ("download", "thumbnail", "show"):
            answer = client.get(reverse(f"files:{private}", args=[attachment.file_id]))
            assert answer.status_code == 302


def test_the_copy_of_an_answer_that_is_not_public_is_not_either(client, county):
    story = released(county, reply_is_public=False)

    assert "施工照片" not in public_page(client, story)
    attachment = story.suggestion.attachments.exclude(reply=None).get()
    copy = copies.approved_of(attachment.file)
    assert copy
    assert client.get(reverse("files:public", args=[copy.pk])).status_code == 404


def test_a_suggestion_taken_off_the_public_pages_takes_its_copies_along(client, county):
    story = released(county)
    handling.withhold(story.suggestion, reason="涉及个人隐私", by=story.clerk, today=story.today)

    for attachment in story.suggestion.attachments.select_related("file"):
        copy = copies.approved_of(attachment.file)
        assert copy
        assert client.get(reverse("files:public", args=[copy.pk])).status_code == 404


def test_a_deputy_who_only_reads_along_sees_the_copy_and_not_the_file(client, county):
    story = released(county)
    reader = make_deputy(county)
    client.force_login(reader)

    page = client.get(story.suggestion.get_absolute_url()).content.decode()

    assert "现场照片.jpg" in page
    assert "王老五" not in page
    for stored in StoredFile.objects.all():
        assert client.get(reverse("files:download", args=[stored.pk])).status_code == 404


def test_a_clerk_sees_the_file_with_its_thumbnail_and_the_way_back(client, county):
    story = released(county)
    client.force_login(story.clerk)
    stored = story.suggestion.attachments.get(reply=None).file

    page = client.get(story.suggestion.get_absolute_url()).content.decode()
    shown = client.get(reverse("files:show", args=[stored.pk])).content.decode()

    assert "王老五家.jpg" in page
    assert reverse("files:thumbnail", args=[stored.pk]) in page
    assert story.suggestion.get_absolute_url() in shown
    assert reverse("files:public_copy", args=[stored.pk]) in shown
