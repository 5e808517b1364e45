"""开始使用: what stands ready and what is missing; who sees 设置 at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.faces.setup.checklist import checklist
from lianxin.faces.setup.tests import factories
from lianxin.foundation.people.models import Body, Group, PresidiumMembership, Role, Seat

HOME = "/setup/"


def items(body, account):
    return {str(item.title): item for item in checklist(body, account)}


def test_an_empty_body_is_told_what_to_do_first(db):
    body = Body.objects.create(
        code="yunwu", name="云雾县人大常委会", short_name="云雾县", kind=Body.Kind.COUNTY
    )
    clerk = factories.account(Role.COUNTY_CLERK, body)

    found = items(body, clerk)

    assert [words for words, _url in found["届和会次"].missing] == ["登记本届"]
    assert not found["代表"].is_done
    assert not found["承办单位"].is_done
    assert "增加乡镇和街道" in [words for words, _url in found["机构"].missing]
    assert "选定" in found["地方规则和工作日历"].missing[0][0]


def test_what_is_there_is_counted_and_no_longer_missing(county, clerk):
    person = factories.deputy(county)
    group = Group.objects.create(body=county, name="第一代表小组", leader=person)
    person.seats.update(group=group)
    PresidiumMembership.objects.create(
        body=county, person=person, post="chair", started_on=factories.STARTED
    )
    office = factories.office(county)
    factories.account(Role.OFFICE_HANDLER, county, office=office)

    found = items(county, clerk)

    assert found["代表"].there == "代表 1 位"
    for title in ("届和会次", "代表", "代表小组", "主席团和负责人", "承办单位"):
        assert found[title].is_done, title


@pytest.mark.parametrize(
    ("state", "words"),
    [(Seat.State.ELECTED, "确认 1 位"), (Seat.State.ENDING, "公告 1 位")],
)
def test_seats_that_wait_for_a_step_are_named(county, clerk, state, words):
    factories.deputy(county)
    factories.deputy(county, state=state)

    missing = items(county, clerk)["代表"].missing

    assert len(missing) == 1
    assert words in missing[0][0]


def test_a_street_needs_neither_term_nor_deputies(street, clerk):
    found = items(street, clerk)

    assert found["届和会次"].is_needless
    assert found["代表"].is_needless


def test_the_page_of_a_county_shows_those_below_in_numbers(signed_in, county, town):
    factories.deputy(town)

    page = signed_in.get(HOME).content.decode()

    assert "下级机构准备得怎样" in page
    assert "柳溪镇" in page


def test_the_page_costs_the_same_queries_however_many_bodies(
    signed_in, county, town, django_assert_num_queries
):
    with CaptureQueriesContext(
        connection,
    ) as few:
        signed_in.get(HOME)
    for number in range(6):
        factories.town(county, f"示例{'一二三四五六'[number]}镇", f"extra-{number}")

    with django_assert_num_queries(len(few)):
        signed_in.get(HOME)


def test_the_system_administrator_prepares_bodies_and_accounts_but_sees_no_people(
    client, admin, county
):
    client.force_login(admin)

    page = client.get(HOME).content.decode()

    assert "届和会次" in page
    assert "账号和登录条" in page
    assert "代表名册" not in page
    for name in ("deputies", "groups", "presidium", "offices", "import"):
        assert client.get(reverse(f"setup:{name}")).status_code == 403


@pytest.mark.parametrize(
    "role",
    [Role.DEPUTY, Role.LIAISON, Role.GROUP_LEADER, Role.SUPERVISION_OFFICE],
)
def test_others_are_told_that_setting_up_is_the_clerks_work(client, county, role):
    client.force_login(factories.account(role, county))

    for name in ("home", "bodies", "deputies", "offices", "import"):
        assert client.get(reverse(f"setup:{name}")).status_code == 403


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR])
def test_a_chair_and_an_auditor_read_the_roster_and_keep_nothing(client, county, role):
    person = factories.deputy(county, "苏示例")
    client.force_login(factories.account(role, county))

    roster = client.get(reverse("setup:deputies")).content.decode()
    page = client.get(reverse("setup:person", args=[person.pk])).content.decode()

    assert "苏示例" in roster
    assert "登记代表" not in roster
    assert person.phone not in page
    assert person.masked_phone in page
    assert client.get(reverse("setup:person_edit", args=[person.pk])).status_code == 403
    assert client.get(reverse("setup:deputies_export")).status_code == 403


def test_the_menu_shows_the_entry_to_those_who_may_open_it(client, county, clerk):
    client.force_login(clerk)
    assert 'href="/setup/"' in client.get(HOME).content.decode()

    client.force_login(factories.account(Role.AUDITOR, county))
    page = client.get(reverse("setup:deputies")).content.decode()
    assert "名册</a>" in page
    assert 'href="/setup/"' not in page


def test_another_county_does_not_exist_here(signed_in):
    elsewhere = factories.county(code="yunwu", short_name="云雾县", name="云雾县人大常委会")

    assert signed_in.get(HOME, {"body": elsewhere.code}).status_code == 404
    assert signed_in.get(reverse("setup:body", args=[elsewhere.pk])).status_code == 404
    assert signed_in.get(reverse("setup:terms", args=[elsewhere.pk])).status_code == 404
