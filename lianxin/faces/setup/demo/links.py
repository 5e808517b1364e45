"""The demo town's links: leaders with villages and deputies, deputies with voters, a check."""

from datetime import date, datetime, time, timedelta
from itertools import cycle

from lianxin.faces.setup.demo.people import star_deputy
from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import gathered, happening_at
from lianxin.foundation.people.models import Office, Seat
from lianxin.foundation.people.queries import presidium_of
from lianxin.work.links import workflow
from lianxin.work.links.models import Contact, LinkedVoter

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = ("大民", "小荷", "长顺", "秋菊", "有田", "玉兰", "福生", "腊梅")
# How many voters each of the first deputies has registered; twenty are asked.
NUMBERS = (20, 19, 20, 12, 20, 8)
SPOKEN = (
    ("谈了春耕用水，下游还缺。", "联系村里清了一段渠。"),
    ("问了合作医疗报销，材料怎么交。", ""),
    ("看了老人住处，门前路滑。", "请村里铺了防滑砖。"),
    ("说起孩子上学，校车站牌要往前挪。", ""),
)
ANSWERS = (
    ("confirmed", "来过，问了浇地的事。"),
    ("confirmed", "上个月打过电话。"),
    ("not_reached", ""),
    ("not_confirmed", "今年还没有见过。"),
)


def load(stage) -> None:
    """A register for six deputies of the town, contacts of this year, one spot check."""
    town = stage.place.bodies[1]
    clerk = stage.people.clerks[town.pk]
    began = _at(stage.last_day - timedelta(days=200))
    with happening_at(began), gathered():
        _leaders(town, clerk, began.date())
        voters = _voters(stage, town, clerk, began.date())
    _contacts(stage, voters)
    _check(stage, town, clerk)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), SHANGHAI)


def _leaders(town, clerk, day: date) -> None:
    villages = list(Office.objects.filter(body=town, kind=Office.Kind.VILLAGE).order_by("pk"))
    seats = list(Seat.objects.in_office().filter(body=town).order_by("pk"))
    members = list(presidium_of(town, day))
    others = cycle(seats)
    for place, member in enumerate(members):
        if place == 0:
            for village in villages[:3]:
                workflow.link(body=town, leader=member.person, village=village, by=clerk, today=day)
        # The last but one has one deputy only: he is behind.
        wanted = 1 if place == len(members) - 2 else 2
        for seat in others:
            if seat.person_id != member.person_id:
                one = workflow.link(body=town, leader=member.person, seat=seat, by=clerk, today=day)
                wanted -= 1
                if place % 3 != 2:
                    workflow.keep_in_touch(
                        link=one,
                        on=day,
                        way=Contact.Way.CALL,
                        words="了解履职打算。",
                        by=clerk,
                        today=day,
                    )
            if not wanted:
                break


def _voters(stage, town, clerk, day: date) -> list[LinkedVoter]:
    star = star_deputy(stage.place, stage.people)
    seats = list(
        Seat.objects.in_office()
        .filter(body=town)
        .select_related("person", "body", "group__body")
        .order_by("pk")
    )
    seats.sort(key=lambda one: one.person_id != star.pk)
    villages = list(Office.objects.filter(body=town, kind=Office.Kind.VILLAGE).order_by("pk"))
    found = []
    for turn, (seat, number) in enumerate(zip(seats, NUMBERS, strict=False)):
        for place in range(number):
            serial = turn * 20 + place
            kind = ("voter", "voter", "household", "helped")[place % 4]
            found.append(
                workflow.register_voter(
                    seat,
                    kind=kind,
                    name=f"{SURNAMES[serial % 20]}{GIVEN[(serial // 20 + place) % 8]}",
                    born=1950 + serial % 50,
                    education=("初中", "高中", "大专")[serial % 3],
                    address=f"{villages[serial % len(villages)].name} {serial % 9 + 1} 组",
                    phone=f"1990000{serial:04d}",
                    village=villages[serial % len(villages)],
                    persons=1 if kind == "voter" else serial % 4 + 2,
                    agreed_on=day,
                    by=clerk,
                    today=day,
                )
            )
    return found


def _contacts(stage, voters: list[LinkedVoter]) -> None:
    """One in two voters was met once or twice in these months."""
    met = voters[::2]
    for place, voter in enumerate(met):
        words, helped = SPOKEN[place % len(SPOKEN)]
        on = stage.last_day - timedelta(days=190 - 185 * place // len(met))
        by = stage.people.accounts.get(voter.seat.person_id)
        with happening_at(_at(on)):
            workflow.keep_in_touch(
                voter=voter,
                on=on,
                way=("visit", "visit", "call", "exchange")[place % 4],
                words=words,
                helped=helped,
                by=by or stage.people.clerks[voter.body_id],
                today=on,
            )


def _check(stage, town, clerk) -> None:
    """Five drawn, four called: one call is left on the desk."""
    day = stage.last_day - timedelta(days=9)
    with happening_at(_at(day)):
        check = workflow.draw_check(town, size=5, by=clerk, today=day, seed="hewang-demo")
        for call, (result, words) in zip(check.calls.all(), ANSWERS, strict=False):
            workflow.record_call(call, result=result, words=words, by=clerk, today=day)
