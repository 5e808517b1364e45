"""The demo county's activities: a year of one township, by rules and by occasion.

Written down on paper, by code and from the list; one objection open, one act told and
waiting, one day past and not yet recorded.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from lianxin.faces.setup.demo.people import star_deputy
from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Seat
from lianxin.work.activities import workflow
from lianxin.work.activities.models import Activity, ActivityRule, Attendance
from lianxin.work.activities.queries import members

BACK = timedelta(days=330)
AHEAD = timedelta(days=60)
EXCUSES = ["外出务工", "住院", "孩子生病", "在县里开会"]


@dataclass(frozen=True)
class Held:
    """One past activity. back: days before today; size: how many of the list came along."""

    back: int
    kind: str
    title: str
    place: str
    summary: str
    size: int = 9
    others: int = 0
    minutes: int = 0
    numbers: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    opinions: tuple[str, ...] = ()
    costs: tuple[tuple[str, int], ...] = ()


PAST = [
    Held(
        302,
        "inspection",
        "农村饮水安全专题视察",
        "柳溪水厂、青石桥村",
        "察看水厂两处、入户六家，听取镇水利站汇报。水压不足、管网老化两项，要求两个月内拿出改造方案。",
        others=6,
        values={"units": 3, "object": "水质、水压、收费"},
        opinions=("晚上水压不足，二楼放不出水。", "水费单看不明白，请写清用量和单价。"),
        costs=(("租车", 32000),),
    ),
    Held(
        268,
        "training",
        "新修改代表法学习培训",
        "镇人大会议室",
        "县人大常委会法工委同志讲解代表法修改内容，代表分组讨论，当场小测。",
        size=30,
        minutes=180,
        values={"lecturer": "县人大常委会法工委", "hours_of_study": 4},
    ),
    Held(
        241,
        "survey",
        "乡村旅游用地专题调研",
        "河口村、双桥村",
        "走访四个村、座谈两次，形成调研文章一篇，提出整改意见五条。",
        values={"villages": 4, "interviews": 23, "articles": 1, "points": 5},
        others=5,
    ),
    Held(
        215,
        "enforcement",
        "土壤污染防治法执法检查",
        "三家砖厂、一处垃圾中转站",
        "检查三家企业，一家渗滤液收集池没有防渗，责令限期整改。",
        values={"law": "土壤污染防治法", "laws": 1, "units": 4},
        others=4,
    ),
    Held(
        188,
        "forum",
        "民营企业座谈会",
        "镇商会",
        "八家企业反映用工、用电和融资问题，当场答复五项。",
        others=8,
        numbers={"solved": 5},
    ),
    Held(
        160,
        "lecture",
        "代表讲堂第三期：怎样写好一件建议",
        "柳溪镇代表联络站",
        "老代表讲选题、调查、写法，年轻代表当场改稿。",
        size=18,
        values={"lecturer": "老代表", "number": 3},
    ),
    Held(
        133,
        "volunteer",
        "代表助学志愿活动",
        "镇中心小学",
        "代表筹集助学款，资助学生二十一名，捐图书三百册。",
        numbers={"money": 4260000, "persons": 21},
        values={"purpose": "charity"},
        others=12,
    ),
    Held(
        97,
        "campaign",
        "“村村到、户户进”走访月",
        "全镇十二个村",
        "代表分片走访，收集意见四十六条，当场解决二十三条。",
        size=24,
        numbers={"households": 186, "persons": 420, "solved": 23},
        values={"campaign": "村村到、户户进"},
    ),
    Held(
        74,
        "inspection",
        "防汛准备视察",
        "东河堤、两座小水库",
        "查看物资库和巡查记录，发现一处涵闸启闭不灵，镇里当天派人修。",
        others=7,
        values={"units": 4, "object": "物资、值守、隐患"},
        opinions=("涵闸启闭不灵，汛期前要换。",),
        costs=(("租车", 28000), ("雨具", 9650)),
    ),
    Held(
        52,
        "sit_in",
        "列席镇政府半年工作会议",
        "镇政府",
        "代表列席并就集市停车发言。",
        size=4,
        values={"meeting": "镇政府半年工作会议", "spoke": True},
    ),
    Held(
        27,
        "inspection",
        "学校食堂食品安全视察",
        "镇中心小学、两所村小",
        "查看进货台账和留样，一所村小留样不足，当场改正。",
        others=5,
        values={"units": 3, "object": "进货、留样、陪餐"},
    ),
    Held(
        6,
        "inspection",
        "农村道路安全视察",
        "东河桥、青石桥村道",
        "看了三处急弯和一座危桥，要求公路站十日内补齐警示标志。",
        others=6,
        values={"units": 4, "object": "急弯、护栏、警示标志"},
        opinions=("东河桥护栏松动，晚上没有灯。", "限速牌被树挡住了，看不见。"),
        costs=(("租车", 30000),),
    ),
]
PUBLISHED = {"inspection", "survey", "enforcement", "campaign", "volunteer"}
TOLD: list[tuple[int, str, str, dict[str, Any], dict[str, Any], bool]] = [
    (140, "visit", "走访三户，了解灌溉用水", {"households": 3, "persons": 9}, {}, True),
    (
        83,
        "mediation",
        "调处两户宅基地界址纠纷",
        {"persons": 6, "solved": 1},
        {"is_settled": True},
        True,
    ),
    (45, "help", "帮扶低保户，送去种子化肥", {"households": 1, "money": 120000}, {}, True),
    (2, "visit", "走访独居老人两户", {"households": 2, "persons": 2}, {}, False),
]
QUIZ = [
    {"text": "几名以上代表可以组成代表小组？", "choices": ["二名", "三名", "五名"], "right": [1]},
    {
        "text": "代表在本级人民代表大会闭会期间可以做哪些事？",
        "choices": ["参加视察", "提出建议", "直接处理具体问题"],
        "right": [0, 1],
    },
]


def load(stage) -> None:
    """Rules first, then what was held, then what is left open."""
    town = stage.place.bodies[1]
    clerk = stage.people.clerks[town.pk]
    began = stage.last_day - BACK
    days, quarters = _rules(stage, town, clerk, began)
    past = Activity.objects.filter(on__lte=stage.last_day).select_related("body", "group")
    for turn, activity in enumerate(past.filter(rule=days).order_by("on")):
        _hold(activity, clerk, turn, summary=f"代表分组进村，听取意见{6 + turn}条。", via="code")
    held_by_groups = list(past.filter(rule=quarters).order_by("on", "group"))
    # The last one waits: past, and nobody has written it down.
    for turn, activity in enumerate(held_by_groups[:-1]):
        _hold(activity, clerk, turn, summary="学习上级会议精神，交流走访情况。", others=turn % 3)
    latest = _occasions(stage, town, clerk)
    _object(stage, latest, clerk)
    _tell(stage, town, clerk)
    _ahead(stage, town, clerk)


def _rules(stage, town, clerk, began: date) -> tuple[ActivityRule, ActivityRule]:
    """代表活动日 on the 20th of odd months; each group once a quarter."""
    made = [
        ActivityRule(
            body=town,
            kind="activity_day",
            title="代表活动日",
            months=[1, 3, 5, 7, 9, 11],
            day=20,
            place="各片联系村",
            starts_on=began,
        ),
        ActivityRule(
            body=town,
            kind="group",
            title="小组季度活动",
            each_group=True,
            months=[3, 6, 9, 11],
            day=10,
            place="代表联络站",
            from_time=time(14, 30),
            to_time=time(17),
            starts_on=began,
        ),
    ]
    with happening_at(_at(began, 9)):
        for rule in made:
            workflow.make_rule(rule, by=clerk, today=began)
            workflow.generate(rule, until=stage.last_day + AHEAD, by=clerk, today=began)
    return made[0], made[1]


def _hold(activity: Activity, clerk, turn: int, *, summary: str, via="list", **numbers) -> None:
    """The day's list and the record; one on leave in every list, now and then one absent."""
    day = activity.on
    lines = list(activity.attendances.order_by("pk").values_list("seat", flat=True))
    marks = dict.fromkeys(lines, ("present", ""))
    if len(lines) > 2:
        marks[lines[turn % len(lines)]] = ("excused", EXCUSES[turn % len(EXCUSES)])
    if turn % 3 == 1 and len(lines) > 4:
        marks[lines[(turn + 3) % len(lines)]] = ("absent", "")
    with happening_at(_at(day, 12)):
        workflow.mark(activity, marks, via=via, by=clerk, today=day)
        workflow.record(activity, by=clerk, today=day, summary=summary, **numbers)
    came = activity.attendances.filter(state=Attendance.State.PRESENT)
    came.update(checked_in_at=activity.starts_at - timedelta(minutes=5))
    Activity.objects.filter(pk=activity.pk).update(recorded_at=_at(day, 17))
    # Most say so on their phone; the rest let the days pass.
    agreed = activity.attendances.filter(pk__in=list(came.values_list("pk", flat=True)[::2]))
    if (activity.on - date(1970, 1, 1)).days % 4:
        agreed.update(answer="confirmed", answered_at=_at(day + timedelta(days=1), 20))


