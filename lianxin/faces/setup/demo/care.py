"""The demo town's care of its deputies: three cases, a year of visits. All made up."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Account, Seat
from lianxin.work.care import workflow

VISITS = [
    (300, "festival", "春节慰问老代表（演示）。", 300_00, "union", "大米、食用油", 120_00),
    (200, "illness", "到县医院看望，已转告小组。", 500_00, "finance", "", 0),
    (95, "call", "电话问候，近来身体好。", 0, "", "", 0),
    (40, "bereavement", "家里老人去世，到家吊唁。", 200_00, "own", "", 0),
]


def load(stage) -> None:
    """One case closed and judged, one in hand, one just opened; visits through the year."""
    town = stage.place.bodies[1]
    clerk, chair = stage.people.clerks[town.pk], stage.people.chairs[town.pk]
    seats = list(
        Seat.objects.in_office()
        .filter(body=town)
        .select_related("person", "body__parent", "group__body")
        .order_by("pk")[:8]
    )
    if len(seats) < 4:
        return
    signs_in = Account.objects.filter(person__in=[one.person_id for one in seats]).first()
    own = next((one for one in seats if signs_in and one.person_id == signs_in.person_id), seats[0])
    others = [one for one in seats if one != own]
    today = stage.last_day
    _employer(town, own, signs_in or clerk, clerk, today - timedelta(days=120))
    with happening_at(_at(today - timedelta(days=25))):
        case = workflow.open_case(
            town,
            others[0],
            kind="hardship",
            text="本人摔伤住院，家里有两个孩子上学，生活困难（演示）。",
            by=clerk,
            today=today - timedelta(days=25),
        )
    day = today - timedelta(days=20)
    with happening_at(_at(day)):
        workflow.note_contact(
            case,
            on=day,
            whom="government",
            organ="镇民政办",
            way="meeting",
            words="商定申请临时救助，工会先慰问。",
            by=clerk,
            today=day,
        )
        workflow.log_visit(
            town,
            others[0],
            on=day,
            reason="hardship",
            others=chair.name,
            words="上门看望，送去慰问金。",
            money=500_00,
            source="union",
            case=case,
            by=clerk,
            today=day,
        )
    with happening_at(_at(today)):
        workflow.open_case(
            town,
            others[1],
            kind="obstruction",
            text="去企业视察时被门卫拦下，不让进厂（演示）。",
            by=clerk,
            today=today,
        )
    for place, (back, reason, words, money, source, goods, value) in enumerate(VISITS):
        day = today - timedelta(days=back)
        with happening_at(_at(day, 15)):
            workflow.log_visit(
                town,
                others[place % len(others)],
                on=day,
                reason=reason,
                way="phone" if reason == "call" else "home",
                others=chair.name,
                words=words,
                money=money,
                source=source,
                goods=goods,
                goods_value=value,
                by=clerk,
                today=day,
            )


def _employer(town, seat, asker, clerk, day: date) -> None:
    """A deputy whose employer cut two days' pay: asked, spoken of, put right, content."""
    text = "参加镇人大组织的视察两天，单位按事假扣了工资（演示）。"
    is_own = asker.person_id == seat.person_id
    with happening_at(_at(day)):
        step = workflow.ask_for_help if is_own else workflow.open_case
        case = step(town, seat, kind="employer", text=text, by=asker, today=day)
    day += timedelta(days=3)
    with happening_at(_at(day)):
        workflow.note_contact(
            case,
            on=day,
            whom="employer",
            organ="柳溪建材厂（演示）人事科",
            way="visit",
            words="出示代表法第四十条、第四十一条，单位同意按正常出勤补发。",
            by=clerk,
            today=day,
        )
    day += timedelta(days=6)
    with happening_at(_at(day)):
        workflow.close_case(
            case, result="resolved", outcome="两天工资已经补发。", by=clerk, today=day
        )
    if is_own:
        with happening_at(_at(day, 16)):
            workflow.judge(case, content="content", by=asker, today=day)


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)
