"""What waits at stations today: other rooms say it, the liaison's page and the desk show it.

    today.register(open_messages)

A reader gets all stations at once, so that a page costs the same number of queries
however many stations it shows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.work.stations.models import Station


@dataclass(frozen=True)
class Waiting:
    """One thing at a station: today's reception, open messages, what is due.

    station: its id. title: what it is, with its number: 「3 件留言待答复」.
    why: by when, or what happened. button, url: the one thing to press.
    due_on: its last day, if it has one. weight: heavier things come first.
    """

    station: int
    title: str
    why: str
    button: str
    url: str
    due_on: date | None = None
    weight: int = 1


Reader = Callable[[Sequence[Station], Any, date], Iterable[Waiting]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Add a reader: gets stations, the account that asks, and the day.

    Registering the same reader again changes nothing.
    """
    if reader not in _readers:
        _readers.append(reader)


def waiting_at(stations: Sequence[Station], account: Any, day: date) -> dict[int, list[Waiting]]:
    """What waits, by station id; what has a day first, the nearest before the others."""
    found: dict[int, list[Waiting]] = {station.pk: [] for station in stations}
    if not stations:
        return found
    for reader in _readers:
        for one in reader(stations, account, day):
            if one.station in found:
                found[one.station].append(one)
    for waiting in found.values():
        waiting.sort(key=lambda one: (one.due_on or date.max, -one.weight, one.title))
    return found
