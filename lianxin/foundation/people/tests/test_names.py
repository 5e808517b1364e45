"""Orders of names, against the printed case and the table of surnames."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.foundation.people.names import clean_name, pinyin_key, split_name, stroke_key

DATA = Path(__file__).parents[4] / "tests" / "data"
SURNAMES = list(csv.DictReader((DATA / "surname_strokes.csv").read_text("utf-8").splitlines()))


def test_the_printed_case_comes_out_in_official_order():
    case = json.loads((DATA / "name_order_case.json").read_text("utf-8"))

    assert sorted(case["input"], key=stroke_key) == case["expected"]


@pytest.mark.parametrize("row", SURNAMES, ids=lambda row: row["surname"])
def test_every_common_surname_has_its_count_of_strokes(row):
    assert int(stroke_key(row["surname"] + "某")[:2]) == int(row["strokes"])


def test_common_surnames_stand_in_order_of_their_strokes():
    ordered = sorted(SURNAMES, key=lambda row: stroke_key(row["surname"]))
    places = [(int(row["strokes"]), row["stroke_order"]) for row in ordered]

    assert places == sorted(places)


def test_single_given_names_come_first_unless_a_body_wants_otherwise():
    names = ["王一民", "王毅", "王小洪", "王勇"]

    assert sorted(names, key=stroke_key) == ["王勇", "王毅", "王一民", "王小洪"]
    assert sorted(names, key=lambda name: stroke_key(name, single_given_first=False)) == [
        "王一民",
        "王小洪",
        "王勇",
        "王毅",
    ]


def test_a_compound_surname_follows_the_single_one_it_begins_with():
    assert sorted(["欧阳午", "欧子", "周未"], key=stroke_key) == ["欧子", "欧阳午", "周未"]


def test_rare_characters_stand_by_their_count_and_letters_at_the_end():
    names = ["Smith", "㛃某", "丁某", "𠮷某", "龘某"]

    assert sorted(names, key=stroke_key) == ["丁某", "𠮷某", "㛃某", "龘某", "Smith"]


def test_a_character_miscounted_by_the_source_is_put_right():
    assert stroke_key("达某").startswith("06")
    assert sorted(["成某", "达某", "存某"], key=stroke_key) == ["存某", "达某", "成某"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("单示例", "shan4"),
        ("仇示例", "qiu2"),
        ("查示例", "zha1"),
        ("曾示例", "zeng1"),
        ("解示例", "xie4"),
        ("朴示例", "piao2"),
        ("区示例", "ou1"),
        ("盖示例", "ge3"),
        ("尉迟示例", "yu4chi2"),
        ("长孙示例", "zhang3sun1"),
        ("欧阳示例", "ou1yang2"),
        ("万俟示例", "mo4qi2"),
        ("张示例", "zhang1"),
    ],
)
def test_surnames_are_read_as_surnames(name, begins):
    assert pinyin_key(name) == begins + "shi4li4"


def test_the_surname_reading_is_not_used_for_given_names():
    assert pinyin_key("王单") == "wang2dan1"


def test_shorter_syllables_come_before_longer_ones():
    assert sorted(["连某", "李某", "林某"], key=pinyin_key) == ["李某", "连某", "林某"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李 示 例", "李示例"),
        ("　张　三\n", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("𠮷田㛃", "𠮷田㛃"),
        ("王\u200b某\x00\ud800", "王某"),
        ("   ", ""),
    ],
)
def test_names_are_kept_without_what_typing_left_in_them(typed, kept):
    assert clean_name(typed) == kept


def test_names_are_split_into_surname_and_given_name():
    assert split_name("欧阳示例") == ("欧阳", "示例")
    assert split_name("欧阳") == ("欧", "阳")
    assert split_name("买买提·艾力") == ("买买提·艾力", "")


@given(st.text(max_size=12))
def test_any_text_has_keys_of_digits_and_small_letters(text):
    name = clean_name(text)

    assert clean_name(name) == name
    assert (stroke_key(name) + pinyin_key(name) + "0").isalnum()
    assert (stroke_key(name) + pinyin_key(name)).isascii()
