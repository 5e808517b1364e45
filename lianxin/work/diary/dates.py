"""When the duties of a year are due: pure rules over dates, no database.

A duty has a planned day (`due`), moved when it falls on a rest day, and a last day on
which it is still in time: the end of its week, month, quarter or half year; of yearly
duties and of those around a session the planned day itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lianxin.foundation.calendars.counting import CannotCount, add_months, named, roll_back
from lianxin.foundation.calendars.tables import SATURDAY, WorkCalendar
from lianxin.foundation.rulebook.rules import NoRule, Rule, end_of
from lianxin.foundation.rulebook.values import Kind
from lianxin.work.diary.models import Period
from lianxin.work.diary.shipped import Duty

P = Period
MONTHS_IN = {P.MONTH: 1, P.ODD: 2, P.QUARTER: 3, P.HALF: 6, P.YEAR: 12}
MONTHS_A_YEAR = 12
YEARS_A_TERM = 5
BEFORE_SESSION, AFTER_SESSION = timedelta(days=60), timedelta(days=120)
BEFORE_TERM = timedelta(days=90)
ONE_DAY = timedelta(days=1)
SESSIONS = "sessions"
"""The source of evidence that is the congress's own sessions."""


@dataclass(frozen=True)
class Occurrence:
    """One time that a duty is due.

    on: the day the rule names, which also names the occurrence. due: moved off rest
    days. first, last: within which a record counts. deadline: the last day in time.
    how: how the day was found, in words.
    """

    on: date
    due: date
    first: date
    last: date
    deadline: date
    how: str


@dataclass
class Facts:
    """What the days of one body hang on.

    sessions: (opens, closes) of its congress. terms: (first day, last day).
    rules: by key, those that govern the body. met: days of records so far, for duties
    due so long after the last time.
    """

    calendar: WorkCalendar
    sessions: Sequence[tuple[date, date]] = ()
    terms: Sequence[tuple[date, date]] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)


def occurrences(
    duty: Duty, year: int, facts: Facts, met: Iterable[date] = ()
) -> Iterator[Occurrence]:
    """When `duty` is due in `year`, in order.

    met: days on which it was done, from a year before on; for a duty whose next day is
    counted from the last time.
    """
    found = facts.rules.get(duty.rule) if duty.rule else None
    governs = found if found is not None and found.value is not None else None
    if governs is not None and governs.definition.kind is Kind.INTERVAL:
        if governs.unit == "month":
            yield from _rolling(governs, year, facts, met)
            return
        yield from _periods(duty, year, facts, _times(governs), governs)
    elif governs is not None and governs.definition.kind in (Kind.NUMBER, Kind.SESSIONS):
        yield from _periods(duty, year, facts, _times(governs), governs)
    elif duty.period == P.WEEK:
        yield from _weeks(duty, year, facts.calendar)
    elif duty.period == P.HALF_MONTH:
        yield from _half_months(duty, year, facts.calendar)
    elif duty.period == P.SESSION:
        yield from _sessions(duty, year, facts, governs)
    elif duty.period == P.TERM:
        yield from _terms(duty, year, facts)
    else:
        yield from _periods(duty, year, facts, None, governs)


