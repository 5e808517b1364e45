"""The pages of the clerk's review: what they do, what they refuse, whom they keep out."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from lianxin.engines.matters.models import Matter, Proposer
from lianxin.foundation.ledger.chain import events_of
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.steps.clerk import WAYS
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    Story,
    make_clerk,
    make_county,
    make_deputy,
    make_person,
    make_seat,
    make_suggestion,
)


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def story(county):
    return make_suggestion(county, status="submitted")


@pytest.fixture
def send(client):
    def send(story, name, user=None, pk=None, **typed):
        client.force_login(user or story.clerk)
        url = reverse(f"suggestions:{name}", args=[pk or story.suggestion.pk])
        return client.post(url, typed)

    return send


def said(response) -> str:
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def test_accepting_numbers_and_notes_the_call_back_in_one_go(story, send):
    response = send(story, "accept", numbering="auto", call_back_note="电话联系，同意先修桥墩。")

    story.suggestion.refresh_from_db()
    assert response.status_code == 302
    assert said(response) == "已受理，编为第 1 号。下一步：交办。"
    assert (story.status, story.suggestion.number) == ("accepted", "1")
    assert story.suggestion.call_back_note == "电话联系，同意先修桥墩。"


def test_accepting_keeps_the_number_on_the_paper(story, send):
    send(story, "accept", numbering="printed", number="0038")

    assert Suggestion.objects.get(pk=story.suggestion.pk).number == "0038"


def test_a_number_typed_counts_also_when_the_circle_was_forgotten(story, send):
    send(story, "accept", numbering="auto", number="Y19")

    assert Suggestion.objects.get(pk=story.suggestion.pk).number == "Y19"


def test_a_printed_number_without_the_number_does_not_fit(story, send):
    response = send(story, "accept", numbering="printed", call_back_note="已电话联系")

    assert response.status_code == 422
    assert "请填写纸面上的编号" in response.content.decode()
    assert "已电话联系" in response.content.decode()
    assert story.status == "submitted"


def test_a_number_taken_leaves_nothing_half_done(county, story, send):
    other = make_suggestion(county, status="submitted", clerk=story.clerk)
    send(other, "accept", numbering="printed", number="0038")

    response = send(story, "accept", numbering="printed", number="0038", call_back_note="记下的话")

    assert response.status_code == 409
    assert "第 0038 号已经用过" in response.content.decode()
    assert "记下的话" in response.content.decode()
    assert story.status == "submitted"


def test_the_next_number_is_shown_before_it_is_given(client, story, send):
    client.force_login(story.clerk)
    page = client.get(reverse("suggestions:accept", args=[story.suggestion.pk]))
    assert "下一个是 1 号" in page.content.decode()

    send(story, "accept", numbering="auto")

    assert Suggestion.objects.get(pk=story.suggestion.pk).number == "1"


def test_a_second_press_meets_the_refusal_and_keeps_what_was_typed(story, send):
    send(story, "accept", numbering="auto")

    response = send(story, "accept", numbering="auto", call_back_note="第二次输入的话")

    assert response.status_code == 409
    assert "本件现在的状态是“已受理待交办”" in response.content.decode()
    assert "第二次输入的话" in response.content.decode()
    assert Suggestion.objects.get(pk=story.suggestion.pk).number == "1"


def test_a_page_opened_too_late_leads_back_and_says_why(client, story, send):
    send(story, "accept", numbering="auto")

    response = client.get(reverse("suggestions:accept", args=[story.suggestion.pk]), follow=True)

    assert response.redirect_chain[-1][0] == story.suggestion.get_absolute_url()
    assert "不能办理这一步" in response.content.decode()


def test_returning_for_correction_needs_words(story, send):
    assert send(story, "return_for_correction", reason=" ").status_code == 422

    send(story, "return_for_correction", reason="请分成两件。")

    assert story.status == "returned"


def test_refusing_needs_one_of_the_legal_grounds(story, send):
    assert send(story, "refuse", ground="dislike").status_code == 422

    response = send(story, "refuse", ground="case", reason="正在审理。")

    story.suggestion.refresh_from_db()
    assert "转代表来信处理" in said(response)
    assert story.status == "refused"
    assert "正在审理。" in story.suggestion.decision_reason


def test_merging_offers_what_has_a_similar_title(client, county, story, send):
    alike = make_suggestion(
        county, status="accepted", clerk=story.clerk, title="关于加固柳溪村石板桥的建议"
    )
    make_suggestion(
        county,
        status="accepted",
        clerk=story.clerk,
        title="关于增设儿科门诊的建议",
        text="孩子夜里发烧要送到外地。请县医院开夜间门诊。",
    )
    client.force_login(story.clerk)
    url = reverse("suggestions:merge", args=[story.suggestion.pk])

    offered = client.get(url).content.decode()
    searched = client.get(url, {"q": "儿科"}).content.decode()
    response = send(story, "merge", into=alike.suggestion.pk)

    assert "关于加固柳溪村石板桥的建议" in offered
    assert "儿科" not in offered
    assert "关于增设儿科门诊的建议" in searched
    assert said(response).startswith(f"已并入第 {alike.suggestion.number} 号")
    assert Matter.objects.get(pk=story.suggestion.pk).merged_into_id == alike.suggestion.pk


def test_merging_into_what_is_not_in_hand_is_kept_out(county, story, send):
    other = make_suggestion(county, status="submitted", clerk=story.clerk)

    response = send(story, "merge", into=other.suggestion.pk)

    assert response.status_code == 422
    assert story.status == "submitted"


def test_splitting_makes_parts_that_wait_for_review(story, send):
    typed = {
        "total": "2",
        "part0-title": "修桥",
        "part0-text": "加固桥墩。",
        "part1-title": "修路",
        "part1-text": "整平路面。",
    }

    response = send(story, "split", **typed)

    assert "已分为 2 件" in said(response)
    assert story.status == "split"
    parts = Suggestion.objects.filter(split_from=story.suggestion.pk).order_by("pk")
    assert [(part.title, part.status) for part in parts] == [
        ("修桥", "submitted"),
        ("修路", "submitted"),
    ]


def test_one_more_part_keeps_what_was_typed(story, send):
    typed = {
        "total": "2",
        "part0-title": "修桥",
        "part0-text": "加固桥墩。",
        "part1-title": "",
        "part1-text": "",
        "more": "1",
    }

    response = send(story, "split", **typed)

    page = response.content.decode()
    assert response.status_code == 200
    assert "第 3 件" in page
    assert 'value="修桥"' in page
    assert story.status == "submitted"


def test_a_part_without_words_does_not_fit(story, send):
    typed = {"total": "2", "part0-title": "修桥", "part0-text": "加固桥墩。", "part1-title": ""}

    assert send(story, "split", **typed).status_code == 422
    assert story.status == "submitted"


def test_a_number_can_be_corrected_until_handing_over(county, send):
    story = make_suggestion(county, status="accepted")

    response = send(story, "give_number", number="Y19")

    assert said(response) == "已编为第 Y19 号。"
    story.assign()
    assert send(story, "give_number", number="Y20").status_code == 409


def test_a_call_back_is_noted(story, send):
    send(story, "call_back", note_text="代表想先修桥墩。")

    story.suggestion.refresh_from_db()
    assert story.suggestion.call_back_note == "代表想先修桥墩。"


@pytest.fixture
def motion(county):
    story = Story(
        county,
        kind="motion",
        plan="制定条例。",
        occasion="in_session",
        session=county.terms.get().sessions.get(),
    )
    for _place in range(9):
        cosigner = make_deputy(county)
        workflow.invite(story.suggestion, persons=[cosigner.person], by=story.deputy, today=TODAY)
        workflow.answer_invitation(
            story.suggestion, person=cosigner.person, agrees=True, by=cosigner, today=TODAY
        )
    return story.submit()


def test_the_presidium_puts_a_motion_on_the_agenda_or_turns_it_into_a_suggestion(motion, send):
    assert send(motion, "convert_motion", decided_on="2026-01-13", reason="").status_code == 422

    send(motion, "convert_motion", decided_on="2026-01-13", reason="尚不成熟。")

    motion.suggestion.refresh_from_db()
    assert (motion.status, motion.suggestion.kind) == ("submitted", "suggestion")
    response = send(motion, "put_on_agenda", decided_on="2026-01-13")
    assert response.status_code == 409


def test_a_decision_of_tomorrow_is_refused(motion, send):
    response = send(motion, "put_on_agenda", decided_on="2999-01-01")

    assert response.status_code == 409
    assert "决定日期不能晚于今天" in response.content.decode()


def test_a_cosigners_paper_is_recorded_under_both_names(client, county, send):
    clerk = make_clerk(county)
    lead, cosigner = make_person(county), make_person(county)
    for person in (lead, cosigner):
        make_seat(person, county)
    draft = workflow.draft(
        county,
        person=lead,
        cosigners=[cosigner],
        by=clerk,
        today=TODAY,
        title="关于修桥的建议",
        text="修桥。",
    )
    client.force_login(clerk)
    invitation = draft.proposers.get(person=cosigner)

    page = client.get(reverse("suggestions:confirm_cosigner", args=[draft.pk]))
    client.post(reverse("suggestions:answer_for_cosigner", args=[invitation.pk]), {"agrees": "yes"})

    assert cosigner.name in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == Proposer.State.CONFIRMED
    event = events_of(draft).last()
    assert (event.actor_name, event.behalf_name) == (clerk.name, cosigner.name)


REVIEW = [
    "accept",
    "return_for_correction",
    "refuse",
    "merge",
    "split",
    "give_number",
    "call_back",
]


@pytest.mark.parametrize("name", REVIEW)
def test_only_the_clerk_of_the_body_reviews(client, story, name):
    url = reverse(f"suggestions:{name}", args=[story.suggestion.pk])

    client.force_login(story.deputy)
    assert client.get(url).status_code == 403
    assert client.post(url).status_code == 403
    client.force_login(make_deputy(story.body))
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("name", REVIEW)
def test_pages_open_for_the_clerk(client, story, name):
    client.force_login(story.clerk)

    response = client.get(reverse(f"suggestions:{name}", args=[story.suggestion.pk]))

    assert response.status_code == (302 if "submitted" not in WAYS[name].statuses else 200)
