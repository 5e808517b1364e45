"""A newcomer walks one suggestion through all its steps, as everyone who takes part.

Nobody here knows an address or a selector: they read headings, labels and buttons.
"""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate

from lianxin.engines.matters.models import Matter
from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.tests.factories import PASSWORD
from lianxin.work.suggestions.tests import factories as make
from tests.browser.visitor import Visitor

FIRST_LETTER, SECOND_LETTER = "禾交函〔2026〕8号", "禾交函〔2026〕9号"
TITLE = "关于给柳溪村小学门口加装红绿灯的建议"
TEXT = (
    "柳溪村小学门口没有红绿灯，上学放学时车多人多，去年发生过三起刮擦。\n"
    "建议加装红绿灯和减速带，上学放学时安排人员疏导。"
)


@pytest.fixture
def county(transactional_db):
    """A county where nothing has been raised yet, with everyone in the story."""
    body = make.make_county()
    lead = make.make_office(body, "县交通运输局")
    assisting = make.make_office(body, "县公安局")
    clerk = make.make_clerk(body, name="周文员", username="zhou")
    make.make_deputy(body, "孟冬生")
    clerk.set_password(PASSWORD)
    clerk.save()
    return SimpleNamespace(
        body=body,
        clerk=clerk,
        deputy=make.make_deputy(body, "沈秋禾"),
        cosigner=make.make_deputy(body, "罗春燕"),
        handler=make.make_office_handler(lead, name="郑经办"),
        head=make.make_office_head(lead, name="方局长"),
        assisting_head=make.make_office_head(assisting, name="程局长"),
        auditor=make.make_account(Role.AUDITOR, body, name="审计员"),
    )


@pytest.fixture
def someone(open_page, sign_in):
    """someone(account, width) -> Visitor, signed in unless `account` is None."""

    def someone(account=None, width="desktop", **options) -> Visitor:
        page = open_page(width, **options)
        if account is not None:
            sign_in(page, account)
        return Visitor(page)

    return someone


def test_a_suggestion_from_the_first_word_to_the_kept_promise(county, someone, faults):
    # Twice somebody is told what is still missing.
    faults.expect("status of (409|422)")
    clerk, deputy = someone(), someone(width="phone")
    signs_in(clerk, county.clerk)
    code = prints_a_slip_for(clerk, county.deputy)
    comes_in_with_the_slip(deputy, code)
    writes_and_invites(deputy, county.cosigner)
    agrees_to_cosign(someone(county.cosigner, "phone"))
    submits(deputy)

    accepts_and_numbers(clerk)
    calls_back(clerk)
    hands_over(clerk, county)

    handler, head = someone(county.handler), someone(county.head)
    receives_and_meets(handler)
    drafts_before_the_opinion_is_in(handler)
    gives_an_opinion(someone(county.assisting_head))
    sends_for_signature(handler)
    signs(head)

    finds_fault_by_the_link(clerk, someone(width="phone"), county.deputy)
    answers_again(handler, head)
    is_content_by_the_link(clerk, someone(width="phone"), county.deputy)
    keeps(head, "减速带装好")
    finds_it_kept(deputy, "减速带装好")

    closes_archives_and_publishes(clerk)
    finds_it_published(someone(width="phone"))
    opens_a_rate_of_the_ledger(clerk)
    matter = Matter.objects.get()
    assert (matter.status, matter.satisfaction) == ("archived", "satisfied")
    events, faults = verify()
    assert events > 20
    assert not faults


