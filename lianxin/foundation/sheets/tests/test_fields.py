"""What cells mean, and which are refused rather than guessed."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.foundation.sheets.fields import (
    Count,
    Parsed,
    PartialDate,
    ValueRefused,
    parse_count,
    parse_ethnicity,
    parse_partial_date,
    parse_party,
    parse_phones,
    parse_sex,
    parse_yes_no,
    split_list,
)
from lianxin.foundation.sheets.reading import _typed_cell
from lianxin.foundation.sheets.tables import Cell

pytestmark = pytest.mark.any_database
PARSERS: list[Callable[..., Parsed]] = [
    parse_partial_date,
    parse_phones,
    parse_sex,
    parse_party,
    parse_ethnicity,
    parse_yes_no,
    parse_count,
]


def typed(text: str) -> Cell:
    """A cell of text, as from a .csv."""
    return Cell(text, text)


def number(value) -> Cell:
    """A numeric cell, as a workbook gives it."""
    return _typed_cell(value)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1975.03", "1975-03"),
        ("1975.3", "1975-03"),
        ("1988年12月", "1988-12"),
        ("1988年12月3日", "1988-12-03"),
        ("1988 年 12 月", "1988-12"),
        ("2010/7/1", "2010-07-01"),
        ("2010\\7\\1", "2010-07-01"),
        ("２０１０－０７－０１", "2010-07-01"),
        ("2010-07-01 00:00:00", "2010-07-01"),
        ("2010-07-01T08:30:00", "2010-07-01"),
        ("2015.7", "2015-07"),
        ("1996-08", "1996-08"),
        ("1975", "1975"),
        ("1975年", "1975"),
        ("1975年生", "1975"),
        ("19750312", "1975-03-12"),
        ("197503", "1975-03"),
        ("二〇二三年十月一日", "2023-10-01"),
        ("一九七五年十二月", "1975-12"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_are_read_in_the_styles_that_occur(text, read):
    parsed = parse_partial_date(typed(text))

    assert str(parsed.value) == read
    assert parsed.warnings == ()


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (typed("60-5"), "1960-05"),
        (typed("75年3月"), "1975-03"),
        (typed("08.7.1"), "2008-07-01"),
        (number(27454), "1975-03-01"),
        (typed("27454"), "1975-03-01"),
        (typed("202411"), "2024-11"),
    ],
)
def test_a_date_that_had_to_be_interpreted_comes_with_a_warning(cell, read):
    parsed = parse_partial_date(cell)

    assert str(parsed.value) == read
    assert parsed.warnings == (f"“{cell.text}”按 {read} 理解，请核对。",)


def test_two_digits_mean_the_last_such_year_that_makes_sense():
    assert parse_partial_date(typed("08-5"), latest=2008).value == (2008, 5, None)
    assert parse_partial_date(typed("08-5"), latest=2007).value == (1908, 5, None)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (typed("1990-02-30"), "1990 年 2 月没有 30 日"),
        (typed("2023.2.29"), "2023 年 2 月没有 29 日"),
        (typed("2025年2月31日"), "没有 31 日"),
        (typed("19900230"), "没有 30 日"),
        (typed("1990-13"), "没有这样的月份"),
        (typed("1990-0"), "没有这样的月份"),
        (typed("3075-03"), "不合常理"),
        (typed("202465"), "可能是 2024-06-05"),
        (typed("2024115"), "可能是 2024-01-15、2024-11-05"),
        (typed("1/7/2010"), "分不清哪个是月"),
        (number(1975.1), "可能是 1 月，也可能是 10 月"),
        (typed("1975年前后"), "不是认得出的日期"),
        (typed("五十岁"), "不是认得出的日期"),
        (typed("3"), "不是认得出的日期"),
        (typed("2010-07-01至2011-07-01"), "不是认得出的日期"),
        (typed("٢٠١٠-٠٧"), "不是认得出的日期"),
    ],
)
def test_a_date_with_no_or_two_readings_is_refused_with_the_reason(cell, reason):
    with pytest.raises(ValueRefused, match=reason):
        parse_partial_date(cell)


def test_days_from_a_workbook_are_taken_as_they_are():
    assert parse_partial_date(Cell("x", date(1975, 3, 1))).value == (1975, 3, 1)
    noon = datetime.fromisoformat("1975-03-01T12:00:00")
    assert parse_partial_date(Cell("x", noon)).value == (1975, 3, 1)
    assert str(parse_partial_date(number(1975.12)).value) == "1975-12"
    assert str(parse_partial_date(number(1975)).value) == "1975"


@pytest.mark.parametrize("text", ["", "—", "无", "不详", "-", "……", "N/A"])
@pytest.mark.parametrize("parse", PARSERS)
def test_a_cell_that_says_nothing_is_nothing(parse, text):
    parsed = parse(typed(text))

    assert not parsed.value
    assert parsed.warnings == ()


def test_partial_dates_sort_by_time_and_survive_a_round_trip():
    texts = ["1975", "1975-03", "1975-03-12", "2008-01-31"]

    assert [str(PartialDate.from_text(text)) for text in texts] == texts
    assert PartialDate(1975, 3, 12).as_date == date(1975, 3, 12)
    assert PartialDate(1975, 3).as_date is None
    for wrong in ("1975-13", "1990-02-30", "75", "1975-3", ""):
        with pytest.raises(ValueError, match=r".*"):
            PartialDate.from_text(wrong)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13800000001", ["13800000001"]),
        ("138 0000 0001", ["13800000001"]),
        ("138-0000-0001", ["13800000001"]),
        ("+86 13800000001", ["13800000001"]),
        ("手机：13800000001", ["13800000001"]),
        ("13800000001、13900000002", ["13800000001", "13900000002"]),
        ("13800000001\n13900000002", ["13800000001", "13900000002"]),
        ("13800000001 13900000002", ["13800000001", "13900000002"]),
        ("0598-8320000；13800000001", ["0598-8320000", "13800000001"]),
        ("(0598)8320000", ["(0598)8320000"]),
        ("8320000", ["8320000"]),
        ("13800000001,13800000001", ["13800000001"]),
        ("19900000001", ["19900000001"]),
        ("10000000033", ["10000000033"]),
        ("0000-12345", ["0000-12345"]),
    ],
)
def test_phones_are_split_and_joined(text, numbers):
    assert parse_phones(typed(text)).value == numbers


def test_a_phone_kept_as_a_number_is_read():
    assert parse_phones(number(13800000001.0)).value == ["13800000001"]


def test_placeholders_are_left_out_with_a_warning():
    parsed = parse_phones(typed("[手机号]\n[手机号]"))

    assert parsed.value == []
    assert parsed.warnings == ("“[手机号]”是占位文字，留空未导入。",)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (number(1380000000113900000002), "超过 15 位"),
        (typed("1.38E+10"), "改写"),
        (typed("1380000000113900000002"), "不是认得出的电话号码"),
        (typed("1380000000"), "不是认得出的电话号码"),
        (typed("问村委会"), "不是认得出的电话号码"),
    ],
)
def test_a_phone_whose_digits_are_lost_or_too_many_is_refused(cell, reason):
    with pytest.raises(ValueRefused, match=reason):
        parse_phones(cell)


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (parse_sex, "男", "男"),
        (parse_sex, " 女 性", "女"),
        (parse_sex, "F", "女"),
        (parse_party, "中共", "中共党员"),
        (parse_party, "中共党员", "中共党员"),
        (parse_party, "中共预备党员", "中共预备党员"),
        (parse_party, "群众", "群众"),
        (parse_party, "农工党", "农工党党员"),
        (parse_ethnicity, "汉", "汉族"),
        (parse_ethnicity, "土家族", "土家族"),
        (parse_yes_no, "√", True),
        (parse_yes_no, "是", True),
        (parse_yes_no, "×", False),
        (parse_yes_no, "不公开", False),
        (parse_count, "2+", Count(2, at_least=True)),
        (parse_count, "10余人", Count(10, at_least=True)),
        (parse_count, "13", Count(13)),
        (parse_count, "五名", Count(5)),
        (parse_count, "十二人", Count(12)),
    ],
)
def test_words_are_brought_to_one_form(parse, text, value):
    assert parse(typed(text)).value == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_sex, "先生"),
        (parse_party, "某党"),
        (parse_ethnicity, "火星族"),
        (parse_yes_no, "也许"),
        (parse_count, "若干"),
    ],
)
def test_words_nobody_knows_are_refused(parse, text):
    with pytest.raises(ValueRefused, match=text):
        parse(typed(text))


def test_names_in_one_cell_are_split():
    cell = typed("县财政局、石林街道；县发改局/县交通局\n县财政局")

    assert split_list(cell) == ["县财政局", "石林街道", "县发改局", "县交通局"]
    assert split_list(typed("—")) == []


@given(
    st.one_of(st.text(max_size=30), st.from_regex(r"[\d年月日./\-十+xX ]{1,12}", fullmatch=True))
)
def test_any_text_is_parsed_or_refused(text):
    for parse in PARSERS:
        try:
            parsed = parse(typed(text))
        except ValueRefused as refused:
            assert refused.reason  # noqa: PT017 - every refusal must have words
            continue
        if parse is parse_partial_date and parsed.value:
            assert PartialDate.from_text(str(parsed.value)) == parsed.value


@given(st.one_of(st.integers(), st.floats(), st.booleans()))
def test_any_number_is_parsed_or_refused(value):
    for parse in PARSERS:
        try:
            parse(number(value))
        except ValueRefused as refused:
            assert refused.reason  # noqa: PT017
