"""Spans of days, so that PostgreSQL can look among the newest documents alone.

A GIN index gives all documents that answer, in no order: of a word that stands
in every fourth of a million, a quarter of a million, for a page of twenty. So
each document also carries the span of days that it lies in, a short one and a
long one, as words of the index; asking for the newest few thousand is asking
for the words of the last spans.
"""

from collections.abc import Iterator

from lianxin.foundation.search.models import LAST_DAY, day_number

SHORT, LONG = 2, 5
"""Days in a span, as powers of two: 4 and 32."""
MOST_SHORT = 16
"""Short spans that are asked for at once; what is longer is asked for in long ones."""
DIRECTORY = f"#s{LAST_DAY >> SHORT}"
"""The span of people and offices, which stand before all days."""


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
