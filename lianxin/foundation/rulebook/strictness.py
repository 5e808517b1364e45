"""Is a value looser than another? Pure, no database.

A local rule may be stricter than national law, never looser.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lianxin.foundation.calendars.counting import CannotCount, count
from lianxin.foundation.rulebook.keys import Direction, Key
from lianxin.foundation.rulebook.values import COUNTING, Kind

# Four whole years with published tables: every weekday, month length, leap day
# and festival a period can meet.
FIRST_START, LAST_START = date(2022, 1, 1), date(2025, 12, 31)
QUARTERS_IN_MONTHS = 3


def is_looser(key: Key, value: Any, unit: str | None, than: Any, than_unit: str | None) -> bool:
    """Whether `value` (in `unit`) gives more room than the floor `than` (in `than_unit`).

    Periods in different units are compared day by day over four years: 90 days
    are looser than 3 months, because from 1 February they end later.
    """
    if key.direction is Direction.NONE or value is None or than is None:
        return False
    if key.direction is Direction.FIXED:
        return (value, unit) != (than, than_unit)
    if isinstance(value, Mapping):
        return any(
            _is_looser_number(key.direction, item, than[name])
            for name, item in value.items()
            if isinstance(item, int) and name in than
        )
    if key.kind is Kind.FRACTION:
        return _is_looser_number(key.direction, Fraction(value), Fraction(than))
    if key.kind is Kind.INTERVAL:
        return _is_looser_number(key.direction, _months(value, unit), _months(than, than_unit))
    if unit == than_unit:
        return _is_looser_number(key.direction, value, than)
    if key.kind is Kind.PERIOD:
        return _ends_later_somewhere((value, unit), (than, than_unit))
    return _is_looser_number(key.direction, value, than)


def _is_looser_number(direction: Direction, value, than) -> bool:
    return value > than if direction is Direction.LESS else value < than


def _months(value: int, unit: str | None) -> int:
    return value * {"quarter": QUARTERS_IN_MONTHS, "year": 12}.get(unit or "", 1)


@lru_cache(maxsize=256)
def _ends_later_somewhere(period: tuple[int, str], floor: tuple[int, str]) -> bool:
    start = FIRST_START
    while start <= LAST_START:
        try:
            if _end(period, start) > _end(floor, start):
                return True
        except CannotCount:
            return True
        start += timedelta(days=1)
    return False


def _end(period: tuple[int, str], start: date) -> date:
    n, unit = period
    return count(COUNTING[unit], start, n).due
