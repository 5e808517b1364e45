"""The list: what stands in a row, how it is narrowed, paged, and what it costs."""

import pytest
from django.urls import reverse

from lianxin.work.suggestions.tests.factories import make_clerk, make_county, make_suggestion

LIST = reverse_lazy = "/suggestions/"


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def clerk(county):
    return make_clerk(county)


def test_fragment_is_a_part_of_the_page(client, county, clerk):
    make_suggestion(county, status="assigned", clerk=clerk)
    client.force_login(clerk)
    url = reverse("suggestions:list", query={"status": "assigned"})

    page = client.get(url)
    fragment = client.get(url, headers={"HX-Request": "true"})

    assert fragment.content.strip() in page.content
    assert "HX-Request" in page.headers["Vary"]
