"""A deputy's phone pages: following, withdrawing, and what each step's button opens."""

from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils.timezone import localdate

from lianxin.engines.matters.models import Matter
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.steps import steps_for
from lianxin.work.suggestions.tests.deputy_pages import page, send
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_clerk,
    make_deputy,
    make_suggestion,
)

pytestmark = pytest.mark.django_db


# Following


def test_following_says_where_it_stands_and_who_is_next(client, county, deputy):
    story = make_suggestion(county, status="assigned", deputy=deputy, today=localdate())

    shown = page(client, deputy, "follow", story.suggestion.pk)

    states = {stage.name: stage.state for stage in shown.context["stages"]}
    assert states["已交办"] == "done"
    assert states["办理中"] == "now"
    assert states["已答复"] == "ahead"
    due = Matter.objects.get(pk=story.suggestion.pk).due_on
    assert f"县交通运输局应在 {due:%Y-%m-%d} 前答复您" in shown.content.decode()


def test_the_list_puts_what_waits_for_the_deputy_first(client, county, deputy):
    replied = make_suggestion(county, status="replied", deputy=deputy)
    make_suggestion(county, status="assigned", deputy=deputy)
    make_suggestion(county, status="closed", deputy=deputy)

    shown = page(client, deputy, "mine").context

    assert [row.matter.pk for row in shown["waiting"]] == [replied.suggestion.pk]
    assert (len(shown["in_hand"]), len(shown["ended"])) == (1, 1)


def test_a_merged_one_is_followed_where_it_went(client, county, deputy):
    clerk = make_clerk(county)
    target = make_suggestion(county, status="accepted", clerk=clerk)
    story = make_suggestion(county, deputy=deputy, clerk=clerk)
    workflow.merge(story.suggestion, into=target.suggestion, by=clerk, today=story.today)

    shown = page(client, deputy, "follow", story.suggestion.pk).content.decode()

    assert "同样答复您" in shown
    assert page(client, deputy, "mine").status_code == 200


def test_the_list_asks_as_many_queries_for_two_as_for_eight(client, county, deputy):
    clerk = make_clerk(county)
    for _number in range(2):
        make_suggestion(county, deputy=deputy, clerk=clerk)
    client.force_login(deputy)
    few = _count(client)
    for _number in range(6):
        make_suggestion(county, deputy=deputy, clerk=clerk)

    assert _count(client) == few


def _count(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("suggestions:mine"))
    return len(captured)


# Withdrawing


def test_withdrawing_needs_a_reason_in_words(client, county, deputy):
    story = make_suggestion(county, status="assigned", deputy=deputy)

    send(client, deputy, "withdraw", story.suggestion.pk, reason=" ")
    assert story.status == "assigned"
    send(client, deputy, "withdraw", story.suggestion.pk, reason="问题已经解决。")

    assert story.status == "withdrawn"


def test_a_co_signer_does_not_withdraw(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    workflow.invite(story.suggestion, persons=[other.person], by=deputy, today=story.today)
    workflow.answer_invitation(
        story.suggestion, person=other.person, agrees=True, by=other, today=story.today
    )
    workflow.submit(story.suggestion, by=deputy, today=story.today)

    client.force_login(other)
    answer = client.post(
        reverse("suggestions:withdraw", args=[story.suggestion.pk]), {"reason": "不提了"}
    )

    assert answer.status_code == 403
    assert story.status == "submitted"


def test_an_invitation_declined_with_a_button_pressed_twice_is_declined_once(
    client, county, deputy
):
    story = make_suggestion(county, status="draft", deputy=deputy)
    other = make_deputy(county)
    workflow.invite(story.suggestion, persons=[other.person], by=deputy, today=story.today)

    for _press in range(2):
        answer = send(client, other, "cosigning", story.suggestion.pk)
        assert "已告诉对方" in answer.content.decode()

    assert (
        client.get(reverse("suggestions:cosigning", args=[story.suggestion.pk])).status_code == 404
    )


def test_a_discarded_draft_leaves_the_list(client, county, deputy):
    story = make_suggestion(county, status="draft", deputy=deputy)

    answer = send(client, deputy, "discard", story.suggestion.pk)

    assert resolve(urlsplit(answer.redirect_chain[0][0]).path).url_name == "mine"
    assert answer.context["ended"] == []


def test_every_step_button_leads_to_a_page_that_opens(client, county, deputy):
    for status in ("draft", "submitted", "assigned", "replied"):
        story = Story(county, deputy=deputy, today=localdate())
        path = {"draft": 0, "submitted": 1, "assigned": 3, "replied": 6}[status]
        for taken in ("submit", "accept", "assign", "receive", "meet", "reply")[:path]:
            getattr(story, taken)()
        suggestion = Suggestion.objects.get(pk=story.suggestion.pk)
        for account in (deputy, story.clerk, story.head):
            seen = Suggestion.objects.visible_to(account) if account else Suggestion.objects.none()
            if not seen.filter(pk=suggestion.pk).exists():
                continue
            client.force_login(account)
            found = steps_for(account, suggestion, list(suggestion.assignments.active()))
            for step in found:
                assert client.get(step.url).status_code == 200, (status, step.name)
