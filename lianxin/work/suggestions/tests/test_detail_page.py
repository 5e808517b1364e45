"""One suggestion's page: what it shows to whom, in how many queries, with which buttons."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lianxin.engines.matters import workflow as handling
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_head,
    make_suggestion,
    make_township,
)

MOST_QUERIES = 20


@pytest.fixture
def county(db):
    return make_county()


def show(client, user, story):
    client.force_login(user)
    return client.get(reverse("suggestions:detail", args=[story.suggestion.pk]))


def text_of(client, user, story) -> str:
    response = show(client, user, story)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def rich(county):
    """A suggestion with everything on it: merged ones, assistance, promises, pressing."""
    story = make_suggestion(county, status="accepted")
    other = make_suggestion(county, status="submitted", clerk=story.clerk)
    workflow.merge(other.suggestion, into=story.suggestion, by=story.clerk, today=TODAY)
    helper = make_office(county, "县财政局")
    story.assign(assisting=[helper]).receive().meet()
    handling.note_progress(story.assignment, text="已勘察设计。", by=story.head, today=TODAY)
    handling.plan(story.assignment, text="六月底前完工。", by=story.head, today=TODAY)
    extension = handling.ask_extension(
        story.assignment,
        reason="汛期不能施工。",
        asked_until=TODAY + timedelta(days=120),
        by=story.head,
        today=TODAY,
    )
    handling.decide_extension(
        extension, agree=True, deputy_told_on=TODAY, by=story.clerk, today=TODAY
    )
    opinion = handling.save_reply(
        story.assignments[1],
        text="资金可以安排。",
        signatory="钱局长",
        by=make_office_head(helper),
        today=TODAY,
    )
    handling.issue_reply(opinion, by=make_office_head(helper), today=TODAY)
    story.reply(
        "planned",
        promises=[{"text": "汛期前加固桥墩", "due_on": TODAY + timedelta(days=90)}],
        items=[{"request": "加固桥墩", "outcome": "adopted", "answer": "已列入计划。"}],
    )
    story.judge("basically")
    handling.judge(
        story.answer,
        person=other.deputy.person,
        attitude="satisfied",
        result="satisfied",
        by=other.deputy,
        today=TODAY,
    )
    handling.report_promise(
        story.answer.promises.get(), text="已招标。", percent=30, by=story.head, today=TODAY
    )
    handling.supervise(
        story.suggestion,
        method="on_site",
        pressed_on=TODAY,
        people="李主任",
        result="到现场看桥。",
        by=story.clerk,
        today=TODAY,
    )
    story.other = other
    return story


@pytest.mark.parametrize("role", ["clerk", "deputy", "head"])
def test_the_fullest_page_costs_at_most_twenty_queries(
    client, rich, role, django_assert_max_num_queries
):
    client.force_login(getattr(rich, role))
    url = reverse("suggestions:detail", args=[rich.suggestion.pk])

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(url)

    assert response.status_code == 200
    for words in ("汛期前加固桥墩", "已招标。", "已勘察设计。", "到现场看桥。", "并入本件"):
        assert words in response.content.decode()


def test_a_draft_reply_is_seen_in_its_office_alone(client, county):
    story = make_suggestion(county, status="met")
    handling.save_reply(story.assignment, text="拟于六月完工", by=story.head, today=TODAY)

    assert "拟于六月完工" in text_of(client, story.head, story)
    for user in (story.clerk, story.deputy):
        assert "拟于六月完工" not in text_of(client, user, story)


def test_an_assisting_opinion_is_for_the_offices_and_the_congress_office(client, rich):
    for user in (rich.clerk, rich.head):
        assert "资金可以安排。" in text_of(client, user, rich)
    for user in (rich.deputy, rich.other.deputy):
        assert "资金可以安排。" not in text_of(client, user, rich)


def test_a_deputy_who_only_reads_along_sees_what_the_public_may(client, county):
    story = make_suggestion(county, status="replied")
    story.judge("dissatisfied", reason="护栏只换了一半。")
    person = story.deputy.person
    person.phone = "13800000000"
    person.save()
    handling.publish(story.suggestion, by=story.clerk, today=TODAY)

    page = text_of(client, make_deputy(county), story)

    assert "现已恢复通行" in page
    for hidden in ("护栏只换了一半。", "13800000000", "周经办", "到现场看桥", "代表确认以桥墩加固"):
        assert hidden not in page


def test_a_reply_not_to_be_public_is_kept_from_readers(client, county):
    story = make_suggestion(county, status="met").reply(is_public=False)
    handling.publish(story.suggestion, by=story.clerk, today=TODAY)

    assert "现已恢复通行" in text_of(client, story.deputy, story)
    assert "现已恢复通行" not in text_of(client, make_deputy(county), story)


def test_telephone_numbers_of_deputies_are_for_those_who_call_them(client, county):
    story = make_suggestion(county, status="assigned")
    person = story.deputy.person
    person.phone = "13800000000"
    person.save()

    for user in (story.clerk, story.head):
        assert "13800000000" in text_of(client, user, story)


def test_a_confidential_suggestion_exists_for_few_and_says_so(client, county):
    town = make_township(county)
    story = make_suggestion(town, status="assigned", is_confidential=True)

    for user in (story.clerk, story.deputy, story.head):
        assert "代表要求保密" in text_of(client, user, story)
    for user in (make_clerk(county), make_deputy(town), make_account(Role.AUDITOR, county)):
        assert show(client, user, story).status_code == 404


def test_what_one_may_not_see_does_not_exist(client, county):
    story = make_suggestion(county, status="draft")

    assert show(client, story.deputy, story).status_code == 200
    for user in (story.clerk, make_deputy(county), make_account(Role.SYSTEM_ADMIN, county)):
        assert show(client, user, story).status_code == 404


def test_whose_suggestion_was_merged_reads_and_judges_where_it_went(client, rich):
    page = text_of(client, rich.other.deputy, rich)

    assert "现已恢复通行" in page


def test_the_clock_names_its_article(client, county):
    story = make_suggestion(county, status="assigned")

    page = text_of(client, story.clerk, story)

    assert "2026-06-11" in page
    assert "自交办之日起 3 个月" in page
    assert "第二十条" in page


def test_an_extended_clock_says_from_when_it_was_extended(client, rich):
    handling.supervise(
        rich.suggestion,
        method="leader",
        pressed_on=TODAY,
        people="王主任",
        result="会商。",
        by=rich.clerk,
        today=TODAY,
    )
    story = make_suggestion(rich.body, status="met", clerk=rich.clerk)
    extension = handling.ask_extension(
        story.assignment,
        reason="汛期不能施工。",
        asked_until=TODAY + timedelta(days=120),
        by=story.head,
        today=TODAY,
    )
    handling.decide_extension(
        extension, agree=True, deputy_told_on=TODAY, by=story.clerk, today=TODAY
    )

    page = text_of(client, story.clerk, story)

    assert "已批延期，原期限 2026-06-11" in page


def test_the_timeline_names_both_people_of_what_was_recorded_for_another(client, county):
    story = make_suggestion(county, status="replied")
    handling.judge(
        story.answer,
        person=story.deputy.person,
        attitude="satisfied",
        result="satisfied",
        channel="phone",
        by=story.clerk,
        today=TODAY,
    )

    page = text_of(client, story.clerk, story)

    assert f"{story.deputy.name}（由{story.clerk.name}代录）" in page
    assert f"由{story.clerk.name}代录" in page


@pytest.mark.parametrize(
    ("status", "main", "others"),
    [
        (
            "submitted",
            {"accept"},
            {"return_for_correction", "refuse", "merge", "split", "call_back"},
        ),
        ("accepted", {"hand_over"}, {"give_number", "merge", "split", "set_key", "publicity"}),
        ("assigned", set(), {"remind", "take_back", "supervise", "add_offices"}),
        ("replied", {"judge_for"}, {"remind_deputies", "close_without_feedback"}),
        ("judged", {"close"}, {"publicity", "set_key"}),
        ("closed", {"archive"}, {"publicity"}),
    ],
)
def test_the_clerk_sees_the_steps_of_the_status(client, county, status, main, others):
    story = make_suggestion(county, status=status)

    context = show(client, story.clerk, story).context

    assert {step.name for step in context["main_steps"]} >= main
    assert {step.name for step in context["steps"]} >= others


def test_a_clerk_of_the_county_only_reads_what_a_township_handles(client, county):
    story = make_suggestion(make_township(county), status="submitted")

    context = show(client, make_clerk(county), story).context

    assert not [*context["main_steps"], *context["steps"]]


def test_every_button_opens_its_page(client, county):
    for status in ("submitted", "accepted", "received", "replied", "judged", "closed"):
        story = make_suggestion(county, status=status)
        context = show(client, story.clerk, story).context
        for step in [*context["main_steps"], *context["steps"]]:
            assert client.get(step.url).status_code == 200, (status, step.name)
