"""Charts: well-formed whatever the words, readable without colour, every mark a link."""

import re
from xml.etree import ElementTree

import pytest

from lianxin.foundation.figures.charts import Mark, Series, bars, dots, lines

pytestmark = pytest.mark.any_database

MONTHS = [f"{month}月" for month in range(1, 13)]
HOSTILE = "<script>\"&'</script>“”"
KINDS = [bars, lines, dots]
SVG = "{http://www.w3.org/2000/svg}"


def chart(kind, series=2):
    return kind(
        "sample",
        "逐月收到的建议",
        [
            Series(
                name, [Mark(one, 3 * at + place, f"/?m={at}&n=1") for at, one in enumerate(MONTHS)]
            )
            for place, name in enumerate(["建议", "留言", "活动", "接待"][:series])
        ],
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_well_formed_with_hostile_words(kind):
    drawn = kind(HOSTILE, HOSTILE, [Series(HOSTILE, [Mark(HOSTILE, 3, f"/?q={HOSTILE}", HOSTILE)])])
    tree = ElementTree.fromstring(drawn.svg)
    assert tree.find(f".//{SVG}script") is None
    assert "<script>" not in str(drawn)


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_opens_its_list_in_the_picture_and_in_the_table(kind):
    drawn = chart(kind)
    tree = ElementTree.fromstring(drawn.svg)
    marks = [str(one.get("href")) for one in tree.iter(f"{SVG}a")]
    assert len(marks) == 24
    assert sorted(marks) == sorted(
        address.replace("&amp;", "&") for address in re.findall('<a href="([^"]+)"', drawn.table)
    )
    assert all(one.find(f"{SVG}title").text for one in tree.iter(f"{SVG}a"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_has_a_name_and_says_in_words_what_it_shows(kind):
    tree = ElementTree.fromstring(chart(kind).svg)
    named = str(tree.get("aria-labelledby")).split()
    ids = {one.get("id"): one.text for one in tree.iter() if one.get("id")}
    assert ids[named[0]] == "逐月收到的建议"
    assert "最多的是12月" in str(ids[named[1]])


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_styled_inline(kind):
    assert not re.search(r"\s(style|on\w+)=", str(chart(kind)))


def test_series_differ_by_more_than_colour():
    tree = ElementTree.fromstring(chart(bars, 4).svg)
    fills = {one.get("fill") for one in tree.iter(f"{SVG}rect")} - {"#fff"}
    assert len([fill for fill in fills if fill.startswith("url(#")]) == 3
    tree = ElementTree.fromstring(chart(lines, 4).svg)
    dashes = [one.get("stroke-dasharray") for one in tree.iter(f"{SVG}polyline")]
    assert len(set(dashes)) == 4


def test_nothing_to_draw_says_so():
    empty = bars("none", "没有", [Series("件", [Mark("甲局", 0)])])
    assert empty.is_empty
    assert empty.in_words == "都是 0。"
    assert lines("none", "没有", [Series("件", [])]).svg
    assert lines("none", "没有", []).svg
    assert "<table" in lines("none", "没有", []).table


def test_a_value_below_nought_is_drawn_at_nought():
    tree = ElementTree.fromstring(bars("below", "负数", [Series("件", [Mark("甲局", -5)])]).svg)
    assert all(int(str(one.get("width"))) >= 0 for one in tree.iter(f"{SVG}rect"))