def test_a_suggestion_is_answered_and_closed_without_any_script(county, someone):
    deputy = someone(county.deputy, "phone", java_script_enabled=False)
    deputy.open("/suggestions/new/")
    deputy.write("标题", TITLE)
    deputy.write("内容", TEXT)
    deputy.press("下一步：核对并提交")
    submit(deputy)

    clerk = someone(county.clerk, java_script_enabled=False)
    accepts_and_numbers(clerk)
    calls_back(clerk)
    hands_over(clerk, county)

    assisting = someone(county.assisting_head, java_script_enabled=False)
    gives_an_opinion(assisting)
    head = someone(county.head, java_script_enabled=False)
    receives_and_meets(head)
    head.follow("写答复")
    head.choose("办理结果", "已经解决")
    head.write("答复内容", "红绿灯和减速带已经装好，并安排了人员疏导。")
    head.press("再加一条")
    head.write("文号", FIRST_LETTER)
    head.write("签发人", "方局长")
    issue(head)

    deputy.open("/")
    deputy.follow("看答复，评价", TITLE)
    deputy.arrives("评价答复")
    deputy.tick("满意", within="办理态度")
    deputy.tick("基本满意", within="办理结果")
    deputy.press("提交评价")
    deputy.arrives("评价已记录")
    closes(clerk)

    matter = Matter.objects.get()
    assert (matter.status, matter.satisfaction) == ("closed", "basically")


def signs_in(clerk, account):
    clerk.open("/")
    clerk.arrives("登录")
    clerk.write("用户名或者手机号", account.username)
    clerk.write("密码", PASSWORD)
    clerk.press("登录")
    clerk.arrives("今天要办的几件事")


def prints_a_slip_for(clerk, account) -> str:
    """The code on the slip."""
    clerk.unfold_menu()
    clerk.follow("账号")
    clerk.arrives("账号")
    clerk.tick(f"打印{account.name}的登录条")
    clerk.press("打印登录条")
    clerk.arrives("登录条")
    return re.search(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){2}", clerk.main.inner_text()).group()


def comes_in_with_the_slip(deputy, code):
    deputy.open("/")
    deputy.follow("输入登录码")
    deputy.arrives("输入登录码")
    deputy.write("登录码", code.lower())
    deputy.press("下一步")
    deputy.arrives("您是沈秋禾吗？")
    deputy.press("确认登录并设置密码")
    deputy.arrives("设置密码")
    deputy.write("新密码", PASSWORD)
    deputy.write("再输一遍新密码", PASSWORD)
    deputy.press("保存密码，开始使用")
    deputy.arrives("今天要办的几件事")


def writes_and_invites(deputy, cosigner):
    deputy.follow("写建议")
    deputy.arrives("写建议")
    deputy.write("标题", TITLE)
    deputy.write("内容", TEXT)
    deputy.press("保存草稿")
    deputy.sees("草稿已保存。")
    deputy.arrives("修改建议")
    deputy.press("邀请联名")
    deputy.arrives("联名代表")
    deputy.write("姓名", cosigner.name[0])
    deputy.does_not_see("孟冬生")
    deputy.tick(cosigner.name)
    deputy.press("邀请勾选的代表")
    deputy.sees(f"{cosigner.name} 待确认")


def agrees_to_cosign(cosigner):
    cosigner.open("/")
    cosigner.sees("沈秋禾代表邀请您联名")
    cosigner.follow("看内容，确认联名", TITLE)
    cosigner.arrives(TITLE)
    cosigner.sees("上学放学时安排人员疏导")
    cosigner.press("同意联名")
    cosigner.sees("您已确认联名")


def submits(deputy):
    deputy.page.reload()
    deputy.sees("罗春燕 已确认")
    deputy.follow("下一步：核对并提交")
    deputy.arrives("核对并提交")
    deputy.sees("联名代表", "罗春燕")
    submit(deputy)


def submit(deputy):
    deputy.arrives("核对并提交")
    deputy.press("提交")
    deputy.sees("已提交。办理到哪一步，随时可以在这里看。")
    deputy.arrives(TITLE)


