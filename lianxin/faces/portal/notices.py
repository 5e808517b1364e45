"""Public notices (公告): whoever has some to show says so here.

    notices.register(source)

A source gets the bodies whose page is shown and how many notices are wanted at
most, and gives the newest of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

from django.db.models import QuerySet

from lianxin.foundation.people.models import Body


@dataclass(frozen=True)
class Notice:
    """One public notice.

    uid: the same for the same notice, in feeds. by: who gives it.
    path: where it is read in full; "" where `text` is all.
    """

    uid: str
    on: date
    title: str
    by: str
    text: str = ""
    path: str = ""


Source = Callable[["QuerySet[Body]", int], Iterable[Notice]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source; registering the same again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def newest(bodies: "QuerySet[Body]", most: int) -> list[Notice]:
    """The newest notices of these bodies from all sources, newest first."""
    found = (notice for source in _sources for notice in source(bodies, most))
    return nlargest(most, found, key=lambda notice: (notice.on, notice.uid))
