"""The demo county's assessments: last year's seven points published, this year's 24 under way."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.work.assessments import workflow
from lianxin.work.assessments.models import Mark

PROOFS = ["通知、签到册和照片", "采用稿件的名称和日期清单", "制度汇编和簿册", "报送记录"]
MODES = [Mark.Mode.CHECK, Mark.Mode.SEE, Mark.Mode.HEAR, Mark.Mode.VISIT, Mark.Mode.APPRAISE]


def load(stage) -> None:
    """Seven points settled and published last year; 24 items checked and reviewed in part now."""
    county, day = stage.place.county, stage.last_day
    clerk = stage.people.clerks[county.pk]
    begun = date(day.year - 1, 11, 20)
    with happening_at(_at(begun - timedelta(days=5))):
        old = workflow.copy_shipped(county, "yearly7", by=clerk)
        workflow.put_in_use(old, by=clerk)
    _last_year(stage, old, clerk, begun)
    since = min(date(day.year, 11, 10), day - timedelta(days=10))
    since = max(since, date(day.year, 1, 1))
    with happening_at(_at(since)):
        workflow.retire(old, by=clerk)
        scheme = workflow.copy_shipped(county, "items24", by=clerk)
        workflow.put_in_use(scheme, by=clerk)
        period = workflow.open_round(
            scheme, year=day.year, self_by=day + timedelta(days=20), by=clerk, today=since
        )
        draft = workflow.copy_scheme(scheme, by=clerk)
        item = draft.items.select_related("scheme__body").get(order=24)
        item.points = None
        workflow.save_item(item, by=clerk)
    sheets = list(period.sheets.select_related("body", "round__scheme", "round__body"))
    for sheet in sheets[: len(sheets) // 2]:
        with happening_at(_at(day - timedelta(days=2), 10)):
            _check(stage, sheet, day - timedelta(days=2), low=0)
    with happening_at(_at(day, 10)):
        _review(sheets[0], clerk)


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


def _last_year(stage, scheme, clerk, on: date) -> None:
    """From the self-check to published grades, one objection upheld on the way."""
    year = on.year
    with happening_at(_at(on)):
        period = workflow.open_round(
            scheme, year=year, self_by=on + timedelta(days=15), by=clerk, today=on
        )
    checked, told = on + timedelta(days=12), on + timedelta(days=25)
    sheets = list(period.sheets.select_related("body", "round__scheme", "round__body"))
    with happening_at(_at(checked)):
        for place, sheet in enumerate(sheets):
            _check(stage, sheet, checked, low=place % 3)
    with happening_at(_at(told)):
        for place, sheet in enumerate(sheets):
            _review(sheet, clerk, on_paper=place % 3 != 2)
        workflow.tell(period, by=clerk, today=told)
    period.refresh_from_db()
    first = Mark.objects.select_related(
        "sheet__round__scheme", "sheet__round__body", "sheet__body", "item"
    )
    low = first.filter(sheet=sheets[0], awarded=0).order_by("item__order").first()
    if low is not None:
        own = stage.people.clerks[low.sheet.body_id]
        with happening_at(_at(told + timedelta(days=3))):
            words = "活动在周末开展，记录补登晚了，签到册可查。"
            workflow.object_to(low, words=words, by=own, today=told + timedelta(days=3))
            workflow.answer_dispute(low, awarded=1, words="经核对签到册，情况属实。", by=clerk)
    ended = told + timedelta(days=10)
    with happening_at(_at(ended)):
        workflow.settle(period, by=clerk, today=ended)
        workflow.publish(period, by=clerk, today=ended)


def _check(stage, sheet, on: date, *, low: int) -> None:
    """The body answers what people must answer; `low`: how much it falls short by."""
    by = stage.people.clerks[sheet.body_id]
    marks = sheet.marks.select_related("sheet__round", "sheet__body", "item")
    for place, mark in enumerate(marks):
        if not mark.is_by_proof:
            continue
        typed = {
            at: max(0, one["at_least"] + 1 - (low if place % 4 == 3 else 0) * 2)
            for at, one in enumerate(mark.item.conditions)
            if "typed" in one
        }
        workflow.check(
            mark,
            typed=typed,
            is_met=not (low and place % 7 == 5),
            proof=PROOFS[place % len(PROOFS)],
            by=by,
            today=on,
        )
    workflow.send(sheet, by=by, today=on)


def _review(sheet, clerk, *, on_paper: bool = False) -> None:
    """The county finds what records and the body said; or what the year's paper books said."""
    marks = sheet.marks.select_related("sheet__round__body", "sheet__body", "item")
    for place, mark in enumerate(marks):
        found = bool(mark.looks_met)
        is_on_paper = on_paper and not found and not mark.is_by_proof
        workflow.review(
            mark,
            awarded=(mark.item.points or 0) if found or is_on_paper else 0,
            mode=MODES[place % len(MODES)],
            words="当年记在纸质台账上，已核对原件。" if is_on_paper else "",
            by=clerk,
        )
