"""Counting periods: pure rules over dates, no database.

Codes, as in the rule tables:

D  calendar days (日), the start day not counted
W  working days (工作日), the start day not counted
M  months: same-numbered day, or the month's last day
Y  years: as months
F  forward from an event ("自S之日起n日内"): the last day is S + n
B  back from an event ("在E的n日以前"): the latest lawful day is E − n

民法典 (2020) arts. 201-203, by analogy: the first day is not counted; a period
of months ends on the matching day or the month's last day; a last day that is
a rest day moves to the next working day.

The steps are kept with the deadline as evidence of how it was counted, so they
are always Chinese, whatever language the reader has chosen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from lianxin.foundation.calendars.tables import SATURDAY, SHIPPED, WorkCalendar

CODES = ("D", "W", "M", "Y", "F", "B")
UNITS = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}
UNIT_OF_CODE = {"D": "day", "W": "workday", "M": "month", "Y": "year"}
WEEKDAYS = "一二三四五六日"
LISTED_AT_MOST = 6
# No real run of rest days comes near; it only stops a calendar of nothing but
# rest days from being searched for ever.
LONGEST_REST = 366


class CannotCount(ValueError):
    """A period that has no end on the calendar; the text is for people."""


@dataclass(frozen=True)
class Counted:
    """A counted period.

    due: last day in time (for B: the latest lawful day).
    rolled: the day was moved because it is a rest day.
    provisional: a year without a published table was involved; `warning` says so.
    steps: how it was counted, sentence by sentence.
    """

    due: date
    rolled: bool
    provisional: bool
    steps: tuple[str, ...]
    warning: str
    calendar_version: str


def add_months(start: date, months: int) -> date:
    """Same-numbered day, or the month's last: 30 November + 3 = 28 February."""
    try:
        return start + relativedelta(months=months)
    except (ValueError, OverflowError):
        raise _beyond() from None


