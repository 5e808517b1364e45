"""The pages of a figure: its list, its parts, what leaves, what makes no sense."""

import pytest
from django.urls import reverse

from lianxin.engines.matters.models import Matter
from lianxin.foundation.figures import links
from lianxin.foundation.figures.months import by_month, month_url
from lianxin.work.stations.models import Station
from lianxin.work.suggestions.tests import factories as make
from tests.figures.asking import HOSTILE, number, queries_of, scope

pytestmark = pytest.mark.django_db


def test_months_add_up_to_the_year_and_open_their_own_lists(client, world):
    asked = scope(world.county, world.clerk)
    months = by_month("suggestions.received", asked)
    assert len(months) == 12
    assert sum(count for _month, count in months) == number("suggestions.received", asked) == 3
    client.force_login(world.clerk)
    for month, count in months[:4]:
        page = client.get(month_url("suggestions.received", asked, month))
        assert f"收到建议：{count} 件" in page.content.decode()


def test_a_part_narrows_the_number_and_its_list_alike(client, world):
    Matter.objects.filter(pk=world.waiting.suggestion.pk).update(topic="城市管理")
    asked = scope(world.county, world.clerk, narrowed={"topic": "城市管理"})
    assert number("suggestions.received", asked) == 1
    client.force_login(world.clerk)
    page = client.get(links.url("suggestions.received", asked)).content.decode()
    assert "关于路灯的建议" in page
    assert make.TITLE not in page


def test_the_list_behind_a_rate_shows_both_sides(client, world):
    client.force_login(world.clerk)
    page = client.get(links.url("suggestions.reply_rate", scope(world.county))).content.decode()
    assert "1/2（不足 5，不算比率）" in page
    assert "已答复" in page
    assert "已交办" in page


def test_the_list_leaves_as_a_spreadsheet(client, world):
    client.force_login(world.clerk)
    answer = client.get(f"{links.url('suggestions.received', scope(world.county))}&as=xlsx")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.parametrize("query", HOSTILE)
def test_an_address_that_makes_no_sense_is_answered_in_words(client, world, query):
    client.force_login(world.clerk)
    for name in ("definition", "records"):
        address = reverse(f"figures:{name}", args=["suggestions.received"])
        assert client.get(f"{address}?{query}").status_code == 200
        assert client.get(f"{address}?{query}&as=xlsx").status_code == 200
    dashboard = reverse("reports:dashboard")
    assert client.get(f"{dashboard}?{query}&year=%00&session=x").status_code == 200


def test_a_body_out_of_reach_does_not_exist(client, world):
    client.force_login(world.below.clerk)
    address = links.url("suggestions.received", scope(world.county))
    assert client.get(address).status_code == 404
    assert client.get(f"{address}&as=xlsx").status_code == 404
    assert client.get(links.url("no.such", scope(world.town))).status_code == 404


def test_a_long_list_is_counted_only_when_asked(client, world, monkeypatch):
    monkeypatch.setattr("lianxin.ui.paging.COUNT_AT_MOST", 1)
    client.force_login(world.clerk)
    address = links.url("stations.open", scope(world.county))
    Station.objects.create(body=world.county, name="第一站")
    few = queries_of(client, address)
    for place in range(22):
        Station.objects.create(body=world.county, name=f"又一站{place}")
    page = client.get(address).content.decode()
    assert "1 以上" in page
    assert "数出准确数" in page
    assert "23 个" in client.get(f"{address}&exact=1").content.decode()
    # One more: counting as far as a page counts.
    assert queries_of(client, address) == few + 1
