"""The paper register of stations comes in, and goes out as it came."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from lianxin.faces.setup.imports import export_records, import_file
from lianxin.faces.setup.models import ImportBatch
from lianxin.foundation.people.models import Office
from lianxin.work.stations.models import Staff, Station
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)
HEAD = [
    "序号",
    "联络站名称",
    "地点",
    "接待时间",
    "负责人",
    "副站长",
    "联络员",
    "驻站代表",
    "覆盖范围",
    "成立时间",
]


def test_a_register_is_read_row_by_row_and_comes_back_unchanged(tmp_path):
    township = make_township(make_county())
    clerk = make_clerk(township)
    for name in ("柳溪村村民委员会", "上沟村村民委员会"):
        Office.objects.create(body=township, name=name, kind=Office.Kind.VILLAGE)
    make_deputy(township, "禾多田")
    book = Workbook()
    sheet = book.active
    for row in [
        HEAD,
        [
            1,
            "中心联络站",
            "文化路 3 号",
            "每周一",
            "田禾",
            "于青、卢白",
            "石小满",
            "禾多田、无此人",
            "柳溪村、下沟村",
            "2023年5月20日",
        ],
        [2, "上沟村联系点", "村口", "逢五逢十", "", "", "石小满", "", "上沟村", 2024],
        [3, "", "没有名称", "", "", "", "", "", "", ""],
    ]:
        sheet.append(row)
    path = tmp_path / "stations.xlsx"
    book.save(path)

    report = import_file("stations", path, body=township, by=clerk, today=TODAY).report
    again = import_file("stations", path, body=township, by=clerk, today=TODAY).report

    assert (report.created, again.unchanged) == (2, 2)
    assert [one.row for one in report.refused] == [4]
    assert {one.field for one in report.warnings} == {"进站代表", "覆盖村（社区）", "建站日期"}
    centre, point = Station.objects.order_by("pk")
    assert (centre.kind, point.kind) == (Station.Kind.STATION, Station.Kind.POINT)
    assert centre.opened_on == date(2023, 5, 20)
    assert centre.staff.filter(post=Staff.Post.DEPUTY_HEAD).count() == 2
    assert [one.seat.person.name for one in centre.attached.all()] == ["禾多田"]
    assert [one.name for one in point.villages.all()] == ["上沟村村民委员会"]

    out = tmp_path / "out.xlsx"
    assert export_records("stations", str(out), body=township, by=clerk) == 2
    back = import_file("stations", out, body=township, by=clerk, today=TODAY).report
    assert (back.unchanged, back.refused) == (2, [])


def test_the_clerk_brings_a_register_in_by_the_page_and_the_county_may_not(client):
    township = make_township(make_county())
    clerk, above = make_clerk(township), make_clerk(township.parent)

    def bring():
        file = SimpleUploadedFile("家站点.csv", "名称,地址\n河口联系点,渡口旁\n".encode())
        return client.post(
            reverse("setup:import"), {"kind": "stations", "body": township.code, "file": file}
        )

    client.force_login(above)
    refused = bring().content.decode()
    client.force_login(clerk)
    bring()
    token = ImportBatch.objects.get().token
    done = client.post(reverse("setup:import_confirm", args=[token]), follow=True)

    assert "请换一个机构" in refused
    assert reverse("stations:list") in done.content.decode()
    assert Station.objects.get().kind == Station.Kind.POINT
