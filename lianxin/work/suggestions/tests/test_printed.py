"""Printed tables: what does not add up is told, what does is left alone."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from lianxin.work.suggestions.printed import check_printed, remarks_on

DATA = Path(__file__).parents[4] / "tests" / "data" / "suggestion_statistics.json"
ITEMS = {item["id"]: item for item in json.loads(DATA.read_text("utf-8"))["items"]}
# Those whose figures do not hold, with the table concerned.
WRONG = {"T02": "by_result", "T05": "by_result", "T10": "by_result", "T25": "by_field"}


@pytest.mark.parametrize("name", sorted(ITEMS.keys() - WRONG))
def test_a_table_that_adds_up_raises_no_notice(name):
    assert check_printed(ITEMS[name]) == []


@pytest.mark.parametrize(("name", "table"), WRONG.items())
def test_a_table_that_does_not_add_up_raises_one_notice_in_words(name, table):
    (notice,) = check_printed(ITEMS[name])

    assert notice.table == table
    assert notice.words.endswith("。")


def test_eleven_of_eighty_one_is_not_eleven_per_cent():
    (notice,) = check_printed(ITEMS["T02"])

    assert notice.kind == "percent"
    assert "11/81=13.58%" in notice.words


def test_a_percentage_cut_off_instead_of_rounded_is_named_as_such():
    (notice,) = check_printed(ITEMS["T05"])

    assert notice.kind == "rounding"
    assert "63.5%" in notice.words


def test_missing_items_are_counted():
    (notice,) = check_printed(ITEMS["T10"])

    assert "差 8 件" in notice.words


def test_items_handled_jointly_are_recognised_and_not_called_wrong():
    assert check_printed(ITEMS["T09"]) == []
    assert any("469" in remark and "445" in remark for remark in remarks_on(ITEMS["T09"]))


def test_double_counting_without_a_word_of_joint_handling_is_told():
    item = deepcopy(ITEMS["T09"])
    del item["joint"]

    (notice,) = check_printed(item)

    assert (notice.table, notice.kind) == ("by_handler", "sum")


def test_merging_and_items_not_yet_due_are_explained():
    assert "并案" in remarks_on(ITEMS["T26"])[0]
    assert "不算超期" in remarks_on(ITEMS["T29"])[0]


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ({"by_field": {"交通": 56}}, "by_field"),
        ({"by_result": {"甲类": [57, 99.9]}}, "by_result"),
        ({"key": 58}, "key"),
        ({"reply_rate": 103}, "reply_rate"),
        ({"by_satisfaction": {"满意": [None, 80], "基本满意": [None, 10]}}, "by_satisfaction"),
        ({"done": 50, "pending": 6}, "done"),
        (
            {"by_satisfaction": {"满意": 50, "不满意": 7}, "satisfaction_rate": 100},
            "satisfaction_rate",
        ),
    ],
)
def test_each_kind_of_mistake_is_found(change, table):
    assert table in {notice.table for notice in check_printed(ITEMS["T01"] | change)}


@pytest.mark.parametrize("item", [{}, {"total": "许多"}, {"by_field": [1, 2]}, {"total": True}])
def test_an_item_without_figures_raises_nothing(item):
    assert check_printed(item) == []
