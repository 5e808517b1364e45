"""The dashboard: as many questions for a large county, every mark opens, for readers of reports."""

import pytest
from django.urls import reverse

from lianxin.work.suggestions.tests import factories as make
from tests.figures.asking import queries_of

pytestmark = pytest.mark.django_db


def test_the_dashboard_asks_as_often_for_a_county_of_many_as_of_few(client, world):
    client.force_login(world.clerk)
    address = reverse("reports:dashboard")
    first = queries_of(client, address)
    for place in range(3):
        town = make.make_township(world.county, code=f"hewang-x{place}", name=f"示例{place}镇")
        make.make_suggestion(town, status="received", title=f"第{place}镇的建议")
    assert queries_of(client, address) == first


def test_the_dashboard_shows_what_is_stuck_and_every_mark_opens(client, world):
    client.force_login(world.clerk)
    page = client.get(reverse("reports:dashboard")).content.decode()
    assert "县交通运输局" in page
    assert "1 件次，最久 9 天" in page
    assert " style=" not in page.split("<main")[1]
    for address in {one.split('"')[0] for one in page.split('href="/figures/')[1:]}:
        assert client.get(f"/figures/{address}".replace("&amp;", "&")).status_code == 200


def test_the_dashboard_is_for_those_who_read_reports(client, world):
    for role in ("deputy", "office_head", "liaison"):
        client.force_login(world.roles[role])
        assert client.get(reverse("reports:dashboard")).status_code == 403
    for role in ("chair", "auditor", "presidium_member", "township_clerk"):
        client.force_login(world.roles[role])
        assert client.get(reverse("reports:dashboard")).status_code == 200