def _times(rule: Rule) -> int:
    """How many times a year a rule asks for; a quarter's interval is four."""
    value = rule.value
    if rule.definition.kind is Kind.SESSIONS:
        return value.get("usual") or value["min"]
    if rule.definition.kind is Kind.NUMBER:
        return value
    return max(1, {"quarter": 4, "year": 1}[rule.unit or "year"] // value)


def _periods(
    duty: Duty, year: int, facts: Facts, times: int | None, rule: Rule | None
) -> Iterator[Occurrence]:
    """One in each period of the year: the period's months that the duty names, or its last."""
    length = MONTHS_IN[P(duty.period)]
    if times and MONTHS_A_YEAR % times == 0:
        length = MONTHS_A_YEAR // times
    by = _("%(rule)s（%(source)s）") % {"rule": rule.display, "source": rule.source} if rule else ""
    for start in range(1, MONTHS_A_YEAR + 1, length):
        end = start + length - 1
        named_months = [month for month in duty.months if start <= month <= end]
        if duty.months and length == 1 and not named_months:
            continue
        month = named_months[-1] if named_months else end
        if duty.period == P.YEAR and length == MONTHS_A_YEAR and duty.months:
            month = duty.months[0]
        first, last = date(year, start, 1), _last_day(year, end)
        if duty.span:
            last = _last_day(year, month)
            first = date(year, max(1, month - duty.span + 1), 1)
        on = _day(year, month, duty.days[0] if duty.days else 31)
        due = moved(on, _last_day(year, month), facts.calendar)
        if held := _session_in(duty, first, last, facts):
            on = due = held
        yield Occurrence(
            on,
            due,
            first,
            last,
            due if length == MONTHS_A_YEAR else last,
            _joined(by, _how(on, due)),
        )


def _session_in(duty: Duty, first: date, last: date, facts: Facts) -> date | None:
    """The day a session opens, where the duty is the session itself and its day is known."""
    if not any(proof.source == SESSIONS for proof in duty.proofs):
        return None
    return next(
        (opens for opens, _closes in sorted(facts.sessions) if first <= opens <= last), None
    )


def _rolling(rule: Rule, year: int, facts: Facts, met: Iterable[date]) -> Iterator[Occurrence]:
    """So many months after the last time: each time done begins the next."""
    days = sorted(met)
    before = [day for day in days if day.year < year]
    start = before[-1] if before else date(year - 1, 12, 31)
    source = f"{rule.display}（{rule.source}）"
    while True:
        on = add_months(start, rule.value)
        done = next((day for day in days if start < day <= on), None)
        due = roll_back(on, facts.calendar)
        shown = done or on
        if shown.year > year:
            return
        if shown.year == year:
            how = _("自上次%(day)s起，%(rule)s") % {"day": named(start), "rule": source}
            yield Occurrence(on, due, start + ONE_DAY, on, on, how)
        start = done or on


def _weeks(duty: Duty, year: int, calendar: WorkCalendar) -> Iterator[Occurrence]:
    weekday = duty.days[0] if duty.days else 1
    day = date(year, 1, 1)
    day += timedelta(days=(weekday - day.isoweekday()) % 7)
    while day.year == year:
        monday = day - timedelta(days=day.weekday())
        sunday = monday + timedelta(days=6)
        due = day if day.weekday() >= SATURDAY else moved(day, sunday, calendar, first=monday)
        if day.weekday() >= SATURDAY or calendar.is_workday(due):
            yield Occurrence(day, due, monday, sunday, sunday, _how(day, due))
        day += timedelta(days=7)


def _half_months(duty: Duty, year: int, calendar: WorkCalendar) -> Iterator[Occurrence]:
    days = (*duty.days, 15, 31)[:2]
    for month in range(1, MONTHS_A_YEAR + 1):
        middle, end = date(year, month, 15), _last_day(year, month)
        for day, first, last in (
            (days[0], date(year, month, 1), middle),
            (days[1], middle + ONE_DAY, end),
        ):
            on = min(max(_day(year, month, day), first), last)
            due = moved(on, last, calendar, first=first)
            yield Occurrence(on, due, first, last, last, _how(on, due))


def _sessions(duty: Duty, year: int, facts: Facts, rule: Rule | None) -> Iterator[Occurrence]:
    """Before or after each session; where none is dated yet, on the usual day."""
    anchor, days = duty.session or ("closes", 0)
    any_dated = False
    for opens, closes in sorted(facts.sessions):
        start = opens if anchor == "opens" else closes
        how = _("大会开幕") if anchor == "opens" else _("大会闭幕")
        on, due, words = start + timedelta(days=days), None, ""
        if rule is not None:
            try:
                counted = end_of(rule, start, roll=None, calendar=facts.calendar)
            except (NoRule, CannotCount):
                pass
            else:
                on = due = counted.due
                words = f"{rule.display}（{rule.source}）"
        if not words:
            words = _("前 %d 日") % -days if days < 0 else _("后 %d 日内") % days
        if due is None:
            due = _worked(on, facts.calendar, forward=days >= 0)
        if due.year != year:
            continue
        any_dated = True
        first, last = (
            (start - BEFORE_SESSION, start) if anchor == "opens" else (start, start + AFTER_SESSION)
        )
        yield Occurrence(on, due, first, last, due, f"{how}{named(start)}，{words}")
    if not any_dated and duty.months:
        month = duty.months[0]
        on = _day(year, month, duty.days[0])
        due = moved(on, _last_day(year, month), facts.calendar)
        how = _("还没有登记大会日期，暂按惯例：%s") % named(due)
        yield Occurrence(on, due, date(year, 1, 1), date(year, 12, 31), date(year, 12, 31), how)


def _terms(duty: Duty, year: int, facts: Facts) -> Iterator[Occurrence]:
    """Once a term: listed every year until it is due."""
    for first, last in sorted(facts.terms):
        on = last if duty.term_days is None else first + timedelta(days=duty.term_days)
        if first.year > year or on.year < year:
            continue
        due = _worked(on, facts.calendar, forward=False)
        yield Occurrence(on, due, first - BEFORE_TERM, on, due, _("本届内，最迟%s") % named(due))


def moved(day: date, last: date, calendar: WorkCalendar, first: date | None = None) -> date:
    """`day`, or the next working day up to `last`; where there is none, the one before."""
    after = day
    while after <= last:
        if calendar.is_workday(after):
            return after
        after += ONE_DAY
    before = day - ONE_DAY
    least = first or day.replace(day=1)
    while before >= least:
        if calendar.is_workday(before):
            return before
        before -= ONE_DAY
    return day


def _worked(day: date, calendar: WorkCalendar, *, forward: bool) -> date:
    if not forward:
        return roll_back(day, calendar)
    return moved(day, day + timedelta(days=31), calendar)


def _day(year: int, month: int, day: int) -> date:
    return min(date(year, month, 1) + timedelta(days=day - 1), _last_day(year, month))


def _last_day(year: int, month: int) -> date:
    return add_months(date(year, month, 1), 1) - ONE_DAY


def _how(on: date, due: date) -> str:
    if due > on:
        return _("%(on)s是休息日，顺延到%(due)s") % {"on": named(on), "due": named(due)}
    if due < on:
        return _("%(on)s是休息日，提前到%(due)s") % {"on": named(on), "due": named(due)}
    return named(on)


def _joined(*words: str) -> str:
    return "；".join(one for one in words if one)
