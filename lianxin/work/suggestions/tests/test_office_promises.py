"""What an office promised: reported on, kept or explained, and who reaches it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters.models import Promise
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_deputy,
    make_office,
    make_office_handler,
    make_office_head,
    make_suggestion,
)
from lianxin.work.suggestions.tests.office_pages import page, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(county):
    story = make_suggestion(county, status="met", today=localdate())
    day = localdate() + timedelta(days=30)
    return story.reply("planned", promises=[{"text": "换护栏", "due_on": day}]).judge()


def test_a_promise_is_reported_on_kept_and_then_judged_again(client, promised):
    promise = Promise.objects.get()
    send(client, promised.head, "report_promise", promise.pk, text="已招标。", percent="40")
    bad = send(client, promised.head, "report_promise", promise.pk, text="已招标。", percent="140")
    send(client, promised.head, "keep_promise", promise.pk, text="护栏已换好。")

    promise.refresh_from_db()
    assert bad.status_code != 302
    assert promise.state == Promise.State.KEPT
    assert [report.percent for report in promise.reports.all()] == [40, 100]
    judged = send(client, promised.deputy, "judge_promise", promise.pk, judgement="satisfied")
    promise.refresh_from_db()
    assert judged.status_code == 302
    assert promise.state == Promise.State.CONFIRMED


def test_the_board_shows_open_promises_to_their_office_alone(client, county, promised):
    client.force_login(promised.head)
    own = client.get(reverse("suggestions:promises"))
    client.force_login(make_office_head(make_office(county)))
    other = client.get(reverse("suggestions:promises"))

    assert "换护栏" in own.content.decode()
    assert "换护栏" not in other.content.decode()


def test_a_handler_reports_but_only_the_head_says_it_is_kept(client, promised):
    handler = make_office_handler(promised.office)
    promise = Promise.objects.get()

    reported = send(client, handler, "report_promise", promise.pk, text="正在施工。")
    denied = send(client, handler, "keep_promise", promise.pk, text="好了。")

    assert reported.status_code == 302
    assert denied.status_code == 403


def test_a_promise_that_cannot_be_kept_is_explained_with_a_reason(client, promised):
    promise = Promise.objects.get()
    empty = send(client, promised.head, "explain_promise", promise.pk, explanation=" ")
    send(client, promised.head, "explain_promise", promise.pk, explanation="资金没有到位。")

    promise.refresh_from_db()
    assert empty.status_code != 302
    assert promise.state == Promise.State.EXPLAINED


def test_a_deputy_or_a_clerk_does_not_reach_the_promise_steps(client, promised):
    promise = Promise.objects.get()
    for account in (
        promised.deputy,
        promised.clerk,
        make_deputy(promised.body),
        make_clerk(promised.body),
    ):
        assert page(client, account, "keep_promise", promise.pk).status_code == 404
