"""设置 in a real browser, on a phone and on a desk: no fault of access, and a table brought in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from lianxin.faces.setup import batches
from lianxin.faces.setup.tests import factories
from lianxin.foundation.people.models import (
    District,
    Group,
    OfficeName,
    Person,
    PresidiumMembership,
    Seat,
    SeatChange,
)

ROSTER = "姓名,性别,特长爱好,联系方式一\n𠮷㛃示例,女,养蜂,10099990001\n,男,木工,\n"


@pytest.fixture
def furnished(county, town, street, clerk):
    """One of everything that the pages show; returns their addresses."""
    term = county.terms.get()
    District.objects.create(term=term, number="1", name="柳溪村选区")
    group = Group.objects.create(body=county, name="第一代表小组")
    person = factories.deputy(county, "苏示例", group=group, certificate_no="0001")
    loose = factories.deputy(county, "丁示例", state=Seat.State.SUSPENDED)
    factories.deputy(county, "何示例")
    seat = person.seats.get()
    SeatChange.objects.create(
        seat=loose.seats.get(),
        kind=SeatChange.Kind.SUSPEND,
        changed_on=factories.STARTED,
        ground="示例事由",
        article="代表法（2025）第六十一条第一款",
    )
    for who, ended_on in ((person, None), (loose, factories.STARTED)):
        PresidiumMembership.objects.create(
            body=county, person=who, started_on=factories.STARTED, ended_on=ended_on
        )
    office = factories.office(county)
    OfficeName.objects.create(office=office, name="县交通局", until=factories.STARTED)
    table = SimpleUploadedFile("名册.csv", ROSTER.encode())
    batch = batches.keep(table, kind="deputies", body=county, by=clerk)
    batches.rehearse(batch, by=clerk)

    def at(name, *args, **query):
        return reverse(f"setup:{name}", args=args, query=query)

    return [
        at("home"),
        at("home", body=street.code),
        at("bodies"),
        at("body_new"),
        at("body", county.pk),
        at("body_close", town.pk),
        at("profile", county.pk, profile="zhejiang"),
        at("terms", county.pk),
        at("session_new", term.pk),
        at("deputies"),
        at("deputies", q="没有这个人"),
        at("deputies_print"),
        at("deputy_new"),
        at("person", person.pk),
        at("person", loose.pk),
        at("seat_new", person.pk),
        at("seat_suspend", seat.pk),
        at("seat_end", seat.pk),
        at("groups"),
        at("group", group.pk),
        at("presidium"),
        at("presidium_join"),
        at("offices"),
        at("office", office.pk),
        at("office_merge", office.pk),
        at("import"),
        at("import_columns", batch.token),
        at("import_batch", batch.token),
    ]


@pytest.mark.once
def test_no_page_of_setting_up_has_an_axe_fault(page, sign_in, axe, clerk, furnished):
    sign_in(page, clerk)

    for address in furnished:
        page.goto(address)
        axe(page)


def test_a_roster_is_brought_in_by_hand(desktop, sign_in, clerk, county):
    sign_in(desktop, clerk)
    desktop.goto(reverse("setup:import"))
    desktop.set_input_files(
        "input[type=file]",
        {"name": "名册.csv", "mimeType": "text/csv", "buffer": ROSTER.encode()},
    )
    desktop.get_by_role("button", name="上传并核对").click()

    desktop.get_by_label("联系方式一").select_option(label="联系电话")
    desktop.get_by_role("button", name="看预览").click()
    expect(desktop.get_by_text("没有姓名")).to_be_visible()
    desktop.get_by_role("button", name="确认导入").click()

    expect(desktop.get_by_role("heading", name="导入结果")).to_be_visible()
    assert Person.objects.get().phone == "10099990001"