def accepts_and_numbers(clerk):
    clerk.open("/")
    clerk.arrives("今天要办的几件事")
    clerk.follow("审查", TITLE)
    clerk.arrives(TITLE)
    clerk.follow("受理并编号")
    clerk.arrives("受理并编号")
    clerk.tick("由系统接着编（下一个是 1 号）")
    clerk.press("受理并编号")
    clerk.sees("已受理，编为第 1 号。")
    clerk.arrives(TITLE)


def calls_back(clerk):
    clerk.follow("登记回访")
    clerk.arrives("登记回访")
    clerk.write("回访记录", "代表说先装减速带、再装红绿灯也可以。")
    clerk.press("登记回访")
    clerk.sees("回访已登记。")


def hands_over(clerk, county):
    clerk.follow("交办")
    clerk.arrives("交办")
    clerk.sees("今天交办，期限这样算")
    clerk.choose("主办单位", "县交通运输局")
    clerk.tick("县公安局", within="协办单位")
    clerk.press("交办")
    clerk.arrives(TITLE)
    for due_on in due_dates():
        clerk.sees(f"{due_on:%Y-%m-%d}")
    clerk.sees("县交通运输局 主办", "县公安局 协办")


def due_dates():
    return [item.due_on for item in Matter.objects.get().assignments.all()]


def receives_and_meets(handler):
    handler.open("/")
    handler.arrives("今天要办的几件事")
    handler.follow("签收", TITLE)
    handler.arrives("签收")
    handler.write("经办人电话", "0000-1234")
    handler.press("签收")
    handler.sees("已签收。请尽早联系代表。")
    handler.follow("登记联系或者面商")
    handler.arrives("登记联系或者面商")
    handler.tick("当面", within="方式")
    handler.tick("这次是面商（当面或者视频，逐条听取代表意见）")
    handler.write("沟通要点", "到校门口看了现场，商定先装减速带。")
    handler.write("代表意见", "同意先装减速带，红绿灯年底前装好。")
    handler.press("保存")
    handler.sees("已登记。", "到校门口看了现场")


def drafts_before_the_opinion_is_in(handler):
    handler.follow("写答复")
    handler.arrives("答复")
    handler.sees("协办意见还没有到齐")
    handler.choose("办理结果", "列入计划")
    handler.press("套用模板")
    handler.write("答复内容", "红绿灯列入计划，先安排人员疏导。")
    handler.write("承诺事项", "红绿灯装好并开通")
    handler.write("完成时限", localdate() + timedelta(days=120))
    handler.press("送负责人签发")
    handler.sees("还没有提出协办意见")


def gives_an_opinion(assisting):
    assisting.open("/")
    assisting.follow("签收", TITLE)
    assisting.press("签收")
    assisting.follow("写协办意见")
    assisting.arrives("协办意见")
    assisting.write("协办意见", "学校门口上下学时段由交警值守，已排班。")
    assisting.press("保存并预览")
    assisting.arrives("协办意见（草稿）")
    confirming(assisting)
    assisting.press("签发协办意见")
    assisting.sees("协办意见已送主办单位。")


def sends_for_signature(handler):
    handler.press("送负责人签发")
    handler.sees("已送负责人签发。")
    handler.arrives("答复函（草稿）")


def signs(head, number=FIRST_LETTER):
    head.open("/")
    head.follow("审定签发", TITLE)
    head.arrives("答复函（草稿）")
    head.follow("修改")
    head.arrives("答复")
    head.write("文号", number)
    head.write("签发人", "方局长")
    head.tick("答复可以公开")
    issue(head)


def issue(head):
    head.press("保存并预览")
    head.arrives("答复函（草稿）")
    confirming(head)
    head.press("签发并答复代表")
    head.sees("答复已签发，代表现在可以看到并评价。")


def confirming(visitor):
    """Answer the next question “sure?” with yes; without a script none is asked."""
    visitor.page.once("dialog", lambda dialog: dialog.accept())


