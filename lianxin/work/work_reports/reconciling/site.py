"""What is still to be made, and whose records of which days."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from lianxin.foundation.people.models import (
    Account,
    Body,
    Seat,
)
from lianxin.work.activities.models import Activity


class CannotBuild(ValueError):
    """No way is known to make records for these figures."""


@dataclass
class Site:
    """Whose records, of which days, and how much of each figure is still to be made."""

    body: Body
    by: Account
    since: date
    until: date
    wanted: dict[str, int]
    activities: list[Activity] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    serial: Iterator[int] = field(default_factory=lambda: count(1))
    named: dict[str, str] = field(default_factory=dict)
    """What a made-up name in a figure's part stands for: 「@1」 → the key of a station."""

    def take(self, name: str) -> int:
        return self.wanted.pop(name, 0)

    def day(self) -> date:
        """Another day of the period each time."""
        return self.since + timedelta(days=next(self.serial) % ((self.until - self.since).days + 1))
