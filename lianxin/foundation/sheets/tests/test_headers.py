"""Columns to fields, and the questions that remain."""

import json
from pathlib import Path

import pytest

from lianxin.foundation.sheets import Column, read_table
from lianxin.foundation.sheets.headers import IGNORE, QuestionKind, alias_table, map_columns

pytestmark = pytest.mark.any_database
DATA = Path(__file__).parents[4] / "tests" / "data"


def columns(*headings: str) -> list[Column]:
    return [Column(index, heading) for index, heading in enumerate(headings)]


def mapped(kind, *headings, answers=None):
    found = map_columns(columns(*headings), kind, answers=answers)
    return {name: column.index for name, column in found.columns.items()}, found.questions


def test_the_messy_roster_maps_without_a_question():
    found = map_columns(read_table(DATA / "deputy_roster_messy.xlsx").columns, "deputies")

    assert found.questions == []
    assert found.columns["party"].text == "党派"
    assert found.columns["education"].text == "文化 程度"
    assert found.columns["phone"].letter == "O"
    assert found.columns["phone.2"].letter == "Q"
    assert [column.letter for column in found.slots("phone")] == ["O", "Q"]


PRINTED = {
    item["id"]: item["headers"]
    for item in json.loads((DATA / "roster_headers.json").read_text("utf-8"))["items"]
}


@pytest.mark.parametrize(
    ("item", "kind"),
    [("H01", "deputies"), ("H02", "deputies"), ("H05", "deputies"), ("H06", "suggestions")],
)
def test_printed_headers_are_known_or_known_to_be_left_out(item, kind):
    _, questions = mapped(kind, *PRINTED[item])

    assert [each.text for each in questions if each.kind is not QuestionKind.MISSING] == []


def test_every_alias_of_the_printed_tables_is_known():
    groups = json.loads((DATA / "header_aliases.json").read_text("utf-8"))["aliases"]
    tables = [alias_table(kind) for kind in ("deputies", "offices", "suggestions")]
    for heading in (heading for group in groups.values() for heading in group):
        assert any(map_columns(columns(heading), table.kind).columns for table in tables), heading


@pytest.mark.parametrize(
    "heading", ["姓名", "姓　名", "姓\n名", "*姓名：", "姓名（必填）", "代表姓名"]
)
def test_headings_are_compared_without_their_decoration(heading):
    assert mapped("deputies", heading)[0] == {"name": 0}


def test_an_unknown_column_is_asked_about_with_the_likeliest_fields():
    _, questions = mapped("deputies", "姓名", "学历层次")

    assert [(each.kind, each.candidates) for each in questions] == [
        (QuestionKind.UNKNOWN, ("education",))
    ]
    assert "“学历层次”（B 列）" in questions[0].text


def test_two_columns_for_one_field_are_asked_about_and_the_first_is_taken():
    found, questions = mapped("suggestions", "标题", "类别", "答复类别")

    assert found == {"title": 0, "category": 1}
    assert questions[0].kind is QuestionKind.AMBIGUOUS


def test_a_required_field_without_a_column_is_missing():
    found = map_columns(columns("性别", "民族"), "deputies")

    assert [each.candidates for each in found.missing] == [("name",)]


def test_answers_win_over_the_aliases():
    found, questions = mapped(
        "deputies", "姓名", "甲项", "民族", answers={1: "education", 2: IGNORE}
    )

    assert found == {"name": 0, "education": 1}
    assert questions == []


def test_an_answer_that_names_no_field_leaves_the_column_out():
    assert mapped("deputies", "姓名", "甲项", answers={1: "__class__"})[0] == {"name": 0}


def test_a_group_heading_helps_a_bare_one():
    found = map_columns([Column(0, "姓名"), Column(1, "名称", group="单位")], "deputies")

    assert found.columns["unit"].index == 1
