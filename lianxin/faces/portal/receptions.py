"""Receptions to come (接待日), from whoever plans them.

    receptions.register(source)

A source gets the bodies, the first and the last day, and gives what is public
of the receptions between them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.people.models import Body

AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Reception:
    """One reception as the public sees it.

    uid: the same for the same reception, in calendars. names: deputies who receive.
    seat_ids: their seats, for the pages of the deputies.
    """

    uid: str
    station_id: int | None
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    names: tuple[str, ...] = ()
    seat_ids: tuple[int, ...] = ()


Source = Callable[["QuerySet[Body]", date, date], Iterable[Reception]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source; registering the same again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def coming(
    bodies: "QuerySet[Body]", most: int | None = None, *, ahead: timedelta = AHEAD
) -> list[Reception]:
    """Receptions of the next weeks, the nearest first."""
    today = timezone.localdate()
    found = [one for source in _sources for one in source(bodies, today, today + ahead)]
    found.sort(key=lambda one: (one.starts_at, one.uid))
    return found[:most]


def by_station(found: Iterable[Reception]) -> dict[int, list[Reception]]:
    """The receptions of each station, the nearest first."""
    sorted_: dict[int, list[Reception]] = {}
    for one in found:
        if one.station_id is not None:
            sorted_.setdefault(one.station_id, []).append(one)
    return sorted_
