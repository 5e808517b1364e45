"""A work report whose figures open: begun, checked, signed, read by anybody; a record corrected
afterwards, and the difference said. Then the year on paper."""

import re
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.people.models import Role
from lianxin.work.activities import workflow as activities
from lianxin.work.activities.models import Activity
from lianxin.work.activities.tests.factories import at
from lianxin.work.activities.workflow.publishing import publish
from lianxin.work.suggestions.tests import factories as make
from lianxin.work.work_reports.models import Report
from tests.browser.test_walk import someone  # noqa: F401

SOLVED = {"视察石板桥维修": 8, "视察柳溪小学食堂": 2, "视察河道清淤": 1}
"""Activity days of the year, and how many problems each solved: 11 in all."""
CORRECTED = "视察石板桥维修"
PRESS = "上级媒体播登稿件41篇：省台2篇、两报各1篇、市台25篇。"


@pytest.fixture
def county(transactional_db):
    """A county with its office, its chair, and the records of a year."""
    body = make.make_county()
    clerk = make.make_clerk(body, name="周文员")
    seat = make.make_deputy(body, "沈秋禾").person.seats.get()
    today = localdate()
    for hour, (title, solved) in enumerate(SOLVED.items(), start=8):
        activity = activities.plan(
            body=body,
            kind="activity_day",
            title=title,
            starts_at=at(today, hour),
            ends_at=at(today, hour, 50),
            place="柳溪村",
            seats=[seat],
            by=clerk,
            today=today,
        )
        came = {seat.pk: ("present", "")}
        activities.mark(activity, came, via="list", by=clerk, today=today)
        activities.record(activity, by=clerk, today=today, summary="看了现场。", solved=solved)
    publish(
        Activity.objects.get(title=CORRECTED),
        title=CORRECTED,
        text="看了石板桥维修现场。",
        by=clerk,
        today=today,
    )
    return SimpleNamespace(
        body=body,
        clerk=clerk,
        chair=make.make_account(Role.CHAIR, body, name="何主任"),
    )


def test_a_report_is_built_signed_and_read_and_says_what_was_corrected_since(
    county,
    someone,  # noqa: F811
    faults,
):
    # Once somebody is told what is still missing.
    faults.expect("status of (409|422)")
    clerk = someone(county.clerk)
    begins(clerk)
    puts_figures_into_the_prose(clerk)
    opens_a_figure(clerk, "3次", "代表活动日次数：3 次", rows=3)
    is_told_what_does_not_add_up(clerk)
    takes_it_along(clerk)
    clerk.follow("送主席团征求意见")
    clerk.press("送主席团征求意见")
    clerk.sees("已送审。")
    signs(someone(county.chair, "phone"))
    adopts_and_publishes(clerk)
    citizen = someone(width="phone")
    anybody_opens_it(citizen)

    corrects_the_record(clerk)
    the_report_says_what_changed(clerk)
    the_figure_says_what_changed(someone(county.chair, "phone"))
    citizen.page.reload()
    citizen.sees("解决问题11个", "有的数字更正了")
    assert Report.objects.get().state == Report.State.PUBLISHED
    _events, broken = verify()
    assert not broken


def to_the_report(visitor):
    by_the_menu(visitor, "报告")
    visitor.follow(title())


def by_the_menu(visitor, words):
    """From the desk to a room; on a phone the entries are behind one button."""
    visitor.open("/")
    folded = visitor.page.get_by_text("菜单", exact=True)
    if folded.is_visible():
        folded.click()
    elif not visitor.page.get_by_role("link", name=words, exact=True).first.is_visible():
        visitor.unfold_menu()
    menu = visitor.page.get_by_role("navigation")
    visitor.click(menu.get_by_role("link", name=words, exact=True))


def title():
    return Report.objects.get().title


def begins(clerk):
    by_the_menu(clerk, "报告")
    clerk.arrives("工作报告")
    clerk.follow("起草报告")
    clerk.write("年份", localdate().year)
    clerk.press("生成初稿")
    clerk.arrives(title())
    clerk.sees("初稿已生成", "解决问题11个")


def puts_figures_into_the_prose(clerk):
    clerk.follow("增加一节")
    clerk.write("标题", "视察")
    clerk.press("增加")
    clerk.arrives("视察")
    clerk.write("正文", "围绕民生实事，全年组织代表活动日")
    clerk.field("正文").press("Control+End")
    clerk.unfold("插入数字")
    clerk.press("代表活动日次数")
    clerk.field("正文").press_sequentially("，解决问题")
    clerk.press("线下解决问题数")
    clerk.field("正文").press_sequentially(f"。{PRESS}")
    clerk.press("保存")
    clerk.arrives(title())
    clerk.sees("围绕民生实事，全年组织代表活动日3次，解决问题11个。")


def opens_a_figure(clerk, words, heading, rows):
    presses_the_number(clerk, words)
    clerk.arrives(heading)
    expect(clerk.main.locator("tbody tr")).to_have_count(rows)
    clerk.sees(*SOLVED)


