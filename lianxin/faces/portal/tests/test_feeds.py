"""Atom feeds: what the public pages show, and no more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import etree

from lianxin.engines.matters import workflow as handling
from lianxin.work.suggestions.tests.factories import make_county, make_suggestion

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def story(county):
    made = make_suggestion(county, status="met")
    made.reply(
        result_class="planned",
        promises=[{"text": "雨季前换护栏", "due_on": made.today + timedelta(days=60)}],
    )
    return made


def released(story):
    story.answer.is_public = True
    story.answer.save()
    handling.publish(story.suggestion, by=story.clerk, today=story.today)


def entries(client, name):
    response = client.get(reverse(f"portal:{name}"))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    return etree.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize("name", ["progress_feed", "promises_feed"])
def test_what_is_not_released_is_in_no_feed(client, story, name):
    assert entries(client, name) == []


def test_a_released_suggestion_is_an_entry_that_names_no_deputy(client, story, settings):
    settings.LIANXIN_URL = "https://lianxin.hewang.example"
    released(story)

    (entry,) = entries(client, "progress_feed")

    assert entry.findtext(f"{ATOM}title") == story.suggestion.title
    assert entry.findtext(f"{ATOM}id") == (
        f"https://lianxin.hewang.example/public/suggestions/{story.suggestion.pk}/"
    )
    assert "县交通运输局" in entry.findtext(f"{ATOM}summary")
    assert story.deputy.person.name not in etree.tostring(entry, encoding="unicode")


def test_a_promise_of_a_public_answer_is_an_entry(client, story):
    released(story)

    (entry,) = entries(client, "promises_feed")

    assert entry.findtext(f"{ATOM}title") == "雨季前换护栏"
    assert "完成时限" in entry.findtext(f"{ATOM}summary")


def test_personal_numbers_are_covered_and_control_characters_left_out(client, county):
    story = make_suggestion(county, status="met", title="请联系 13900001234\x0b修桥")
    story.reply()
    released(story)

    (entry,) = entries(client, "progress_feed")

    assert entry.findtext(f"{ATOM}title") == "请联系 139********修桥"


def test_the_host_a_visitor_names_is_not_repeated(client, story, settings):
    settings.ALLOWED_HOSTS = ["*"]
    released(story)

    page = client.get(reverse("portal:progress_feed"), headers={"host": "evil.example"})

    assert b"evil.example" not in page.content
