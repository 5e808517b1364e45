"""The paper ledger of activities comes in once, goes out as it came, and says what it refused."""

from datetime import date

import openpyxl
import pytest

from lianxin.faces.setup.imports import export_records, import_file
from lianxin.work.activities.models import Activity
from lianxin.work.activities.tests.factories import Place

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 11)
HEADINGS = [
    "序号",
    "活动日期",
    "活动名称",
    "类别",
    "代表小组",
    "参加代表",
    "请假代表",
    "其他参加人数",
    "金额（元）",
    "解决问题",
    "活动情况",
]


def sheet(tmp_path, *rows):
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    for row in rows:
        book.active.append(list(row))
    path = tmp_path / "activities.xlsx"
    book.save(path)
    return path


def test_a_ledger_comes_in_once_and_goes_out_as_it_came(tmp_path):
    place = Place()
    first, second, third = (seat.person.name for seat in place.seats)
    path = sheet(
        tmp_path,
        [
            1,
            date(2025, 3, 20),
            "小组学习",
            "代表小组活动",
            "第一小组",
            f"{first}、{second}",
            third,
            "",
            "",
            "",
            "学习代表法",
        ],
        [2, "2025年5月8日", "助学", "公益志愿", "", first, "", 12, "42600.50", 3, ""],
    )
    done = import_file("activities", path, body=place.body, by=place.clerk, today=TODAY).report
    again = import_file("activities", path, body=place.body, by=place.clerk, today=TODAY).report
    assert (done.created, done.refused, again.unchanged) == (2, [], 2)
    study, help_ = Activity.objects.order_by("on")
    assert study.attendances.filter(counts=True).count() == 2
    assert study.attendances.get(seat=place.seats[2]).state == "excused"
    assert (help_.money, help_.others, help_.solved) == (4_260_050, 12, 3)

    out = tmp_path / "out.xlsx"
    assert export_records("activities", str(out), body=place.body, by=place.clerk) == 2
    back = import_file("activities", out, body=place.body, by=place.clerk, today=TODAY).report
    assert (back.unchanged, back.refused) == (2, [])


def test_rows_that_make_no_sense_are_refused_in_words(tmp_path):
    place = Place()
    name = place.seats[0].person.name
    path = sheet(
        tmp_path,
        [1, date(2025, 3, 20), "学习", "打球", "", name, "", "", "", "", ""],
        [2, date(2027, 3, 20), "学习", "视察", "", name, "", "", "", "", ""],
        [3, date(2025, 3, 20), "学习", "视察", "", "无此人", "", "", "", "", ""],
        [4, date(2025, 3, 20), "学习", "视察", "第九小组", name, "", "三人", "", "", ""],
        [5, date(2025, 3, 20), "学习", "视察", "", "", "", "", "", "", ""],
    )
    report = import_file("activities", path, body=place.body, by=place.clerk, today=TODAY).report
    words = " ".join(one.reason for one in report.refused)
    assert report.created == 0
    for expected in (
        "没有“打球”这一类",
        "日期还没有到",
        "没有“无此人”",
        "本级没有“第九小组”",
        "请填写整数",
        "没有登记到会的人",
    ):
        assert expected in words
