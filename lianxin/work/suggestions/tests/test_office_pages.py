"""The office's inbox and its steps before the answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters.models import Assignment
from lianxin.work.suggestions.tests.factories import (
    make_office,
    make_office_handler,
    make_office_head,
    make_suggestion,
)
from lianxin.work.suggestions.tests.office_pages import RARE, page, send

pytestmark = pytest.mark.django_db


# The inbox


def test_inbox_puts_the_most_urgent_first(client, county):
    head = make_office_head(make_office(county, "县交通运输局"))
    late = make_suggestion(
        county, status="received", today=localdate() - timedelta(days=200), title="晚的"
    )
    fresh = make_suggestion(county, status="assigned", today=localdate(), title="新的")

    client.force_login(head)
    shown = client.get(reverse("suggestions:inbox"))

    rows = shown.context["rows"]
    assert [row.matter.title for row in rows] == [late.suggestion.title, fresh.suggestion.title]
    assert "严重超期" in rows[0].lateness.words
    # Folded on a phone, so that the first thing to do comes first; open once it narrows.
    assert "data-open-wide" in shown.content.decode()
    narrowed = client.get(reverse("suggestions:inbox"), {"late": "late"})
    assert "data-open-wide" not in narrowed.content.decode()
    assert [row.button for row in rows] == ["登记联系", "签收"]


def test_inbox_filter_narrows_by_lateness_and_stage_and_shows_the_same_as_a_fragment(client, story):
    client.force_login(story.head)

    none = client.get(reverse("suggestions:inbox", query={"late": "late"}))
    whole = client.get(reverse("suggestions:inbox", query={"stage": "receive"}))
    fragment = client.get(
        reverse("suggestions:inbox", query={"stage": "receive"}), headers={"HX-Request": "true"}
    )

    assert "没有符合条件" in none.content.decode()
    assert story.suggestion.title in whole.content.decode()
    assert fragment.content.strip() in whole.content


def test_inbox_goes_on_after_the_last_row_of_a_page(client, county, monkeypatch):
    monkeypatch.setattr("lianxin.work.suggestions.views.office.PAGE", 2)
    stories = [
        make_suggestion(county, status="assigned", today=localdate(), title=f"第{n}件")
        for n in range(3)
    ]
    client.force_login(stories[0].head)

    first = client.get(reverse("suggestions:inbox"))
    second = client.get(reverse("suggestions:inbox") + first.context["older"])

    assert [row.matter.title for row in first.context["rows"]] == ["第0件", "第1件"]
    assert [row.matter.title for row in second.context["rows"]] == ["第2件"]
    assert second.context["older"] == ""


@pytest.mark.parametrize("mark", ["x", "2026-99-99.1", ".", "2026-01-01.x"])
def test_a_nonsense_page_mark_is_ignored(client, story, mark):
    client.force_login(story.head)

    assert client.get(reverse("suggestions:inbox", query={"after": mark})).status_code == 200


def test_inbox_is_refused_to_whoever_works_for_no_office(client, story):
    client.force_login(story.clerk)

    assert client.get(reverse("suggestions:inbox")).status_code == 403


STEPS = ["receive", "ask_return", "plan", "contact", "extend", "note_progress", "reply"]


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_of_another_office_do_not_exist(client, county, story, name):
    stranger = make_office_head(make_office(county))

    assert page(client, stranger, name, story.assignment.pk).status_code == 404
    assert page(client, story.deputy, name, story.assignment.pk).status_code == 404
    assert page(client, story.clerk, name, story.assignment.pk).status_code == 404
    assert page(client, story.head, name, story.assignment.pk).status_code in {200, 302}


# Steps before the answer


def test_receiving_names_the_handler(client, story):
    answer = send(
        client,
        story.head,
        "receive",
        story.assignment.pk,
        handler="周𠮷",
        handler_phone="0000-1",
        leader="钱副局长",
    )

    assignment = Assignment.objects.get(pk=story.assignment.pk)
    assert answer.status_code == 302
    assert (assignment.status, assignment.handler) == ("received", "周𠮷")


def test_receiving_twice_is_refused_in_words(client, story):
    send(client, story.head, "receive", story.assignment.pk, handler="周经办")
    again = send(client, story.head, "receive", story.assignment.pk, handler="周经办")

    assert "不必重复签收" in again.content.decode()


def test_return_page_shows_until_when_and_by_which_article(client, story):
    shown = page(client, story.head, "ask_return", story.assignment.pk).content.decode()

    assert "退办最迟在这一天提出" in shown
    assert "河南省" in shown


def test_return_is_asked_for_with_a_reason(client, story):
    empty = send(client, story.head, "ask_return", story.assignment.pk, reason="")
    done = send(
        client,
        story.head,
        "ask_return",
        story.assignment.pk,
        reason="石板桥由文物部门管理。",
        suggested_office="县文旅局",
        signed_by="何局长",
    )

    assert empty.status_code != 302
    assert done.status_code == 302
    assert Assignment.objects.get(pk=story.assignment.pk).status == "return_asked"


def test_return_after_its_day_is_not_offered_and_refused(client, county):
    story = make_suggestion(county, status="assigned", today=localdate() - timedelta(days=60))

    shown = page(client, story.head, "ask_return", story.assignment.pk).content.decode()
    sent = send(
        client, story.head, "ask_return", story.assignment.pk, reason="不属于", signed_by="何"
    )

    assert "退办的期限已过" in shown
    assert sent.status_code != 302
    assert Assignment.objects.get(pk=story.assignment.pk).status == "assigned"


def test_a_handler_is_told_that_the_head_asks_for_returns_and_extensions(client, story):
    handler = make_office_handler(story.office)

    for name in ("ask_return", "extend"):
        shown = page(client, handler, name, story.assignment.pk).content.decode()
        assert "由负责人登录办理" in shown
    denied = send(
        client, handler, "ask_return", story.assignment.pk, reason="不属于", signed_by="何"
    )
    assert denied.status_code == 403


def test_a_meeting_is_recorded_and_a_phone_call_is_no_meeting(client, story):
    today = localdate().isoformat()
    wrong = send(
        client,
        story.head,
        "contact",
        story.assignment.pk,
        contacted_on=today,
        way="phone",
        is_meeting="on",
    )
    right = send(
        client,
        story.head,
        "contact",
        story.assignment.pk,
        contacted_on=today,
        way="online",
        is_meeting="on",
        points=RARE,
    )

    assert "面商应当是当面或者视频" in wrong.content.decode()
    assert right.status_code == 302
    assert story.assignment.contacts.get().points == RARE


def test_a_contact_sent_twice_is_one(client, story):
    said = {"contacted_on": localdate().isoformat(), "way": "phone", "points": "已到现场看过"}
    for _press in range(2):
        assert send(client, story.head, "contact", story.assignment.pk, **said).status_code == 302
    send(client, story.head, "contact", story.assignment.pk, **said | {"points": "又通了电话"})

    assert story.assignment.contacts.count() == 2


def test_a_contact_before_the_handing_over_or_tomorrow_is_refused(client, story):
    for day in (localdate() - timedelta(days=1), localdate() + timedelta(days=1)):
        answer = send(
            client,
            story.head,
            "contact",
            story.assignment.pk,
            contacted_on=day.isoformat(),
            way="phone",
        )
        assert answer.status_code != 302
    assert not story.assignment.contacts.exists()


def test_extension_page_shows_the_latest_lawful_day_and_refuses_a_later_one(client, story):
    shown = page(client, story.head, "extend", story.assignment.pk)
    latest = shown.context["longest"].due
    late = send(
        client,
        story.head,
        "extend",
        story.assignment.pk,
        asked_until=(latest + timedelta(days=1)).isoformat(),
        reason="汛期不能施工",
    )
    lawful = send(
        client,
        story.head,
        "extend",
        story.assignment.pk,
        asked_until=latest.isoformat(),
        reason="汛期不能施工",
    )

    assert latest.isoformat() in shown.content.decode()
    assert "不是另加" in late.content.decode()
    assert lawful.status_code == 302
    again = page(client, story.head, "extend", story.assignment.pk).content.decode()
    assert "正在等人大办审批" in again
    assert "提交延期申请</button>" not in again


def test_plan_and_progress_are_kept(client, story):
    send(client, story.head, "plan", story.assignment.pk, text="先勘察，后施工。", handler="周")
    send(client, story.head, "note_progress", story.assignment.pk, text="已勘察。")

    story.assignment.refresh_from_db()
    assert story.assignment.plan == "先勘察，后施工。"
    assert story.assignment.progress_notes.get().text == "已勘察。"
