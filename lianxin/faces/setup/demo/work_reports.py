"""The demo county's work reports: last year's adopted and published, one being written."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Account, Role, Session
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.work_reports import workflow
from lianxin.work.work_reports.models import Report, StatedFigure
from lianxin.work.work_reports.outlining import first_draft

ARTICLES = [["省级", 2], ["市级", 11], ["县级", 21]]
NEXT = (
    "围绕集镇供水和通村道路开展两次视察，把结果交政府办理。\n"
    "每季度召开一次主席团会议，每次听取一项专项工作报告。\n"
    "组织代表向选民述职，任期内每名代表至少一次。"
)


def load(stage) -> None:
    """A township's report of last year, signed, adopted, published; then a record put right."""
    town, today = stage.place.bodies[1], stage.last_day
    clerk, chair = stage.people.clerks[town.pk], stage.people.chairs[town.pk]
    year = today.year - 1
    signed_on = max(date(today.year, 1, 5), today - timedelta(days=200))
    if signed_on >= today:
        signed_on = today - timedelta(days=2)
    report = _begin(town, year, clerk, chair, signed_on - timedelta(days=12))
    _articles(report, clerk)
    with happening_at(_at(signed_on - timedelta(days=6))):
        workflow.lay_before(report, by=clerk)
    _remark(report, town, clerk, signed_on - timedelta(days=4))
    with happening_at(_at(signed_on, 15)):
        workflow.sign(report, accepts=True, by=chair, today=signed_on)
    with happening_at(_at(signed_on + timedelta(days=1), 11)):
        workflow.adopt(report, on=signed_on + timedelta(days=1), words="全票通过", by=clerk)
        workflow.publish(report, by=clerk, today=signed_on + timedelta(days=1))
    _put_right(town, year)
    _begin(town, today.year, clerk, chair, today)


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour, 20), SHANGHAI)


def _begin(town, year: int, clerk, chair, on: date) -> Report:
    report = Report(
        body=town,
        title=f"{town.short_name}人大{year}年工作报告",
        since=date(year, 1, 1),
        until=date(year, 12, 31),
        session=Session.objects.filter(term__body=town, opens_on__lte=on).last(),
        speaker=f"镇人大主席　{chair.name}",
    )
    with happening_at(_at(on)):
        return workflow.begin(report, plan=first_draft(report), by=clerk, today=on)


def _articles(report: Report, clerk) -> None:
    """What no room records: press articles, with where they stand."""
    workflow.state_figure(
        StatedFigure(
            report=report,
            key="articles",
            name="新闻媒体播发稿件",
            value=34,
            unit="篇",
            parts=ARTICLES,
            source="镇宣传办用稿登记",
        ),
        by=clerk,
    )
    own = report.sections.get(key="own")
    text = "新闻媒体播发人大工作稿件〔手填:articles〕，其中〔手填:articles 分项〕。"
    workflow.write(own, title=own.title, text=f"{own.text}\n{text}", seen=own.version, by=clerk)
    coming = report.sections.get(key="next")
    if not coming.text:
        workflow.write(coming, title="", text=NEXT, seen=coming.version, by=clerk)


def _remark(report: Report, town, clerk, on: date) -> None:
    """A member of the presidium finds it too short; the clerk answers."""
    member = (
        Account.objects.filter(grants__role=Role.PRESIDIUM_MEMBER, grants__body=town)
        .order_by("pk")
        .first()
    )
    if member is None:
        return
    section = report.sections.get(key="shortcomings")
    with happening_at(_at(on)):
        remark = workflow.comment(section, text="不足写得太笼统，请写明是哪几方面。", by=member)
    with happening_at(_at(on + timedelta(days=1))):
        fresh = report.sections.get(key="shortcomings")
        text = f"{fresh.text}\n一是有的建议重答复、轻办理；二是代表小组活动不平衡。"
        workflow.write(fresh, title=fresh.title, text=text, seen=fresh.version, by=clerk)
        workflow.resolve(remark, resolution="已补写两方面。", by=clerk)


def _put_right(town, year: int) -> None:
    """One suggestion was counted in the wrong year: the signed figure keeps its value."""
    last = (
        Suggestion.objects.filter(body=town, year=year, status__in=["closed", "archived"])
        .order_by("submitted_on", "pk")
        .first()
    )
    if last is not None:
        Suggestion.objects.filter(pk=last.pk).update(year=year - 1)
