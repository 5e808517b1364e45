"""The components in a real browser: free of accessibility faults, and better with the script."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.urls("lianxin.ui.tests.urls"), pytest.mark.once]


def wait_for_draft(page, name):
    """Until the script has put the draft by; it waits for a pause in typing."""
    for _ in range(50):
        if f"lianxin::{name}" in page.evaluate("() => Object.keys(localStorage)"):
            return
        page.wait_for_timeout(100)
    pytest.fail("no draft was kept")


def test_the_component_page_has_no_accessibility_fault(page, axe):
    page.goto("/ui/?say=1")

    axe(page)


def test_the_component_page_has_no_accessibility_fault_in_large_print(page, axe):
    page.goto("/display/?to=large&next=/ui/%3Fsay=1")
    expect(page.locator("html")).to_have_attribute("data-size", "large")

    axe(page)


def test_the_open_menu_has_no_accessibility_fault(page, axe, clerk, sign_in):
    sign_in(page, clerk)
    page.goto("/ui/")

    page.locator(".top .drop > summary").click()

    expect(page.get_by_role("button", name="退出")).to_be_visible()
    axe(page)


def test_pages_of_refusal_have_no_accessibility_fault(page, axe, faults):
    faults.expect("404|403|500|400")
    for path in ["/nowhere/", "/broken/", "/malformed/"]:
        page.goto(path)

        axe(page)


def test_large_print_changes_in_place_and_is_remembered(phone):
    phone.goto("/ui/")
    phone.locator("[name=title]").fill("路灯")

    phone.get_by_role("link", name="大字").click()

    expect(phone.locator("html")).to_have_attribute("data-size", "large")
    expect(phone.locator("[name=title]")).to_have_value("路灯")
    phone.reload()
    expect(phone.locator("html")).to_have_attribute("data-size", "large")


def test_large_print_works_without_the_script(open_page):
    page = open_page("phone", java_script_enabled=False)
    page.goto("/ui/")

    page.get_by_role("link", name="大字").click()

    expect(page.locator("html")).to_have_attribute("data-size", "large")
    expect(page).to_have_url("/ui/")


def test_a_filter_is_folded_on_a_phone_alone(phone, desktop, open_page):
    for page, is_folded in (
        (phone, True),
        (desktop, False),
        (open_page("phone", java_script_enabled=False), False),
    ):
        page.goto("/ui/")
        field = page.locator(".filter [name^=filter-]").first
        if is_folded:
            expect(field).to_be_hidden()
            page.locator("summary", has_text="筛选").click()
        expect(field).to_be_visible()


def test_a_draft_survives_and_can_be_restored_or_dropped(desktop):
    desktop.goto("/ui/")
    title = desktop.locator("[name=title]")
    title.fill("改造农村道路照明")
    desktop.get_by_label("不公开").first.check()
    wait_for_draft(desktop, "gallery")

    desktop.reload()
    expect(title).to_have_value("")
    desktop.get_by_role("button", name="恢复内容").click()

    expect(title).to_have_value("改造农村道路照明")
    expect(desktop.get_by_label("不公开").first).to_be_checked()
    desktop.reload()
    desktop.get_by_role("button", name="不要了").click()
    desktop.reload()
    expect(desktop.get_by_role("button", name="恢复内容")).to_have_count(0)


def test_a_draft_is_forgotten_once_it_was_accepted(desktop):
    desktop.goto("/write/")
    desktop.get_by_label("标题").fill("改造农村道路照明")
    wait_for_draft(desktop, "write")

    desktop.get_by_role("button", name="提交").click()
    desktop.wait_for_url("**/ui/")
    desktop.goto("/write/")

    expect(desktop.get_by_role("button", name="恢复内容")).to_have_count(0)


def test_a_draft_is_kept_while_it_is_refused(desktop):
    desktop.goto("/write/")
    desktop.get_by_label("标题").fill("空话")
    wait_for_draft(desktop, "write")

    desktop.get_by_role("button", name="提交").click()

    expect(desktop.get_by_role("button", name="恢复内容")).to_be_visible()


def test_confirming_comes_before_the_step(desktop):
    desktop.goto("/ui/")
    asked = []

    def refuse(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    desktop.on("dialog", refuse)

    desktop.get_by_role("button", name="退回").last.click()

    assert asked == ["确定退回这件建议吗？"]


def test_a_second_press_sends_nothing(desktop):
    desktop.goto("/ui/")
    sent = []

    def answer(route):
        # An answer without content leaves the page standing, as a slow one would.
        sent.append(route.request.method)
        route.fulfill(status=204)

    desktop.route("**/ui/", answer)
    button = desktop.locator("form[data-draft] button").first

    button.dblclick()

    expect(button).to_be_disabled()
    assert sent == ["POST"]


def test_one_box_ticks_every_row_of_the_list(phone):
    phone.goto("/ui/")
    rows = phone.locator("[name=chosen]")

    phone.get_by_label("选本页全部").check()

    assert rows.count() == 6
    for row in rows.all():
        expect(row).to_be_checked()


def test_a_printed_page_leaves_out_the_screen_around_it(desktop):
    desktop.goto("/ui/")

    desktop.emulate_media(media="print")

    for selector in [".top", ".foot", ".filter", ".pager"]:
        expect(desktop.locator(selector).first).to_be_hidden()
    expect(desktop.get_by_role("heading", level=1)).to_be_visible()


def test_htmx_runs_under_the_content_policy(desktop):
    desktop.goto("/ui/")

    assert desktop.evaluate("htmx.version").startswith("4.0.1")
    assert desktop.evaluate("htmx.config.includeIndicatorCSS") is False
