"""What was done is on record: an inspection from the plan to the report, a report to voters,
the year on paper. Nobody here types an address beyond the first page."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db.models import F
from django.utils.timezone import localdate

from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.people.models import Role
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.suggestions.tests import factories as make
from tests import photographs
from tests.browser.test_walk import someone  # noqa: F401

TITLE = "视察柳溪村石板桥维修"
DAY = timedelta(days=1)


@pytest.fixture
def county(transactional_db):
    """A county with two deputies, two people in its office and a chair; nothing done yet."""
    body = make.make_county()
    return SimpleNamespace(
        body=body,
        clerk=make.make_clerk(body, name="周文员"),
        other=make.make_clerk(body, name="吴文员"),
        chair=make.make_account(Role.CHAIR, body, name="何主任"),
        agrees=make.make_deputy(body, "沈秋禾"),
        objects=make.make_deputy(body, "罗春燕"),
    )


def test_an_inspection_is_recorded_once_and_read_everywhere(county, someone, faults, tmp_path):  # noqa: F811
    # Twice somebody is told what is still missing.
    faults.expect("status of (409|422)")
    clerk = someone(county.clerk)
    plans_and_announces(clerk)
    someone_comes(someone(county.agrees, "phone"))
    the_day_comes()
    takes_the_paper_sheet(clerk, tmp_path)
    records(clerk)
    agrees(someone(county.agrees, "phone"))
    objects(someone(county.objects, "phone"))

    # Until it is settled, the one who objected is not counted.
    assert Attendance.objects.counted().count() == 1
    settles(clerk)
    assert Attendance.objects.counted().count() == 1
    in_the_file(clerk, "沈秋禾", "到会")
    in_the_file(clerk, "罗春燕", "请假")
    on_the_dashboard(someone(county.chair))
    _events, broken = verify()
    assert not broken


def plans_and_announces(clerk):
    clerk.open("/")
    clerk.follow("代表活动")
    clerk.arrives("活动")
    clerk.follow("安排活动")
    clerk.arrives("安排活动：哪一类")
    clerk.follow("视察")
    clerk.arrives("安排视察")
    clerk.write("名称", TITLE)
    clerk.write("哪天", localdate() + DAY)
    clerk.write("几点开始", "09:10")
    clerk.write("几点结束", "09:05")
    clerk.write("地点", "柳溪村")
    clerk.tick("本级全部代表", within="请谁参加")
    clerk.press("保存")
    clerk.sees("结束时间应当晚于开始时间。")
    clerk.write("几点结束", "10:20")
    clerk.press("保存")
    clerk.arrives(TITLE)
    clerk.sees("沈秋禾", "罗春燕")
    clerk.press("发通知")
    clerk.sees("已通知")


def someone_comes(deputy):
    deputy.open("/")
    deputy.follow("参加或者请假", TITLE)
    deputy.arrives(TITLE)
    deputy.press("我参加", TITLE)
    deputy.sees("报名参加")


def the_day_comes():
    Activity.objects.update(
        on=F("on") - DAY, starts_at=F("starts_at") - DAY, ends_at=F("ends_at") - DAY
    )
    Attendance.objects.update(on=F("on") - DAY)


def takes_the_paper_sheet(clerk, folder):
    photograph = folder / "签到表.jpg"
    photographs.page("签到表").convert("RGB").save(photograph)
    clerk.open("/")
    clerk.follow("点名、记录", TITLE)
    clerk.follow("纸质签到表")
    clerk.arrives("纸质签到表")
    clerk.field("签到表的照片或者扫描件").set_input_files(photograph)
    clerk.press("存签到表")
    clerk.sees("签到表.jpg")
    for name in ("沈秋禾", "罗春燕"):
        clerk.tick("到会", within=name)
    clerk.press("登记到会情况")
    clerk.arrives(TITLE)
    assert set(Attendance.objects.values_list("via", flat=True)) == {Attendance.Via.PAPER}


def records(clerk):
    clerk.follow("记录活动")
    clerk.arrives("记录视察")
    clerk.write("活动情况", "看了石板桥维修现场，桥面已经铺好，护栏还没有装。")
    clerk.press("保存记录")
    clerk.arrives(TITLE)
    clerk.sees("已记录", "到会 2")


def counted(visitor, words):
    """Follow a number on the desk to what it counts."""
    visitor.click(visitor.main.get_by_role("link", name=re.compile(f"^{words}")))


def agrees(deputy):
    deputy.open("/")
    counted(deputy, "待我核对的记录")
    deputy.arrives("记录是否正确")
    deputy.press("无异议", TITLE)
    deputy.sees("最近核对过的", "无异议")


def objects(deputy):
    deputy.open("/")
    counted(deputy, "待我核对的记录")
    deputy.follow("有异议", TITLE)
    deputy.arrives("提出异议")
    deputy.press("提出异议")
    deputy.write("哪里不对", "那天我请了假，没有去。")
    deputy.press("提出异议")
    deputy.sees("有异议")


def settles(clerk):
    clerk.open("/")
    counted(clerk, "待处理的异议")
    clerk.follow(TITLE)
    clerk.sees("那天我请了假，没有去。")
    clerk.follow("核实处理", "罗春燕")
    clerk.arrives("处理异议")
    clerk.tick("请假")
    clerk.write("怎样处理、依据什么", "核对签到表，确实请假。")
    clerk.press("保存处理结果")
    clerk.arrives(TITLE)
    clerk.sees("到会 1")


def in_the_file(clerk, name, state):
    opens_duty(clerk)
    clerk.arrives("代表履职")
    clerk.follow(name)
    clerk.arrives(name)
    clerk.unfold("参加视察调研")
    line = clerk.main.get_by_role("listitem").filter(has_text=TITLE)
    assert line.count() == 1
    if state == "到会":
        line.get_by_role("link", name=TITLE).click()
        clerk.arrives(TITLE)
    else:
        assert state in line.inner_text()


def on_the_dashboard(chair):
    chair.open("/")
    chair.unfold_menu()
    chair.follow("台账")
    chair.follow("看板")
    chair.arrives("看板")
    chair.main.get_by_role("link", name=re.compile("活动")).first.click()
    chair.sees(TITLE)


def test_forty_six_ballots_add_up_or_say_what_is_missing(county, someone, faults):  # noqa: F811
    faults.expect("status of (409|422)")
    clerk, other = someone(county.clerk), someone(county.other)
    opens_duty(clerk)
    clerk.follow("述职测评")
    clerk.arrives("述职测评")
    clerk.follow("安排一批代表")
    clerk.write("批次", "第一批")
    clerk.write("在此之前述职", localdate())
    clerk.tick("沈秋禾", within="列入哪些代表")
    clerk.press("保存")
    opens_duty(clerk)
    clerk.follow("述职测评")
    clerk.follow("安排测评会")
    clerk.write("会议名称", "柳溪片代表述职测评会")
    clerk.write("日期", localdate())
    clerk.write("开始时间", "09:00")
    clerk.write("地点", "柳溪村活动室")
    clerk.main.get_by_role("checkbox", name=re.compile("沈秋禾")).check(force=True)
    clerk.tick("选民", within="由谁测评")
    clerk.press("保存")
    clerk.arrives("柳溪片代表述职测评会")
    clerk.follow("收票")
    clerk.write("到会总人数", "50")
    clerk.write("选民到会参评（人）", "46")
    clerk.write("选民发出的票（张）", "46")
    clerk.press("收票")
    clerk.sees("录入和核对")
    enters(clerk, excellent=29, competent=16)
    enters(other, excellent=28, competent=17)
    other.follow("比对两次录入")
    other.sees("有 1 处不一致", "周文员", "吴文员")
    other.follow("更正我的录入")
    fills(other, excellent=29, competent=16, reason="把一张优秀看成了称职")
    other.follow("比对两次录入")
    other.sees("两次录入一致")
    clerk.open(other.page.url)
    clerk.follow("计票")
    clerk.press("计票")
    clerk.sees("有 1 张没有着落")
    clerk.write("差额说明", "核对过选票，1 张没有划写。")
    clerk.press("计票")
    clerk.sees("测评结果", "63%", "35%", "核对过选票，1 张没有划写。")
    _events, broken = verify()
    assert not broken


def enters(clerk, *, excellent, competent):
    opens_duty(clerk)
    clerk.follow("述职测评")
    clerk.follow("柳溪片代表述职测评会")
    clerk.follow("录入纸质票")
    fills(clerk, excellent=excellent, competent=competent)


def fills(clerk, *, excellent, competent, reason=""):
    clerk.write("选民收回的纸质票（张），发出 46 张", "46")
    clerk.write("沈秋禾 优秀", str(excellent))
    clerk.write("沈秋禾 称职", str(competent))
    if reason:
        clerk.write("更正原因", reason)
    clerk.press("保存")
    clerk.does_not_see("没有保存")


def test_the_year_is_on_the_wall_and_in_the_plan(county, someone):  # noqa: F811
    clerk = someone(county.clerk)
    clerk.open("/")
    clerk.follow("年历")
    clerk.arrives("年历")
    clerk.follow("打印挂历")
    clerk.arrives("工作挂历")
    clerk.sees("代表小组活动", "常委会会议")


def opens_duty(clerk):
    clerk.open("/")
    clerk.unfold_menu()
    clerk.follow("履职")
