"""Figures and rates, from the tables that counties have printed."""

import json
from pathlib import Path

import pytest

from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.statistics import (
    percent,
    suggestion_statistics,
)
from lianxin.work.suggestions.tests.printed_tables import TODAY as PRINTED_ON
from lianxin.work.suggestions.tests.printed_tables import YEAR, Table, result_of

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[4] / "tests" / "data" / "suggestion_statistics.json"
ITEMS = {item["id"]: item for item in json.loads(DATA.read_text("utf-8"))["items"]}


# Those that say something special have a test of their own.
SPECIAL = {"T01", "T09", "T19", "T25", "T26", "T29"}


def _printed(name):
    """Build the records of a printed item, and check every figure it prints."""
    item = ITEMS[name]
    built = Table(item)
    built.build()
    found = suggestion_statistics(built.body, YEAR, on=PRINTED_ON)
    _assert_gives_back(item, found)
    return item, found


@pytest.mark.parametrize("name", sorted(ITEMS.keys() - SPECIAL))
def test_records_of_a_printed_table_give_back_its_figures(name):
    _printed(name)


def _assert_gives_back(item, found):
    counts, by = found.counts, found.breakdowns

    assert counts["total"] == item["total"]
    assert counts["received"] == item.get("received", item["total"])
    assert counts["key"] == item.get("key", 0)
    assert counts["motions"] == item.get("motions", 0)
    if "by_field" in item:
        assert _without_rest(by["by_topic"]) == _counts(item["by_field"])
    if "by_unit" in item:
        assert by["by_office"] == item["by_unit"]
    elif isinstance(item.get("units"), int) and "by_handler" not in item:
        assert counts["offices"] == item["units"]
    if "by_result" in item:
        assert by["by_result"] == _by_class(item["by_result"])
    if "by_satisfaction" in item and item["id"] != "T08":
        assert by["by_satisfaction"] == _by_grade(item["by_satisfaction"])
    for printed, key in [
        ("assign_rate", "handover"),
        ("reply_rate", "reply"),
        ("meet_rate", "meeting"),
        ("satisfaction_rate", "satisfaction"),
    ]:
        if printed in item:
            assert found.rates[key].percent == item[printed]


def test_xian_counts_445_and_not_469():
    item, found = _printed("T09")

    assert found.counts["handled"] == 445
    assert sum(found.breakdowns["by_office"].values()) == 469
    assert found.breakdowns["by_office"] == item["by_handler"]
    assert found.counts["joint"] == sum(item["joint"].values())
    assert found.counts["proposers"] == item["proposers"]
    assert found.breakdowns["by_occasion"] == {"in_session": 436, "between": 9}


def test_mizhi_received_107_and_handles_83():
    _item, found = _printed("T26")

    assert found.counts["received"] == 107
    assert found.counts["merged"] == 24
    assert found.counts["handled"] == 83


def test_xiushan_has_six_in_hand_and_none_late():
    _item, found = _printed("T29")

    assert (found.counts["replied"], found.counts["not_yet_due"]) == (166, 6)
    assert found.counts["overdue"] == 0
    on_time = found.rates["on_time"]
    assert (on_time.numerator, on_time.denominator, on_time.percent) == (166, 166, 100.0)


def test_qinyang_prints_three_classes_in_its_own_letters():
    item, found = _printed("T01")

    assert found.breakdowns["by_letter"] == {"甲": 43, "乙": 13, "丙": 1}
    shares = [
        percent(count, found.counts["replied"]) for count, _share in item["by_result"].values()
    ]
    assert shares == [share for _count, share in item["by_result"].values()]


def test_an_offices_own_ledger_tells_leading_from_assisting():
    item, found = _printed("T19")

    assert found.breakdowns["by_office_role"]["本局"] == {
        "lead": item["main"],
        "assist": item["co"],
    }


def test_pingli_counts_motions_turned_into_suggestions():
    item, found = _printed("T25")

    assert found.counts["was_motion"] == item["origin"]["议案转建议"]
    assert Suggestion.objects.filter(was_motion=False).count() == item["origin"]["建议"]


def _counts(printed):
    return {
        label: value[0] if isinstance(value, list) else value for label, value in printed.items()
    }


def _without_rest(found):
    """Items that the printed table leaves out have no topic."""
    return {label: number for label, number in found.items() if label}


def _by_class(printed):
    found: dict[str, int] = {}
    for label, number in _counts(printed).items():
        found[result_of(label)] = found.get(result_of(label), 0) + number
    return found


def _by_grade(printed):
    grades = {"满意": "satisfied", "基本满意": "basically", "不满意": "dissatisfied"}
    return {grades[label]: number for label, number in _counts(printed).items() if number}
