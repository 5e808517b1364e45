"""The demo county's opinions: two quarters of cards, three boxes, four sessions, two surveys."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Office
from lianxin.work.opinions import workflow
from lianxin.work.opinions.models import Box, Session, Survey
from lianxin.work.opinions.workflow import Said
from lianxin.work.stations.models import Staff, Station
from lianxin.work.voices import workflow as voices

ON_CARDS = [
    "集镇供水每到夏天就停，检修前也不通知。",
    "便民大厅中午没有人值班，赶集的群众要等到下午。",
    "镇里公开栏半年没有换，低保名单还是去年的。",
    "通村公路边沟堵了，雨水漫到路面上。",
    "校车停靠点没有标线，接送时很乱。",
]
ON_SLIPS = [
    "河边垃圾没人清，夏天臭得很。",
    "希望卫生室周末也有人。",
    "路灯九点就灭，能不能晚一点。",
    "老人活动室的门总锁着。",
]
AT_SESSIONS = [
    ("抗旱井的电什么时候接通？", "变压器已到货，下周三通电。"),
    ("自来水一到傍晚就没有压力。", ""),
    ("合作社收粮压价，有没有人管？", "市场监管所明天到场看秤、看合同。"),
]
PROBLEMS = ["饮水", "通村道路", "看病", "上学接送", "垃圾清运", "种粮补贴"]
WRITTEN = ["井水有股味道，化验一下才放心。", "村口的桥太窄，收割机过不去。"]


def load(stage) -> None:
    """A township's cards, boxes and sessions, and a survey of its station."""
    town, day = stage.place.bodies[1], stage.last_day
    clerk = stage.people.clerks[town.pk]
    offices = list(
        Office.objects.current().filter(body=town).exclude(kind=Office.Kind.VILLAGE).order_by("pk")
    )
    stations = list(
        Station.objects.filter(body=town, kind=Station.Kind.STATION, closed_on=None).order_by("pk")
    )
    _cards(stage, town, clerk, offices, day - timedelta(days=120), returned=30, ends=True)
    _cards(stage, town, clerk, offices, day - timedelta(days=9), returned=14, ends=False)
    _boxes(stations, clerk, day)
    _sessions(stations, clerk, offices, day)
    _surveys(stations[0], clerk, day)


