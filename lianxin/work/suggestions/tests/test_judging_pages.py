"""Judging, signed in and by a signed link."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Evaluation
from lianxin.foundation.ledger.models import Event
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.links import SALT, judge_link, judge_token
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_clerk,
    make_deputy,
    make_office,
    make_office_head,
    make_suggestion,
)

pytestmark = pytest.mark.django_db
GOOD = {"attitude": "satisfied", "result": "basically", "reason": ""}
BAD = {"attitude": "satisfied", "result": "dissatisfied", "reason": "护栏𠮷还没有装👎。"}


@pytest.fixture
def story(county):
    return make_suggestion(county, status="replied")


@pytest.fixture
def link(story):
    return judge_link(story.answer, story.deputy.person)


def judge(client, story, data, account=None):
    client.force_login(account or story.deputy)
    return client.post(reverse("suggestions:judge", args=[story.answer.pk]), data)


# Signed in


def test_the_deputy_judges_and_reads_what_was_recorded(client, story):
    answer = judge(client, story, GOOD)
    shown = client.get(answer.url).content.decode()

    assert "基本满意" in shown
    assert story.status == "judged"


def test_dissatisfied_without_a_reason_is_asked_for_one_and_the_choice_is_kept(client, story):
    answer = judge(client, story, BAD | {"reason": "  "})

    words = answer.content.decode()
    assert "请写明具体意见" in words
    assert answer.context["form"]["result"].value() == "dissatisfied"
    assert not Evaluation.objects.exists()


def test_dissatisfied_with_a_reason_sends_it_back_to_the_office(client, story):
    judge(client, story, BAD)

    assert story.status == "rework"
    assert Evaluation.objects.get().reason == BAD["reason"]


def test_a_judgement_may_be_changed_until_something_followed(client, story):
    judge(client, story, GOOD)
    judge(client, story, GOOD | {"result": "satisfied"})
    assert Evaluation.objects.get().result == "satisfied"

    judge(client, story, BAD)
    late = judge(client, story, GOOD)

    assert Evaluation.objects.get().result == "dissatisfied"
    assert "正在重新办理" in late.content.decode()


def test_half_a_judgement_is_no_judgement(client, story):
    answer = judge(client, story, {"attitude": "satisfied"})

    assert "请选一项" in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_an_unknown_word_is_no_judgement(client, story):
    judge(client, story, GOOD | {"result": "excellent"})

    assert not Evaluation.objects.exists()


def test_only_its_own_deputies_judge(client, county, story):
    for account in (make_deputy(county), story.head, make_clerk(county)):
        assert judge(client, story, GOOD, account).status_code == 404
    assert not Evaluation.objects.exists()


def test_the_deputy_of_a_merged_suggestion_judges_the_same_answer(client, county):
    clerk = make_clerk(county)
    story = Story(county, clerk=clerk).submit().accept()
    other = make_suggestion(county, clerk=clerk)
    workflow.merge(other.suggestion, into=story.suggestion, by=clerk, today=story.today)
    story.assign().receive().meet().reply()

    judge(client, story, GOOD, other.deputy)

    assert Evaluation.objects.get().person == other.deputy.person
    # The lead deputy of each is waited for.
    assert story.status == "replied"


def test_one_of_two_separate_answers_can_be_sent_back_before_the_other_is_given(client, county):
    story = Story(county).submit().accept()
    offices = [make_office(county), make_office(county)]
    story.office, story.head = offices[0], make_office_head(offices[0])
    story.assign(separate=offices).receive().meet().reply()

    answer = judge(client, story, BAD)

    assert answer.status_code == 302
    story.assignment.refresh_from_db()
    assert story.assignment.round == 2


# By link


def test_opening_the_link_changes_nothing_and_needs_no_sign_in(client, story, link):
    events = Event.objects.count()

    for _preview in range(3):
        shown = client.get(link)

    assert shown.status_code == 200
    assert story.suggestion.title in shown.content.decode()
    assert "桥墩已加固" in shown.content.decode()
    assert not Evaluation.objects.exists()
    assert Event.objects.count() == events
    assert client.head(link).status_code == 200


def test_a_judgement_by_link_is_recorded_as_such(client, story, link):
    answer = client.post(link, GOOD, follow=True)

    evaluation = Evaluation.objects.get()
    assert (evaluation.channel, evaluation.recorded_by) == ("link", None)
    assert "评价已记录" in answer.content.decode()
    assert story.status == "judged"


def test_the_link_works_without_cookies_and_says_nothing_to_other_sites(story, link):
    from django.test import Client

    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(link, GOOD)
    shown = stranger.get(link)

    assert answer.status_code == 302
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "sessionid" not in stranger.cookies


def test_opening_it_again_shows_what_was_recorded_and_lets_it_be_changed(client, story, link):
    client.post(link, GOOD)
    again = client.get(link).content.decode()
    client.post(link, GOOD | {"result": "satisfied"})

    assert "已记录的评价" in again
    assert "改评价" in again
    assert Evaluation.objects.get().result == "satisfied"


def test_after_a_redo_has_begun_the_link_says_so(client, story, link):
    client.post(link, BAD)
    late = client.post(link, GOOD)
    shown = client.get(link).content.decode()

    assert Evaluation.objects.get().result == "dissatisfied"
    assert "正在重新办理" in late.content.decode()
    assert "改评价" not in shown


def test_dissatisfied_by_link_needs_a_reason_too(client, story, link):
    answer = client.post(link, BAD | {"reason": ""})

    assert "请写明具体意见" in answer.content.decode()
    assert not Evaluation.objects.exists()


def test_the_page_behind_the_link_shows_no_personal_data(client, story, link):
    person = story.deputy.person
    person.phone, person.address = "13800001234", "柳溪村三组"
    person.save()

    shown = client.get(link).content.decode()

    assert person.name in shown
    assert "13800001234" not in shown
    assert "柳溪村三组" not in shown


@pytest.mark.parametrize(
    "token", ["x", "WzEsMV0:1abc:zzz", "..", "%00", "𠮷", "WzEsMV0:1xUyAf:" + "a" * 43]
)
def test_a_forged_link_opens_nothing(client, story, token):
    url = reverse("suggestions:judge_by_link", args=[token])

    assert client.get(url).status_code == 404
    assert client.post(url, GOOD).status_code == 404
    assert not Evaluation.objects.exists()


def test_a_token_signed_for_something_else_opens_nothing(client, story):
    keys = [story.answer.pk, story.deputy.person_id]
    token = signing.dumps(keys, salt="another purpose")

    assert client.get(reverse("suggestions:judge_by_link", args=[token])).status_code == 404


def test_an_old_link_says_that_it_is_old(client, story, link, monkeypatch):
    later = timezone.now().timestamp() + timedelta(days=91).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    answer = client.get(link)

    assert answer.status_code == 410
    assert "已经过期" in answer.content.decode()
    assert client.post(link, GOOD).status_code == 410


def test_a_link_for_someone_who_is_no_proposer_opens_nothing(client, county, story):
    link = judge_link(story.answer, make_deputy(county).person)

    assert client.get(link).status_code == 404
    assert client.post(link, GOOD).status_code == 404


def test_a_link_to_a_draft_opens_nothing(client, county):
    story = make_suggestion(county, status="met")
    draft = handling.save_reply(story.assignment, by=story.head, today=story.today, text="草稿")

    assert client.get(judge_link(draft, story.deputy.person)).status_code == 404


def test_a_program_that_keeps_pressing_is_slowed_down(client, story, link):
    for _press in range(20):
        client.post(link, {})

    answer = client.post(link, GOOD)

    assert answer.status_code == 429
    assert "再试" in answer.content.decode()
    assert client.get(link).status_code == 200


def test_the_picture_for_the_paper_form_is_the_clerks(client, story):
    token = judge_token(story.answer, story.deputy.person)
    url = reverse("suggestions:judge_qr", args=[token])

    client.force_login(story.clerk)
    picture = client.get(url)
    client.force_login(story.deputy)
    refused = client.get(url)

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert refused.status_code == 404
    assert SALT not in picture.content.decode()
