"""What is written can be opened, and computes nothing."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from lianxin.foundation.sheets import read_table
from lianxin.foundation.sheets.writing import OutColumn, OutSheet, write_workbook

pytestmark = pytest.mark.any_database


def written(*sheets: OutSheet):
    file = io.BytesIO()
    write_workbook(file, sheets)
    file.seek(0)
    return openpyxl.load_workbook(file)


def test_values_keep_their_type_and_ids_stay_text():
    columns = [
        OutColumn("编号"),
        OutColumn("日期"),
        OutColumn("件数"),
        OutColumn("率", percent=True),
    ]
    page = written(OutSheet("建议", columns, [["0038", date(2025, 3, 11), 13, 0.5]]))["建议"]

    assert [cell.value for cell in page[2]] == [
        "0038",
        datetime.fromisoformat("2025-03-11"),
        13,
        0.5,
    ]
    assert page["A2"].number_format == "@"
    assert page["B2"].number_format == "yyyy-mm-dd"
    assert page["D2"].number_format == "0.0%"
    assert page["A1"].font.bold
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:D2"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x"]
)
def test_text_never_becomes_a_formula_or_a_link(text):
    cell = written(OutSheet("x", [OutColumn("甲")], [[text]]))["x"]["A2"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_what_is_written_can_be_read_back():
    columns = [
        OutColumn("姓名"),
        OutColumn("联系电话"),
        OutColumn("出生年月"),
        OutColumn("是否公开"),
    ]
    rows: list[list] = [["𠮷㛃", "13800000001", "1975-03", True], ["=王示例", None, "1960", False]]
    file = io.BytesIO()
    assert write_workbook(file, [OutSheet("名册", columns, iter(rows))]) == 2

    table = read_table(file, filename="名册.xlsx")
    assert [[cell.text for cell in row.cells] for row in table] == [
        ["𠮷㛃", "13800000001", "1975-03", "是"],
        ["=王示例", "", "1960", "否"],
    ]


def test_awkward_names_values_and_lengths_are_written_all_the_same():
    book = written(
        OutSheet(
            "建议[2025]/一:二*三？" + "长" * 40,
            [OutColumn("甲")],
            [["a\x00b\ud800"], ["长" * 40_000]],
        ),
        OutSheet("History", [OutColumn("甲")], [[10**20], [date(1850, 1, 1)]]),
        OutSheet("history", [], []),
    )

    assert all(len(name) <= 31 for name in book.sheetnames)
    first, second, _ = book.worksheets
    assert first["A2"].value == "ab\ufffd"
    assert first["A3"].value.endswith("…（过长，未完）")
    assert second["A2"].value == str(10**20)
    assert second["A3"].value == "1850-01-01"


def test_a_row_of_another_length_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="zip"):
        write_workbook(io.BytesIO(), [OutSheet("x", [OutColumn("甲")], [["1", "2"]])])
