"""Public lists: only what a published report states is open to anybody."""

from dataclasses import replace

import pytest
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.foundation.figures import links
from lianxin.foundation.figures.asking import public_scope
from lianxin.foundation.figures.pinning import pin
from lianxin.work.suggestions.tests import factories as make
from tests.figures.asking import HOSTILE, scope

pytestmark = pytest.mark.django_db


def test_only_what_a_published_report_states_is_open_to_anybody(client, world, published):
    asked = scope(world.county, public=True)
    address = links.url("suggestions.received", asked)
    assert client.get(address).status_code == 404
    Matter.objects.filter(pk=world.replied.suggestion.pk).update(publicity="public")
    made = pin(scope(world.county), "suggestions.received", world.clerk)
    published["suggestions.received", links.query(asked)] = made
    page = client.get(address).content.decode()
    assert "收到建议：3 件" in page
    assert make.TITLE in page
    assert "关于路灯的建议" not in page
    assert reverse("portal:detail", args=[world.replied.suggestion.pk]) in page
    other = links.url("suggestions.received", replace(asked, body=world.town))
    assert client.get(other).status_code == 404


def test_a_list_that_is_nobodys_business_stays_closed_whatever_was_published(
    client, world, published
):
    asked = scope(world.county, public=True)
    for key in ("petitions.visitors", "suggestions.satisfied"):
        published[key, links.query(asked)] = pin(scope(world.county), key, world.clerk)
        assert client.get(links.url(key, asked)).status_code == 404


@pytest.mark.parametrize("query", [*HOSTILE, "body=%00&since=2026-01-01&until=2026-12-31"])
def test_a_public_address_that_makes_no_sense_does_not_exist(client, world, published, query):
    address = reverse("figures:public", args=["suggestions.received"])
    assert client.get(f"{address}?{query}").status_code == 404


def test_who_opens_too_many_public_lists_waits(client, world, monkeypatch):
    from lianxin.foundation.figures.views import public

    monkeypatch.setattr(public, "PER_MINUTE", 2)
    address = reverse("figures:public", args=["suggestions.received"])
    reader = {"REMOTE_ADDR": "192.0.2.77"}
    answers = [client.get(address, **reader).status_code for _time in range(3)]
    assert answers == [404, 404, 429]


def test_a_public_address_and_its_scope_say_the_same(world):
    from django.http import QueryDict

    asked = scope(world.county, public=True, below=True, narrowed={"topic": "水利 灌溉&渠"})
    assert public_scope({"topic": 1}, QueryDict(links.query(asked))) == asked
