"""The demo town's honours: last year's named and paid, this year's election begun."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.people import star_deputy
from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Group, Seat
from lianxin.work.honours import workflow
from lianxin.work.honours.facts import offers_for
from lianxin.work.honours.models import Award, Nomination, Round
from lianxin.work.honours.workflow import Verdict
from lianxin.work.stations.models import Station

# Award by holder: what it brought at first, and what since last year, in 元.
REWARDS = {Award.Holder.GROUP: (300, 500), Award.Holder.DEPUTY: (100, 300)}
DEPUTIES = 4


def load(stage) -> None:
    """Two rules of money, an election walked to its end, another one begun."""
    town, today = stage.place.bodies[1], stage.last_day
    clerk = stage.people.clerks[town.pk]
    with happening_at(_at(today - timedelta(days=75))):
        awards = {one.holder: one for one in workflow.take_over_awards(town, by=clerk)}
        for holder, (old, new) in REWARDS.items():
            for amount, since in ((old, date(today.year - 6, 1, 1)), (new, _new_rule(today))):
                workflow.set_reward(
                    awards[holder],
                    amount=amount * 100,
                    since=since,
                    source="镇人大主席团会议决定（演示）",
                    by=clerk,
                )
    _ended(stage, town, awards, clerk)
    _begun(stage, town, awards, clerk)
    with happening_at(_at(today - timedelta(days=20))):
        workflow.log_outside(
            town,
            title="先进乡镇人大",
            giver="禾望县人大常委会",
            granted_on=today - timedelta(days=25),
            unit=town,
            by=clerk,
            today=today,
        )


def _new_rule(today: date) -> date:
    return date(today.year - 1, 1, 1)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(15, 10), SHANGHAI)


def _ended(stage, town, awards, clerk) -> None:
    """The election of last year; only who has facts on file is nominated to the end."""
    today = stage.last_day
    opened, named = today - timedelta(days=70), today - timedelta(days=40)
    with happening_at(_at(opened)):
        election = workflow.open_round(town, today.year - 1, by=clerk, today=opened)
        nominations = _nominated(stage, election, awards, clerk, opened)
        if not nominations:
            return
        verdicts = [
            Verdict(one, place != 1, *((31, 2, 1) if place != 1 else (15, 12, 7)))
            for place, one in enumerate(nominations)
        ]
        workflow.review(
            election,
            verdicts,
            way=Round.Way.VOTE,
            review="镇人大主席团会议提名，代表会议表决",
            reviewed_on=opened,
            present=34,
            by=clerk,
            today=opened,
        )
        workflow.publicise(election, by=clerk, today=opened)
    with happening_at(_at(named)):
        honours = workflow.name_chosen(election, on=named, by=clerk, today=named)
        # The last reward is left on the desk.
        for honour in [one for one in honours if one.amount][:-1]:
            workflow.pay(honour, paid_on=named, note="转账", by=clerk, today=named)


def _begun(stage, town, awards, clerk) -> None:
    day = stage.last_day - timedelta(days=3)
    with happening_at(_at(day)):
        election = workflow.open_round(town, stage.last_day.year, by=clerk, today=day)
        star = star_deputy(stage.place, stage.people)
        seat = Seat.objects.in_office().get(person=star, body=town)
        workflow.nominate(
            election,
            awards[Award.Holder.DEPUTY],
            seat=seat,
            reasons="提建议认真，联系选民勤，件件有回音。",
            by=clerk,
            today=day,
        )


def _nominated(stage, election, awards, clerk, day: date) -> list[Nomination]:
    """Deputies, a group and a station, as far as the records of the year hold facts."""
    town = election.body
    seats = Seat.objects.in_office().filter(body=town).select_related("person").order_by("pk")
    holders = [(Award.Holder.DEPUTY, {"seat": one}) for one in seats[:14]]
    holders += [(Award.Holder.GROUP, {"group": one}) for one in Group.objects.filter(body=town)[:2]]
    holders += [
        (Award.Holder.STATION, {"station": one})
        for one in Station.objects.open().filter(body=town)[:1]
    ]
    found: list[Nomination] = []
    for holder, one in holders:
        if holder == Award.Holder.DEPUTY and len(found) == DEPUTIES:
            continue
        nomination = workflow.nominate(
            election, awards[holder], reasons="全年履职扎实。", by=clerk, today=day, **one
        )
        keys = {offer.key for offer in offers_for(nomination)[:4]}
        if not keys:
            workflow.withdraw(nomination, by=clerk)
            continue
        workflow.attach_facts(nomination, keys, by=clerk)
        found.append(nomination)
    return found
