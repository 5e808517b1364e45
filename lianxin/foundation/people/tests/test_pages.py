"""The pages in a real browser: without accessibility faults, at both widths."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lianxin.foundation.people.accounts import open_account
from lianxin.foundation.people.authority import NewGrant
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests import factories


@pytest.fixture
def county(transactional_db):
    return factories.county()


@pytest.fixture
def clerk(county):
    return factories.with_role(Role.COUNTY_CLERK, county, "周示例", phone="13800000001")


@pytest.fixture
def deputy(clerk, county):
    return open_account(
        by=clerk, username="lin", name="林示例", grants=[NewGrant(Role.DEPUTY, county)]
    )


def press(page, words):
    page.get_by_role("button", name=words).first.click()
    page.wait_for_load_state()


def test_from_the_printed_slip_to_the_own_page(page, open_page, axe, sign_in, clerk, deputy):
    office = open_page("desktop")
    sign_in(office, clerk)
    office.goto(reverse("account_manage"))
    office.get_by_label("打印林示例的登录条").check()
    press(office, "打印登录条")
    axe(office)
    (code,) = re.findall(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){2}", office.inner_text(".slip__code"))

    page.goto(reverse("account_slip"))
    axe(page)
    page.get_by_label("登录码").fill(code.lower())
    press(page, "下一步")
    axe(page)
    press(page, "确认登录并设置密码")
    axe(page)
    page.get_by_label("新密码", exact=False).first.fill("短")
    page.get_by_label("再输一遍新密码").fill("短")
    press(page, "保存密码")
    axe(page)
    page.get_by_label("新密码", exact=False).first.fill(factories.PASSWORD)
    page.get_by_label("再输一遍新密码").fill(factories.PASSWORD)
    press(page, "保存密码")
    page.wait_for_url(lambda address: "first" not in address)
    page.goto(reverse("account_home"))

    expect(page.get_by_role("heading", name="林示例")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("登录设备")


@pytest.mark.once
def test_every_page_of_accounts_is_free_of_accessibility_faults(page, axe, sign_in, clerk, deputy):
    page.goto(reverse("account_login"))
    axe(page)
    sign_in(page, clerk)
    for address in (
        reverse("account_home"),
        reverse("account_phone"),
        reverse("account_change_password"),
        reverse("account_reauthenticate"),
        reverse("account_logout"),
        reverse("usersessions_list"),
        reverse("mfa_index"),
        reverse("account_manage"),
        reverse("account_manage") + "?q=没有",
        reverse("account_open"),
        reverse("account_detail", args=[deputy.pk]),
        reverse("account_detail", args=[clerk.pk]),
    ):
        page.goto(address)
        axe(page)


@pytest.mark.once
def test_a_spent_slip_is_explained(transactional_db, page, axe, faults):
    faults.expect("410")

    page.goto(reverse("account_slip_enter", args=["ABCDEFGHJKMN"]))

    assert "没有这个登录码" in page.inner_text("main")
    axe(page)
