"""A voter is heard: from the code on a station's door to a suggestion that two people judge.

Nobody here knows an address but that in the code; they read headings, labels and buttons.
"""

import re
from types import SimpleNamespace

import pytest

from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.people.models import Seat
from lianxin.work.stations.models import Attachment, Station
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests import factories as make
from lianxin.work.voices.models import VoterMessage
from tests.browser import test_walk as walk
from tests.browser.test_walk import someone  # noqa: F401

HEARD = "柳溪村小学门口没有红绿灯"
TEXT = f"{HEARD}。上学放学时车多人多，老人接孩子不敢过马路，请装一个。"


@pytest.fixture
def county(transactional_db):
    """A county with a station where a deputy sits, and an office that will have to act."""
    body = make.make_county()
    office = make.make_office(body, "县交通运输局")
    station = Station.objects.create(body=body, name="柳溪中心联络站")
    deputy = make.make_deputy(body, "沈秋禾")
    seat = Seat.objects.get(person=deputy.person)
    Attachment.objects.create(station=station, seat=seat, since=seat.started_on)
    return SimpleNamespace(
        body=body,
        station=station,
        office=office,
        clerk=make.make_clerk(body, name="周文员"),
        deputy=deputy,
        head=make.make_office_head(office, name="方局长"),
    )


def test_a_voter_is_heard_from_the_code_to_the_suggestion(county, someone, faults, monkeypatch):  # noqa: F811
    faults.expect("ERR_INTERNET_DISCONNECTED")
    voter = someone(width="phone")
    deputy, head = someone(county.deputy, "phone"), someone(county.head)
    clerk = someone(county.clerk)

    code = leaves_a_message(voter, county.station)
    answers(deputy)
    asks(voter, code)
    voter.sees("已经记下来了，会去看。")
    is_not_content(voter)

    hands_to_the_office(deputy)
    gives_it_back(head)
    makes_it_a_suggestion(deputy)
    title = Suggestion.objects.get().title
    monkeypatch.setattr(walk, "TITLE", title)
    walk.accepts_and_numbers(clerk)
    walk.calls_back(clerk)
    hands_over(clerk)
    walk.receives_and_meets(head)
    replies(head)

    is_content(deputy, title)
    asks(voter, code)
    voter.sees(title, "红绿灯和减速带已经装好")
    voter.press("基本满意")
    voter.sees("您评价：基本满意")

    walk.closes(clerk)
    publishes(clerk)
    finds_it_published(someone(width="phone"), county, title)
    message, suggestion = VoterMessage.objects.get(), Suggestion.objects.get()
    assert (message.status, message.voter_satisfaction) == ("closed", "basically")
    assert (suggestion.status, suggestion.satisfaction) == ("closed", "satisfied")
    _events, broken = verify()
    assert not broken


def leaves_a_message(voter, station) -> str:
    """The query code on the receipt."""
    voter.open(f"/public/to/s/{station.code}/")
    voter.arrives(station.name)
    voter.write("想说的事", TEXT)
    voter.press("下一步")
    voter.arrives("核对后发送")
    voter.sees("办理单位看不到，除非您在上面打了勾")
    voter.write("地点", "柳溪村小学门口")
    # The network is gone as she sends it, and comes back.
    voter.page.context.set_offline(True)
    voter.press("发送")
    voter.sees("现在没有网络，还没有发出去。")
    voter.page.context.set_offline(False)
    voter.arrives("已经收到您的留言")
    assert not voter.page.context.cookies()
    return re.search(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){2}", voter.main.inner_text()).group()


def answers(deputy):
    deputy.open("/")
    deputy.follow("看留言", HEARD)
    deputy.arrives(HEARD)
    deputy.follow("答复选民")
    deputy.arrives("答复选民")
    deputy.write("答复内容", "已经记下来了，会去看。")
    deputy.press("发给选民")
    deputy.sees("已答复。")


def asks(voter, code):
    voter.follow("查办理")
    voter.arrives("凭查询码看办理")
    voter.write("查询码", code.lower().replace("-", " "))
    voter.press("查询")
    voter.arrives("我的留言")


def is_not_content(voter):
    voter.press("不满意")
    voter.write("哪里不满意？请说一句，好让办理的人改。", "只说去看，没说什么时候装。")
    voter.press("提交，要求重新办理")
    voter.sees("正在重新办理", "只说去看，没说什么时候装。")


def hands_to_the_office(deputy):
    deputy.open("/")
    deputy.sees("选民不满意，请再答复")
    deputy.follow("答复", HEARD)
    deputy.arrives(HEARD)
    deputy.follow("交承办单位")
    deputy.choose("承办单位", "县交通运输局")
    deputy.press("交办")
    deputy.sees("已交办。")


def gives_it_back(head):
    head.open("/")
    head.main.get_by_role("link", name=re.compile(HEARD)).first.click()
    head.arrives("答复选民")
    head.follow("不是本单位的职责，退回")
    head.write("退回理由", "装红绿灯要列入年度计划和预算，建议由代表提出建议。")
    head.press("退回")
    head.sees("已退回")


def makes_it_a_suggestion(deputy):
    deputy.open("/messages/")
    deputy.follow(HEARD)
    deputy.follow("审核退回")
    deputy.tick("同意退回，另行办理", within="意见")
    deputy.press("提交")
    deputy.sees("已审核。")
    deputy.follow("转为代表建议")
    deputy.press("生成建议草稿")
    deputy.sees("已生成建议草稿。")
    deputy.follow("关于柳溪村小学门口没有红绿灯的建议")
    deputy.arrives("关于柳溪村小学门口没有红绿灯的建议")
    deputy.follow("修改")
    deputy.press("下一步：核对并提交")
    submits(deputy)


def submits(deputy):
    deputy.arrives("核对并提交")
    deputy.press("提交")
    deputy.sees("已提交。")


def hands_over(clerk):
    clerk.follow("交办")
    clerk.arrives("交办")
    clerk.choose("主办单位", "县交通运输局")
    clerk.press("交办")
    clerk.sees("县交通运输局 主办")


def replies(head):
    head.follow("写答复")
    head.choose("办理结果", "已经解决")
    head.write("答复内容", "红绿灯和减速带已经装好，并安排了人员疏导。")
    head.write("文号", "禾交函〔2026〕8号")
    head.write("签发人", "方局长")
    head.tick("答复可以公开")
    walk.issue(head)


def is_content(deputy, title):
    deputy.open("/")
    deputy.follow("看答复，评价", title)
    deputy.arrives("评价答复")
    deputy.tick("满意", within="办理态度")
    deputy.tick("满意", within="办理结果")
    deputy.press("提交评价")
    deputy.arrives("评价已记录")


def publishes(clerk):
    clerk.follow("是否公开")
    clerk.tick("公开", within="是否公开")
    clerk.press("是否公开")


def finds_it_published(anyone, county, title):
    anyone.open("/public/")
    anyone.arrives(county.body.name)
    anyone.follow(title)
    anyone.arrives(title)
    anyone.sees("红绿灯和减速带已经装好", "满意")
    anyone.does_not_see("方局长", county.deputy.name)
