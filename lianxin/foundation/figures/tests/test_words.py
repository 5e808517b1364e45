"""How figures are written: exact, or said to be rounded; never a proud rate of three."""

import pytest

from lianxin.foundation.figures.models import pack, unpack
from lianxin.foundation.figures.words import (
    about,
    about_fault,
    money,
    percent,
    rate_words,
    rounded_money,
)

pytestmark = pytest.mark.any_database


def test_forty_six_ballots_are_63_and_35_per_cent():
    assert (percent(29, 46), percent(16, 46)) == (63, 35)
    assert (percent(52, 85), percent(33, 85)) == (61, 39)


def test_a_half_per_cent_is_rounded_up():
    assert percent(1, 200) == 1
    assert percent(0, 0) is None


def test_a_rate_is_written_with_both_its_sides():
    assert rate_words(29, 46) == "63%（29/46）"
    assert rate_words(22, 22) == "100%（22/22）"


def test_of_fewer_than_five_there_is_no_rate():
    assert rate_words(4, 4) == "4/4（不足 5，不算比率）"
    assert rate_words(0, 0) == "无"


def test_not_quite_all_is_not_a_hundred_per_cent_nor_one_none():
    assert rate_words(999, 1000) == "不到 100%（999/1000）"
    assert rate_words(1, 1000) == "不到 1%（1/1000）"


def test_money_is_exact_or_says_that_it_is_about():
    assert money(300 * 1_000_000) == "300 万元"
    assert money(49_500_00) == "4.95 万元"
    assert money(12_345_67) == "12345.67 元"
    assert rounded_money(12_345_67) == "约 1.23 万元"
    assert rounded_money(4_950_000) == "4.95 万元"


def test_more_than_a_number_may_be_written_as_it_and_more():
    assert str(about(657)) == "650 余"
    assert str(about(650)) == "650"
    assert about_fault(650, "余", 657) == ""
    assert about_fault(300, "近", 296) == ""


def test_an_exact_number_is_never_printed_as_about_it():
    assert "准确数就是 650" in about_fault(650, "余", 650)
    assert "不到 650" in about_fault(650, "余", 640)
    assert "超过 300" in about_fault(300, "近", 305)
    assert "超过一成" in about_fault(100, "多", 150)


def test_ten_thousand_attendances_fit_in_a_small_record():
    counted = dict.fromkeys(range(1000000, 1030000, 3), 1)
    packed = pack(counted)
    assert len(packed) < 20_000
    assert unpack(packed) == counted
    assert unpack(pack({})) == {}


def test_what_a_record_added_is_kept_with_it():
    counted = {7: 300, 2: 0, 900_000_000_000: 12}
    assert unpack(pack(counted)) == counted
