"""Tables as people really make them."""

import codecs
import json
from datetime import date
from pathlib import Path

import pytest

from lianxin.foundation.sheets import Flag, SheetRefused, read_table
from lianxin.foundation.sheets.tests.builders import (
    HEADER,
    column,
    read,
    sheet_xml,
    texts,
    with_member,
    xlsx,
)

pytestmark = pytest.mark.any_database
DATA = Path(__file__).parents[4] / "tests" / "data"


def test_the_messy_roster_gives_four_deputies_with_the_row_numbers_people_see():
    table = read_table(DATA / "deputy_roster_messy.xlsx")

    assert table.header_row == 3
    assert table.titles[:2] == ["某某镇第X届人民代表大会代表名册（示例）", "填报单位：某某镇人大"]
    assert [row.number for row in table] == [4, 5, 6, 7]
    assert texts(table, "姓 名") == ["张示例", "李 示 例", "欧阳示例", "王示例"]
    assert texts(table, "出生年月") == ["1975.03", "1988年12月", "60-5", "1990-02-30"]
    assert [(note.row, "合计行" in note.text) for note in table.notes] == [(8, True)]


def test_a_heading_that_occurs_twice_is_told_apart():
    table = read_table(DATA / "deputy_roster_messy.xlsx")

    phones = [each for each in table.columns if each.text == "联系电话"]
    assert [(each.letter, each.occurrence) for each in phones] == [("O", 1), ("Q", 2)]


def test_sheets_that_are_not_read_are_named():
    table = read_table(DATA / "voter_register_messy.xlsx")

    assert table.sheet == "13组"
    assert table.other_sheets == ["18组", "19"]
    assert "18组" in table.notes[0].text


def test_a_sheet_may_be_asked_for_by_name():
    assert len(read_table(DATA / "voter_register_messy.xlsx", sheet="19")) == 4
    with pytest.raises(SheetRefused, match="没有名为“20组”的表"):
        read_table(DATA / "voter_register_messy.xlsx", sheet="20组")


def test_the_old_format_is_read_with_its_dates():
    table = read_table(DATA / "roster_old_format.xls")

    row = table.rows[0]
    assert row.number == 3
    assert row[column(table, "代表证号")].text == "007"
    assert row[column(table, "出生年月")].value == date(1975, 3, 1)
    assert row[column(table, "联系电话")].text == "13800000001"


def test_the_sheet_whose_header_fits_is_preferred_to_the_first():
    file = xlsx(
        {"name": "填表说明", "rows": [["一、请认真填写"], ["二、不要改动"]]},
        {"name": "名册", "rows": [HEADER, ["1", "张示例", "男", "1975"]]},
    )

    assert read(file).sheet == "名册"


def test_hidden_sheets_are_not_read():
    file = xlsx(
        {"name": "名册", "rows": [HEADER, ["1", "张示例", "男", "1975"]]},
        {"name": "旧", "rows": [HEADER, ["9", "李示例", "男", "1975"]], "hidden": True},
    )

    assert read(file).other_sheets == []


def test_numbers_and_dates_keep_their_type_and_ids_their_text():
    file = xlsx(
        {"rows": [HEADER, ["007", "张示例", "男", date(1975, 3, 1)], [7, "李示例", "女", 27454]]}
    )
    table = read(file)

    first, second = table.rows
    assert (first[0].text, second[0].text, second[0].value) == ("007", "7", 7)
    assert first[3].value == date(1975, 3, 1)
    assert first[3].text == "1975-03-01"


def test_a_header_over_two_rows_gives_each_column_its_own_heading():
    rows = [
        ["序号", "姓名", None, None],
        [None, None, "手机号码", "家庭电话"],
        ["1", "张示例", "13800000001", "0598-8320000"],
    ]
    file = xlsx(
        {"rows": rows, "merge": [("A1:A2", "序号"), ("B1:B2", "姓名"), ("C1:D1", "联系方式")]}
    )
    table = read(file)

    assert [(each.group, each.text) for each in table.columns] == [
        ("", "序号"),
        ("", "姓名"),
        ("联系方式", "手机号码"),
        ("联系方式", "家庭电话"),
    ]
    assert [row.number for row in table] == [3]


def test_a_group_heading_above_the_header_stays_with_its_columns():
    file = xlsx(
        {
            "rows": [[], ["姓名", "性别", "名称", "地址"], ["张示例", "男", "某某村", "一组"]],
            "merge": [("A1:B1", "基本情况"), ("C1:D1", "单位")],
        }
    )

    assert [each.group for each in read(file).columns] == ["基本情况", "基本情况", "单位", "单位"]


def test_a_merged_cell_beside_several_rows_counts_for_each():
    file = xlsx(
        {
            "rows": [
                ["代表团", "姓名"],
                [None, "张示例"],
                [None, "李示例"],
                ["第二代表团", "王示例"],
            ],
            "merge": [("A2:A3", "第一代表团")],
        }
    )

    assert texts(read(file), "代表团") == ["第一代表团", "第一代表团", "第二代表团"]


