"""Rosters into persons and seats."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.faces.setup.imports import export_records
from lianxin.faces.setup.tests.importing import (
    DATA,
    counts,
    do_import,
    make_county,
    make_town,
    only_refusal,
    person,
    seat_of,
    table,
    warnings_of,
)
from lianxin.foundation.ledger.chain import events_of, verify
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Account, Body, Grant, Group, Person, Role, Seat
from lianxin.foundation.sheets import read_table

pytestmark = pytest.mark.django_db
ROSTER = DATA / "deputy_roster_messy.xlsx"
HEADER = ["代表证号", "姓名", "性别", "出生年月", "联系电话", "代表团", "代表类型"]
ZHANG = ["001", "张示例", "男", "1975.03", "13800000001", "第一代表团", ""]


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def town(county):
    return make_town(county)


def test_the_messy_roster_keeps_three_deputies_and_says_why_the_fourth_is_left_out(town):
    done = do_import("deputies", ROSTER, town)

    assert counts(done) == (3, 0, 0, 1)
    row, field, reason = only_refusal(done)
    assert (row, field) == (7, "出生年月")
    assert "1990 年 2 月没有 30 日" in reason
    assert not Person.objects.filter(name="王示例").exists()
    zhang = seat_of("张示例", town)
    assert (zhang.certificate_no, zhang.delegation) == ("001", "第一代表团")
    assert zhang.started_on == date(2022, 1, 20)
    assert [person("张示例").born, person("李示例").born, person("欧阳示例").born] == [
        "1975-03",
        "1988-12",
        "1960-05",
    ]
    assert (person("李示例").ethnicity, person("张示例").party) == ("汉族", "中共党员")
    assert person("张示例").phone == ""
    assert "占位文字" in warnings_of(done, 4)
    assert "按 1960-05 理解" in warnings_of(done, 6)
    assert "合计行" in warnings_of(done, 8)


def test_a_deputy_of_county_and_town_is_one_person_with_two_seats(county, town):
    do_import("deputies", ROSTER, town)

    assert {seat.body for seat in person("张示例").seats.all()} == {county, town}
    assert Person.objects.count() == 3


def test_the_same_roster_again_changes_nothing(town):
    do_import("deputies", ROSTER, town)
    events = Event.objects.count()

    assert counts(do_import("deputies", ROSTER, town)) == (0, 0, 3, 1)
    assert Event.objects.count() == events


def test_a_dry_run_reports_the_same_and_leaves_nothing(town):
    tried = do_import("deputies", ROSTER, town, dry_run=True)

    assert counts(tried) == (3, 0, 0, 1)
    assert not Person.objects.exists()
    assert not Event.objects.exists()
    assert do_import("deputies", ROSTER, town).report.as_json() == tried.report.as_json()


def test_what_is_exported_imports_again_as_unchanged(county, town):
    do_import("deputies", ROSTER, town)
    do_import("deputies", ROSTER, county)
    for body in (county, town):
        file = io.BytesIO()
        assert export_records("deputies", file, body=body, by=None) == 3

        assert counts(do_import("deputies", file, body, filename="代表.xlsx")) == (0, 0, 3, 0)


def test_the_export_stands_in_official_order(town):
    do_import("deputies", ROSTER, town)
    file = io.BytesIO()
    export_records("deputies", file, body=town, by=None)

    exported = read_table(file, filename="代表.xlsx")
    assert [row[1].text for row in exported] == ["李示例", "张示例", "欧阳示例"]


def test_every_change_is_in_the_ledger_and_the_chain_is_whole(town):
    do_import("deputies", table(HEADER, ZHANG), town)
    do_import("deputies", table(HEADER, [*ZHANG[:5], "第二代表团", ""]), town)

    assert [event.step for event in events_of(seat_of("张示例", town))] == [
        "seat.elect",
        "seat.change",
    ]
    assert verify()[1] == []


def test_a_changed_row_updates_and_an_empty_cell_erases_nothing(town):
    do_import("deputies", table(HEADER, ZHANG), town)

    done = do_import(
        "deputies", table(HEADER, ["001", "张示例", "", "", "13800000002", "", ""]), town
    )

    assert counts(done) == (0, 1, 0, 0)
    zhang = person("张示例")
    assert (zhang.phone, zhang.born, zhang.sex) == ("13800000002", "1975-03", "male")
    assert seat_of("张示例", town).delegation == "第一代表团"


def test_a_rougher_birth_date_does_not_replace_a_finer_one(town):
    do_import("deputies", table(HEADER, ZHANG), town)

    assert counts(do_import("deputies", table(HEADER, [*ZHANG[:3], "1975", *ZHANG[4:]]), town)) == (
        0,
        0,
        1,
        0,
    )


def test_a_certificate_that_belongs_to_another_name_is_refused(town):
    do_import("deputies", table(HEADER, ZHANG), town)

    done = do_import("deputies", table(HEADER, ["001", "李示例", *ZHANG[2:]]), town)

    assert "已登记为“张示例”" in only_refusal(done)[2]


def test_two_namesakes_with_different_births_are_two_people(town):
    rows = [
        ["", "张示例", "男", "1975.03", "", "", ""],
        ["", "张示例", "男", "1980.05", "", "", ""],
    ]

    assert counts(do_import("deputies", table(HEADER, *rows), town)) == (2, 0, 0, 0)


def test_a_namesake_elsewhere_in_the_county_is_not_taken_for_the_same_person(county, town):
    do_import("deputies", table(HEADER, ["", "张示例", "", "", "", "", ""]), town)

    done = do_import("deputies", table(HEADER, ["", "张示例", "", "", "", "", ""]), county)

    assert Person.objects.filter(name="张示例").count() == 2
    assert "按另一人登记" in warnings_of(done, 2)


def test_a_row_that_fits_two_people_is_refused_rather_than_guessed(town):
    rows = [
        ["", "张示例", "男", "1975.03", "", "", ""],
        ["", "张示例", "男", "1975.04", "", "", ""],
    ]
    do_import("deputies", table(HEADER, *rows), town)

    done = do_import("deputies", table(HEADER, ["", "张示例", "男", "1975", "", "", ""]), town)

    assert "分不清是哪一位" in only_refusal(done)[2]


def test_a_repeated_row_is_named_and_a_contradicting_one_refused(town):
    other = [*ZHANG[:5], "第二代表团", ""]
    done = do_import("deputies", table(HEADER, ZHANG, ZHANG, other), town)

    assert counts(done) == (1, 0, 1, 1)
    assert "与第 2 行重复" in warnings_of(done, 3)
    assert only_refusal(done)[0] == 4
    assert seat_of("张示例", town).delegation == "第一代表团"


def test_a_refused_row_does_not_lend_its_key_to_the_next(town):
    rows = [
        ["009", "甲示例", "男", "1975.03", "", "", ""],
        ["009", "乙示例", "男", "1976.03", "", "", ""],
        ["010", "丙示例", "男", "1977.03", "", "", ""],
        ["010", "丁示例", "男", "1978.03", "", "", ""],
        ["011", "戊示例", "男", "1979.03", "", "", ""],
    ]

    assert counts(do_import("deputies", table(HEADER, *rows), town)) == (3, 0, 0, 2)


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ("姓名", "", "没有姓名"),
        ("姓名", "张" * 61, "最多 60 字"),
        ("性别", "先生", "不是性别"),
        ("出生年月", "202465", "连在一起"),
        ("出生年月", "2015.7", "不满 18 周岁"),
        ("联系电话", "1380000000", "不是认得出的电话号码"),
        ("代表证号", "9" * 41, "最多 40 字"),
        ("届次", "第十八届", "往届"),
        ("届次", "本届", "不是认得出的届次"),
    ],
)
def test_a_bad_cell_leaves_its_whole_row_out(town, field, cell, reason):
    header = [*HEADER, "届次"]
    bad = [*ZHANG, ""]
    bad[header.index(field)] = cell
    good = ["002", "李示例", "女", "1980.01", "", "", "", "第十九届"]

    done = do_import("deputies", table(header, bad, good), town)

    assert counts(done) == (1, 0, 0, 1)
    row, _field, words = only_refusal(done)
    assert row == 2
    assert reason in words
    assert Person.objects.count() == 1


def test_all_problems_of_a_row_are_told_at_once(town):
    done = do_import(
        "deputies", table(HEADER, ["1", "张示例", "先生", "1990-02-30", "", "", ""]), town
    )

    reason = only_refusal(done)[2]
    assert "不是性别" in reason
    assert "没有 30 日" in reason


def test_a_roster_of_another_term_is_refused_whole(town):
    file = table(["柳溪镇第十八届人民代表大会代表名册"], HEADER, ZHANG)

    done = do_import("deputies", file, town)

    assert (done.report.created, "往届名册" in only_refusal(done)[2]) == (0, True)


def make_bare() -> Body:
    return Body.objects.create(
        code="bare", name="青禾县人民代表大会常务委员会", short_name="青禾县", kind=Body.Kind.COUNTY
    )


def test_a_body_without_a_term_and_a_street_are_refused_with_what_to_do(county):
    street = Body.objects.create(
        code="dongcheng",
        name="人大东城街道工作委员会",
        short_name="东城街道",
        kind=Body.Kind.STREET,
        parent=county,
    )

    assert (
        "还没有设置届次"
        in only_refusal(do_import("deputies", table(HEADER, ZHANG), make_bare()))[2]
    )
    assert "请选择“禾望县" in only_refusal(do_import("deputies", table(HEADER, ZHANG), street))[2]


def test_a_township_by_itself_says_that_the_countys_seats_are_not_kept_here():
    alone = make_town(None)

    done = do_import("deputies", table(HEADER, [*ZHANG[:6], "县、镇"]), alone)

    assert counts(done)[0] == 1
    assert "“县”级代表资格不在本系统登记" in warnings_of(done, 2)


def test_a_county_roster_gives_the_township_seat_where_the_delegation_names_it(county, town):
    row = ["001", "张示例", "男", "1975.03", "", "柳溪镇代表团", "县、镇"]

    do_import("deputies", table(HEADER, row), county)

    assert {seat.body for seat in person("张示例").seats.all()} == {county, town}


def test_a_township_clerk_cannot_enter_county_seats(county, town):
    clerk = Account.objects.create(username="liuxi-clerk", name="柳溪工作人员")
    Grant.objects.create(
        account=clerk, role=Role.TOWNSHIP_CLERK, body=town, valid_from=date(2022, 1, 1)
    )

    done = do_import("deputies", ROSTER, town, by=clerk)

    assert {seat.body for seat in person("张示例").seats.all()} == {town}
    assert "请由“禾望县”登记" in warnings_of(done, 4)
    with pytest.raises(PermissionDenied):
        do_import("deputies", ROSTER, county, by=clerk)


def test_someone_whose_seat_ended_is_not_brought_back_by_a_roster(town):
    do_import("deputies", table(HEADER, ZHANG), town)
    Seat.objects.update(state="ended", ended_on=date(2025, 1, 1), end_reason="moved")

    assert (
        "已于 2025-01-01 终止" in only_refusal(do_import("deputies", table(HEADER, ZHANG), town))[2]
    )


def test_groups_and_districts_that_are_missing_are_made_with_a_warning(town):
    header = [*HEADER, "代表小组", "选区"]
    done = do_import("deputies", table(header, [*ZHANG, "第一小组", "第3选区"]), town)

    assert Group.objects.get().name == "第一小组"
    assert seat_of("张示例", town).district.name == "第3选区"
    assert "新建了代表小组" in warnings_of(done, 2)


def test_a_mobile_is_kept_before_other_numbers_and_the_rest_is_named(town):
    header = ["姓名", "联系电话", "家庭电话"]
    done = do_import(
        "deputies", table(header, ["张示例", "0598-8320000", "13800000001、13900000002"]), town
    )

    assert person("张示例").phone == "13800000001"
    assert "0598-8320000、13900000002" in warnings_of(done, 2)


def test_an_unknown_column_is_a_warning_and_an_answer_settles_it(town):
    file = table(["姓名", "年纪"], ["张示例", "五十"])

    done = do_import("deputies", file, town, dry_run=True)
    assert "“年纪”（B 列）" in warnings_of(done, 1)
    assert done.columns.questions[0].column.index == 1

    answered = do_import(
        "deputies", table(["姓名", "文化"], ["张示例", "大专"]), town, answers={1: "education"}
    )
    assert answered.report.warnings == []
    assert person("张示例").education == "大专"


def test_a_file_without_names_is_refused_with_the_column_it_lacks(town):
    done = do_import("deputies", table(["性别", "民族"], ["男", "汉族"]), town)

    assert "没有“姓名”这一列" in only_refusal(done)[2]
    assert not Person.objects.exists()


def test_a_file_that_is_no_table_is_refused_in_the_report(town):
    done = do_import("deputies", io.BytesIO(b"%PDF-1.7"), town, filename="名册.xlsx")

    assert done.report.as_json() == {
        "rows": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "refused": [
            {
                "row": 0,
                "field": "",
                "reason": "这是 PDF 文件，不是电子表格。请上传 .xlsx、.xls、.ods 或 .csv。",
            }
        ],
        "warnings": [],
    }


def test_rare_characters_and_minority_names_are_kept(town):
    rows = [["1", "𠮷㛃", "", "", "", "", ""], ["2", "买买提 • 艾力", "", "", "", "", ""]]

    do_import("deputies", table(HEADER, *rows), town)

    assert {each.name for each in Person.objects.all()} == {"𠮷㛃", "买买提·艾力"}