def link_for(clerk, deputy, number=FIRST_LETTER) -> str:
    """The signed link, as the clerk copies it into a message."""
    clerk.follow("建议")
    clerk.arrives("代表建议")
    clerk.follow(TITLE)
    clerk.arrives(TITLE)
    clerk.follow("提醒代表评价")
    clerk.arrives("提醒代表评价")
    return clerk.field(f"{deputy.name}：县交通运输局 {number}").input_value()


def finds_fault_by_the_link(clerk, phone, deputy):
    phone.open(link_for(clerk, deputy))
    phone.arrives("沈秋禾代表，请您评价")
    phone.tick("基本满意", within="办理态度")
    phone.tick("不满意", within="办理结果")
    phone.press("提交评价")
    phone.sees("请写明具体意见")
    phone.write("具体意见", "减速带还没有装，孩子上学不安全。")
    phone.press("提交评价")
    phone.arrives("评价已记录，谢谢")


def answers_again(handler, head):
    handler.open("/")
    handler.follow("写答复", TITLE)
    handler.choose("办理结果", "列入计划")
    handler.write("答复内容", "红绿灯已立项；减速带已经订货，月底前装好。")
    handler.write("承诺事项", "减速带装好")
    handler.write("完成时限", localdate() + timedelta(days=20))
    handler.press("送负责人签发")
    handler.sees("已送负责人签发。")
    signs(head, SECOND_LETTER)


def is_content_by_the_link(clerk, phone, deputy):
    phone.open(link_for(clerk, deputy, SECOND_LETTER))
    phone.arrives("沈秋禾代表，请您评价")
    phone.tick("满意", within="办理态度")
    phone.tick("满意", within="办理结果")
    phone.press("提交评价")
    phone.arrives("评价已记录，谢谢")


def keeps(head, promise):
    head.open("/")
    head.follow("承诺台账")
    head.arrives("承诺台账")
    head.follow("已兑现", promise)
    head.arrives("承诺已兑现")
    head.write("落实情况", f"{promise}，运行正常。")
    head.press("确认已兑现")
    head.arrives("承诺台账")
    head.does_not_see(promise)


def finds_it_kept(deputy, promise):
    deputy.open("/")
    deputy.follow("再评价", TITLE)
    deputy.arrives("承诺的事办好了吗")
    deputy.sees(promise)
    deputy.tick("满意", within="承诺的事办得怎样")
    deputy.press("提交评价")
    deputy.sees("评价已记录。")


def closes_archives_and_publishes(clerk):
    closes(clerk)
    clerk.follow("归档")
    clerk.arrives("归档")
    clerk.press("归档")
    clerk.arrives(TITLE)
    clerk.follow("是否公开")
    clerk.arrives("是否公开")
    clerk.tick("公开", within="是否公开")
    clerk.press("是否公开")
    clerk.arrives(TITLE)


def closes(clerk):
    clerk.open("/")
    clerk.follow("去办结")
    clerk.arrives("代表建议")
    clerk.follow(TITLE)
    clerk.arrives(TITLE)
    clerk.follow("办结")
    clerk.arrives("办结")
    clerk.press("办结")
    clerk.arrives(TITLE)


def finds_it_published(anyone):
    anyone.open("/public/")
    anyone.arrives("禾望县人民代表大会常务委员会")
    anyone.follow(TITLE)
    anyone.arrives(TITLE)
    anyone.sees("红绿灯已立项", "满意")
    anyone.does_not_see("沈秋禾", "郑经办")
    anyone.follow("承诺墙")
    anyone.sees("减速带装好")
    anyone.does_not_see("红绿灯装好并开通")


def opens_a_rate_of_the_ledger(clerk):
    clerk.unfold_menu()
    clerk.follow("台账")
    clerk.arrives("代表建议台账")
    name = clerk.page.get_by_role("rowheader", name="满意率", exact=True)
    clerk.main.get_by_role("row").filter(has=name).get_by_role("link").last.click()
    clerk.arrives("满意率的分母")
    clerk.sees("共 1 件", TITLE)