def _occasions(stage, town, clerk) -> Activity:
    """What was held once; returns the latest."""
    pool = list(members(town))
    for turn, one in enumerate(PAST):
        day = stage.last_day - timedelta(days=one.back)
        first = turn * 5 % len(pool)
        seats = (pool + pool)[first : first + one.size]
        on_list = [seat for seat in seats if seat.started_on <= day]
        with happening_at(_at(day - timedelta(days=5), 10)):
            activity = workflow.plan(
                body=town,
                kind=one.kind,
                title=one.title,
                starts_at=_at(day, 9),
                ends_at=_at(day, 11, 30),
                place=one.place,
                is_public=one.kind in PUBLISHED,
                seats=on_list,
                by=clerk,
                today=day - timedelta(days=5),
            )
        if one.kind == "training":
            workflow.set_quiz(activity, QUIZ, pass_mark=2, by=clerk)
        is_paper = turn % 3 == 0
        if is_paper:
            upload = _signed(activity)
            workflow.add_file(activity, upload, kind="sheet", by=clerk)
        for text in one.opinions:
            workflow.add_opinion(activity, text=text, seat=on_list[0], by=clerk)
        for what, amount in one.costs:
            workflow.add_expense(activity, what=what, amount=amount, by=clerk)
        _hold(
            activity,
            clerk,
            turn,
            summary=one.summary,
            via="paper" if is_paper else "list",
            minutes=one.minutes,
            others=one.others,
            values=one.values,
            **one.numbers,
        )
        with happening_at(_at(day + timedelta(days=1), 10)):
            for opinion in activity.opinions.all()[:1]:
                workflow.opinion_to_message(opinion, by=clerk, today=day + timedelta(days=1))
            if activity.is_public:
                workflow.publish(
                    activity,
                    title=activity.title,
                    text=activity.summary,
                    by=clerk,
                    today=day + timedelta(days=1),
                )
    return activity


