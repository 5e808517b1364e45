"""The demo county's activity funds: two years of one township, a claim that waits."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.activities.models import Activity
from lianxin.work.funds import workflow
from lianxin.work.funds.models import Facility
from lianxin.work.stations.models import Station

BOUGHT = [
    ("代表联络站会议桌椅", "furniture", 12, 864_000, 400, True),
    ("小组活动室书柜", "furniture", 3, 135_000, 320, False),
    ("议事厅投影屏", "device", 1, 298_000, 150, True),
    ("履职公开栏", "board", 2, 76_000, 90, True),
]


def load(stage) -> None:
    """The rate rose to 500 yuan this year; most is paid in, some is spent."""
    town = stage.place.bodies[1]
    clerk, chair = stage.people.clerks[town.pk], stage.people.chairs[town.pk]
    year = stage.last_day.year
    source = "《柳溪镇代表活动经费管理办法》（演示）"
    for since, yuan in ((date(year - 1, 1, 1), 200), (date(year, 1, 1), 500)):
        with happening_at(_at(since)):
            set_rule(
                town,
                "fund.per_deputy",
                yuan,
                unit="yuan",
                by=clerk,
                on=since,
                source=f"{source}第三条",
            )
    for which in (year - 1, year):
        _year(stage, town, which, clerk, chair)
    station = Station.objects.filter(body=town).order_by("pk").first()
    for name, kind, number, cost, back, is_station in BOUGHT:
        workflow.save_facility(
            Facility(
                body=town,
                name=name,
                kind=kind,
                number=number,
                cost=cost,
                bought_on=stage.last_day - timedelta(days=back),
                state=Facility.State.IN_USE,
                station=station if is_station else None,
            ),
            by=clerk,
        )


def _year(stage, town, year: int, clerk, chair) -> None:
    """Budgeted in January, paid in by halves, claimed after each activity that cost money."""
    begins = date(year, 1, 1)
    with happening_at(_at(min(begins + timedelta(days=20), stage.last_day))):
        budget = workflow.draw_up(body=town, year=year, by=clerk, today=begins)
    half = budget.amount // 2
    for day, amount in ((date(year, 3, 5), half), (date(year, 8, 20), budget.amount - half)):
        if day <= stage.last_day:
            with happening_at(_at(day)):
                workflow.allocate(
                    budget, amount=amount, on=day, by=clerk, today=day, source="镇财政所"
                )
    held = Activity.objects.recorded().filter(body=town, on__year=year, expenses__isnull=False)
    for activity in held.distinct().order_by("on"):
        day = min(activity.on + timedelta(days=7), stage.last_day)
        if activity.on < date(year, 3, 5):
            continue
        for expense in activity.expenses.all():
            with happening_at(_at(day)):
                claim = workflow.claim(
                    budget,
                    purpose="activity",
                    what=f"{activity.title}：{expense.what}",
                    amount=expense.amount,
                    spent_on=activity.on,
                    activity=activity,
                    by=clerk,
                    today=day,
                )
            if stage.last_day - activity.on > timedelta(days=14):
                with happening_at(_at(day, 16)):
                    workflow.approve(claim, by=chair, today=day)


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)
