"""Lists as ledgers: what a cell holds, what is stamped, what cannot be harmful."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from lianxin.foundation.sheets import read_table
from lianxin.foundation.sheets.listing import Field, Kind, Listing, stamp, write_listings
from lianxin.foundation.sheets.revising import Revisable, compare, headings

pytestmark = pytest.mark.any_database
FIELDS = [
    Field("标题", lambda row: row["title"], 30, name="title"),
    Field("日期", lambda row: row.get("day"), 12, Kind.DATE, name="day"),
    Field("时间", lambda row: row.get("at"), 17, Kind.MOMENT),
    Field("件数", lambda row: row.get("number"), 8, Kind.NUMBER),
    Field("比率", lambda row: row.get("share"), 8, Kind.PERCENT),
    Field("重点", lambda row: row.get("is_key"), 6, Kind.YES),
    Field("还剩", lambda row: row.get("left"), 8, is_stamped=False),
]
NASTY = [
    '=HYPERLINK("http://x","点我")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "a<b>&c",
    "_x0041_",
    "0038",
    "110101199003071234",
    "第一行\n第二行",
    "𠮷\ufffe字",
    "甲\u202e乙",
]


def written(rows, **options):
    file = BytesIO()
    defaults: dict[str, Any] = {"key": lambda row: f"x-{row['pk']}", "is_revisable": True}
    options = defaults | options
    write_listings(file, [Listing("台账", "某县人大", FIELDS, rows, len(rows), **options)])
    file.seek(0)
    return file


def full(pk, title="修桥"):
    return {
        "pk": pk,
        "title": title,
        "day": date(2026, 3, 1),
        "at": datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001 - as a cell holds it
        "number": 3,
        "share": 0.5,
        "is_key": True,
        "left": "还剩 3 天",
    }


@pytest.mark.parametrize("text", NASTY)
def test_any_text_stays_text_and_comes_back_the_same(text):
    row = full(1, text)
    sheet = openpyxl.load_workbook(written([row])).worksheets[0]

    assert sheet["B4"].data_type == "s"
    assert compared([row], [row]).differing == []


def test_values_keep_their_kinds():
    sheet = openpyxl.load_workbook(written([full(1)])).worksheets[0]

    values = [cell.value for cell in sheet[4]][:8]
    assert values == [
        1,
        "修桥",
        datetime(2026, 3, 1),  # noqa: DTZ001
        datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001
        3,
        0.5,
        "是",
        "还剩 3 天",
    ]
    assert sheet["F4"].number_format == "0.0%"


def compared(rows, now):
    table = read_table(written(rows), filename="表.xlsx", words=headings(FIELDS))
    lines = {f"x-{row['pk']}": row for row in now}
    kind = Revisable(FIELDS, lambda keys: lines, lambda row: row["title"], lambda row, field: "")
    return compare(table, kind)


def test_what_follows_from_today_is_no_difference_and_not_stamped():
    tomorrow = full(1) | {"left": "还剩 2 天"}

    assert compared([full(1)], [tomorrow]).differing == []
    assert stamp(FIELDS, full(1)) == stamp(FIELDS, tomorrow)


def test_a_changed_record_differs_and_is_stale():
    (row,) = compared([full(1)], [full(1) | {"number": 4, "day": None}]).differing

    assert row.is_stale
    assert [(one.heading, one.old, one.new) for one in row.changes] == [
        ("日期", "", "2026-03-01"),
        ("件数", "4", "3"),
    ]


def test_what_the_progress_raises_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("lianxin.foundation.sheets.listing.STEP", 2)
    listing = Listing("台账", "某县", FIELDS, [full(pk) for pk in range(9)], 9)

    def stop(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_listings(tmp_path / "x.xlsx", [listing], progress=stop)

    assert list(tmp_path.iterdir()) == []


def test_an_empty_list_is_a_ledger_without_lines():
    sheet = openpyxl.load_workbook(written([])).worksheets[0]

    assert [cell.value for cell in sheet[3]][-2:] == ["编号(系统)", "版本(系统)"]
    assert sheet.max_row == 3