def _signed(activity: Activity) -> SimpleUploadedFile:
    """A photograph of a signed sheet, drawn: lines, and strokes where people sign."""
    picture = Image.new("RGB", (420, 594), "#fbfaf5")
    pen = ImageDraw.Draw(picture)
    for row in range(12):
        top = 90 + row * 38
        pen.rectangle((40, top, 380, top + 38), outline="#555")
        pen.line((230, top + 26, 260, top + 10, 285, top + 28, 320, top + 14), "#1d3b8b", 2)
    content = BytesIO()
    picture.save(content, "JPEG", quality=70)
    name = f"签到表{activity.on:%Y%m%d}.jpg"
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def _object(stage, activity: Activity, clerk) -> None:
    """The star deputy is said to have been away, and says otherwise; nobody has settled it."""
    star = star_deputy(stage.place, stage.people)
    account = stage.people.accounts[star.pk]
    seat = Seat.objects.in_office().get(person=star, body=activity.body)
    day = stage.last_day - timedelta(days=1)
    with happening_at(_at(day, 19)):
        workflow.correct(
            activity,
            reason="补登名单",
            marks={seat.pk: ("absent", "")},
            by=clerk,
            today=day,
        )
        line = activity.attendances.get(seat=seat)
        workflow.object_to(
            line, words="我到了，是第二车去的，签在纸质表背面。", by=account, today=day
        )


def _tell(stage, town, clerk) -> None:
    star = star_deputy(stage.place, stage.people)
    account = stage.people.accounts[star.pk]
    for back, kind, title, numbers, values, is_accepted in TOLD:
        day = stage.last_day - timedelta(days=back)
        with happening_at(_at(day, 20)):
            told = workflow.tell(
                person=star,
                body=town,
                kind=kind,
                title=title,
                on=day,
                by=account,
                today=day,
                values=values,
                **numbers,
            )
        if is_accepted:
            with happening_at(_at(day + timedelta(days=1), 9)):
                workflow.accept(told, by=clerk, today=day + timedelta(days=1))


def _ahead(stage, town, clerk) -> None:
    """What is to come: an inspection of which everyone was told, and one only planned."""
    day = stage.last_day + timedelta(days=9)
    pool = list(members(town))
    star = star_deputy(stage.place, stage.people)
    seats = [seat for seat in pool if seat.person_id == star.pk] + pool[:11]
    today = stage.last_day
    with happening_at(stage.next_moment()):
        coming = workflow.plan(
            body=town,
            kind="inspection",
            title="集市改造专题视察",
            starts_at=_at(day, 9),
            ends_at=_at(day, 11, 30),
            place="柳溪集市",
            plan="先看集市北口和停车场，再听镇村建所汇报，最后座谈。",
            leader=stage.people.chairs[town.pk].person,
            seats=seats,
            by=clerk,
            today=today,
        )
        workflow.announce(coming, by=clerk, today=today)
        workflow.plan(
            body=town,
            kind="lecture",
            title="代表讲堂第四期：预算怎么看",
            starts_at=_at(day + timedelta(days=12), 9),
            ends_at=_at(day + timedelta(days=12), 11),
            place="柳溪镇代表联络站",
            signup_until=_at(day + timedelta(days=10), 17),
            capacity=30,
            seats=pool,
            by=clerk,
            today=today,
        )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)
