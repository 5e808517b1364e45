"""The demo county's petitions: letters, visits and referrals from above, at every stage."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from lianxin.foundation.ledger.chain import happening_at
from lianxin.work.petitions import workflow

# Title, what was said, topic, village; the people are invented and obviously so.
MATTERS = [
    ("反映灌溉渠断水", "三组的水渠塌了一段，五十亩地两个月没有水。", "水利", "柳溪村"),
    ("反映征地补偿面积有误", "修路占地丈量少算了半亩，要求重新丈量。", "征地补偿", "石板桥村"),
    ("要求解决路灯长期不亮", "村口三盏灯坏了半年，老人晚上不敢出门。", "交通", "河口村"),
    ("反映拖欠工程款", "给村里修围墙的钱两年没有结清。", "劳动报酬", "新立村"),
    ("反映养殖场气味扰民", "下风口二十几户夏天不能开窗。", "环境", "杨树湾村"),
    ("反映灌溉用水分配不公", "上游先放水，下游轮不到。", "水利", "上沟村"),
    ("建议增开早班公交", "学生六点四十就要出门，第一班车七点半。", "交通", "东门社区"),
    ("反映小区二次供水水压低", "五楼以上晚上没有水。", "水利", "湖滨社区"),
    ("反映宅基地确权登记错误", "证上写错了四至，跑了三次没有改。", "宅基地", "古井村"),
    ("反映违法占用耕地", "有人在基本农田里堆砂石。", "耕地保护", "沙洲村"),
]
OFFICES = {
    "水利": "县水利局",
    "征地补偿": "县自然资源局",
    "交通": "县交通运输局",
    "劳动报酬": "县人力资源和社会保障局",
    "环境": "县生态环境局",
    "宅基地": "县自然资源局",
    "耕地保护": "县自然资源局",
}
SURNAMES = "田方石水木金火土云林"


def load(stage) -> None:
    """Ten petitions of the county and six of its first township, by the real steps."""
    county, town = stage.place.county, stage.place.bodies[1]
    for body, turns in ((county, range(10)), (town, range(4, 10))):
        for turn in turns:
            COURSES[turn % len(COURSES)](_Case(stage, body, turn))


class _Case:
    """One petition on its way; each step happens on its own day."""

    def __init__(self, stage, body, turn: int) -> None:
        self.stage, self.body, self.turn = stage, body, turn
        self.clerk, self.chair = stage.people.clerks[body.pk], stage.people.chairs[body.pk]
        self.petition: Any = None

    def on(self, days_ago: int) -> date:
        day = self.stage.last_day - timedelta(days=days_ago)
        self.stage.day = day
        return day

    def step(self, days_ago: int, act: Callable, record: Any, **details):
        """Take one step so many days before the last day played."""
        day = self.on(days_ago)
        with happening_at(self.stage.next_moment()):
            return act(record, by=details.pop("by", self.clerk), today=day, **details)

    def come(self, days_ago: int, channel: str = "letter", **details) -> None:
        title, text, topic, place = MATTERS[self.turn % len(MATTERS)]
        who = {
            "name": f"{SURNAMES[self.turn % len(SURNAMES)]}示例",
            "phone": f"1390000{self.turn:04d}",
            "address": f"{place}{self.turn % 8 + 1}组",
        }
        values = {
            "channel": channel,
            "title": title,
            "text": text,
            "topic": topic,
            "place": place,
            "petitioners": [who],
        }
        registered = self.step(days_ago, workflow.register, self.body, **values | details)
        self.petition = registered.petition

    def accept(self, days_ago: int, way: str = "opinion") -> None:
        self.step(days_ago, workflow.accept, self.petition, way=way, told_on=self.on(days_ago))

    def refer(self, days_ago: int, *, within: int = 30, **to):
        if not to:
            to = {"office": self._office()}
        due_on = self.on(days_ago) + timedelta(days=within)
        return self.step(
            days_ago, workflow.refer, self.petition, responsible="周示例", due_on=due_on, **to
        )

    def _office(self):
        """Who is competent; at a township its government."""
        found = self.stage.place.offices[self.body.pk]
        name = OFFICES[self.petition.topic]
        return found[name] if name in found else found["government"]

    def reply(self, days_ago: int, outcome: str = "support") -> None:
        self.step(
            days_ago,
            workflow.reply,
            self.petition,
            request="请依法处理并书面答复。",
            facts="经实地查看和查阅台账，反映的情况属实。",
            conclusion="责成有关单位限期整改，并回访。",
            basis="《信访工作条例》第三十二条和有关法律规定。",
            outcome=outcome,
            signed_by=self.chair.name,
            delivered_on=self.on(days_ago),
        )


def _just_came(case: _Case) -> None:
    case.come(6, "visit", number_of_persons=3)


def _late_decision(case: _Case) -> None:
    case.come(22, "letter")


def _group_in_hand(case: _Case) -> None:
    case.come(
        40, "visit", number_of_persons=21, is_group=True, representatives=5, shares_with_office=True
    )
    case.accept(36)
    referral = case.refer(35)
    case.step(20, workflow.urge, referral, words="请按期反馈，并与来访代表见面。")
    with happening_at(case.stage.next_moment()):
        workflow.flag_old_case(case.petition, reason="涉及二十一户，拖了三年。", by=case.clerk)
        appointment = workflow.appoint(
            case.petition,
            leader=case.chair.name,
            meets_on=case.on(10),
            place="人大接访室",
            instruction="一周内拿出处理办法，逐户说明。",
            by=case.clerk,
        )
    case.step(
        10,
        workflow.hold_appointment,
        appointment,
        outcome="与五位代表见面，约定月底前复核丈量。",
        is_settled=False,
    )


def _answered_and_judged(case: _Case) -> None:
    case.come(75, "visit")
    case.accept(70)
    referral = case.refer(69)
    # The office answers for itself.
    account = case.stage.people.handlers[referral.office_id]
    case.step(45, workflow.answer, referral, result="已经办妥，现场看过。", by=account)
    case.reply(40)
    case.step(20, workflow.grade, case.petition.opinions.get(), grade="satisfied", words="办好了。")
    case.step(15, workflow.close, case.petition, words="问题已经解决，信访人满意。")


def _from_above(case: _Case) -> None:
    day = case.on(50)
    case.come(
        50,
        "higher",
        higher_organ="禾州市人大常委会",
        higher_number=f"禾州人信〔{day.year}〕{case.turn + 3}号",
        report_due_on=day + timedelta(days=60),
    )
    case.accept(45)
    case.refer(44)


def _accusation(case: _Case) -> None:
    case.come(18, "letter", sort="accusation", accused=[{"name": "某村民小组长", "post": "组长"}])
    case.refer(12, organ="禾望县纪委监委")


def _declined(case: _Case) -> None:
    case.come(30, "visit")
    case.step(
        24,
        workflow.decline,
        case.petition,
        ground="arbitration",
        where_to_go="请向禾望县劳动人事争议仲裁委员会申请仲裁，就在县人社局一楼。",
        told_on=case.on(24),
    )


def _suggestion_of_a_resident(case: _Case) -> None:
    case.come(35, "network", sort="opinion")
    case.accept(30, way="")
    case.reply(12, outcome="adopt")


def _with_spokesperson(case: _Case) -> None:
    case.come(28, "phone")
    case.accept(20)
    case.refer(19)
    deputy = case.stage.people.deputies[case.body.pk][0]
    case.on(18)
    with happening_at(case.stage.next_moment()):
        workflow.attach_spokesperson(case.petition, person=deputy, agrees=True, by=case.clerk)
    case.step(
        9,
        workflow.record_contact,
        case.petition,
        contacted_on=case.on(9),
        way="visit",
        words="上门看了现场，转告了办理进度。",
    )


def _under_review(case: _Case) -> None:
    case.come(100, "letter")
    case.accept(95)
    case.reply(50, outcome="reject")
    case.step(
        30,
        workflow.ask_review,
        case.petition,
        organ="禾州市人民政府",
        asked_on=case.on(30),
        reason="认为丈量时没有通知本人到场。",
    )


COURSES: list[Callable[[_Case], None]] = [
    _just_came,
    _group_in_hand,
    _answered_and_judged,
    _from_above,
    _with_spokesperson,
    _accusation,
    _suggestion_of_a_resident,
    _declined,
    _under_review,
    _late_decision,
]
