"""The congress office's pages in a real browser, on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from lianxin.engines.matters import workflow as handling
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_office,
    make_suggestion,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(county):
    return make_clerk(county, name="李文清")


@pytest.mark.once
def test_pages_are_free_of_faults(page, sign_in, axe, county, clerk):
    today = localdate()
    submitted = make_suggestion(county, status="submitted", clerk=clerk, today=today)
    accepted = make_suggestion(county, status="accepted", clerk=clerk, today=today)
    replied = make_suggestion(county, status="met", clerk=clerk, today=today - timedelta(days=100))
    promises = [{"text": "汛期前加固桥墩", "due_on": today + timedelta(days=90)}]
    replied.reply("planned", promises=promises).judge("basically")
    handling.set_key(replied.suggestion, leader="王主任", basis="", by=clerk, today=today)
    late = make_suggestion(
        county, status="received", clerk=clerk, today=today - timedelta(days=150)
    )
    sign_in(page, clerk)

    for url in (
        reverse("suggestions:list"),
        reverse("suggestions:list", query={"topic": "没有"}),
        reverse("suggestions:detail", args=[replied.suggestion.pk]),
        reverse("suggestions:detail", args=[submitted.suggestion.pk]),
        reverse("suggestions:accept", args=[submitted.suggestion.pk]),
        reverse("suggestions:merge", args=[submitted.suggestion.pk]),
        reverse("suggestions:split", args=[submitted.suggestion.pk]),
        reverse("suggestions:hand_over", args=[accepted.suggestion.pk]),
        reverse("suggestions:hand_over_many"),
        reverse("suggestions:judge_for", args=[replied.suggestion.pk]),
        reverse("suggestions:remind_many", query={"chosen": late.suggestion.pk}),
        reverse("suggestions:handover_meetings"),
        reverse("suggestions:new_handover_meeting"),
        reverse("suggestions:look_backs"),
    ):
        page.goto(url)
        axe(page)


def test_from_the_list_to_handing_over(desktop, sign_in, county, clerk):
    make_office(county, "县水利局")
    story = make_suggestion(county, status="submitted", clerk=clerk, today=localdate())
    sign_in(desktop, clerk)

    desktop.goto(reverse("suggestions:list"))
    desktop.get_by_role("link", name=story.suggestion.title).click()
    desktop.get_by_role("link", name="受理并编号").click()
    desktop.get_by_label("回访记录").fill("电话联系，同意先修桥墩。")
    desktop.get_by_role("button", name="受理并编号").click()
    desktop.get_by_role("link", name="交办", exact=True).click()
    desktop.get_by_label("主办单位").select_option(label="县水利局")
    desktop.get_by_role("button", name="交办").click()

    expect(desktop.get_by_role("status").first).to_contain_text("已交办县水利局，答复期限")
    assert story.status == "assigned"


def test_the_filter_narrows_without_leaving_the_page_and_keeps_its_address(
    desktop, sign_in, county, clerk
):
    make_suggestion(county, status="submitted", clerk=clerk, title="关于路灯的建议")
    make_suggestion(county, status="submitted", clerk=clerk, title="关于石板桥的建议")
    sign_in(desktop, clerk)
    desktop.goto(reverse("suggestions:list"))

    desktop.get_by_label("标题含有，或者编号").fill("路灯")
    desktop.get_by_label("标题含有，或者编号").press("Enter")
    desktop.get_by_text("共 1 件").wait_for()

    assert "q=%E8%B7%AF%E7%81%AF" in desktop.url
    assert desktop.get_by_role("link", name="关于石板桥的建议").count() == 0
    desktop.reload()
    assert desktop.get_by_role("link", name="关于路灯的建议").count() == 1


def test_ticking_the_one_box_ticks_all_of_the_page(desktop, sign_in, county, clerk):
    today = localdate()
    for _place in range(3):
        make_suggestion(county, status="received", clerk=clerk, today=today)
    sign_in(desktop, clerk)
    desktop.goto(reverse("suggestions:list"))

    desktop.get_by_label("选本页全部").check()
    desktop.get_by_role("button", name="批量催办").click()

    expect(desktop.get_by_role("main")).to_contain_text("选中的 3 件")
    desktop.get_by_role("button", name="批量催办").click()
    expect(desktop.get_by_role("main")).to_contain_text("办成 3 件，没有办成 0 件")
