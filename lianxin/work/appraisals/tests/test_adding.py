"""Percentages, sums and verdicts, with every example of the references."""

import json
from pathlib import Path

import pytest

from lianxin.work.appraisals.adding import (
    Count,
    faults,
    gap_words,
    odd_ones,
    odd_words,
    percent,
    share,
    verdict,
)
from lianxin.work.appraisals.scales import SCALES, VerdictRule

DATA = Path(__file__).parents[4] / "tests" / "data" / "evaluations.json"
CASES = {one["id"]: one for one in json.loads(DATA.read_text(encoding="utf-8"))["items"]}


@pytest.mark.parametrize("key", ["E01", "E02"])
def test_printed_percentages_are_whole_numbers_of_those_present_a_half_rounded_up(key):
    case = CASES[key]
    for grade, number in case["counts"].items():
        assert percent(number, case["voters"]) == case["printed_pct"][grade]
    gap = case["voters"] - sum(case["counts"].values())
    assert gap == case["check"]["missing"]


def test_a_half_is_rounded_up_by_integers():
    assert [percent(one, 8) for one in (1, 3, 5, 7)] == [13, 38, 63, 88]
    assert percent(1, 200) == 1
    assert percent(0, 7) == 0


def test_forty_six_raters_with_45_marks_leave_one_and_the_words_say_so():
    count = Count(46, 46, 0, (29, 16, 0))
    assert count.missing == 1
    assert faults(count) == []
    assert "有 1 张没有着落" in gap_words(count, ["优秀", "称职", "不称职"])
    assert "合计 45 张" in gap_words(count, ["优秀", "称职", "不称职"])
    assert gap_words(Count(46, 46, 0, (29, 16, 0), blank=1), ["优秀", "称职", "不称职"]) == ""


def test_more_marks_than_ballots_are_a_fault_never_a_gap():
    assert "比发出的 45 张多" in faults(Count(45, 46, 0, (46, 0, 0)))[0]
    assert "比收回的 46 张多" in faults(Count(46, 46, 47, (0, 0, 0)))[0]
    assert "多 2 张" in faults(Count(46, 46, 1, (29, 18, 0)))[0]


@pytest.mark.parametrize(("edge_up", "at_80", "at_50"), [(True, 0, 1), (False, 1, 2)])
def test_exactly_80_and_50_percent_go_where_the_setting_says(edge_up, at_80, at_50):
    rule = VerdictRule.SHARES
    assert verdict(rule, (46, 0, 0), base=CASES["E03"]["voters"], edge_up=edge_up) == 0
    assert verdict(rule, (8, 2, 0), base=10, edge_up=edge_up) == at_80
    assert verdict(rule, (5, 5, 0), base=10, edge_up=edge_up) == at_50
    assert verdict(rule, (79, 21, 0), base=100, edge_up=edge_up) == 1
    assert verdict(rule, (49, 51, 0), base=100, edge_up=edge_up) == 2


def test_half_of_all_members_is_not_more_than_half_and_the_base_decides():
    case, rule = CASES["E04"], VerdictRule.MAJORITY
    rows = [tuple(one[1:]) for one in case["items"]]
    assert {sum(row) for row in rows} == {case["present"]}
    assert {verdict(rule, row, base=33, edge_up=True) for row in rows} == {0}
    # Of 34 members 17 are half, which is not 半数以上; of those present it was more.
    assert verdict(rule, (17, 11, 1), base=34, edge_up=True) == 1
    assert verdict(rule, (17, 11, 1), base=29, edge_up=True) == 0
    assert verdict(rule, (9, 8, 12), base=34, edge_up=True) == 2


def test_a_row_that_stands_apart_from_the_others_is_told_with_the_difference():
    case = CASES["E05"]
    totals = [sum(one[1:]) for one in case["items"]]
    odd = odd_ones(totals)
    assert list(odd) == case["check"]["bad_rows"]
    assert odd[0] == (122, case["check"]["row_total_mode"])
    assert "相差 100 张" in odd_words(*odd[0])
    assert odd_ones([sum(one[1:]) for one in CASES["E04"]["items"]]) == {}
    assert odd_ones([5, 7]) == {}


@pytest.mark.parametrize("key", ["E09"])
def test_whole_offices_are_counted_like_ballots(key):
    case = CASES[key]
    assert sum(case["unit_mix"].values()) == case["units"] == sum(case["counts"].values())
    for grade, number in case["counts"].items():
        assert percent(number, case["units"]) == case["printed_pct"][grade]


def test_17_of_20_deputies_are_85_percent():
    case = CASES["E14"]
    assert percent(case["done"], case["implied_total"]) == case["rate"]


def test_a_rate_that_no_number_of_138_gives_is_not_of_138():
    case = CASES["E15"]
    assert not any(
        (1000 * one * 2 + case["voters"]) // (2 * case["voters"]) == 992
        for one in range(case["voters"] + 1)
    )


def test_fewer_than_five_have_no_percentage():
    assert (share(3, 4), share(4, 5), share(0, 0)) == ("", "80%", "")


def test_every_scale_can_be_rated():
    for scale in SCALES.values():
        assert len(scale.grades) >= 2
        assert 0 < scale.good < len(scale.grades)
    assert len(SCALES["five_good"].rows) == 5
