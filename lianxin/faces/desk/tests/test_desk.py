"""What each role finds on the desk, and what it costs."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianxin.engines.matters import workflow as handling
from lianxin.faces.desk.duties import messages
from lianxin.foundation.people.models import Grant, Group, Role
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    Story,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_handler,
    make_office_head,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


def desk(client, account, **query):
    client.force_login(account)
    return client.get(reverse("desk:home", query=query))


def figures(page) -> dict[str, tuple[int, str]]:
    """label → number and address of the tiles."""
    return {
        count.label: (count.number, count.url)
        for part in page.context["desk"].parts
        for count in part.shown_counts
    }


def test_the_clerk_of_a_body_with_nothing_yet_is_told_where_to_begin(client):
    town = make_township(make_county())
    clerk = make_clerk(town)

    first = desk(client, clerk).context["desk"].duties[0]
    make_deputy(town)
    then = desk(client, clerk).context["desk"].duties

    assert first.url == reverse("setup:home", query={"body": town.code})
    assert first.key not in {duty.key for duty in then}


def test_clerk_is_told_to_review_what_was_submitted(client, county):
    story = make_suggestion(county)

    page = desk(client, story.clerk)

    duty = page.context["desk"].duties[0]
    assert (duty.title, duty.button) == (story.suggestion.title, "审查")
    assert figures(page)["待审查"][0] == 1


def test_every_figure_of_the_clerk_opens_a_list_of_as_many(client, county):
    clerk, office = make_clerk(county), make_office(county)
    make_office_head(office)
    for status in ("submitted", "accepted", "assigned", "replied", "judged", "closed"):
        make_suggestion(county, status=status, clerk=clerk, office=office)

    found = figures(desk(client, clerk))

    assert {"待审查", "待交办", "待代表评价", "待办结", "待归档"} <= found.keys()
    for label, (number, url) in found.items():
        if "only=" in url:
            continue
        shown = client.get(url).context["page"]
        assert (label, len(list(shown))) == (label, number)


def test_returns_and_extensions_wait_for_the_clerk_and_can_be_shown_alone(client, county):
    story = make_suggestion(county, status="received")
    other = make_suggestion(county, status="received", clerk=story.clerk)
    handling.ask_return(
        story.assignment, reason="不属于本单位职责。", by=story.head, today=story.today
    )
    handling.ask_extension(
        other.assignment,
        reason="需要等汛期过后施工。",
        asked_until=other.today.replace(month=8),
        by=other.head,
        today=other.today,
    )

    found = figures(desk(client, story.clerk))
    alone = desk(client, story.clerk, only="return").context["desk"].duties

    assert (found["退办待审核"][0], found["延期待审批"][0]) == (1, 1)
    assert [duty.button for duty in alone] == ["审核退办"]


def test_office_sees_what_it_was_handed_and_the_head_what_is_to_be_signed(client, county):
    story = make_suggestion(county, status="met")
    handler = make_office_handler(story.office)
    draft = handling.save_reply(
        story.assignment,
        by=handler,
        today=story.today,
        text="桥墩已加固。",
        result_class="solved",
    )
    handling.send_for_signature(draft, by=handler, today=story.today)

    head, clerk = desk(client, story.head), desk(client, handler)

    assert "审定签发" in [duty.button for duty in head.context["desk"].duties]
    assert "审定签发" not in [duty.button for duty in clerk.context["desk"].duties]
    assert figures(head)["待签发"][0] == 1


def test_deputy_is_asked_to_judge_and_to_answer_an_invitation(client, county):
    story = make_suggestion(county, status="replied")
    other = make_suggestion(county, status="draft")
    workflow.invite(
        other.suggestion, persons=[story.deputy.person], by=other.deputy, today=other.today
    )

    buttons = {duty.button for duty in desk(client, story.deputy).context["desk"].duties}

    assert buttons == {"看答复，评价", "看内容，确认联名"}


def test_someone_with_two_roles_is_told_of_one_suggestion_once(client, county):
    story = make_suggestion(county, status="replied")
    Grant.objects.create(
        account=story.deputy,
        role=Role.CHAIR,
        body=county,
        valid_from=story.today.replace(year=2022),
    )

    duties = desk(client, story.deputy).context["desk"].duties

    assert len([duty for duty in duties if duty.title == story.suggestion.title]) == 1


def test_administrator_finds_settings_and_no_suggestion(client, county):
    make_suggestion(county)

    page = desk(client, make_account(Role.SYSTEM_ADMIN, county))

    assert page.context["desk"].duties == []
    assert "石板桥" not in page.content.decode()
    assert figures(page) == {}


@pytest.mark.parametrize(
    "role", [Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.SUPERVISION_OFFICE, Role.AUDITOR]
)
def test_who_only_looks_on_finds_figures_and_lists(client, role):
    township = make_township(make_county())
    make_suggestion(township, status="judged")
    make_suggestion(township, status="received").later(200)

    page = desk(client, make_account(role, township))

    assert page.status_code == 200
    for number, url in figures(page).values():
        if "only=" not in url:
            assert len(list(client.get(url).context["page"])) == number


def test_a_group_leader_sees_how_the_suggestions_of_the_group_stand(client, county):
    group = Group.objects.create(body=county, name="第一代表小组")
    leader = make_account(Role.GROUP_LEADER, county, group=group)
    inside = make_suggestion(county, status="judged")
    inside.deputy.person.seats.update(group=group)
    make_suggestion(county, status="judged")
    hidden = make_suggestion(county, status="judged", is_confidential=True, agrees_public=False)
    hidden.deputy.person.seats.update(group=group)

    found = figures(desk(client, leader))

    assert {label: number for label, (number, _url) in found.items()} == {"待办结": 1}
    rows = list(client.get(found["待办结"][1]).context["page"])
    assert [row.pk for row in rows] == [inside.suggestion.pk]


def test_confidential_ones_are_not_counted_for_those_who_may_not_see_them(client, county):
    make_suggestion(county, status="judged", is_confidential=True, agrees_public=False)

    assert "待办结" not in figures(desk(client, make_account(Role.AUDITOR, county)))


def test_the_auditor_is_led_to_the_trail(client, county):
    page = desk(client, make_account(Role.AUDITOR, county))

    assert f'href="{reverse("reports:trail")}"' in page.content.decode()
    assert client.get(reverse("reports:trail")).status_code == 200


def test_liaison_goes_on_with_what_was_written_for_a_deputy(client, county):
    liaison = make_account(Role.LIAISON, county)
    deputy = make_deputy(county)
    workflow.draft(
        county,
        person=deputy.person,
        by=liaison,
        today=TODAY,
        title="关于增设候车亭的建议",
    )

    duties = desk(client, liaison).context["desk"].duties

    assert [(duty.title, duty.button) for duty in duties] == [("关于增设候车亭的建议", "接着办")]


def test_an_empty_desk_says_so(client, county):
    page = desk(client, make_account(Role.CHAIR, county))

    assert "今天没有等您办的事" in page.content.decode()


# Each room asks once or twice for those who have something to do there.
MOST_QUERIES = {"clerk": 45, "head": 25, "handler": 25, "deputy": 30, "chair": 28}


@pytest.mark.parametrize("who", MOST_QUERIES)
def test_the_desk_asks_as_many_queries_whatever_the_number_of_suggestions(
    client, county, who, django_assert_max_num_queries
):
    story = make_suggestion(county, status="received")
    handler, chair = make_office_handler(story.office), make_account(Role.CHAIR, county)
    account = {
        "clerk": story.clerk,
        "head": story.head,
        "handler": handler,
        "deputy": story.deputy,
        "chair": chair,
    }[who]
    few = _queries(client, account)

    for status in ("submitted", "accepted", "assigned", "received", "replied", "judged", "closed"):
        for _again in range(3):
            more = Story(county, deputy=story.deputy, clerk=story.clerk, office=story.office)
            more.head = story.head
            _walk(more, status)

    assert _queries(client, account) == few
    with django_assert_max_num_queries(MOST_QUERIES[who]):
        desk(client, account)


def _walk(story, status):
    path = ["submit", "accept", "assign", "receive", "meet", "reply", "judge", "close"]
    last = {
        "submitted": 1,
        "accepted": 2,
        "assigned": 3,
        "received": 4,
        "replied": 6,
        "judged": 7,
        "closed": 8,
    }[status]
    for step in path[:last]:
        getattr(story, step)()


def _queries(client, account) -> int:
    client.force_login(account)
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("desk:home"))
    return len([query for query in captured if not re.match(r"(SAVEPOINT|RELEASE)", query["sql"])])


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (-7215, "超过时限 300 天"),
        (-48, "超过时限 2 天"),
        (-47, "超过时限 47 小时"),
        (23, "还剩 23 小时"),
        (72, "还剩 3 天"),
    ],
)
def test_from_two_days_on_lateness_is_told_in_days(hours, words):
    now = timezone.now()
    row = SimpleNamespace(responded_at=None, answer_by=now + timedelta(hours=hours))

    assert messages._lateness(row, now).words == words
