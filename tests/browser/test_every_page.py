"""Every page at phone and desktop width: no accessibility fault, no complaint, one heading.

An address that answers GET and stands in no list of `all_pages` fails the suite:
whoever adds a page says there who opens it.
"""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pyotp
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lianxin.foundation.people.tests.factories import PASSWORD
from tests.browser.all_pages import NO_PAGES, PARTS, SECOND_FACTOR, make_world, refusing
from tests.browser.visitor import Visitor
from tests.fixtures.browser import WIDTHS
from tests.permission_matrix import read_table

FACTS = """() => ({
    title: document.title,
    headings: document.querySelectorAll("h1").length,
})"""


@pytest.fixture
def world(transactional_db) -> SimpleNamespace:
    return make_world()


@pytest.fixture
def look_at(axe):
    """look_at(page) -> what is wrong with it, at both widths."""

    def look_at(page) -> list[str]:
        wrong = []
        for size in ("desktop", "phone"):
            page.set_viewport_size(WIDTHS[size]["viewport"])
            try:
                axe(page)
            except pytest.fail.Exception as failure:
                wrong.append(str(failure))
        facts = page.evaluate(FACTS)
        if facts["headings"] != 1:
            wrong.append(f"{page.url}: {facts['headings']} main headings")
        if not facts["title"].split("·")[0].strip():
            wrong.append(f"{page.url}: no title")
        page.set_viewport_size(WIDTHS["desktop"]["viewport"])
        return wrong

    return look_at


@pytest.mark.once
@pytest.mark.parametrize("part", PARTS)
def test_every_page_can_be_read_and_used_by_everyone(part, world, desktop, sign_in, look_at):
    wrong = []
    present = None
    for visit in list(PARTS[part](world)):
        if visit.account is None:
            desktop.context.clear_cookies()
        elif visit.account != present:
            sign_in(desktop, visit.account)
        present = visit.account
        answer = desktop.goto(visit.address)
        if not answer.ok or urlsplit(desktop.url).path != urlsplit(visit.address).path:
            wrong.append(f"{visit.address}: answered {answer.status} at {desktop.url}")
            continue
        wrong += look_at(desktop)

    assert not wrong, "\n".join(wrong)


@pytest.mark.once
def test_a_form_that_refuses_can_be_read_by_everyone(world, desktop, sign_in, look_at, faults):
    """Sent as it stands, empty, each of these forms says what is missing."""
    faults.expect("status of (409|422)")
    wrong = []
    present = None
    for visit in refusing(world):
        if visit.account is not None and visit.account != present:
            sign_in(desktop, present := visit.account)
        desktop.goto(visit.address)
        forms = desktop.get_by_role("main").locator("form[method=post]")
        forms.locator(".button--primary, .button--danger").last.click()
        try:
            expect(desktop.get_by_role("main").get_by_role("alert").first).to_be_visible()
        except AssertionError:
            wrong.append(f"{visit.address}: nothing refused at {desktop.url}")
            continue
        wrong += look_at(desktop)

    assert not wrong, "\n".join(wrong)


@pytest.mark.once
def test_the_pages_of_the_second_factor_can_be_used_by_everyone(world, desktop, look_at):
    visitor, wrong = Visitor(desktop), []
    visitor.open(reverse("account_login"))
    signs_in(visitor, world.clerk)
    visitor.arrives("今天")

    visitor.open(reverse("mfa_activate_totp"))
    visitor.arrives("确认是您本人")
    visitor.write("密码", PASSWORD)
    visitor.press("确认")
    visitor.arrives("启用动态口令")
    wrong += look_at(desktop)
    secret = desktop.get_by_role("main").get_by_role("code").inner_text()
    visitor.write("动态口令", pyotp.TOTP(secret).now())
    visitor.press("启用")
    visitor.arrives("备用码")
    wrong += look_at(desktop)
    spare = desktop.get_by_role("main").get_by_role("code").first.inner_text()
    for name in SECOND_FACTOR - {"mfa_activate_totp", "mfa_authenticate"}:
        visitor.open(reverse(name))
        assert urlsplit(desktop.url).path == reverse(name)
        wrong += look_at(desktop)

    desktop.context.clear_cookies()
    visitor.open(reverse("account_login"))
    signs_in(visitor, world.clerk)
    visitor.arrives("输入动态口令")
    wrong += look_at(desktop)
    visitor.write("动态口令", spare)
    visitor.press("登录")
    visitor.arrives("今天")
    assert not wrong, "\n".join(wrong)


def signs_in(visitor, account):
    visitor.write("用户名或者手机号", account.username)
    visitor.write("密码", PASSWORD)
    visitor.press("登录")


@pytest.mark.django_db
def test_every_address_says_who_opens_its_page():
    # That the table tells the truth is for tests/test_permission_matrix.py to see.
    table = read_table()
    found = {
        row["address"] for row in table if row["method"] == "GET" and row["county_clerk"] != "-"
    }
    world = make_world()
    stated = {visit.name for part in PARTS.values() for visit in part(world)}
    stated |= SECOND_FACTOR | NO_PAGES.keys()

    missing = sorted(found - stated)
    assert not missing, f"say in tests/browser/all_pages.py who opens these: {missing}"
    # What takes a form alone is no page either.
    found |= NO_PAGES.keys() & {row["address"] for row in table}
    assert not stated - found, f"no page answers at these: {sorted(stated - found)}"
