"""Spans of days, so that PostgreSQL can look among the newest documents alone.

A GIN index gives all documents that answer, in no order: of a word that stands
in every fourth of a million, a quarter of a million, for a page of twenty. So
each document also carries the span of days that it lies in, a short one and a
long one, as words of the index; asking for the newest few thousand is asking
for the words of the last spans. What has no day lies in no span; its words are
marked, so that it is found among its like and not among everything.
"""

from collections.abc import Iterator

from lianxin.foundation.search.models import FIRST_DATED, LAST_DAY, day_number

SHORT, LONG = 2, 5
"""Days in a span, as powers of two: 4 and 32."""
MOST_SHORT = 16
"""Short spans that are asked for at once; what is longer is asked for in long ones."""
BEFORE, BEHIND = "<", ">"
"""Marks of the words of what stands before all days (people, offices) or behind them (law)."""


def mark_of(pk: int) -> str:
    """The mark of all words of a document with this id; none for those that have a day."""
    day = day_number(pk)
    if day >= LAST_DAY:
        return BEFORE
    return "" if day >= FIRST_DATED else BEHIND


def spans_of(pk: int) -> tuple[str, str]:
    """The words of the spans that a document with this id lies in."""
    day = day_number(pk)
    return f"#s{day >> SHORT}", f"#l{day >> LONG}"


def spans_between(first: int, last: int) -> Iterator[str]:
    """The words that together cover the days from `first` to `last`, and few more before."""
    is_short = (last >> SHORT) - (first >> SHORT) < MOST_SHORT
    size, letter = (SHORT, "s") if is_short else (LONG, "l")
    for number in range(first >> size, (last >> size) + 1):
        yield f"#{letter}{number}"
