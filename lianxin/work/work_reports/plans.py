"""The year's plan as the diary keeps it: what was done, what was not, what comes next."""

from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.work.diary.models import PlanItem
from lianxin.work.diary.queries import State, plan_items, year_of
from lianxin.work.work_reports.models import Report

DONE, MISSED, NEXT = "done", "missed", "next"
MOST_DUTIES = 12


def words(report: Report, kind: str) -> str:
    """Paragraphs of the plan; "" where the diary holds none. kind: DONE, MISSED or NEXT."""
    if kind == DONE:
        return _said(_("对照年初计划，已经完成："), map(_done, _items(report, PlanItem.State.DONE)))
    if kind == MISSED:
        open_ones = _items(report, PlanItem.State.OPEN)
        paragraphs = [
            _said(_("年初计划中还没有完成："), (one.words for one in open_ones)),
            _said(_("没有按期办理的法定和制度工作："), _missed_duties(report)),
        ]
        return "\n".join(one for one in paragraphs if one)
    return _next(report)


def _said(opening: str, sentences: Iterable[str]) -> str:
    told = "；".join(sentences)
    return f"{opening}{told}。" if told else ""


def _items(report: Report, state: str) -> list[PlanItem]:
    """Items of the period, by year and month."""
    return [
        one
        for year in range(report.since.year, report.until.year + 1)
        for one in plan_items(report.body, year)
        if one.state == state
        and (report.since.year, report.since.month) <= (year, one.month)
        and (year, one.month) <= (report.until.year, report.until.month)
    ]


def _done(one: PlanItem) -> str:
    result = one.result.strip().rstrip("。；")
    return f"{one.words}（{result}）" if result and result != one.words else one.words


def _missed_duties(report: Report) -> list[str]:
    """Duties of the diary that were not done, each once."""
    day = min(localdate(), report.until)
    found: dict[str, None] = {}
    for year in range(report.since.year, report.until.year + 1):
        for one in year_of(report.body, year, on=day):
            if one.state == State.MISSED and report.since <= one.due <= report.until:
                found.setdefault(str(one.name))
    return list(found)[:MOST_DUTIES]


def _next(report: Report) -> str:
    """What is planned behind the period; where nothing is yet, what is still open of it."""
    first = 7 if report.kind == Report.Kind.HALF and report.until.month <= 6 else 1
    year = report.until.year if first > 1 else report.until.year + 1
    coming = [
        one
        for one in plan_items(report.body, year)
        if one.month >= first and one.state == PlanItem.State.OPEN
    ]
    if coming:
        return "\n".join(
            _("%(month)d月：%(words)s。") % {"month": one.month, "words": one.words.rstrip("。")}
            for one in coming
        )
    return _said(_("继续完成："), (one.words for one in _items(report, PlanItem.State.OPEN)))
