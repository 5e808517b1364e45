"""Open data: what is public anyway, described, and harmless in a spreadsheet."""

import csv
import io
import json

import pytest
from django.urls import reverse

from lianxin.engines.matters import workflow as handling
from lianxin.faces.portal import opendata
from lianxin.work.suggestions.tests.factories import make_suggestion
from lianxin.work.voices import workflow
from lianxin.work.voices.tests.factories import TODAY, Place

pytestmark = pytest.mark.django_db
PHONE, NAME = "13800001234", "方大同"


@pytest.fixture
def place():
    place = Place()
    story = make_suggestion(place.county, status="judged", title="=关于修桥的建议")
    handling.publish(story.suggestion, by=story.clerk, today=story.today)
    make_suggestion(place.county, title="没有公开的建议")
    message = place.post(
        text=f"我叫{NAME}，电话 {PHONE}。村口路灯坏了，请修好。",
        contact={"name": NAME, "phone": PHONE},
    ).message
    workflow.answer(message, text=f"已修好，有事打 {PHONE}。", by=place.deputy, today=TODAY)
    workflow.publish(message, by=place.clerk, today=TODAY)
    place.post(text="没有公开的留言，也没有答复。")
    return place


def got(client, name):
    table = client.get(reverse("portal:data_csv", args=[name]))
    data = client.get(reverse("portal:data_json", args=[name]))
    schema = client.get(reverse("portal:data_schema", args=[name]))
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    return rows, json.loads(data.content), json.loads(schema.content)


@pytest.mark.parametrize("name", opendata.SETS)
def test_each_set_is_a_table_and_json_that_keeps_to_its_schema(client, place, name):
    rows, data, schema = got(client, name)
    described = schema["properties"]["items"]["items"]["properties"]
    assert data["$schema"] == schema["$id"]
    assert len(rows) == len(data["items"])
    kinds = {"string": str, "integer": int, "number": float, "array": list}
    for row, item in zip(rows, data["items"], strict=True):
        assert list(row) == list(item) == list(described)
        for key, value in item.items():
            assert value is None or isinstance(value, kinds[described[key]["type"][0]])
    assert name in ("promises", "activities") or rows


def test_only_what_was_released_stands_there_without_anybodys_numbers(client, place):
    everything = ""
    for name in opendata.SETS:
        for kind in ("csv", "json"):
            page = client.get(reverse(f"portal:data_{kind}", args=[name]))
            assert not page.cookies
            assert page["Access-Control-Allow-Origin"] == "*"
            everything += page.content.decode()
    pages = [reverse("portal:answered"), reverse("portal:messages_feed")]
    everything += "".join(client.get(page).content.decode() for page in pages)
    assert "村口路灯坏了" in everything
    assert "没有公开" not in everything
    assert PHONE not in everything
    assert NAME not in everything


def test_what_a_spreadsheet_takes_for_a_formula_stays_text(client, place):
    rows, data, _schema = got(client, "suggestions")
    assert rows[0]["title"] == "'=关于修桥的建议"
    assert data["items"][0]["title"] == "=关于修桥的建议"


def test_a_thousand_rows_at_a_time_with_the_way_to_the_next(client, place, monkeypatch):
    monkeypatch.setattr(opendata, "PER_PAGE", 1)
    place.post()
    seen = []
    address = reverse("portal:data_json", args=["deputies"])
    while address:
        page = json.loads(client.get(address).content)
        seen += [one["id"] for one in page["items"]]
        address = page["next"] and page["next"].partition("/public")[2].join(["/public", ""])
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) > 1
    table = client.get(reverse("portal:data_csv", args=["deputies"]))
    assert 'rel="next"' in table["Link"]


def test_an_unknown_set_is_not_found_and_nonsense_begins_at_the_newest(client, place):
    assert client.get(reverse("portal:data_json", args=["accounts"])).status_code == 404
    for before in ("x", "-1", "٣", "9" * 40):
        page = client.get(reverse("portal:data_json", args=["stations"]), {"before": before})
        assert json.loads(page.content)["items"]
