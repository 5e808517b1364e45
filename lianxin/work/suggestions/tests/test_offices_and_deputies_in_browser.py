"""The offices' and deputies' pages in a real browser: what a script adds, and axe."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Evaluation, Promise, Reply
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.links import judge_link
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_county,
    make_deputy,
    make_office_handler,
    make_suggestion,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(live_server):
    return make_county()


def address(name, *args, **query) -> str:
    return reverse(f"suggestions:{name}", args=args, query=query or None)


@pytest.mark.once
@pytest.mark.parametrize("size", ["normal", "large"])
def test_every_page_is_free_of_axe_violations(page, sign_in, axe, county, live_server, size):
    today = localdate()
    if size == "large":
        page.context.add_cookies(
            [{"name": "lianxin_size", "value": "large", "url": live_server.url}]
        )
    deputy = make_deputy(county, "李𠮷安")
    assigned = make_suggestion(county, status="assigned", today=today)
    met = make_suggestion(county, status="met", today=today)
    replied = make_suggestion(county, status="replied", deputy=deputy, today=today)
    promised = make_suggestion(county, status="met", deputy=deputy, today=today)
    due_on = today + timedelta(days=9)
    promised.reply("planned", promises=[{"text": "换护栏", "due_on": due_on}]).judge()
    promise = Promise.objects.get()
    draft = make_suggestion(county, status="draft", deputy=deputy, text="太短")
    other = make_deputy(county)
    workflow.invite(draft.suggestion, persons=[other.person], by=deputy, today=today)
    handling.save_reply(
        met.assignment,
        by=met.head,
        today=today,
        text="桥墩已加固。",
        result_class="solved",
        items=[{"request": "加固桥墩", "outcome": "adopted", "answer": "已办。"}],
        promises=[{"text": "换护栏", "due_on": due_on}],
    )
    sign_in(page, met.head)
    for url in (
        reverse("desk:home"),
        address("inbox"),
        address("inbox", late="late"),
        address("receive", assigned.assignment.pk),
        address("ask_return", assigned.assignment.pk),
        address("contact", assigned.assignment.pk),
        address("extend", assigned.assignment.pk),
        address("reply", met.assignment.pk),
        address("reply_preview", met.assignment.pk),
        address("promises"),
        address("report_promise", promise.pk),
        address("reminders"),
        address("letter", replied.answer.pk),
    ):
        page.goto(url)
        axe(page)
    sign_in(page, deputy)
    for url in (
        reverse("desk:home"),
        address("mine"),
        address("write"),
        address("edit", draft.suggestion.pk),
        address("cosigners", draft.suggestion.pk),
        address("submission", draft.suggestion.pk),
        address("follow", replied.suggestion.pk),
        address("judge", replied.answer.pk),
        address("judged", promised.answer.pk),
        address("withdraw", replied.suggestion.pk),
    ):
        page.goto(url)
        axe(page)
    sign_in(page, other)
    page.goto(address("cosigning", draft.suggestion.pk))
    axe(page)
    handling.keep_promise(promise, by=promised.head, today=today, text="已换好。")
    sign_in(page, deputy)
    page.goto(address("judge_promise", promise.pk))
    axe(page)
    sign_in(page, replied.clerk)
    for url in (reverse("desk:home"), address("write_for")):
        page.goto(url)
        axe(page)
    page.context.clear_cookies(name="sessionid")
    page.goto(judge_link(replied.answer, deputy.person))
    axe(page)


@pytest.mark.once
@pytest.mark.parametrize(
    "role", [Role.CHAIR, Role.AUDITOR, Role.SUPERVISION_OFFICE, Role.SYSTEM_ADMIN, Role.LIAISON]
)
def test_the_desks_of_those_who_look_on_are_free_of_axe_violations(
    page, sign_in, axe, county, role
):
    make_suggestion(county, status="assigned")
    sign_in(page, make_account(role, county))

    page.goto(reverse("desk:home"))

    axe(page)


def test_a_suggestion_keeps_itself_while_it_is_typed(phone, sign_in, county):
    deputy = make_deputy(county)
    sign_in(phone, deputy)

    phone.goto(address("write"))
    phone.get_by_label("标题").fill("关于修桥的建议")
    expect(phone.get_by_text("已自动保存草稿")).to_be_visible()
    phone.get_by_label("内容").fill("桥坏了，请修。")
    phone.get_by_role("button", name="下一步：核对并提交").click()
    phone.get_by_role("button", name="提交", exact=True).click()
    expect(phone.get_by_text("办理到哪一步", exact=True)).to_be_visible()

    suggestion = Suggestion.objects.get()
    assert (suggestion.text, suggestion.status) == ("桥坏了，请修。", "submitted")


def test_the_template_is_swapped_with_the_class_until_the_text_is_edited(desktop, sign_in, county):
    story = make_suggestion(county, status="met", today=localdate())
    sign_in(desktop, story.head)

    desktop.goto(address("reply", story.assignment.pk))
    desktop.get_by_label("办理结果").select_option("planned")
    text = desktop.get_by_label("答复内容")
    expect(desktop.locator("#id_text")).not_to_be_empty()
    assert "列入计划" in text.input_value()
    desktop.get_by_label("办理结果").select_option("solved")
    expect(desktop.locator("#id_text")).to_have_value(_containing("已经解决"))
    text.fill("我自己写的答复。")
    with desktop.expect_response(lambda answer: answer.status == 204):
        desktop.get_by_label("办理结果").select_option("planned")

    assert text.input_value() == "我自己写的答复。"


def _containing(words):
    return re.compile(f"[\\s\\S]*{words}[\\s\\S]*")


def test_from_draft_to_signature_to_judgement_on_three_screens(open_page, sign_in, county):
    story = make_suggestion(county, status="met", today=localdate())
    office, head, deputy = open_page("desktop"), open_page("desktop"), open_page("phone")
    handler = make_office_handler(story.office)
    sign_in(office, handler)
    sign_in(head, story.head)
    sign_in(deputy, story.deputy)

    office.goto(address("reply", story.assignment.pk))
    office.get_by_label("办理结果").select_option("solved")
    expect(office.locator("#id_text")).to_have_value(_containing("已经解决"))
    office.get_by_label("答复内容").fill("桥墩已加固。")
    office.get_by_label("文号").fill("禾交函〔2026〕1号")
    office.get_by_role("button", name="送负责人签发").click()
    expect(office.get_by_text("已送负责人签发。")).to_be_visible()

    head.goto(reverse("desk:home"))
    head.get_by_role("link", name="审定签发").click()
    head.on("dialog", lambda dialog: dialog.accept())
    head.get_by_role("button", name="签发并答复代表").click()
    head.wait_for_url(f"**{story.suggestion.get_absolute_url()}")
    assert Reply.objects.get().state == Reply.State.ISSUED

    deputy.goto(reverse("desk:home"))
    deputy.get_by_role("link", name="看答复，评价").click()
    deputy.get_by_role("group", name="办理态度").get_by_text("满意", exact=True).click()
    deputy.get_by_role("group", name="办理结果").get_by_text("不满意").click()
    deputy.get_by_label("具体意见").fill("护栏还没有装。")
    deputy.get_by_role("button", name="提交评价").click()
    expect(deputy.get_by_role("heading", name="评价已记录")).to_be_visible()

    assert Evaluation.objects.get().reason == "护栏还没有装。"
    assert story.status == "rework"


def test_a_deputy_is_found_by_initials_while_typing(phone, sign_in, county):
    for name in ("张春禾", "王示例"):
        make_deputy(county, name)
    sign_in(phone, make_account(Role.LIAISON, county))

    phone.goto(address("write_for"))
    phone.get_by_label("姓名").press_sequentially("zch")

    expect(phone.get_by_role("link", name="王示例")).to_have_count(0)
    expect(phone.get_by_role("link", name="张春禾")).to_be_visible()


def test_the_inbox_is_filtered_without_leaving_the_page(desktop, sign_in, county):
    story = make_suggestion(county, status="assigned", today=localdate())
    sign_in(desktop, story.head)

    desktop.goto(address("inbox"))
    desktop.get_by_label("期限").select_option("late")

    expect(desktop.get_by_text("没有符合条件的待办件")).to_be_visible()
    assert "late=late" in desktop.url
