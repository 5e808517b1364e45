"""What shows that a duty was done: records of the rooms, asked for many bodies at once.

A room whose records answer for a duty registers in its `AppConfig.ready`:

    evidence.register("receptions", held)

where held(bodies, first, last, kinds) gives a `Found` for each record of these bodies and
days (and kinds, unless that is empty), in a fixed number of queries.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianxin.foundation.people.models import Body


@dataclass(frozen=True)
class Found:
    """One record that shows something was done.

    title: what a narrowing by words looks into. kind: of the record. part: which of
    several that must each do it (a group, a station); 0 where one is enough.
    is_for_staff: the address opens for clerks and chairs alone; others read the title.
    """

    body_id: int
    on: date
    title: str
    url: str = ""
    kind: str = ""
    part: int = 0
    is_for_staff: bool = False


Source = Callable[[Sequence[Body], date, date, frozenset[str]], Iterable[Found]]
Needed = Callable[[Sequence[Body]], Mapping[int, int]]


@dataclass(frozen=True)
class Registered:
    """A source; needed: how many different parts must each do it, by body id; one if none."""

    records: Source
    needed: Needed | None = None


_sources: dict[str, Registered] = {}


def register(key: str, records: Source, needed: Needed | None = None) -> None:
    """Add a source; the same key again replaces it."""
    _sources[key] = Registered(records, needed)


def source(key: str) -> Registered | None:
    """The source of that key; None while no room offers it, so that a tick must do."""
    return _sources.get(key)