def presses_the_number(visitor, words):
    """A figure in the sentence that the clerk wrote."""
    sentence = visitor.main.get_by_role("paragraph").filter(has_text="围绕民生实事")
    visitor.click(sentence.get_by_role("link", name=words, exact=True))


def is_told_what_does_not_add_up(clerk):
    to_the_report(clerk)
    clerk.follow("检查数字")
    clerk.arrives("检查数字")
    clerk.sees("分项相加 29，总数写的是 41，少 12")
    clerk.sees("手填的数字，没有写来源。")
    clerk.write("“41篇”的来源", "县融媒体中心台账")
    clerk.press("记下", "41篇")
    clerk.sees("来源已记下。")
    clerk.sees("手填，来源：县融媒体中心台账")


def takes_it_along(clerk):
    """The report as Word and as PDF."""
    to_the_report(clerk)
    for words, first in (("Word", b"PK"), ("PDF", b"%PDF")):
        link = clerk.main.get_by_role("link", name=words, exact=True)
        given = clerk.page.request.get(link.get_attribute("href"))
        assert given.body().startswith(first)


def signs(chair):
    chair.open("/")
    chair.follow("签发", title())
    chair.arrives(title())
    chair.follow("签发")
    chair.arrives("签发")
    chair.sees("请核对", "少 12")
    chair.press("签发")
    chair.sees("请逐条看过")
    chair.tick("检查出的问题已逐条核对")
    chair.press("签发")
    chair.sees("已签发，数字已固定。")


def adopts_and_publishes(clerk):
    to_the_report(clerk)
    clerk.follow("登记大会审议通过")
    clerk.write("通过的日期", localdate())
    clerk.write("审议情况", "全票通过。")
    clerk.press("登记大会审议通过")
    clerk.follow("公布")
    clerk.press("公布")
    clerk.sees("已公布。")


def anybody_opens_it(citizen):
    citizen.open("/public/")
    citizen.click(citizen.page.get_by_role("link", name="人大工作报告", exact=True).last)
    citizen.follow(title())
    citizen.arrives(title())
    citizen.does_not_see("手填")
    # Of three activities one is public.
    presses_the_number(citizen, "3次")
    citizen.arrives("代表活动日次数：3 次")
    expect(citizen.main.locator("tbody tr")).to_have_count(1)
    citizen.sees(CORRECTED)
    citizen.page.go_back()
    citizen.arrives(title())


def corrects_the_record(clerk):
    """From the report's own figure to the record it counts."""
    to_the_report(clerk)
    presses_the_number(clerk, "11个")
    clerk.arrives("线下解决问题数：11 个")
    clerk.follow(CORRECTED)
    clerk.arrives(CORRECTED)
    clerk.follow("更正记录")
    clerk.write("解决问题（个）", "3")
    clerk.write("为什么更正", "有五个问题还在整改。")
    clerk.press("看前后对照")
    clerk.sees("8个", "3个")
    clerk.press("确认更正")
    clerk.sees("已更正")
    assert Activity.objects.get(title=CORRECTED).solved == 3


def the_report_says_what_changed(clerk):
    to_the_report(clerk)
    clerk.sees("解决问题11个", "签发以后，有的记录变了", "签发时11个，现为6个")
    clerk.follow("看是哪些记录")
    clerk.arrives("签发以后的变化")
    line = clerk.main.get_by_role("listitem").filter(has_text=CORRECTED)
    assert "8 → 3" in line.inner_text()
    clerk.click(line.get_by_role("link", name=CORRECTED))
    clerk.arrives(CORRECTED)


def the_figure_says_what_changed(chair):
    """The pinned figures of the body, on a phone."""
    to_the_report(chair)
    presses_the_number(chair, "11个")
    chair.arrives("签发以后的变化")
    chair.follow("看现在的名单")
    chair.arrives("线下解决问题数：6 个")
    chair.follow("数字目录")
    chair.follow("核定的数字")
    chair.follow("线下解决问题数", about="11 个")
    chair.sees("核定时 11 个，现在 6 个，减少 5 个。", CORRECTED, "原 8，现 3")


def test_the_year_is_printed(county, someone):  # noqa: F811
    clerk = someone(county.clerk)
    by_the_menu(clerk, "年历")
    clerk.arrives("年历")
    clerk.follow("工作要点")
    clerk.follow("起草")
    clerk.write("总体要求", "围绕中心，依法履职，把实事办好。")
    clerk.press("保存")
    clerk.follow("列入事项")
    clerk.write("事项", "视察河道清淤")
    clerk.choose("月份", "12")
    clerk.press("列入")
    clerk.sees("视察河道清淤", "共 1 项，已完成 0 项")
    assert pages_of(clerk) == 1

    phone = someone(county.clerk, "phone")
    by_the_menu(phone, "年历")
    phone.follow("打印挂历")
    phone.arrives("工作挂历")
    phone.sees("代表小组活动", "常委会会议")
    # A year is one sheet on the wall.
    assert pages_of(phone) == 1


def pages_of(visitor) -> int:
    """How many sheets the page prints on, by its own paper size."""
    printed = visitor.page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))
