"""Who opens and closes accounts, and who gives which roles."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.accounts import (
    LastOfItsKind,
    change_phone,
    close_account,
    end_role,
    give_role,
    open_account,
    reopen_account,
)
from lianxin.foundation.people.authority import NewGrant, may_manage, roles_to_give
from lianxin.foundation.people.models import Account, Grant, Role
from lianxin.foundation.people.tests import factories
from lianxin.foundation.refusals import Refused, WrongStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return factories.county()


@pytest.fixture
def town(county):
    return factories.township(county)


@pytest.fixture
def clerk(county):
    return factories.with_role(Role.COUNTY_CLERK, county, "周示例")


@pytest.fixture
def town_clerk(town):
    return factories.with_role(Role.TOWNSHIP_CLERK, town, "吴示例")


@pytest.fixture
def admin(county):
    return factories.with_role(Role.SYSTEM_ADMIN, county, "徐示例")


def open_for(by, *grants, username="lin", **fields):
    return open_account(by=by, username=username, name="林示例", grants=grants, **fields)


def test_an_opened_account_waits_for_its_slip(clerk, county):
    account = open_for(clerk, NewGrant(Role.CHAIR, county), phone="138 0000 0001")

    assert account.must_set_password
    assert not account.has_usable_password()
    assert account.phone == "13800000001"
    assert [grant.role for grant in account.current_grants] == [Role.CHAIR]
    event = Event.objects.get(step="account.open")
    assert (event.actor, event.body_id) == (clerk, county.pk)


@pytest.mark.parametrize(
    ("username", "phone", "words"),
    [
        ("a", "", "2 至 40"),
        ("13800000001", "", "全是数字"),
        ("lin shi", "", "空格"),
        ("lin<b>", "", "2 至 40"),
        ("TAKEN", "", "已有人使用"),
        ("lin", "1380000", "11 位"),
        ("lin", "+86 138-0000-0009", "另一个账号"),
    ],
)
def test_wrong_or_taken_names_and_numbers_are_refused(clerk, county, username, phone, words):
    open_for(clerk, NewGrant(Role.CHAIR, county), username="taken", phone="13800000009")

    with pytest.raises(Refused, match=words):
        open_for(clerk, NewGrant(Role.CHAIR, county), username=username, phone=phone)

    assert Account.objects.filter(grants__role=Role.CHAIR).count() == 1


def test_a_person_has_one_account(clerk, county):
    person = factories.person(county)
    open_for(clerk, NewGrant(Role.DEPUTY, county), person=person)

    with pytest.raises(Refused, match="不必另开"):
        open_for(clerk, NewGrant(Role.DEPUTY, county), username="lin2", person=person)


def test_a_township_clerk_gets_no_hold_of_a_deputy_of_the_county(clerk, town_clerk, county, town):
    both = factories.person(county)
    factories.seat(both, county)
    factories.seat(both, town)
    grant = NewGrant(Role.DEPUTY, town)

    with pytest.raises(PermissionDenied, match="其他机构的代表"):
        open_for(town_clerk, grant, person=both)
    account = open_for(clerk, grant, person=both)

    assert not may_manage(town_clerk, account)
    assert may_manage(clerk, account)


def test_a_person_of_another_county_is_no_choice(clerk, county):
    stranger = factories.person(factories.county("lvyuan"))

    with pytest.raises(Refused, match="不属于这个县"):
        open_for(clerk, NewGrant(Role.DEPUTY, county), person=stranger)


def test_an_account_without_a_role_is_not_opened(clerk):
    with pytest.raises(Refused, match="至少选择一个角色"):
        open_for(clerk)


@pytest.mark.parametrize(
    ("who", "where", "role", "allowed"),
    [
        ("clerk", "county", Role.COUNTY_CLERK, True),
        ("clerk", "county", Role.AUDITOR, True),
        ("clerk", "town", Role.TOWNSHIP_CLERK, True),
        ("clerk", "town", Role.DEPUTY, True),
        ("clerk", "county", Role.SYSTEM_ADMIN, False),
        ("clerk", "county", Role.TOWNSHIP_CLERK, False),
        ("clerk", "town", Role.COUNTY_CLERK, False),
        ("town_clerk", "town", Role.DEPUTY, True),
        ("town_clerk", "town", Role.TOWNSHIP_CLERK, True),
        ("town_clerk", "town", Role.LIAISON, True),
        ("town_clerk", "town", Role.AUDITOR, False),
        ("town_clerk", "town", Role.SYSTEM_ADMIN, False),
        ("town_clerk", "county", Role.DEPUTY, False),
        ("town_clerk", "other_town", Role.DEPUTY, False),
        ("admin", "county", Role.COUNTY_CLERK, True),
        ("admin", "town", Role.TOWNSHIP_CLERK, True),
        ("admin", "county", Role.SYSTEM_ADMIN, True),
        ("admin", "county", Role.DEPUTY, False),
        ("admin", "county", Role.AUDITOR, False),
        ("deputy", "county", Role.DEPUTY, False),
        ("auditor", "county", Role.AUDITOR, False),
    ],
)
def test_who_may_give_which_role_where(request, county, who, where, role, allowed):
    if where == "other_town":
        body = factories.township(county, "白沙镇")
    else:
        body = county if where == "county" else request.getfixturevalue("town")
    roles = {"deputy": Role.DEPUTY, "auditor": Role.AUDITOR}
    by = factories.with_role(roles[who], county) if who in roles else request.getfixturevalue(who)

    assert (role in roles_to_give(by, body)) is allowed
    if not allowed:
        with pytest.raises((PermissionDenied, Refused)):
            open_for(by, NewGrant(role, body))
        assert not Account.objects.filter(username="lin").exists()


def test_nobody_gives_or_ends_the_own_roles(clerk, admin, county):
    for by, role in ((clerk, Role.AUDITOR), (admin, Role.COUNTY_CLERK)):
        with pytest.raises(Refused, match="自己"):
            give_role(by, NewGrant(role, county), by=by)
        with pytest.raises(Refused, match="自己"):
            end_role(by.grants.get(), by=by)
        assert not may_manage(by, by)


def test_a_role_is_given_once_and_ended_at_once(clerk, county):
    account = open_for(clerk, NewGrant(Role.DEPUTY, county))
    leader = NewGrant(Role.GROUP_LEADER, county)
    grant = give_role(account, leader, by=clerk)
    with pytest.raises(Refused, match="不必重复"):
        give_role(account, leader, by=clerk)
    Grant.objects.filter(pk=grant.pk).update(valid_from=date(2025, 1, 1))
    grant.refresh_from_db()

    end_role(grant, by=clerk, reason="改选")

    assert not Account.objects.get(pk=account.pk).has_role(Role.GROUP_LEADER)
    with pytest.raises(WrongStatus):
        end_role(grant, by=clerk)
    assert Event.objects.get(step="account.end_role").reason == "改选"


def test_a_role_given_today_by_mistake_is_gone_at_once(clerk, county):
    account = open_for(clerk, NewGrant(Role.DEPUTY, county))
    grant = give_role(account, NewGrant(Role.LIAISON, county), by=clerk)

    end_role(grant, by=clerk)

    assert not Account.objects.get(pk=account.pk).has_role(Role.LIAISON)


def test_a_role_may_end_on_a_later_day(clerk, county):
    account = open_for(clerk, NewGrant(Role.DEPUTY, county))
    tomorrow = timezone.localdate() + timedelta(days=1)

    end_role(account.grants.get(), by=clerk, last_day=tomorrow)

    assert account.grants.get().valid_until == tomorrow
    with pytest.raises(Refused, match="不能早于"):
        end_role(account.grants.get(), by=clerk, last_day=date(2020, 1, 1))


def test_office_roles_need_an_office_of_the_same_body(clerk, county, town):
    office = factories.office(town)

    for wrong in (None, office):
        with pytest.raises(Refused, match="承办单位"):
            open_for(clerk, NewGrant(Role.OFFICE_HANDLER, county, office=wrong))

    open_for(clerk, NewGrant(Role.OFFICE_HANDLER, town, office=office))


def test_the_last_clerk_of_a_body_stays(admin, clerk, county, town, town_clerk):
    with pytest.raises(LastOfItsKind, match="最后一位"):
        close_account(town_clerk, by=clerk)
    with pytest.raises(LastOfItsKind):
        end_role(town_clerk.grants.get(), by=clerk)

    open_for(clerk, NewGrant(Role.TOWNSHIP_CLERK, town))
    close_account(town_clerk, by=clerk, reason="调离")

    town_clerk.refresh_from_db()
    assert not town_clerk.is_active


def test_a_closed_clerk_does_not_count_as_the_one_who_stays(admin, clerk, town, town_clerk):
    other = open_for(clerk, NewGrant(Role.TOWNSHIP_CLERK, town))
    close_account(other, by=clerk)

    with pytest.raises(LastOfItsKind):
        close_account(town_clerk, by=clerk)


def test_closing_ends_open_sessions_and_reopening_needs_a_new_slip(client, clerk, county):
    deputy = factories.with_role(Role.DEPUTY, county)
    client.force_login(deputy)

    close_account(deputy, by=clerk)
    assert client.get(reverse("account_home")).status_code == 302
    with pytest.raises(WrongStatus):
        close_account(deputy, by=clerk)
    reopen_account(deputy, by=clerk)

    deputy.refresh_from_db()
    assert deputy.is_active
    assert not deputy.has_usable_password()


def test_a_phone_is_used_by_one_account_and_follows_to_the_person(clerk, county):
    person = factories.person(county)
    person.phone = "13800000001"
    person.save()
    account = open_for(clerk, NewGrant(Role.DEPUTY, county), phone="13800000001", person=person)
    open_for(clerk, NewGrant(Role.DEPUTY, county), username="guo", phone="13800000002")

    with pytest.raises(Refused, match="另一个账号"):
        change_phone(account, "13800000002", by=clerk)
    change_phone(account, "13800000003", by=clerk)

    person.refresh_from_db()
    assert person.phone == "13800000003"


def test_a_township_clerk_sees_and_manages_only_the_own_accounts(
    client, clerk, town, town_clerk, county
):
    other_town = factories.township(county, "白沙镇")
    own = factories.with_role(Role.DEPUTY, town, "苏示例")
    foreign = factories.with_role(Role.DEPUTY, other_town, "许示例")
    client.force_login(town_clerk)

    page = client.get(reverse("account_manage")).content.decode()

    assert "苏示例" in page
    assert "许示例" not in page
    assert client.get(reverse("account_detail", args=[own.pk])).status_code == 200
    assert client.get(reverse("account_detail", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("account_reset", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("account_detail", args=[clerk.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CHAIR, Role.AUDITOR, Role.OFFICE_HEAD])
def test_those_who_manage_no_accounts_meet_a_plain_refusal(client, county, role):
    office = factories.office(county)
    client.force_login(factories.with_role(role, county, office=office))

    for name in ("account_manage", "account_open"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse("account_slips")).status_code == 403


def test_the_list_finds_by_name_and_phone_and_sorts_by_strokes_or_pinyin(client, clerk, county):
    for number, name in enumerate(("张示例", "丁示例", "安示例")):
        factories.with_role(Role.DEPUTY, county, name, phone=f"1380000010{number}")
    client.force_login(clerk)

    def names(**query):
        page = client.get(reverse("account_manage"), {"role": "deputy", **query})
        return [account.name for account in page.context["rows"]]

    assert names() == ["丁示例", "安示例", "张示例"]
    assert names(order="pinyin") == ["安示例", "丁示例", "张示例"]
    assert names(q="张") == ["张示例"]
    assert names(q="138 0000 0101") == ["丁示例"]
    assert names(q="没有") == []


def test_opening_on_the_page_leads_to_the_account_and_keeps_what_was_typed(client, clerk, county):
    client.force_login(clerk)
    typed = {"name": "林示例", "username": "1", "body": county.pk, "role": "chair"}

    refused = client.post(reverse("account_open"), typed)
    assert "2 至 40" in refused.content.decode()
    assert 'value="林示例"' in refused.content.decode()
    opened = client.post(reverse("account_open"), {**typed, "username": "lin"})

    assert opened.url == reverse("account_detail", args=[Account.objects.get(username="lin").pk])


def test_roles_phone_closing_and_reopening_on_the_page(client, clerk, county):
    deputy = factories.with_role(Role.DEPUTY, county)
    client.force_login(clerk)

    def post(name, *args, **data):
        return client.post(reverse(name, args=[deputy.pk, *args]), data, follow=True)

    post("account_give_role", body=county.pk, role="liaison")
    assert deputy.grants.filter(role="liaison").exists()
    post("account_end_role", deputy.grants.get(role="deputy").pk)
    assert [grant.role for grant in deputy.grants.in_force()] == ["liaison"]
    post("account_edit_phone", phone="13800000001")
    post("account_close", reason="调离")
    deputy.refresh_from_db()
    assert (deputy.phone, deputy.is_active) == ("13800000001", False)
    page = post("account_reopen")
    assert "账号已恢复" in page.content.decode()
    assert "调离" in page.content.decode()


def test_a_refused_step_on_the_page_changes_nothing(client, clerk, admin):
    client.force_login(admin)

    page = client.post(reverse("account_close", args=[clerk.pk]), follow=True)

    assert "最后一位" in page.content.decode()
    clerk.refresh_from_db()
    assert clerk.is_active
