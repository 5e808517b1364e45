"""What the demo county's voters said in the last months, and how far each message has come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from lianxin.engines.matters import workflow as handling
from lianxin.faces.setup.demo.people import star_deputy
from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Office
from lianxin.work.stations.models import Station
from lianxin.work.voices import workflow
from lianxin.work.voices.hurrying import close_silent
from lianxin.work.voices.models import Answer, VoterMessage

C = VoterMessage.Channel
# topic, place, words, what was answered.
SAID = [
    (
        "供水",
        "村东头",
        "自来水一到傍晚就没有压力，二楼上不了水，做饭都难。",
        "水厂已检修加压泵，傍晚水压恢复。",
    ),
    (
        "道路",
        "村口桥头",
        "桥头的路塌了一个坑，骑车的人摔过两次，请先围起来。",
        "已设警示桩，本周内填补。",
    ),
    (
        "路灯",
        "学校门口",
        "学校门口的路灯坏了半个月，孩子晚自习回家看不见路。",
        "灯具已更换，一共换了四盏。",
    ),
    ("环境", "河边", "河边有人倒建筑垃圾，夏天味道很大，请管一管。", "垃圾已清运，河边装了监控。"),
    (
        "医疗",
        "卫生室",
        "卫生室缺常用药，老人买降压药要跑十里路。",
        "镇卫生院每周送药下村，已补齐常用药。",
    ),
    (
        "农业",
        "下游农田",
        "灌溉渠淤住了，下游的麦子浇不上水，眼看要旱。",
        "村里组织清淤三百米，今天通水。",
    ),
    (
        "教育",
        "中心小学",
        "校车站牌倒了，孩子站在马路中间等车，太危险。",
        "站牌已扶正，早晚有交警值守。",
    ),
    (
        "养老",
        "幸福院",
        "幸福院的食堂停了两个月，独居老人吃饭没有着落。",
        "食堂月底恢复，停伙期间由志愿者送餐。",
    ),
    (
        "供水",
        "新村",
        "停水从来不提前通知，一停就是一天，能不能早点说。",
        "今后停水提前一天在村微信群和广播通知。",
    ),
    (
        "道路",
        "通村公路",
        "大货车把通村公路压坏了，一下雨全是泥，车进不来。",
        "已列入今年维修计划，先铺碎石应急。",
    ),
    (
        "办事",
        "便民大厅",
        "补办社保卡跑了三趟，每次说缺一样材料，能不能一次说清。",
        "大厅门口已贴一次性告知单，可以电话先问。",
    ),
    (
        "环境",
        "养殖场旁",
        "养殖场的污水流到沟里，井水都有味道，请来看看。",
        "环保部门已取样，责令三十天内建沉淀池。",
    ),
]
NAMES = ["张示例", "李某某", "王大娘", "赵师傅", ""]
# How far each goes, in turn; the last ones are the newest.
COURSES = (
    "satisfied",
    "office",
    "basically",
    "village",
    "merged",
    "satisfied",
    "refused",
    "redone",
    "suggestion",
    "office_satisfied",
    "silent",
    "conciliation",
)
NEW = ("replied", "in_hand", "new", "late", "in_hand", "new", "doubt", "new")
FAR_BACK = 96
ROUNDS = 3


def load(stage) -> None:
    """Three months of messages at the first township and in the county seat, some still open."""
    town = stage.place.bodies[1]
    stations = list(
        Station.objects.filter(body=town, closed_on=None).select_related("body").order_by("pk")[:3]
    )
    desk = _Desk(stage, town, stations)
    number = ROUNDS * len(COURSES)
    for turn in range(number):
        desk.play(turn, COURSES[turn % len(COURSES)], FAR_BACK - turn * (FAR_BACK - 12) // number)
    for turn, course in enumerate(NEW):
        desk.play(number + turn, course, 3 - turn * 3 // len(NEW))
    with happening_at(stage.next_moment()):
        close_silent(stage.last_day)


class _Desk:
    """The people around the messages of one township."""

    def __init__(self, stage, body, stations):
        self.stage, self.body, self.stations = stage, body, stations
        people, place = stage.people, stage.place
        self.clerk, self.chair = people.clerks[body.pk], people.chairs[body.pk]
        self.liaison = people.liaisons.get(body.pk) or self.clerk
        star = star_deputy(place, people)
        self.star = star
        self.deputy = people.accounts[star.pk]
        offices = Office.objects.current().filter(body=body).order_by("pk")
        self.villages = [one for one in offices if one.kind == Office.Kind.VILLAGE]
        self.offices = [one for one in offices if one.kind != Office.Kind.VILLAGE][:4]
        self.first: VoterMessage | None = None

    def play(self, turn: int, course: str, age: int) -> None:
        """One message, from its door to where its course ends."""
        # Shifted each round, or one course would always tell the same story.
        topic, place, words, answer = SAID[(turn + turn // len(SAID)) % len(SAID)]
        self.day = self.stage.last_day - timedelta(days=age)
        self.at = datetime.combine(self.day, time(8 + turn % 12, turn * 7 % 60), SHANGHAI)
        self.answer_words = answer
        to_deputy = turn % 4 == 1
        by_hand = turn % 5 == 3
        village = self.villages[turn % len(self.villages)]
        name = NAMES[turn % len(NAMES)]
        post = {
            "body": self.body,
            "text": f"{village.name.removesuffix('村民委员会')}{place}：{words}"
            if course != "doubt"
            else f"{words}详情见 www.example.cn",
            "channel": C.PHONE if by_hand else C.DEPUTY_CODE if to_deputy else C.STATION_CODE,
            "topic": topic,
            "place": place,
            "village": village,
            "station": self.stations[turn % len(self.stations)],
            "deputy": self.star if to_deputy else None,
            "by": self.liaison if by_hand else None,
            "contact": {
                "name": name,
                "phone": f"1380000{turn:04d}",
                "shares_with_office": turn % 2 == 0,
            }
            if name
            else None,
        }
        start = self.at - timedelta(hours=30) if course == "late" else self.at
        with happening_at(start):
            message = workflow.post(today=start.date(), received_at=start, **post).message
        VoterMessage.objects.filter(pk=message.pk).update(created_at=start)
        if course not in {"new", "late", "doubt"}:
            getattr(self, f"_{course}")(message)
            self._publish(message, turn)
        if course == "satisfied":
            self.first = message
        self._date_back(message, start)

    def _later(self, hours: float):
        """The moment moves on; the block's events happen then."""
        self.at += timedelta(hours=hours)
        self.day = self.at.date()
        return happening_at(self.at)

    def _answers(self, message, words="") -> Answer:
        with self._later(5):
            return workflow.answer(
                message, text=words or self.answer_words, by=self._receiver(message), today=self.day
            )

    def _receiver(self, message):
        return self.deputy if message.deputy_id else self.liaison

    def _grades(self, message, grade, reason="") -> None:
        with self._later(26):
            last = message.answers.order_by("-pk").first()
            workflow.grade(last, grade=grade, reason=reason, today=self.day)

    def _hands_over(self, message):
        office = self.offices[message.pk % len(self.offices)]
        with self._later(4):
            return workflow.hand_to_office(
                message, office, by=self._receiver(message), today=self.day
            )

    def _office_answers(self, message) -> None:
        assignment = message.assignments.answering().open().select_related("office").get()
        head = self.stage.people.heads[assignment.office_id]
        with self._later(70):
            draft = handling.save_reply(
                assignment,
                by=head,
                today=self.day,
                text=self.answer_words,
                result_class="solved",
            )
            handling.issue_reply(draft, by=head, today=self.day)

    def _satisfied(self, message) -> None:
        self._answers(message)
        self._grades(message, "satisfied")

    def _basically(self, message) -> None:
        self._answers(message)
        self._grades(message, "basically", "下次快一点就更好了。")

    def _replied(self, message) -> None:
        self._answers(message)

    _silent = _replied

    def _office(self, message) -> None:
        self._hands_over(message)
        self._office_answers(message)
        self._grades(message, "basically")

    def _office_satisfied(self, message) -> None:
        self._hands_over(message)
        self._office_answers(message)
        self._grades(message, "satisfied")

    def _in_hand(self, message) -> None:
        self._hands_over(message)

    def _village(self, message) -> None:
        with self._later(3):
            workflow.hand_to_village(
                message, message.village, by=self._receiver(message), today=self.day
            )
        self._answers(message)
        self._grades(message, "satisfied")

    def _merged(self, message) -> None:
        if self.first is None or self.first.is_confidential:
            return
        with self._later(2):
            workflow.merge(message, into=self.first, by=self.clerk, today=self.day)

    def _refused(self, message) -> None:
        with self._later(4):
            workflow.refuse(
                message, ground="arbitration", by=self._receiver(message), today=self.day
            )

    def _redone(self, message) -> None:
        self._hands_over(message)
        self._office_answers(message)
        self._grades(message, "dissatisfied", "只看了一次，没有修。")
        self._office_answers(message)
        self._grades(message, "satisfied", "这次真的办了，谢谢。")

    def _suggestion(self, message) -> None:
        with self._later(6):
            workflow.turn_into_suggestion(
                message, person=self.star, by=self._receiver(message), today=self.day
            )

    def _conciliation(self, message) -> None:
        self._answers(message, "知道了，会转告。")
        self._grades(message, "dissatisfied", "没有说谁来办、什么时候办。")
        self._answers(message, "已转告有关单位。")
        self._grades(message, "dissatisfied", "还是没有说什么时候办。")

    def _publish(self, message, turn: int) -> None:
        message.refresh_from_db()
        if turn % 3 == 2 or message.status == "refused":
            return
        with self._later(1):
            workflow.publish(message, by=self.clerk, today=self.day)

    def _date_back(self, message, start) -> None:
        """The moments that the workflow takes from the clock, set to those of the made-up past."""
        found = VoterMessage.objects.filter(pk=message.pk)
        if found.filter(responded_at__isnull=False).exists():
            found.update(responded_at=min(start + timedelta(hours=5), timezone.now()))
        hours = 5
        for answer in message.answers.order_by("pk"):
            at = start + timedelta(hours=hours)
            Answer.objects.filter(pk=answer.pk).update(
                answered_at=at, graded_at=at + timedelta(hours=20) if answer.grade else None
            )
            hours += 60