@pytest.mark.parametrize(
    "row",
    [
        ["小计", "", "共4名"],
        ["合  计", "", "4"],
        ["", "总计：4人", ""],
        ["填表人：某某", "", ""],
        ["注：本表一式两份", "", ""],
        HEADER[:3],
    ],
)
def test_totals_footers_and_repeated_headers_are_left_out_with_a_note(row):
    file = xlsx({"rows": [HEADER[:3], ["1", "张示例", "男"], row, ["2", "李示例", "女"]]})
    table = read(file)

    assert [each.number for each in table] == [2, 4]
    assert [note.row for note in table.notes] == [3]


def test_a_title_that_begins_like_a_total_is_content():
    file = xlsx({"rows": [["标题", "承办单位"], ["总计划部门应当改进服务的建议", "县发改局"]]})

    assert len(read(file)) == 1


def test_a_banner_across_the_table_is_no_record():
    file = xlsx(
        {
            "rows": [HEADER, [], ["1", "张示例", "男", "1975"]],
            "merge": [("A2:D2", "第一代表团")],
        }
    )
    table = read(file)

    assert [row.number for row in table] == [3]
    assert "分组标题" in table.notes[0].text


def test_blank_rows_do_not_shift_the_numbers():
    file = xlsx(
        {"rows": [HEADER, [], ["1", "张示例", "男", "1975"], [], [], ["2", "李示例", "女"]]}
    )

    assert [row.number for row in read(file)] == [3, 6]


def test_text_that_looks_like_a_formula_stays_text_and_is_flagged():
    content = '代表证号,姓名,职务\n1,张示例,"=HYPERLINK(""x"")"\n2,李示例,@SUM(A1)\n3,王示例,—\n4,赵示例,-\n'
    table = read(content.encode(), "名册.csv")

    cells = [row[2] for row in table]
    assert cells[0].text == '=HYPERLINK("x")'
    assert [cell.flag for cell in cells] == [Flag.FORMULA_LIKE, Flag.FORMULA_LIKE, None, None]
    assert [note.row for note in table.notes] == [2, 3]


def test_a_formula_gives_its_stored_value_and_one_without_a_value_is_named():
    def row(number, *cells):
        made = "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            if isinstance(text, str)
            else f'<c r="{letter}{number}">{text[0]}</c>'
            for letter, text in zip("ABC", cells, strict=False)
        )
        return f'<row r="{number}">{made}</row>'

    cells = row(1, "姓名", "性别", "年龄") + row(2, "张示例", "男", ("<f>1+40</f><v>41</v>",))
    cells += row(3, "李示例", "女", ("<f>1+40</f>",))
    table = read(with_member("xl/worksheets/sheet1.xml", sheet_xml(cells)))

    assert [entry[2].text for entry in table] == ["41", ""]
    assert table.rows[1][2].flag is Flag.UNCOMPUTED
    assert [(note.row, "没有算出结果" in note.text) for note in table.notes] == [(3, True)]


def test_a_number_of_more_than_fifteen_digits_is_flagged():
    table = read(xlsx({"rows": [HEADER, [1, "张示例", "男", 35042419750301123456]]}))

    assert table.rows[0][3].flag is Flag.ROUNDED


@pytest.mark.parametrize(
    "content",
    [
        "代表证号,姓名\n007,张示例\n".encode(),
        codecs.BOM_UTF8 + "代表证号,姓名\n007,张示例\n".encode(),
        "代表证号,姓名\n007,张示例\n".encode("gb18030"),
        "代表证号\t姓名\n007\t张示例\n".encode("utf-16"),
        codecs.BOM_UTF16_BE + "代表证号\t姓名\r\n007\t张示例\r\n".encode("utf-16-be"),
        "代表证号;姓名\r\n007;张示例\r\n".encode(),
        "代表证号，姓名\n007，张示例\n".encode(),
    ],
)
def test_text_tables_are_read_in_the_encodings_and_separators_that_occur(content):
    table = read(content, "名册.csv")

    assert texts(table, "代表证号") == ["007"]
    assert texts(table, "姓名") == ["张示例"]


def test_rare_characters_survive_gb18030():
    content = "代表证号,姓名,备注\n1,𠮷㛃,某某村党支部书记、村民委员会主任\n".encode("gb18030")

    assert texts(read(content, "名册.csv"), "姓名") == ["𠮷㛃"]


def test_row_numbers_of_a_text_table_follow_quoted_line_breaks_as_spreadsheets_do():
    content = '姓名,单位\n张示例,"某某村\n一组"\n\n李示例,某某镇\n'
    table = read(content.encode(), "名册.csv")

    assert [row.number for row in table] == [2, 4]
    assert table.rows[0][1].text == "某某村\n一组"


def test_records_in_json_are_numbered_from_one():
    items = [
        {"title": "建议一", "no": "0038", "co_handlers": ["甲局", "乙镇"], "source": {"url": None}}
    ]
    content = json.dumps({"about": "…", "items": items}).encode()
    table = read(content, "建议.json")

    assert [row.number for row in table] == [1]
    assert texts(table, "no") == ["0038"]
    assert texts(table, "co_handlers") == ["甲局;乙镇"]


def test_a_known_header_is_not_needed_where_a_page_can_ask():
    table = read(xlsx({"rows": [["甲项", "乙项"], ["1", "2"]]}))

    assert [each.text for each in table.columns] == ["甲项", "乙项"]


def test_a_path_that_cannot_be_opened_is_refused_in_words(tmp_path):
    with pytest.raises(SheetRefused, match=r"打不开文件“没有\.xlsx”"):
        read_table(tmp_path / "没有.xlsx")
