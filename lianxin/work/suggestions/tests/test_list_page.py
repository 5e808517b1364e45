"""The list: what stands in a row, how it is narrowed, paged, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, Matter, Proposer
from lianxin.engines.matters.queries import visible_apart
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.forms.filters import FilterForm
from lianxin.work.suggestions.inbox import Thresholds
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    Story,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_head,
    make_suggestion,
    make_township,
)

MOST_QUERIES = 12


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def clerk(county):
    return make_clerk(county)


def found(client, user, **query) -> list[str]:
    """Titles on the first page of the filtered list."""
    client.force_login(user)
    response = client.get(reverse("suggestions:list", query=query))
    assert response.status_code == 200
    return [row.matter.title for row in response.context["rows"]]


def copies(story, number):
    """`number` suggestions like that of `story`, written past the steps, with people and office."""
    body, person, office = story.body, story.deputy.person, story.office or make_office(story.body)
    for place in range(number):
        matter = Suggestion.objects.create(
            body=body,
            county_id=body.county_id,
            kind="suggestion",
            title=f"关于第 {place} 座桥的建议",
            status="assigned",
            year=2026,
            lead_office=office,
            waiting_for="office",
            due_on=TODAY + timedelta(days=place),
        )
        Proposer.objects.create(matter=matter, person=person, is_lead=True, state="confirmed")
        Assignment.objects.create(matter=matter, office=office, role="lead", assigned_on=TODAY)


def test_a_row_says_who_what_and_until_when(client, county, clerk):
    story = Story(county, clerk=clerk, title="关于修桥的建议")
    cosigner = make_deputy(county)
    workflow.invite(story.suggestion, persons=[cosigner.person], by=story.deputy, today=TODAY)
    workflow.answer_invitation(
        story.suggestion, person=cosigner.person, agrees=True, by=cosigner, today=TODAY
    )
    story.submit().accept().assign(assisting=[make_office(county, "县财政局")])
    client.force_login(clerk)

    page = client.get(reverse("suggestions:list")).content.decode()

    for words in (
        f"{story.deputy.name}等 2 人",
        "县交通运输局",
        "县财政局",
        "协办",
        "办理中",
        "待协办",
        "2026-06-11",
    ):
        assert words in page


def test_a_judged_row_shows_the_local_letter_and_the_judgement(client, county, clerk):
    make_suggestion(county, status="judged", clerk=clerk)
    client.force_login(clerk)

    page = client.get(reverse("suggestions:list")).content.decode()

    assert "<b>A</b> 已经解决或者基本解决" in page
    assert "满意" in page


def test_fragment_is_a_part_of_the_page(client, county, clerk):
    make_suggestion(county, status="assigned", clerk=clerk)
    client.force_login(clerk)
    url = reverse("suggestions:list", query={"status": "assigned"})

    page = client.get(url)
    fragment = client.get(url, headers={"HX-Request": "true"})

    assert fragment.content.strip() in page.content
    assert "HX-Request" in page.headers["Vary"]


def test_the_number_of_queries_does_not_grow_with_the_list(
    client, county, clerk, django_assert_max_num_queries
):
    story = make_suggestion(county, status="assigned", clerk=clerk)
    copies(story, 2)
    client.force_login(clerk)
    url = reverse("suggestions:list")
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(url)

    copies(story, 57)
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        page = client.get(url)
    with django_assert_max_num_queries(MOST_QUERIES) as deeper:
        client.get(url + page.context["page"].older_url)

    # Only a list longer than one page is counted apart.
    assert len(many) == len(deeper) == len(few) + 1


@pytest.mark.parametrize("role", ["township clerk", "deputy", "office"])
def test_other_roles_stay_within_the_same_number_of_queries(
    client, county, role, django_assert_max_num_queries
):
    town = make_township(county)
    story = make_suggestion(town, status="assigned")
    copies(story, 40)
    user = {"township clerk": story.clerk, "deputy": story.deputy, "office": story.head}[role]
    client.force_login(user)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("suggestions:list"))


@pytest.mark.parametrize("sort", ["", "due", "number"])
def test_walking_all_pages_meets_every_suggestion_once(client, county, clerk, sort):
    story = make_suggestion(county, status="assigned", clerk=clerk)
    copies(story, 44)
    for matter in Matter.objects.filter(number=""):
        Matter.objects.filter(pk=matter.pk).update(number=f"{matter.pk}", number_scope="s:2026")
    client.force_login(clerk)
    url, seen = reverse("suggestions:list"), []
    address = f"?sort={sort}"
    while address:
        page = client.get(url + address).context["page"]
        seen += [matter.pk for matter in page]
        address = page.older_url

    assert sorted(seen) == sorted(Matter.objects.values_list("pk", flat=True))
    assert f"sort={sort}" in page.newer_url


def test_sorting_by_number_puts_nine_before_ten(client, county, clerk):
    for number in ("10", "9", "0038"):
        story = Story(county, clerk=clerk, title=f"第 {number} 件").submit()
        workflow.accept(story.suggestion, by=clerk, today=TODAY)
        workflow.give_number(story.suggestion, number=number, by=clerk, today=TODAY)

    assert found(client, clerk, sort="number") == ["第 9 件", "第 10 件", "第 0038 件"]


def test_filters_narrow_by_words_and_by_number(client, county, clerk):
    story = Story(county, clerk=clerk, title="关于修复石板桥的建议").submit().accept()
    Story(county, clerk=clerk, title="关于路灯的建议").submit()

    for words in ("石板桥", "石板 修复", story.suggestion.number, f"第{story.suggestion.number}号"):
        assert found(client, clerk, q=words) == ["关于修复石板桥的建议"]
    assert found(client, clerk, q="没有的词") == []


def test_filters_narrow_by_what_stands_in_the_row(client, county, clerk):
    open_one = Story(county, clerk=clerk, title="在办的").submit().accept().assign()
    judged = Story(county, clerk=clerk, title="评过的").submit().accept()
    judged.assign(separate=[make_office(county, "县水利局"), make_office(county)])
    town = make_township(county)
    Story(town, title="镇里的", topic="农业农村").submit()
    handling.set_key(open_one.suggestion, leader="王主任", basis="", by=clerk, today=TODAY)
    handling.publish(judged.suggestion, by=clerk, today=TODAY)
    session = county.terms.get().sessions.get()
    Suggestion.objects.filter(pk=judged.suggestion.pk).update(session=session)
    water = judged.assignments[0].office

    cases = [
        ({"status": "submitted"}, ["镇里的"]),
        ({"body": town.pk}, ["镇里的"]),
        ({"topic": "农业"}, ["镇里的"]),
        ({"office": water.pk}, ["评过的"]),
        ({"session": session.pk}, ["评过的"]),
        ({"publicity": "public"}, ["评过的"]),
        ({"key": "on"}, ["在办的"]),
        ({"waiting": "clerk"}, ["镇里的"]),
        ({"year": 2026, "status": "assigned"}, ["评过的", "在办的"]),
        ({"kind": "motion"}, []),
        ({"year": 1999}, []),
    ]
    for query, expected in cases:
        assert found(client, clerk, **query) == expected, query


def test_filters_narrow_by_result_and_judgement(client, county, clerk):
    make_suggestion(county, status="replied", clerk=clerk, title="没评的")
    make_suggestion(county, status="judged", clerk=clerk, title="满意的")

    assert found(client, clerk, satisfaction="satisfied") == ["满意的"]
    assert found(client, clerk, satisfaction="none") == ["没评的"]
    assert found(client, clerk, result="solved") == ["满意的", "没评的"]
    assert found(client, clerk, result="planned") == []


def test_lateness_comes_in_three_grades_and_an_extension_is_never_late(client, county, clerk):
    today = localdate()
    story = make_suggestion(county, status="assigned", clerk=clerk, title="原来的")
    Matter.objects.filter(pk=story.suggestion.pk).update(due_on=None)
    copies(story, 5)
    days = {"早着": 90, "将到": 5, "超期": -3, "严重": -60, "延期": 5}
    for matter, (title, number) in zip(
        Matter.objects.exclude(pk=story.suggestion.pk), days.items(), strict=True
    ):
        Matter.objects.filter(pk=matter.pk).update(
            title=title, due_on=today + timedelta(days=number), is_extended=title == "延期"
        )

    assert found(client, clerk, late="soon") == ["将到"]
    assert found(client, clerk, late="late") == ["严重", "超期"]
    assert found(client, clerk, late="serious") == ["严重"]
    assert found(client, clerk, late="extended") == ["延期"]
    assert found(client, clerk, sort="due") == ["严重", "超期", "将到", "延期", "早着"]
    page = client.get(reverse("suggestions:list")).content.decode()
    for words in ("严重超期 60 天", "已超期 3 天", "还剩 5 天，将到期", "已批延期", "还剩 90 天"):
        assert words in page


@pytest.mark.parametrize(
    "query",
    [
        {"status": "no-such"},
        {"year": "abc"},
        {"office": "99999999999999999999"},
        {"body": "-1"},
        {"q": "x" * 900},
        {"q": "\0"},
        {"sort": "'; drop table"},
        {"after": "rubbish"},
        {"session": "1 or 1=1"},
    ],
)
def test_a_value_that_makes_no_sense_is_ignored(client, county, clerk, query):
    make_suggestion(county, status="submitted", clerk=clerk)

    assert len(found(client, clerk, **query)) == 1


def test_an_empty_list_says_what_to_do(client, county, clerk):
    client.force_login(clerk)

    first = client.get(reverse("suggestions:list")).content.decode()
    filtered = client.get(reverse("suggestions:list", query={"q": "x"})).content.decode()

    assert "还没有建议" in first
    assert "没有符合条件的建议" in filtered
    assert "清除筛选" in filtered


def test_the_county_sees_its_townships_and_a_township_only_itself(client, county, clerk):
    town, other = make_township(county), make_township(county, code="hewang-east", name="东河镇")
    mine = Story(town, title="柳溪的").submit()
    Story(other, title="东河的").submit()
    Story(county, clerk=clerk, title="县里的").submit()

    assert found(client, clerk) == ["县里的", "东河的", "柳溪的"]
    assert found(client, mine.clerk) == ["柳溪的"]


def test_each_role_finds_its_own_in_the_list(client, county, clerk):
    office = make_office(county, "县水利局")
    mine = make_suggestion(county, status="assigned", clerk=clerk, office=office, title="我的")
    other = make_suggestion(county, status="assigned", clerk=clerk, title="公开的")
    handling.publish(other.suggestion, by=clerk, today=TODAY)
    make_suggestion(county, status="assigned", clerk=clerk, title="别人的")

    assert found(client, mine.deputy) == ["公开的", "我的"]
    assert found(client, mine.head) == ["我的"]
    assert found(client, make_office_head(make_office(county))) == []
    assert found(client, make_account(Role.AUDITOR, county)) == ["别人的", "公开的", "我的"]
    assert found(client, make_account(Role.SYSTEM_ADMIN, county)) == []
    assert found(client, make_account(Role.SUPERVISION_OFFICE, county)) == [
        "别人的",
        "公开的",
        "我的",
    ]


def test_a_clerk_finds_his_unfinished_writing_for_a_deputy(client, county, clerk):
    story = Story(county, clerk=clerk, title="代表自己的草稿")
    workflow.draft(county, person=story.deputy.person, by=clerk, today=TODAY, title="代录的草稿")

    assert found(client, clerk) == ["代录的草稿"]


def test_confidential_ones_are_in_the_list_of_their_own_clerk_only(client, county, clerk):
    town = make_township(county)
    story = make_suggestion(town, status="submitted", is_confidential=True, title="保密的")

    assert found(client, story.clerk) == ["保密的"]
    assert found(client, clerk) == []


def test_signing_in_is_asked_of_strangers(client, county):
    response = client.get(reverse("suggestions:list"))

    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a small table is scanned elsewhere")
@pytest.mark.parametrize(
    ("sort", "index"),
    [
        ("", "matter_county_newest"),
        ("due", "matter_county_due"),
        ("number", "matter_county_year"),
    ],
)
def test_each_order_is_a_walk_in_an_index(county, clerk, sort, index):
    marks = Thresholds(soon=15, serious=30)
    filters = FilterForm({"sort": sort}, user=clerk, today=TODAY, marks=marks)
    whole_county, _own_drafts = visible_apart(clerk, SUGGESTION_KINDS)
    matters = filters.apply(Matter.objects.filter(whole_county))

    plan = filters.order.of(matters)[:21].explain()

    assert f"USING INDEX {index}" in plan
    assert "SCAN" not in plan
