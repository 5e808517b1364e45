"""The demo county's returns: a half-year return of all bodies, and tasks from above."""

from datetime import date, timedelta
from typing import Any

from lianxin.foundation.ledger.chain import gathered, happening_at
from lianxin.work.returns import workflow
from lianxin.work.returns.computing import cells
from lianxin.work.returns.models import Filing

LINES = [
    ("figure", "tasks", "上级交办事项", "returns.tasks", ""),
    ("figure", "reports_up", "请示汇报次数", "returns.reports_up", ""),
    ("figure", "plan_items", "年度计划事项", "diary.items", ""),
    ("figure", "plan_done", "年度计划完成事项", "diary.items_done", ""),
    ("number", "read_papers", "发放学习资料", "", "份"),
    ("text", "experience", "经验做法（一句话）", "", ""),
]
MONEY: list[dict[str, Any]] = [
    {"kind": "figure", "code": "spent", "label": "列支活动经费", "figure": "funds.spent"},
    {"kind": "number", "code": "given", "label": "代表捐助"},
    {
        "kind": "sum",
        "code": "together",
        "label": "活动投入合计",
        "addends": ["spent", "given"],
    },
]
EXPERIENCE = [
    "接待日固定在赶集日，来访翻了一番。",
    "建议办理一件一档，答复前先上门。",
    "小组长每季度在组里通报一次办理进度。",
    "无",
]
TASKS = [
    ("data", "congress", "报送代表联络站建设情况", 20, True),
    ("call", "congress", "参加全县人大干部培训", 40, True),
    ("task", "congress", "配合执法检查组到镇检查", 70, True),
    ("report", "party", "向党委专题汇报人大工作", 55, True),
    ("request", "party", "请示代表视察方案", 90, True),
    ("data", "congress", "报送下半年代表活动计划", 6, False),
]


def load(stage) -> None:
    with happening_at(stage.next_moment()), gathered():
        county, *below = stage.place.bodies
        today = stage.last_day
        for body in stage.place.bodies:
            _tasks(body, stage.people.clerks[body.pk], today)
        clerk = stage.people.clerks[county.pk]
        asked = _return(county, clerk, today)
        workflow.ask(asked, below, by=clerk, today=today - timedelta(days=12))
        for place, body in enumerate(below):
            _filing(stage, asked.filings.get(body=body), place, today)


def _return(county, clerk, today):
    asked = workflow.draft_return(
        county,
        title=f"{today.year}年代表工作情况统计表",
        since=date(today.year, 1, 1),
        until=today - timedelta(days=14),
        due_on=today - timedelta(days=2),
        text="各乡镇（街道）核对系统计算的数，补填其余各项，由主席（主任）签字后报送。",
        compares=True,
        by=clerk,
    )
    for kind, code, label, figure, unit in LINES:
        workflow.add_line(
            asked, kind=kind, code=code, label=label, figure=figure, unit=unit, by=clerk
        )
    for values in MONEY:
        workflow.add_line(asked, by=clerk, money="wan", **values)
    return asked


def _filing(stage, filing: Filing, place: int, today) -> None:
    """Most send in time, one late, one is sent back, one corrects, the last has not begun."""
    clerk = stage.people.clerks[filing.body_id]
    chair = stage.people.chairs.get(filing.body_id)
    if place == len(stage.place.bodies) - 2:
        return
    values = {}
    for number, cell in enumerate(cells(filing)):
        line = cell.line
        if line.kind == "figure":
            extra = 1 if place == 1 and line.code == "tasks" else 0
            values[line.pk] = {
                "value": (cell.computed or 0) + extra,
                "note": "另有一件口头交办，没有登记" if extra else "",
            }
        elif line.money:
            values[line.pk] = {"value": 1_250_000 + 380_050 * place}
        elif line.kind == "number":
            values[line.pk] = {"value": 120 + 35 * place + number}
        else:
            values[line.pk] = {"text": EXPERIENCE[place % len(EXPERIENCE)]}
    workflow.fill(filing, values, by=clerk)
    late = place == 2
    on = today - timedelta(days=1 if late else 4)
    signed_by = chair.name if chair else clerk.name
    workflow.send(filing, signed_by=signed_by, signed_on=on, by=clerk, today=on)
    if place == 3:
        workflow.send_back(
            filing,
            reason="学习资料份数请核对签收单",
            by=stage.people.clerks[filing.asked_in.body_id],
        )
    if place == 0:
        workflow.correct(filing, reason="漏计七月一批学习资料", by=clerk)
        papers = next(one.line for one in cells(filing) if one.line.code == "read_papers")
        workflow.fill(filing, {papers.pk: {"value": 180}}, by=clerk)
        workflow.send(filing, signed_by=signed_by, signed_on=today, by=clerk, today=today)


def _tasks(body, clerk, today) -> None:
    for kind, whom, title, days, is_done in TASKS:
        if kind == "task" and body.is_county:
            continue
        on = today - timedelta(days=days)
        task = workflow.receive(
            body,
            kind=kind,
            whom=whom,
            title=title,
            received_on=on,
            due_on=on + timedelta(days=15),
            owner="",
            by=clerk,
            today=on,
        )
        workflow.take(task, owner=clerk.name, by=clerk)
        if is_done:
            reported = on + timedelta(days=10)
            workflow.report(
                task, reported_on=reported, result="已按要求办理并报告。", by=clerk, today=reported
            )
