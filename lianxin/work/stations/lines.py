"""The station's ledger (一簿一册): lines that other rooms read from their own records.

A room whose records belong to a station registers in its `AppConfig.ready`:

    lines.register(lines_of_messages)

Nothing is written here: what a room no longer knows is no longer a line.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from lianxin.work.stations.models import Station


@dataclass(frozen=True)
class Line:
    """One thing that happened at a station.

    on: its day. kind: two to six characters, 「接待」. words: one sentence, without a
    voter's name or telephone: the printed ledger lies open. url: the record's page.
    people: ids of the deputies (persons) who took part; their own files (一人一档) show it.
    """

    on: date
    kind: str
    words: str
    url: str = ""
    people: tuple[int, ...] = ()


Reader = Callable[[Station, date, date], Iterable[Line]]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Add a reader: gets a station, first and last day, and gives the lines between them.

    Registering the same reader again changes nothing. Order does not matter.
    """
    if reader not in _readers:
        _readers.append(reader)


def lines_of(station: Station, since: date, until: date) -> list[Line]:
    """All lines of a station from `since` to `until`, both included; oldest first."""
    found = [line for reader in _readers for line in reader(station, since, until)]
    return sorted(found, key=lambda line: (line.on, line.kind, line.words))
