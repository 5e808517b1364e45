"""What the public may read of a deputy's duty: counts, never a line, a leave or an absence.

Source: 代表法 (2025), art. 58 para. 2 (公布代表基本信息和履职信息).
"""

from dataclasses import dataclass
from datetime import date

from lianxin.engines import deeds
from lianxin.engines.deeds import Section
from lianxin.foundation.people.models import Seat
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.duty.files import Line, Part, Total

LAST_YEAR_UNTIL = 4
"""Month in which pages turn from last year's record to this year's: January has none yet."""


@dataclass(frozen=True)
class Published:
    """One deputy's year in counts. until: the last day counted."""

    year: int
    until: date
    totals: list[Total]


def published_of(seat: Seat, today: date) -> Published | None:
    """The counts of the year; None where the body's rules leave them unpublished.

    Nothing is read of the person but what the rooms recorded.
    """
    if not rule("duty.published", body=seat.body, on=today).value:
        return None
    year = today.year if today.month >= LAST_YEAR_UNTIL else today.year - 1
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    if seat.started_on > last:
        return None
    found = deeds.deeds_of(seat.person, max(first, seat.started_on), last)
    totals = [
        total
        for place, section in enumerate(Section, 1)
        for total in Part(section, place, [Line(*pair) for pair in found[section]]).totals
    ]
    return Published(year, last, totals)
