"""The demo county's reports to voters: one told and published, one to be counted, one planned."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Office, Seat
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.workflow import Line

SPOKEN = ["村口的桥今年能不能修？", "代表以后多到我们组里来坐坐。"]
OFFICE_BALLOTS = [(38, 10, 2), (44, 6, 0), (31, 15, 4)]


def load(stage) -> None:
    """A township: deputies of two batches, and its stations rated by deputies and others."""
    town, day = stage.place.bodies[1], stage.last_day
    clerk, second = stage.people.clerks[town.pk], stage.people.liaisons[town.pk]
    seats = list(
        Seat.objects.in_office().filter(body=town).select_related("person").order_by("pk")[:7]
    )
    past = day - timedelta(days=70)
    with happening_at(_at(past - timedelta(days=30))):
        workflow.make_scale(
            town,
            name="四档测评",
            grades=["优秀", "良好", "一般", "较差"],
            good=2,
            source="本镇主席团会议通过的述职测评办法",
            by=clerk,
            today=past - timedelta(days=30),
        )
    with happening_at(_at(past - timedelta(days=20))):
        held = _batch(town, past, "第一批", seats[:2], clerk)
    _reports(stage, held, clerk, past - timedelta(days=8))
    _rated(stage, town, clerk, second, held, past)
    _stations(town, clerk, second, day - timedelta(days=25))
    with happening_at(_at(day - timedelta(days=12))):
        coming = _batch(town, day, "第二批", seats[2:], clerk)
    _reports(stage, coming[:2], clerk, day - timedelta(days=3))


def _at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def _batch(town, on: date, name: str, seats, clerk):
    """A batch due at the end of that year, and its subjects."""
    batch = workflow.open_batch(
        town,
        year=on.year,
        name=name,
        due_on=min(on + timedelta(days=40), date(on.year, 12, 31)),
        seats=seats,
        by=clerk,
        today=on,
    )
    return list(batch.subjects.for_list())


def _reports(stage, subjects, clerk, on: date) -> None:
    """Drafted from the file and sent: by the deputy, or by the clerk from paper."""
    for subject in subjects:
        by = stage.people.accounts.get(subject.seat.person_id) or clerk
        with happening_at(_at(on, 20)):
            workflow.draft_report(subject, by=by, today=on)
            text = subject.report + "走访还不够经常，下一步每季度到联系户走访一次。"
            workflow.send_report(subject, text=text, by=by, today=on)


def _rated(stage, town, clerk, second, subjects, on: date) -> None:
    """46 raters: 29 and 16, one ballot without a mark that nobody counted; 52 and 33 beside it."""
    with happening_at(_at(on - timedelta(days=6))):
        for subject in subjects:
            workflow.review_report(subject, accepts=True, words="情况属实。", by=clerk)
        meeting = workflow.plan_meeting(
            town,
            title="柳溪选区代表向选民述职测评会",
            on=on,
            from_time=time(9),
            place="柳溪村党群服务中心",
            scale="excellent",
            raters=["voters"],
            subjects=subjects,
            by=clerk,
            today=on,
        )
    with happening_at(_at(on, 11)):
        workflow.close_rating(
            meeting, turnout={"voters": (46, 46)}, attended=58, by=clerk, today=on
        )
        for text in SPOKEN:
            workflow.record_opinion(meeting, text=text, by=clerk, today=on)
        counts = [(29, 16, 0, 0), (40, 5, 0, 1)]
        lines = [
            Line(subject.pk, "voters", 46, 0, [row])
            for subject, row in zip(meeting.subjects.for_list(), counts, strict=True)
        ]
        workflow.enter(meeting, lines, by=clerk)
        workflow.enter(meeting, lines, by=second)
        workflow.count(
            meeting, by=clerk, today=on, gap_reason="1 张交回时没有划写，计票时未计入弃权"
        )
    told = on + timedelta(days=5)
    with happening_at(_at(told)):
        for subject in meeting.subjects.for_list():
            words = "选民肯定走访和办实事；建议把答复情况向选民多讲一讲。"
            workflow.feed_back(subject, words=words, by=clerk, today=told)
        workflow.publish(meeting, is_public=True, by=clerk)
        workflow.file(meeting, by=clerk, today=told)


def _stations(town, clerk, second, on: date) -> None:
    """Three stations, rated by deputies and others, typed by one so far but for one number."""
    offices = list(
        Office.objects.current().filter(body=town, kind=Office.Kind.STATION).order_by("pk")[:3]
    )
    if not offices:
        return
    with happening_at(_at(on - timedelta(days=5))):
        meeting = workflow.plan_meeting(
            town,
            title=f"{town.short_name}站所述职测评会",
            on=on,
            from_time=time(14, 30),
            place="镇政府三楼会议室",
            scale="satisfied",
            raters=["deputies", "others"],
            offices=offices,
            by=clerk,
            today=on,
        )
    with happening_at(_at(on, 17)):
        workflow.close_rating(
            meeting,
            turnout={"deputies": (50, 50), "others": (23, 23)},
            attended=80,
            by=clerk,
            today=on,
        )
        for by, off in ((clerk, 0), (second, 2)):
            workflow.enter(meeting, _station_lines(meeting, off), by=by)


def _station_lines(meeting, off: int) -> list[Line]:
    """What one person read; `off` ballots of the first station are read otherwise."""
    lines = []
    for place, subject in enumerate(meeting.subjects.for_list()):
        best, middle, worst = OFFICE_BALLOTS[place]
        shift = off if not place else 0
        row = [best - shift, middle + shift, worst, 0]
        lines.append(Line(subject.pk, "deputies", 50, 0, [row]))
        lines.append(Line(subject.pk, "others", 23, 1, [[15 + place, 7 - place, 0, 0]]))
    return lines
