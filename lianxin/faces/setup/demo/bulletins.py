"""The demo county's bulletins: three months told, most of it read; periodicals; exchanges."""

from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.faces.setup.demo.people import SIGN_INS
from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import gathered, happening_at
from lianxin.foundation.people.models import Account, Role, Seat
from lianxin.work.activities import workflow as activities
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.kinds import CIRCULAR
from lianxin.work.bulletins.models import Bulletin, Receipt

TEXTS = {
    "经济社会发展情况": "本月粮食长势平稳，新增个体工商户 12 户。\n村道硬化完成 3 公里，累计 11 公里。",
    "重点工作进展": "集镇雨污分流主管网完成八成，预计下月通水。",
    "民生实事项目进度": "五件实事完成三件；养老服务站正在装修，比计划晚十天，原因是连续阴雨。",
    "代表建议办理情况": "本年交办的代表建议都已答复，列入计划的正在办。",
    "下月主要工作": "召开听政日，听取学校食堂整改情况；组织代表视察冬修水利。",
}
ASKED = (
    ("东河桥护栏什么时候换？晚上没有灯。", "已列入公路站本月计划，月底前换好，照明同时装。"),
    ("养老服务站晚十天，会不会影响老人入冬前用上？", ""),
)
PERIODICALS = (
    ("人民权利报", 40, 14400, 24, "全体代表"),
    ("人大工作月刊", 12, 9600, 12, "各代表小组长、家站点"),
    ("县人大公报（赠阅）", 60, 0, 6, "全体代表、各村"),
)
PAPERS = (
    ("把选民的话记在本子上", "第一代表小组", "spoken", "走访怎么记、怎么转、怎么回，三点体会。"),
    ("一件饮水建议办了两年", "河湾村代表联络站", "written", "从提出到通水的经过，跟踪督办的做法。"),
)

OFFERS = (
    ("小组活动怎样开到院坝里", "一是时间听群众的，二是题目小一点，三是当场能答的当场答。"),
    ("接待选民的一本账", "每次接待都记三栏：谁说的、说什么、什么时候回的话。"),
)


def load(stage) -> None:
    today = stage.last_day
    for place, body in enumerate(stage.place.bodies[:3]):
        clerk = stage.people.clerks.get(body.pk)
        if clerk is None or not Seat.objects.in_office().filter(body=body).exists():
            continue
        # One township has not sent this month's yet: its clerk is told on the desk.
        for day in (_days(today)[-1:], _days(today), _days(today)[:-1])[place]:
            _month(stage, body, clerk, day, place)
    town = stage.place.bodies[1]
    clerk = stage.people.clerks[town.pk]
    _questions(stage, town, clerk)
    _waiting(stage, town, clerk)
    _periodicals(town, clerk, today)
    _exchange(town, clerk, today)
    _called(stage, town, clerk, today)


def _days(today: date) -> list[date]:
    """The 9th of the last months, up to today."""
    first = today.replace(day=1)
    found = []
    for _back in range(3):
        found.append(first.replace(day=9))
        first = (first - timedelta(days=1)).replace(day=1)
    return [day for day in reversed(found) if day <= today]


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour, 15), SHANGHAI)