def _at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def _cards(stage, town, clerk, offices, on: date, *, returned: int, ends: bool) -> None:
    """One quarter: most come back, a few with opinions, some on paper."""
    with happening_at(_at(on)):
        issued = workflow.open_round(
            town, year=on.year, quarter=(on.month + 2) // 3, by=clerk, today=on
        )
    cards = list(issued.cards.select_related("round__body", "seat__person").order_by("pk"))
    for place, card in enumerate(cards[:returned]):
        back = on + timedelta(days=1 + place % 8)
        own = stage.people.accounts.get(card.seat.person_id)
        by = clerk if own is None or place % 9 == 4 else own
        said = []
        if place % 6 == 0:
            text = ON_CARDS[place // 6 % len(ON_CARDS)]
            said = [Said(text, offices[place % len(offices)] if place % 12 == 0 else None)]
        with happening_at(_at(back, 10, place % 60)):
            workflow.return_card(card, said=said, has_none=not said, by=by, today=back)
    if not ends:
        return
    done = on + timedelta(days=16)
    with happening_at(_at(done)):
        for card in cards[:returned]:
            for one in card.opinions.select_related("message", "office", "card__round__body"):
                text = "已经现场看过，本月内整改到位，整改情况在下次主席团会议上报告。"
                voices.answer(one.message, text=text, by=clerk, today=done)
        workflow.close_round(issued, by=clerk, today=done)


def _keeper(station, clerk):
    """The station's liaison where one has an account; otherwise the clerk."""
    staff = Staff.objects.filter(
        station=station, post=Staff.Post.LIAISON, account__isnull=False
    ).select_related("account")
    member = staff.first()
    return member.account if member else clerk


def _boxes(stations, clerk, day: date) -> None:
    """Three boxes: two opened in turn, one forgotten."""
    slips = iter(ON_SLIPS)
    places = ["集市东口", "便民服务中心门口", "村小学围墙外"]
    for place, name in enumerate(places):
        station = stations[place % len(stations)]
        by = _keeper(station, clerk)
        since = day - timedelta(days=150)
        with happening_at(_at(since)):
            box = workflow.put_up(
                Box(body=station.body, station=station, place=name, keeper=by.name, since=since),
                by=by,
            )
        for back in (75, 40, 12) if place < 2 else (70,):
            on = day - timedelta(days=back)
            texts = [one for one in [next(slips, "")] if one] if back < 50 else []
            with happening_at(_at(on, 16)):
                workflow.open_box(
                    box,
                    on=on,
                    first=by.name,
                    second="卢村监委",
                    count=len(texts) + (back == 12),
                    texts=texts,
                    remarks="箱锁完好。" if texts else "箱内没有纸条。" if back != 12 else "",
                    by=by,
                    today=on,
                )


def _sessions(stations, clerk, offices, day: date) -> None:
    """One closed, one with an open opinion, one coming, one called off."""
    kinds = Session.Kind
    plans = [
        (kinds.LISTENING, "抗旱浇地", -40),
        (kinds.DEPARTMENTS, "供水供电进站答疑", -10),
        (kinds.TEA_ROOM, "集镇停车怎么管", 12),
        (kinds.TALK, "村集体收入怎么用", 20),
    ]
    for place, (kind, topic, offset) in enumerate(plans):
        station = stations[place % len(stations)]
        by, on = _keeper(station, clerk), day + timedelta(days=offset)
        told = min(on, day) - timedelta(days=7)
        session = Session(
            body=station.body, station=station, kind=kind, topic=topic, on=on, from_time=time(9)
        )
        with happening_at(_at(told)):
            workflow.plan(session, guests=offices[place : place + 2], by=by, today=told)
        if offset > 0:
            continue
        with happening_at(_at(on, 11)):
            workflow.hold(session, deputies=4, voters=23 + place, officials=3, by=by, today=on)
            for text, answer in AT_SESSIONS[:1] if place == 0 else AT_SESSIONS[1:]:
                workflow.record_opinion(
                    session,
                    text=text,
                    answer=answer,
                    answered_by=offices[place] if answer else None,
                    by=by,
                    today=on,
                )
        if place == 0:
            ended = on + timedelta(days=12)
            with happening_at(_at(ended)):
                workflow.close_session(
                    session, report="抗旱井已经通电，主席团到现场看过。", by=by, today=ended
                )
    with happening_at(_at(day, 17)):
        workflow.call_off(session, reason="与秋收冲突，改到下月", by=by, today=day)


def _surveys(station, clerk, day: date) -> None:
    """One that runs, with a code for each household; one still being drawn up."""
    by, on = _keeper(station, clerk), day - timedelta(days=14)
    survey = Survey(
        body=station.body,
        station=station,
        title="明年的民生实事，您最盼哪一件",
        introduction="请您用三分钟说说心里话。结果排成清单，送主席团和镇政府研究明年的民生实事。",
        opens_on=on,
        closes_on=day + timedelta(days=16),
        by=by,
    )
    with happening_at(_at(on, 8)):
        workflow.draw_up(survey, by=by, today=on)
        ask = {"survey": survey, "by": by}
        cared = workflow.add_question(
            text="您最关心、最需要解决的是什么",
            kind="multiple",
            options=PROBLEMS,
            ranks_problems=True,
            **ask,
        )
        age = workflow.add_question(
            text="您的年龄", kind="single", options=["35 岁以下", "36—59 岁", "60 岁以上"], **ask
        )
        points = workflow.add_question(text="您给村务公开打几分", kind="scale", **ask)
        free = workflow.add_question(
            text="还有什么想对代表说的", kind="text", is_required=False, **ask
        )
        workflow.publish(survey, by=by, today=on)
    for number in range(36):
        picks = sorted({number % 6, number % 4, number * number % 3})
        answers = {
            cared.pk: picks,
            age.pk: [(number * number // 5 + 1) % 3],
            points.pk: [4 - number % 7 // 2 % 4],
            free.pk: WRITTEN[number // 11 % 2] if number % 11 == 3 and number < 22 else "",
        }
        on_paper = number % 4 == 1
        filled = on + timedelta(days=1 + number % 12)
        with happening_at(_at(filled, 10, number)):
            workflow.fill_in(
                survey,
                answers,
                today=filled,
                post_key=f"demo-survey-{number}",
                by=by if on_paper else None,
            )
    survey.responses.update(at=_at(day))
    draft = Survey(
        body=station.body,
        title="便民服务中心办事满意度",
        opens_on=day + timedelta(days=10),
        closes_on=day + timedelta(days=40),
        is_coded=True,
        by=clerk,
    )
    with happening_at(_at(day, 15)):
        workflow.draw_up(draft, by=clerk, today=day)
        workflow.add_question(survey=draft, text="等候时间您能接受吗", kind="scale", by=clerk)
