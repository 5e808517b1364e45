"""Which days are working days: the tables as shipped, and the calendar over them.

No database here. A year's table is what the State Council published for it:
days off, and weekend days worked in exchange (调休). Only that table decides
(全国年节及纪念日放假办法, 2024, art. 7).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parent / "data"
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
SATURDAY = 5


class BadTable(ValueError):
    """A holiday table that cannot be read; the text says which entry and why."""


@dataclass(frozen=True)
class YearTable:
    """One year's published days off and make-up workdays."""

    year: int
    off: frozenset[date]
    makeup: frozenset[date]
    source: str = ""


def days_of(year: int, spans: Iterable[str]) -> Iterator[date]:
    """Dates of entries like "10-01" or "10-01/10-07" in `year`.

    Raises BadTable for an entry that is no day or runs backwards.
    """
    for span in spans:
        first, _slash, last = str(span).strip().partition("/")
        try:
            start = date.fromisoformat(f"{year}-{first.strip()}")
            end = date.fromisoformat(f"{year}-{(last or first).strip()}")
        except ValueError:
            raise BadTable(
                f"“{span}”不是 {year} 年的日期。请写成 10-01，或者 10-01/10-07。"
            ) from None
        if end < start:
            raise BadTable(f"“{span}”的结束日早于开始日。请检查后重填。")
        while start <= end:
            yield start
            start += timedelta(days=1)


def ranges(days: Iterable[date]) -> list[str]:
    """[1, 2, 3, 7 October] → ["10-01/10-03", "10-07"]."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [
        f"{run[0]:%m-%d}" if len(run) == 1 else f"{run[0]:%m-%d}/{run[-1]:%m-%d}" for run in runs
    ]


def year_table(year: int, off: Iterable[str], makeup: Iterable[str], source="") -> YearTable:
    """A checked table. Raises BadTable for days both off and worked."""
    days_off, worked = frozenset(days_of(year, off)), frozenset(days_of(year, makeup))
    if both := sorted(days_off & worked):
        raise BadTable(f"{both[0]:%Y-%m-%d} 既在放假日里，又在上班日里。请只保留一处。")
    return YearTable(year, days_off, worked, source)


@cache
def shipped_table(year: int) -> YearTable | None:
    """The table that came with this version, or None."""
    path = DATA / f"{year}.yaml"
    if not path.exists():
        return None
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    return year_table(entry["year"], entry["holidays"], entry["workdays"], entry["source"])


@cache
def shipped_years() -> tuple[int, ...]:
    return tuple(sorted(int(path.stem) for path in DATA.glob("[0-9]*.yaml")))


@cache
def shipped_version() -> str:
    """Name of the shipped data: its last year and a fingerprint of all files."""
    digest = hashlib.sha256()
    for path in sorted(DATA.glob("*.yaml")):
        digest.update(path.read_bytes())
    return f"cn{shipped_years()[-1]}-{digest.hexdigest()[:8]}"


@cache
def statutory_days(year: int) -> frozenset[date]:
    """Holidays fixed by law, for a year without a table; see statutory.yaml."""
    entries = yaml.safe_load((DATA / "statutory.yaml").read_text(encoding="utf-8"))
    fixed = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    return frozenset(fixed | set(days_of(year, entries.get(year, ()))))


class WorkCalendar:
    """Working days by the shipped tables, entered tables and single-day overrides.

    tables: tables entered here for years the shipped data lack (or correct).
    overrides: day → whether it is worked; local holidays and exceptions. They
    win over every table.
    """

    def __init__(
        self,
        overrides: Mapping[date, bool] | None = None,
        tables: Mapping[int, YearTable] | None = None,
    ):
        self.overrides = dict(overrides or {})
        self.tables = dict(tables or {})

    def table(self, year: int) -> YearTable | None:
        return self.tables.get(year) or shipped_table(year)

    def is_certain(self, day: date) -> bool:
        """Whether a published table (or an override) says what `day` is."""
        return day in self.overrides or self.table(day.year) is not None

    def is_workday(self, day: date) -> bool:
        """(Mon-Fri and not off) or make-up; without a table, by statutory holidays only."""
        if day in self.overrides:
            return self.overrides[day]
        table = self.table(day.year)
        if table is None:
            return day.weekday() < SATURDAY and day not in statutory_days(day.year)
        return day in table.makeup or (day.weekday() < SATURDAY and day not in table.off)

    @property
    def version(self) -> str:
        """Names the data used; two calendars that may differ have different names."""
        if not self.overrides and not self.tables:
            return shipped_version()
        entries = [
            sorted(self.overrides.items()),
            [
                (table.year, sorted(table.off), sorted(table.makeup))
                for _year, table in sorted(self.tables.items())
            ],
        ]
        return f"{shipped_version()}+{hashlib.sha256(repr(entries).encode()).hexdigest()[:8]}"


SHIPPED = WorkCalendar()
