"""The page with one box: tabs, narrowing, paging, and for whom."""

import pytest
from django.urls import reverse

from lianxin.foundation.search.models import Document
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_suggestion,
    make_township,
)


@pytest.fixture
def county(db):
    Document.objects.all().delete()
    return make_county()


@pytest.fixture
def township(county):
    return make_township(county)


def read(client, user, **asked):
    client.force_login(user)
    return client.get(reverse("search:search", query=asked)).content.decode()


def test_a_clerk_finds_a_suggestion_and_its_answer_under_their_tabs(client, township):
    story = make_suggestion(township, status="replied")

    page = read(client, story.clerk, q="石板橋")

    assert f'href="{story.suggestion.get_absolute_url()}"' in page
    assert "柳溪村<mark>石板桥</mark>" in page
    assert "kind=reply" in page
    only = read(client, story.clerk, q="石板桥", kind="reply")
    assert only.count("<h2>") == 1


def test_someone_else_s_draft_is_neither_found_nor_counted(client, township):
    make_suggestion(township, status="draft")

    page = read(client, make_clerk(township), q="石板桥")

    assert "没有找到" in page
    assert "<mark>" not in page


def test_the_page_asks_for_a_sign_in(client, county):
    response = client.get(reverse("search:search"), {"q": "桥"})

    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_a_search_is_narrowed_by_year_body_and_status(client, county, township):
    make_suggestion(county, status="submitted")
    there = make_suggestion(township, status="accepted").suggestion
    clerk = make_clerk(county)

    page = read(client, clerk, q="石板桥", body=township.pk, status="accepted", year=2026)

    assert page.count("<h2>") == 1
    assert there.get_absolute_url() in page
    assert read(client, clerk, q="石板桥", body="x", status="y", year="z").count("<h2>") == 2


def test_pages_follow_one_another(client, township):
    deputy, clerk = make_deputy(township), make_clerk(township)
    for _ in range(23):
        make_suggestion(township, status="submitted", deputy=deputy, clerk=clerk)

    client.force_login(clerk)
    first = client.get(reverse("search:search"), {"q": "石板桥"})
    second = client.get(reverse("search:search") + first.context["next_url"])

    assert (len(first.context["results"]), len(second.context["results"])) == (20, 3)
    shown = {one.url for one in [*first.context["results"], *second.context["results"]]}
    assert len(shown) == 23


def test_the_page_asks_as_many_queries_for_many_as_for_one(client, township, count_queries):
    story = make_suggestion(township)
    client.force_login(story.clerk)
    few = count_queries(lambda: client.get(reverse("search:search"), {"q": "石板桥"}))
    for _ in range(5):
        make_suggestion(township, clerk=story.clerk, deputy=story.deputy)

    many = count_queries(lambda: client.get(reverse("search:search"), {"q": "石板桥"}))

    assert many == few


@pytest.fixture
def count_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    return count
