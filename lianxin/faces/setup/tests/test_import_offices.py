"""Lists of handling offices."""

import io
from datetime import date

import pytest

from lianxin.faces.setup.imports import export_records
from lianxin.faces.setup.imports.offices import guess_kind
from lianxin.faces.setup.tests.importing import (
    counts,
    do_import,
    make_county,
    only_refusal,
    table,
    warnings_of,
)
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Office

pytestmark = pytest.mark.django_db
HEADER = ["单位名称", "类型", "分管领导", "联系人", "联系电话"]
WATER = ["县水利局", "", "某副县长", "某科长", "0598-8320000"]


@pytest.fixture
def county():
    return make_county()


def test_offices_are_entered_updated_and_left_alone(county):
    assert counts(do_import("offices", table(HEADER, WATER), county)) == (1, 0, 0, 0)
    assert counts(do_import("offices", table(HEADER, WATER), county)) == (0, 0, 1, 0)
    changed = [*WATER[:3], "另一科长", ""]
    assert counts(do_import("offices", table(HEADER, changed), county)) == (0, 1, 0, 0)

    office = Office.objects.get()
    assert (office.contact, office.phone) == ("另一科长", "0598-8320000")
    assert [event.step for event in events_of(office)] == [
        "office.open",
        "office.change",
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县水利局", "department"),
        ("柳溪镇人民政府", "government"),
        ("东城街道办事处", "government"),
        ("柳溪镇", "government"),
        ("柳溪供电所", "station"),
        ("桥头村村民委员会", "village"),
        ("县自来水公司", "company"),
        ("县人民法院", "court"),
        ("县总工会", "party"),
    ],
)
def test_the_kind_is_told_by_the_name(name, kind):
    assert guess_kind(name) == kind


def test_a_former_name_leads_to_the_office_of_today(county):
    office = Office.objects.create(body=county, name="县交通运输局")
    office.former_names.create(name="县交通局", until=date(2015, 1, 1))

    done = do_import("offices", table(HEADER, ["县交通局", "", "", "某科长", ""]), county)

    assert counts(done) == (0, 1, 0, 0)
    assert "现名“县交通运输局”" in warnings_of(done, 2)
    assert Office.objects.count() == 1


def test_a_closed_office_is_not_opened_again_by_a_list(county):
    Office.objects.create(body=county, name="县水利局", closed_on=date(2024, 1, 1))

    assert "撤并" in only_refusal(do_import("offices", table(HEADER, WATER), county))[2]


def test_bad_rows_are_refused_for_themselves(county):
    rows = [
        ["", "", "", "", ""],
        ["局" * 81, "", "", "", ""],
        ["县财政局", "", "", "", "12"],
        WATER,
    ]
    rows[0] = ["—", "部门", "", "", ""]

    done = do_import("offices", table(HEADER, *rows), county)

    assert counts(done) == (1, 0, 0, 3)
    assert Office.objects.get().name == "县水利局"


def test_an_unknown_kind_is_a_warning(county):
    done = do_import("offices", table(HEADER, ["县水利局", "条管单位", "", "", ""]), county)

    assert "按名称判断" in warnings_of(done, 2)
    assert Office.objects.get().kind == "department"


def test_what_is_exported_imports_again_as_unchanged(county):
    rows = [WATER, ["县自来水公司", "企业", "", "", "13800000001、0598-8320001"]]
    do_import("offices", table(HEADER, *rows), county)
    file = io.BytesIO()
    assert export_records("offices", file, body=county, by=None) == 2

    assert counts(do_import("offices", file, county, filename="单位.xlsx")) == (0, 0, 2, 0)
