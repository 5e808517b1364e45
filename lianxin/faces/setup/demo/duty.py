"""The demo county's duty: yearly tasks in force, a campaign with pledges, an objection."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.people import star_deputy
from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Seat
from lianxin.work.activities.models import Activity
from lianxin.work.duty import workflow
from lianxin.work.duty.campaigning import draft_summary
from lianxin.work.duty.shipped import task_templates
from lianxin.work.duty.workflow.campaigns import LINKABLE

PERSONS = 46
PLEDGES = [
    ("汛期前把石板桥村口的涵洞清一遍", "石板桥村第一网格支部", "村口涵洞清淤", "kept"),
    ("为三户独居老人装好扶手和夜灯", "青石村第二网格支部", "适老化小改造", "kept"),
    ("推动村卫生室每周有两天坐诊", "双桥村第一网格支部", "卫生室坐诊", "open"),
    ("每月到联系户走一趟，记下难处", "河口村第三网格支部", "", "open"),
    ("把灌溉渠漏水的两处修好", "石板桥村第二网格支部", "渠道修补", "not_kept"),
]
RESULTS = {
    "kept": "已经办好，群众到现场看过。",
    "not_kept": "上级项目今年没有排上，已列入明年计划，向群众作了说明。",
}


def load(stage) -> None:
    """One township in the middle of its year; the county's list beside it."""
    town, county, today = stage.place.bodies[1], stage.place.county, stage.last_day
    clerk = stage.people.clerks[town.pk]
    _tasks(stage, town, "six", today)
    _tasks(stage, county, "five_works", today)
    seats = list(
        Seat.objects.in_office()
        .filter(body=town)
        .select_related("person", "group", "body")
        .order_by("pk")[: len(PLEDGES)]
    )
    _last_years(town, clerk, today)
    campaign = _campaign(town, clerk, today)
    for seat, told in zip(seats, PLEDGES, strict=False):
        _pledge(stage, campaign, seat, told, clerk, today)
    _objection(stage, today)


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


def _tasks(stage, body, template: str, today: date) -> None:
    clerk, first = stage.people.clerks[body.pk], date(today.year, 1, 1)
    with happening_at(_at(today - timedelta(days=60), 10)):
        made = workflow.start_list(
            body,
            name=task_templates()[template].name,
            since=first,
            until=date(today.year, 12, 31),
            basis="年度代表工作计划（演示）",
            template=template,
            by=clerk,
        )
        workflow.put_in_force(made, by=clerk)


def _campaign(town, clerk, today: date):
    since, until = today - timedelta(days=150), today + timedelta(days=60)
    with happening_at(_at(since)):
        campaign = workflow.plan_campaign(
            town,
            title="人大代表在行动",
            basis="镇人大主席团会议（演示）",
            since=since,
            until=until,
            actions="亮身份：代表信息上墙；亮承诺：每名代表公开一件承诺；亮履职：办结情况公开。",
            target="全镇群众",
            is_paired=True,
            by=clerk,
        )
        workflow.start_campaign(campaign, by=clerk)
        inside = Activity.objects.filter(
            body=town, state__in=LINKABLE, on__gte=since, on__lte=until, campaign_link=None
        )
        for activity in inside.order_by("on", "pk")[:3]:
            workflow.link_activity(campaign, activity, by=clerk)
    return campaign


def _last_years(town, clerk, today: date) -> None:
    """A campaign of the year before, summed up."""
    since = date(today.year - 1, 5, 1)
    until = date(today.year - 1, 9, 30)
    with happening_at(_at(since)):
        campaign = workflow.plan_campaign(
            town,
            title="树新形象、创新业绩",
            since=since,
            until=until,
            actions="代表走访月、集中接待、学习交流。",
            by=clerk,
        )
        workflow.start_campaign(campaign, by=clerk)
    with happening_at(_at(until, 16)):
        workflow.sum_up(campaign, summary=draft_summary(campaign), by=clerk, today=until)


def _pledge(stage, campaign, seat, told, clerk, today: date) -> None:
    text, branch, project, end = told
    by = stage.people.accounts.get(seat.person_id) or clerk
    made = campaign.since + timedelta(days=6)
    with happening_at(_at(made, 15)):
        pledge = workflow.pledge(
            campaign,
            seat,
            text=text,
            due_on=campaign.until if end == "open" else today - timedelta(days=20),
            branch=branch,
            project=project,
            by=by,
            today=made,
        )
    on = made + timedelta(days=40)
    with happening_at(_at(on, 18)):
        workflow.report_progress(
            pledge, words="已和村里商量过，到现场看了两次。", on=on, by=by, today=on
        )
    if end == "open":
        return
    on = today - timedelta(days=25)
    with happening_at(_at(on, 19)):
        workflow.settle_pledge(
            pledge,
            is_kept=end == "kept",
            words=RESULTS[end],
            persons=PERSONS if end == "kept" else None,
            by=by,
            today=on,
        )


def _objection(stage, today: date) -> None:
    """The deputy of the demo's sign-in misses something in the own file."""
    person = star_deputy(stage.place, stage.people)
    seat = person.seats.select_related("person", "group__body", "body").get(
        body=stage.place.bodies[1]
    )
    with happening_at(stage.next_moment()):
        workflow.object_to(
            seat,
            words="上个月我还参加了一次村民调解，没有记上。",
            by=stage.people.accounts[person.pk],
            today=today,
        )
