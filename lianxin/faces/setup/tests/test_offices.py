"""承办单位: entered, renamed, merged, closed; old names still find them."""

import pytest
from django.urls import reverse

from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Office, Role

LIST = "/setup/offices/"


def shown(response):
    return [office.name for office in response.context["page"]]


def test_an_office_is_entered_and_a_second_of_that_name_refused(signed_in, county):
    typed = {"name": "县 交通运输局", "kind": "department", "leader_in_charge": "乔示例"}
    address = reverse("setup:office_new")

    entered = signed_in.post(address, typed | {"name": "县交通运输局"})
    twice = signed_in.post(address, typed | {"name": "县交通运输局"})

    office = Office.objects.get()
    assert entered.status_code == 302
    assert office.body == county
    assert office.leader_in_charge == "乔示例"
    assert twice.status_code == 409
    assert "已有同名" in twice.content.decode()


def test_a_renamed_office_is_found_by_its_old_name(signed_in, county):
    office = factories.office(county, "县教育局")

    signed_in.post(
        reverse("setup:office_rename", args=[office.pk]),
        {"name": "县教育体育局", "on": "2024-05-01"},
    )

    found = signed_in.get(LIST, {"q": "教育局"})
    page = signed_in.get(reverse("setup:office", args=[office.pk])).content.decode()
    assert shown(found) == ["县教育体育局"]
    assert "县教育局" in page
    assert "用至 2024-04-30" in page


def test_a_merged_office_keeps_its_record_and_points_to_its_successor(signed_in, county):
    old, new = factories.office(county, "县体育局"), factories.office(county, "县教育局")
    address = reverse("setup:office_merge", args=[old.pk])

    merged = signed_in.post(address, {"into": new.pk, "on": "2024-05-01"})
    twice = signed_in.post(address, {"into": new.pk, "on": "2024-05-01"})

    assert merged.status_code == 302
    assert twice.status_code == 409
    assert shown(signed_in.get(LIST)) == ["县教育局"]
    assert shown(signed_in.get(LIST, {"state": "closed"})) == ["县体育局"]
    assert "县教育局" in signed_in.get(reverse("setup:office", args=[old.pk])).content.decode()
    edited = signed_in.post(
        reverse("setup:office_edit", args=[old.pk]), {"kind": "department", "phone": "1"}
    )
    assert edited.status_code == 409


def test_an_office_is_not_merged_into_one_of_another_body(signed_in, county, town):
    office, elsewhere = factories.office(county), factories.office(town, "镇水利站")

    response = signed_in.post(
        reverse("setup:office_merge", args=[office.pk]),
        {"into": elsewhere.pk, "on": "2024-05-01"},
    )

    office.refresh_from_db()
    assert response.status_code == 422
    assert office.closed_on is None


def test_closing_needs_a_reason(signed_in, county):
    office = factories.office(county)
    address = reverse("setup:office_close", args=[office.pk])

    without = signed_in.post(address, {"on": "2024-05-01", "reason": " "})
    closed = signed_in.post(address, {"on": "2024-05-01", "reason": "机构改革方案"})

    office.refresh_from_db()
    assert without.status_code == 422
    assert closed.status_code == 302
    assert str(office.closed_on) == "2024-05-01"


def test_a_correction_leaves_one_event_and_nonsense_none(signed_in, county):
    office = factories.office(county)
    address = reverse("setup:office_edit", args=[office.pk])

    signed_in.post(address, {"kind": "department", "contact": "周示例", "phone": "0000-1234"})
    bad = signed_in.post(address, {"kind": "ministry"})

    office.refresh_from_db()
    assert office.contact == "周示例"
    assert bad.status_code == 422
    assert Event.objects.get(step="office.change").after == {
        "contact": "周示例",
        "phone": "0000-1234",
    }


def test_the_list_tells_who_has_no_account(signed_in, county):
    with_one, without = factories.office(county, "县水利局"), factories.office(county, "县民政局")
    factories.account(Role.OFFICE_HANDLER, county, office=with_one)

    assert shown(signed_in.get(LIST, {"accounts": "none"})) == [without.name]
    assert shown(signed_in.get(LIST, {"accounts": "some"})) == [with_one.name]


def test_departments_come_before_companies(signed_in, county):
    Office.objects.create(body=county, name="县供电公司", kind=Office.Kind.COMPANY)
    factories.office(county, "县水利局")

    assert shown(signed_in.get(LIST)) == ["县水利局", "县供电公司"]


def test_the_list_costs_the_same_queries_at_any_size(
    signed_in, county, django_assert_max_num_queries
):
    for number in range(45):
        office = factories.office(county, f"第{number}局")
        factories.account(Role.OFFICE_HANDLER, county, office=office)

    with django_assert_max_num_queries(12):
        page = signed_in.get(LIST)

    assert len(shown(page)) == 20
    second = signed_in.get(LIST + page.context["page"].older_url)
    assert not set(shown(page)) & set(shown(second))


@pytest.mark.parametrize("step", ["edit", "rename", "merge", "close"])
def test_a_township_clerk_does_not_touch_the_countys_offices(client, town_clerk, county, step):
    office = factories.office(county)
    client.force_login(town_clerk)

    assert client.post(reverse(f"setup:office_{step}", args=[office.pk])).status_code == 404
    assert client.get(reverse("setup:office", args=[office.pk])).status_code == 404


def test_the_export_is_a_workbook_of_the_body(signed_in, county):
    factories.office(county)

    response = signed_in.get(reverse("setup:offices_export"))

    assert response.content.startswith(b"PK")
    assert Event.objects.filter(step="export.offices").count() == 1
