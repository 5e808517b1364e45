"""What the public pages cover in a letter, and what they leave."""

import pytest

from bench.masking import HARMLESS, WRITINGS, figures
from lianxin.foundation.masking import mask, mask_voice


@pytest.mark.parametrize("place", range(len(WRITINGS)))
def test_a_mobile_number_is_covered_however_it_is_written(place):
    written = WRITINGS[place]("13800000001")
    covered = mask(f"请打{written}，谢谢。")
    assert "00000001" not in figures(covered)
    assert covered.startswith("请打")
    assert covered.endswith("，谢谢。")


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("身份证990100199001011239号", "身份证990***************号"),
        ("990100 19900101 123x", "990*****************"),
        ("老证990100900101123", "老证990************"),
        ("(0571)85550001转3", "(05***********转3"),
        ("联系电话：8555-0001", "联系电话：855******"),
        ("6222 0000 0000 0000 000", "622********************"),
        ("加微信 hewang_01 说", "加微信 hew****** 说"),
        ("寄 li@hewang.example", "寄 l*@hewang.example"),
        ("诉求编号FZ13800000001。", "诉求编号FZ138********。"),
    ],
)
def test_other_personal_numbers_are_covered(text, covered):
    assert mask(text) == covered


@pytest.mark.parametrize("text", HARMLESS)
def test_days_sums_bus_lines_and_house_numbers_stay(text):
    assert mask_voice(f"那天是{text}，请核实。") == f"那天是{text}，请核实。"