def _month(stage, body, clerk, day: date, place: int) -> None:
    with happening_at(_at(day)), gathered():
        one = workflow.draft(body, kind=CIRCULAR, by=clerk, today=day)
        for item in one.items.all():
            workflow.change_item(
                item,
                heading=item.heading,
                text=TEXTS[item.heading],
                office=item.office,
                by=clerk,
                today=day,
            )
        workflow.issue(one, by=clerk, today=day)
    readers = stage.people.accounts
    rows = list(one.receipts.select_related("bulletin__body", "seat", "person").order_by("pk"))
    later = min(day + timedelta(days=2 + place), stage.last_day)
    with happening_at(_at(later, 16)), gathered():
        own = [row for row in rows if row.person_id in readers]
        own = own[: 12 if place == 1 else 3]
        # The last one is still being read.
        for row in own if day < stage.last_day - timedelta(days=20) else own[::2]:
            workflow.read(row, by=readers[row.person_id], today=later)
        on_paper = [row for row in rows if row.person_id not in readers][: len(rows) // 2]
        if on_paper:
            workflow.hand_over(one, on_paper, on=later, by=clerk, today=later)


def _questions(stage, town, clerk) -> None:
    last = Bulletin.objects.current().filter(body=town, kind=CIRCULAR).first()
    if last is None or last.issued_on is None:
        return
    rows = Receipt.objects.filter(bulletin=last, person__in=stage.people.accounts).select_related(
        "bulletin__body", "seat", "person"
    )
    day = min(last.issued_on + timedelta(days=3), stage.last_day)
    for row, (words, answer) in zip(rows.order_by("pk"), ASKED, strict=False):
        by = stage.people.accounts[row.person_id]
        with happening_at(_at(day)):
            question = workflow.ask(row, text=words, by=by, today=day)
            if answer:
                workflow.answer(question, answer=answer, by=clerk, today=day)


def _waiting(stage, town, clerk) -> None:
    """A draft of which one item waits for a unit."""
    today = stage.last_day
    handler = Account.objects.get(username=SIGN_INS[Role.OFFICE_HANDLER])
    office = handler.current_grants[0].office
    with happening_at(_at(today, 9)):
        one = workflow.draft(
            town, kind="event", title="关于集镇道路改造的通报", by=clerk, today=today
        )
        first, *others = one.items.all()
        for item in others:
            workflow.drop_item(item, by=clerk)
        workflow.change_item(
            first,
            heading="改造安排和工期",
            office=office,
            ask_until=today + timedelta(days=5),
            by=clerk,
            today=today,
        )


def _periodicals(town, clerk, today: date) -> None:
    with happening_at(_at(today, 11)), gathered():
        for title, copies, price, issues, to in PERIODICALS:
            one = workflow.subscribe(
                town,
                by=clerk,
                year=today.year,
                title=title,
                copies=copies,
                price=price,
                issues=issues,
                recipients=to,
            )
            share = today.timetuple().tm_yday * issues // 366
            for number in range(1, share + 1):
                workflow.deliver(
                    one,
                    issue=f"第{number}期",
                    delivered_on=today - timedelta(days=(share - number) * 366 // issues),
                    copies=copies - (number % 7 == 0),
                    by=clerk,
                    today=today,
                )


def _exchange(town, clerk, today: date) -> None:
    """The yearly exchange, three months ago, with what was read out and handed in."""
    day = today - timedelta(days=95)
    seats = list(Seat.objects.in_office().filter(body=town, started_on__lte=day).order_by("pk")[:8])
    with happening_at(_at(day)), gathered():
        activity = activities.plan(
            body=town,
            kind="forum",
            title="代表工作经验交流会",
            starts_at=_at(day),
            ends_at=_at(day, 12),
            place="镇政府会议室",
            seats=seats,
            by=clerk,
            today=day,
        )
        marks = {seat.pk: ("present", "") for seat in seats}
        activities.mark(activity, marks, via="list", by=clerk, today=day)
        activities.record(
            activity, by=clerk, today=day, summary="两个小组发言，一份书面交流。", minutes=105
        )
        for title, author, way, words in PAPERS:
            upload = SimpleUploadedFile(
                f"{title}.txt", f"{title}\n{author}\n{words}".encode(), content_type="text/plain"
            )
            workflow.collect(
                activity, title=title, author=author, way=way, text=words, upload=upload, by=clerk
            )


def _called(stage, town, clerk, today: date) -> None:
    """The next exchange: papers are asked for; one waits for the clerk, one was returned."""
    held = today + timedelta(days=20)
    with happening_at(_at(today, 9)), gathered():
        activity = activities.plan(
            body=town,
            kind="forum",
            title="代表小组工作现场会",
            starts_at=_at(held, 9),
            ends_at=_at(held, 11),
            place="河湾村代表联络站",
            seats=[],
            by=clerk,
            today=today,
        )
        call = workflow.call_for_papers(
            activity,
            until=held - timedelta(days=5),
            words="谈小组活动怎样开展，一千五百字以内。",
            by=clerk,
            today=today,
        )
        seats = Seat.objects.in_office().filter(body=town, person__in=stage.people.accounts)
        authors = seats.order_by("pk").values_list("person", flat=True)[:2]
        for person, (title, words) in zip(authors, OFFERS, strict=False):
            one = workflow.offer(
                call, title=title, text=words, by=stage.people.accounts[person], today=today
            )
        workflow.return_offer(
            one, reason="请补上二季度接待的例子，再交一次。", by=clerk, today=today
        )
