"""Every list of the house leaves as a table: the page's rows, for those who may open the page."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions.tests.factories import (
    Story,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

LISTS = [
    "suggestions:list",
    "reports:ledger",
    "reports:items",
    "reports:promises",
    "reports:trail",
    "setup:deputies",
    "setup:offices",
    "setup:groups",
    "setup:presidium",
    "setup:bodies",
    "account_manage",
    "rulebook:list",
]
OF_AN_OFFICE = ["suggestions:inbox", "suggestions:promises"]


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def story(county):
    return Story(county).submit().accept().assign()


def opened(response):
    assert response.status_code == 200
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets


def column(sheet, heading):
    place = [cell.value for cell in sheet[3]].index(heading)
    return [row[place].value for row in sheet.iter_rows(min_row=4)]


@pytest.mark.parametrize("name", LISTS)
def test_a_clerk_takes_every_list_along(client, county, story, name):
    client.force_login(make_clerk(county))

    page = client.get(reverse(name))
    sheet = opened(client.get(reverse(name, query={"as": "xlsx"})))[0]

    assert sheet["A2"].value.startswith("填报单位：")
    assert sheet["A3"].value == "序号"
    if sheet.max_row > 3:
        assert "导出表格" in page.text


@pytest.mark.parametrize("name", OF_AN_OFFICE)
def test_an_office_takes_its_own_lists_along(client, county, story, name):
    client.force_login(story.head)

    sheet = opened(client.get(reverse(name, query={"as": "xlsx"})))[0]

    assert sheet["A2"].value.startswith("填报单位：县交通运输局")


def test_the_inbox_holds_what_the_page_shows(client, county, story):
    client.force_login(story.head)
    page = client.get(reverse("suggestions:inbox"))

    sheet = opened(client.get(reverse("suggestions:inbox", query={"as": "xlsx"})))[0]

    assert column(sheet, "标题") == [row.matter.title for row in page.context["rows"]] != []


@pytest.mark.parametrize("name", [*LISTS, *OF_AN_OFFICE])
@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.DEPUTY])
def test_who_may_not_open_the_page_gets_no_table(client, county, story, name, role):
    client.force_login(make_account(role, county))

    page = client.get(reverse(name))
    table = client.get(reverse(name, query={"as": "xlsx"}))

    assert table.status_code == page.status_code


def test_the_roster_holds_the_page_s_deputies_in_their_order(client, county, story):
    for _number in range(25):
        make_deputy(county)
    client.force_login(make_clerk(county))
    first = client.get(reverse("setup:deputies", query={"order": "pinyin"}))
    second = client.get(reverse("setup:deputies") + first.context["page"].older_url)
    names = [row.person.name for page in (first, second) for row in page.context["rows"]]

    sheet = opened(client.get(reverse("setup:deputies", query={"order": "pinyin", "as": "xlsx"})))

    assert column(sheet[0], "姓名") == names


def test_only_who_keeps_the_roster_takes_telephones_along(client, county, story):
    url = reverse("setup:deputies", query={"as": "xlsx"})
    client.force_login(make_account(Role.CHAIR, county))
    read = opened(client.get(url))[0]
    assert not Event.objects.filter(step="export.deputies").exists()
    client.force_login(make_clerk(county))
    kept = opened(client.get(url))[0]

    assert "联系电话" not in [cell.value for cell in read[3]]
    assert "联系电话" in [cell.value for cell in kept[3]]
    assert Event.objects.filter(step="export.deputies").count() == 1


def test_a_township_s_roster_leaves_only_where_it_may_be_read(client, county, story):
    town = make_township(county)
    client.force_login(make_clerk(town))

    mine = client.get(reverse("setup:deputies", query={"as": "xlsx"}))
    county_s = client.get(reverse("setup:deputies", query={"as": "xlsx", "body": county.code}))

    assert (mine.status_code, county_s.status_code) == (200, 404)


def test_the_ledger_brings_its_rates_and_tables_along(client, county, story):
    client.force_login(make_clerk(county))

    sheets = opened(client.get(reverse("reports:export", query={"year": "all"})))

    names = [sheet.title for sheet in sheets]
    assert names[:2] == ["代表建议台账", "比率"]
    assert {"按承办单位", "按类别", "按办理结果"} <= set(names)
    assert column(sheets[names.index("按承办单位")], "承办单位") == ["县交通运输局"]
