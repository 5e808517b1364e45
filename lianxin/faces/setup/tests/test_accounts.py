"""Accounts for a whole roster at one go."""

import pytest
from django.urls import reverse

from lianxin.faces.setup.checklist import checklist
from lianxin.faces.setup.tests import factories
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Account, Group, Person, Role
from lianxin.foundation.people.slips import issue_slip

MOBILE = "13800000001"


def address(body):
    return reverse("setup:deputy_accounts", query={"body": body.code})


def test_every_ticked_deputy_gets_an_account_from_the_roster(signed_in, clerk, county):
    first = factories.deputy(county, "白示例")
    Person.objects.filter(pk=first.pk).update(phone=MOBILE)
    second = factories.deputy(county, "白·示例")
    left_out = factories.deputy(county, "石示例")
    group = Group.objects.create(body=county, name="第一代表小组", leader=first)

    page = signed_in.get(address(county)).content.decode()
    assert page.count("checked") == 3
    answer = signed_in.post(address(county), {"people": [first.pk, second.pk]}, follow=True)

    opened = {account.person: account for account in Account.objects.exclude(person=None)}
    assert left_out not in opened
    assert {one.username for one in opened.values()} == {"白示例", "白示例2"}
    assert opened[first].phone == MOBILE
    assert opened[second].phone == ""
    assert opened[first].must_set_password
    assert {(one.role, one.group) for one in opened[first].current_grants} == {
        (Role.DEPUTY, None),
        (Role.GROUP_LEADER, group),
    }
    assert [one.role for one in opened[second].current_grants] == [Role.DEPUTY]
    assert Event.objects.filter(step="account.open").count() == 2
    listed = answer.content.decode()
    assert "已开通 2 个账号" in listed
    assert listed.count(" checked ") == 2

    issue_slip(opened[first], by=clerk)
    again = signed_in.get(answer.redirect_chain[-1][0]).content.decode()
    assert again.count(" checked ") == 1


def test_a_number_another_account_signs_in_with_is_left_out(signed_in, clerk, county):
    person = factories.deputy(county)
    Person.objects.filter(pk=person.pk).update(phone=MOBILE)
    Account.objects.filter(pk=clerk.pk).update(phone=MOBILE)

    signed_in.post(address(county), {"people": [person.pk]})

    assert Account.objects.get(person=person).phone == ""


def test_who_sits_elsewhere_too_is_named_and_the_others_get_theirs(
    client, county, town, town_clerk
):
    own, shared = factories.deputy(town, "白示例"), factories.deputy(town, "石示例")
    factories.sit(shared, county)
    client.force_login(town_clerk)

    page = client.post(address(town), {"people": [own.pk, shared.pk]}, follow=True)

    assert Account.objects.filter(person=own).exists()
    assert not Account.objects.filter(person=shared).exists()
    assert "石示例没有开通" in page.content.decode()


def test_nobody_ticked_is_asked_again_and_nobody_waiting_leads_to_the_roster(signed_in, county):
    person = factories.deputy(county)

    assert signed_in.post(address(county), {}).status_code == 422
    factories.account(Role.DEPUTY, county, person=person)
    assert signed_in.get(address(county)).status_code == 302


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SYSTEM_ADMIN, Role.DEPUTY])
def test_it_is_the_clerks_work(client, county, role):
    factories.deputy(county)
    client.force_login(factories.account(role, county))

    assert client.get(address(county)).status_code == 403


def test_the_checklist_asks_for_the_accounts_deputies_lack(clerk, county):
    factories.deputy(county)
    found = {str(item.title): item for item in checklist(county, clerk)}

    assert ("为 1 位代表开通账号", address(county)) in found["账号和登录条"].missing


def test_the_page_of_one_account_knows_what_the_roster_knows(signed_in, client, admin, county):
    person = factories.deputy(county, "白示例")
    Person.objects.filter(pk=person.pk).update(phone=MOBILE)
    office = factories.office(county)
    office.contact = "何示例"
    office.save()

    deputy = signed_in.get(reverse("account_open", query={"person": person.pk}))
    handler = signed_in.get(reverse("account_open", query={"office": office.pk}))
    client.force_login(admin)
    kept = client.get(reverse("account_open", query={"person": person.pk}))
    wrong = client.get(reverse("account_open", query={"person": "x"}))

    known = deputy.context["form"].initial
    assert (known["name"], known["phone"], known["role"]) == ("白示例", MOBILE, Role.DEPUTY)
    assert handler.context["form"].initial["office"] == office
    assert 'value="何示例"' in handler.content.decode()
    assert MOBILE not in kept.content.decode()
    assert wrong.status_code == 200
