"""On which days a rule falls: plain rules over dates, no database."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lianxin.foundation.calendars.counting import roll_back, roll_forward
from lianxin.foundation.calendars.tables import SATURDAY, WorkCalendar, statutory_days
from lianxin.work.receptions.models.rules import DutyRule

Kind = DutyRule.Kind
# A market is held on Sundays too, and who chose Saturday meant it: for these
# only public holidays are days of rest.
ON_WEEKENDS_TOO = (Kind.INTERVAL, Kind.LAST_DIGIT, Kind.DATES)


@dataclass(frozen=True)
class Planned:
    """One day of a rule. rule_on: as the rule names it; on: after a holiday moved it."""

    rule_on: date
    on: date

    @property
    def is_moved(self) -> bool:
        return self.rule_on != self.on


def days_of(rule: DutyRule, first: date, last: date, workdays: WorkCalendar) -> list[Planned]:
    """The rule's days from `first` to `last`, each day once.

    A day of rest is kept, left out or moved as the rule says. A moved day that
    meets another day of the rule is left out: one reception a day is enough.
    """
    first = max(first, rule.starts_on)
    last = min(last, rule.ends_on) if rule.ends_on else last
    taken: set[date] = set()
    moved: list[Planned] = []
    found: list[Planned] = []
    for day in _named_days(rule, first, last):
        on = _after_holiday(rule, day, workdays)
        if on is None:
            continue
        if on == day:
            taken.add(on)
            found.append(Planned(day, on))
        else:
            moved.append(Planned(day, on))
    for one in moved:
        if one.on not in taken and first <= one.on <= last:
            taken.add(one.on)
            found.append(one)
    return sorted(found, key=lambda one: one.on)


def _named_days(rule: DutyRule, first: date, last: date) -> Iterator[date]:
    if rule.kind == Kind.DATES:
        listed = sorted({date.fromisoformat(day) for day in rule.dates})
        yield from (day for day in listed if first <= day <= last)
        return
    day = first
    while day <= last:
        if _falls_on(rule, day):
            yield day
        day += timedelta(days=1)


def _falls_on(rule: DutyRule, day: date) -> bool:
    if rule.kind == Kind.WEEKLY:
        return day.isoweekday() in rule.numbers
    if rule.kind == Kind.LAST_DIGIT:
        return day.day % 10 in rule.numbers
    if rule.kind == Kind.INTERVAL:
        return (day - rule.starts_on).days % (rule.every or 1) == 0
    if rule.kind == Kind.ODD_MONTHS and day.month % 2 == 0:
        return False
    return day.day in _days_in(day, rule.numbers)


def _days_in(day: date, numbers: Iterable[int]) -> set[int]:
    """Days of the month; the 31st of a shorter month is its last day."""
    longest = calendar.monthrange(day.year, day.month)[1]
    return {min(number, longest) for number in numbers}


def _after_holiday(rule: DutyRule, day: date, workdays: WorkCalendar) -> date | None:
    if not is_rest(rule, day, workdays) or rule.on_holiday == DutyRule.OnHoliday.KEEP:
        return day
    if rule.on_holiday == DutyRule.OnHoliday.NEXT:
        return roll_forward(day, workdays)
    if rule.on_holiday == DutyRule.OnHoliday.BEFORE:
        return roll_back(day, workdays)
    return None


def is_rest(rule: DutyRule, day: date, workdays: WorkCalendar) -> bool:
    """Whether `day` counts as a day of rest for this rule."""
    is_weekend = day.weekday() >= SATURDAY
    if rule.kind in ON_WEEKENDS_TOO or (rule.kind == Kind.WEEKLY and is_weekend):
        return _is_holiday(day, workdays)
    return not workdays.is_workday(day)


def _is_holiday(day: date, workdays: WorkCalendar) -> bool:
    if day in workdays.overrides:
        return not workdays.overrides[day]
    table = workdays.table(day.year)
    return day in (table.off if table else statutory_days(day.year))


def in_words(rule: DutyRule) -> str:
    """每周一、每月 20 日、每 5 天一集 …, as notices and lists say it."""
    numbers = sorted(rule.numbers)
    if rule.kind == Kind.WEEKLY:
        return "每周" + "、".join("一二三四五六日"[number - 1] for number in numbers)
    if rule.kind == Kind.MONTHLY:
        return f"每月{_listed(numbers)}日"
    if rule.kind == Kind.ODD_MONTHS:
        return f"单月{_listed(numbers)}日"
    if rule.kind == Kind.INTERVAL:
        return "每天" if rule.every == 1 else f"每 {rule.every} 天一次"
    if rule.kind == Kind.LAST_DIGIT:
        return f"公历逢{_listed(numbers)}"
    return f"逐日列出（{len(rule.dates)} 天）"


def _listed(numbers: Iterable[int]) -> str:
    return "、".join(str(number) for number in numbers)
