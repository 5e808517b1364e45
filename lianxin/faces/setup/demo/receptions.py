"""The demo county's receptions: half a year behind, half a year ahead, by three rules."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.work.receptions import workflow
from lianxin.work.receptions.models import Duty, DutyRule, Reception, VisitorRecord
from lianxin.work.receptions.workflow.announcing import SCOPE
from lianxin.work.stations.models import Staff, Station

BACK = timedelta(days=84)
AHEAD = timedelta(days=281)
TOLD_AHEAD = timedelta(days=40)
# What voters said, who came, and what was answered at once; "" is still to be handed on.
VISITS = [
    ("村口的路灯坏了两个月，老人晚上不敢出门。", 2, "已经联系村委会，三天内换灯，换好给您回话。"),
    ("娃上学的校车站牌倒了，孩子们站在马路中间等车。", 1, "今天就请镇里把站牌扶正，先放警示锥。"),
    ("灌溉渠淤了，下游十几户麦子浇不上水。", 4, ""),
    (
        "新农合报销要跑三趟，能不能在村里交材料。",
        1,
        "便民服务中心每周二到村里收材料，您下周二去就行。",
    ),
    ("桥栏杆松了，人靠上去会晃。", 1, "已拍照报镇里，先拉警戒线，再修栏杆。"),
    ("垃圾清运车三天没来，夏天味道很大。", 3, ""),
    ("想问宅基地确权什么时候能办完。", 1, "本月底前公示，公示无异议就发证，您的材料已经收齐。"),
    ("村里的健身器材坏了一半，小孩玩着危险。", 2, "已请村里先拆下坏的两件，新的下月装。"),
]
QUIET = "没有人来。值班代表走访了两户独居老人，记下用水不便一事，另行整理。"


def load(stage) -> None:
    """A Monday reception, a market every ten days, the county's own room on the 20th."""
    town, county = stage.place.bodies[1], stage.place.county
    stations = list(
        Station.objects.filter(body=town, kind=Station.Kind.STATION, closed_on=None).order_by("pk")
    )
    began = stage.last_day - BACK
    plans = [
        _rule(stations[0], "周一接待日", DutyRule.Kind.WEEKLY, began, numbers=[1], needed=2),
        _rule(
            stations[1],
            "逢集接访",
            DutyRule.Kind.INTERVAL,
            began,
            every=10,
            on_holiday=DutyRule.OnHoliday.KEEP,
            others="镇人大主席、各站所各一人",
        ),
        DutyRule(
            body=county,
            name="接访室值班",
            kind=DutyRule.Kind.MONTHLY,
            numbers=[20],
            starts_on=began,
            place="县人大机关一楼接访室",
            topic="领导和代表接访",
        ),
    ]
    said = iter(VISITS * 4)
    for rule in plans:
        _plan(stage, rule, began)
        past = list(_past(stage, rule))
        # The latest of the kind stands as it was left: to be ended, on the desk.
        ended = past[:-1] if rule is plans[0] else past
        for turn, reception in enumerate(ended):
            _hold(stage, reception, turn, said)
    _turns(stage, plans[0])


def _rule(station, name, kind, began, **fields) -> DutyRule:
    return DutyRule(
        body=station.body,
        station=station,
        name=name,
        kind=kind,
        starts_on=began,
        with_staff=False,
        **fields,
    )


def _plan(stage, rule: DutyRule, began: date) -> None:
    """The rule, its year, and the notice for all that is near."""
    clerk, on = stage.people.clerks[rule.body_id], began - timedelta(days=6)
    with happening_at(_at(on, 9)):
        workflow.make_rule(rule, by=clerk, today=on)
        workflow.generate(rule, first=began, last=began + BACK + AHEAD, by=clerk, today=on)
        near = Reception.objects.filter(rule=rule, on__lte=stage.last_day + TOLD_AHEAD)
        workflow.announce(near, scope=str(SCOPE), by=clerk, today=on)


def _past(stage, rule: DutyRule) -> QuerySet[Reception]:
    past = Reception.objects.filter(rule=rule, on__lte=stage.last_day)
    return past.select_related("body", "station")


def _hold(stage, reception: Reception, turn: int, said) -> None:
    """One day: who came to receive, who came to speak; every fifth day nobody came."""
    by, day = _keeper(stage, reception), reception.on
    duties = list(reception.duties.select_related("seat__person", "staff"))
    with happening_at(_at(day, 9)):
        came = {
            duty: "excused" if turn % 7 == 3 and place == 1 else "present"
            for place, duty in enumerate(duties)
        }
        workflow.check_in(came, reception=reception, by=by, today=day)
    if turn % 5 == 2:
        with happening_at(_at(day, 12)):
            workflow.quiet(reception, done_instead=QUIET, by=by, today=day)
        return
    for hour in range(9, 9 + 1 + turn % 2):
        _visit(reception, duties, next(said), by, _at(day, hour, 40))
    with happening_at(_at(day, 12)):
        workflow.close(reception, by=by, today=day)


def _visit(reception, duties: list[Duty], said, by, moment: datetime) -> None:
    text, persons, answer = said
    with happening_at(moment):
        made = workflow.record_visitor(
            reception,
            text=text,
            persons=persons,
            received_by=duties[0] if duties else None,
            answer=answer,
            opinion="" if answer else "先请村里看现场，再定由谁办。",
            post_key=f"demo-reception-{reception.pk}-{moment:%H%M}",
            received_at=moment,
            by=by,
            today=reception.on,
        )
    VisitorRecord.objects.filter(pk=made.record.pk).update(recorded_at=moment)
    made.record.message.answers.update(answered_at=moment)


def _turns(stage, rule: DutyRule) -> None:
    """Ahead: two deputies swap, one asks leave, one day is called off."""
    coming = list(
        Reception.objects.filter(rule=rule, on__gt=stage.last_day + timedelta(days=1))
        .select_related("body", "station")
        .order_by("on")[:4]
    )
    clerk, today = stage.people.clerks[rule.body_id], stage.last_day
    with happening_at(stage.next_moment()):
        first, second = coming[0].duties.earliest("pk"), coming[1].duties.latest("pk")
        if first.seat_id != second.seat_id:
            workflow.swap(first, second, by=clerk, today=today)
        workflow.ask_leave(
            coming[2].duties.earliest("pk"), reason="到省里参加培训", by=clerk, today=today
        )
        workflow.cancel(coming[3], reason="当天代表集中视察，接待顺延一周", by=clerk, today=today)


def _keeper(stage, reception: Reception):
    """The station's liaison where one has an account; otherwise the clerk."""
    staff = Staff.objects.filter(
        station=reception.station_id, post=Staff.Post.LIAISON, account__isnull=False
    ).select_related("account")
    member = staff.first() if reception.station_id else None
    return member.account if member else stage.people.clerks[reception.body_id]


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)