def add_days(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise _beyond() from None


def add_workdays(start: date, workdays: int, calendar: WorkCalendar = SHIPPED) -> date:
    """The n-th working day after `start` (before it, if negative); 0 is `start` itself."""
    step = 1 if workdays >= 0 else -1
    day, left, rest = start, abs(workdays), 0
    while left:
        day = add_days(day, step)
        if calendar.is_workday(day):
            left, rest = left - 1, 0
        else:
            rest = _one_more_rest_day(rest)
    return day


def roll_forward(day: date, calendar: WorkCalendar = SHIPPED) -> date:
    """`day`, or the next working day if it is a rest day."""
    return _first_workday(day, 1, calendar)


def roll_back(day: date, calendar: WorkCalendar = SHIPPED) -> date:
    """`day`, or the working day before it if it is a rest day."""
    return _first_workday(day, -1, calendar)


def count(
    code: str,
    start: date,
    n: int,
    *,
    unit: str = "",
    roll: bool = False,
    calendar: WorkCalendar = SHIPPED,
    event: str = "起算日",
) -> Counted:
    """Count `n` units from (B: back from) `start` and say how.

    code: one of CODES; F and B take `unit` ("day" unless said), the others have their own.
    roll: move a last day that is a rest day: forward to the next working day,
        for B back to the one before, because later would break the law.
    event: what happened on `start`, in Chinese, for the steps.
    Raises CannotCount for a negative n or an end beyond the calendar.
    """
    if code not in CODES:
        raise CannotCount(f"没有“{code}”这种计算方法。可用的有：{'、'.join(CODES)}。")
    if n < 0:
        raise CannotCount("期限不能是负数。")
    unit = UNIT_OF_CODE.get(code) or unit or "day"
    sign = -1 if code == "B" else 1
    end, counted = _shift(start, sign * n, unit, calendar)
    steps = [_beginning(code, start, n, unit, event), counted]
    touched = [start, end] if unit == "workday" else []

    due = end
    if roll and unit != "workday":
        due = (roll_back if sign < 0 else roll_forward)(end, calendar)
        steps.append(_rolling(end, due, calendar))
        touched = [end, due]
    elif unit != "workday" and not calendar.is_workday(end):
        steps.append(f"{named(end)}是休息日；此项期限不因休息日变动。")

    warning = _warning(touched, calendar)
    if warning:
        steps.append(warning)
    return Counted(due, due != end, bool(warning), tuple(steps), warning, calendar.version)


def named(day: date) -> str:
    """2026年2月28日（星期六）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def _shift(start: date, n: int, unit: str, calendar: WorkCalendar) -> tuple[date, str]:
    """The end, and the sentence that says how it was reached."""
    shifts: dict[str, Callable[[], date]] = {
        "day": lambda: add_days(start, n),
        "workday": lambda: add_workdays(start, n, calendar),
        "month": lambda: add_months(start, n),
        "year": lambda: add_months(start, 12 * n),
    }
    if unit not in shifts:
        raise CannotCount(f"没有“{unit}”这种时间单位。可用的有：{'、'.join(shifts)}。")
    end = shifts[unit]()
    way = "往前数" if n < 0 else "往后数"
    if n == 0:
        return end, f"到{named(end)}当日为止。"
    if unit == "workday":
        return end, f"{way} {abs(n)} 个工作日{_passed(start, end, calendar)}，到{named(end)}。"
    if unit in {"month", "year"} and end.day != start.day:
        return end, (
            f"{way} {abs(n)} {UNITS[unit]}，到{end.year}年{end.month}月；"
            f"该月没有 {start.day} 日，以当月最后一日{named(end)}为准。"
        )
    return end, f"{way} {abs(n)} {UNITS[unit]}，到{named(end)}。"


def _passed(start: date, end: date, calendar: WorkCalendar) -> str:
    """Holidays skipped and make-up days counted on the way, ordinary weekends aside."""
    first, last = min(start, end), max(start, end)
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    days.remove(start)
    rest = [day for day in days if not calendar.is_workday(day)]
    off = [day for day in rest if day.weekday() < SATURDAY]
    worked = [day for day in days if day.weekday() >= SATURDAY and day not in rest]
    parts = ["跳过周末"] if len(rest) > len(off) else []
    if off:
        parts.append(f"跳过放假日{_listed(off)}")
    if worked:
        parts.append(f"计入调休上班日{_listed(worked)}")
    return f"（{'，'.join(parts)}）" if parts else ""


def _listed(days: list[date]) -> str:
    shown = "、".join(f"{day.month}月{day.day}日" for day in days[:LISTED_AT_MOST])
    return shown if len(days) <= LISTED_AT_MOST else f"{shown}等 {len(days)} 天"


def _beginning(code: str, start: date, n: int, unit: str, event: str) -> str:
    if code == "B":
        return f"{event}是{named(start)}，应当在此之前 {n} {UNITS[unit]}，当日不计入。"
    return f"自{event}{named(start)}起 {n} {UNITS[unit]}内，开始的当日不计入。"


def _rolling(end: date, due: date, calendar: WorkCalendar) -> str:
    if due > end:
        return f"{named(end)}是休息日，顺延到下一个工作日{named(due)}。"
    if due < end:
        return f"{named(end)}是休息日，提前到前一个工作日{named(due)}。"
    if end.weekday() >= SATURDAY:
        return f"{named(end)}是调休上班日，不顺延。"
    return f"{named(end)}是工作日，不顺延。"


def _warning(touched: list[date], calendar: WorkCalendar) -> str:
    """Why the result is provisional, or nothing."""
    if not touched:
        return ""
    first, last = min(touched), max(touched)
    days = (first + timedelta(days=i) for i in range((last - first).days + 1))
    years = sorted({day.year for day in days if not calendar.is_certain(day)})
    if not years:
        return ""
    names = "、".join(f"{year}年" for year in years)
    return (
        f"系统中还没有{names}的放假调休安排，暂按周一至周五和法定节假日推算；"
        "国务院办公厅公布并录入后，请重新核对。"
    )


def _first_workday(day: date, step: int, calendar: WorkCalendar) -> date:
    rest = 0
    while not calendar.is_workday(day):
        day = add_days(day, step)
        rest = _one_more_rest_day(rest)
    return day


def _one_more_rest_day(rest: int) -> int:
    if rest >= LONGEST_REST:
        raise CannotCount("日历里连续一年没有工作日，无法计算。请检查录入的放假日。")
    return rest + 1


def _beyond() -> CannotCount:
    return CannotCount("算出的日期超出了日历范围。请检查起算日期和期限。")
