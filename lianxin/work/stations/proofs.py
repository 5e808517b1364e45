"""Computed proofs: what records say about a condition of a checklist or a star sheet.

A room whose records prove something registers in its `AppConfig.ready`:

    proofs.register("receptions.held", _("开展过代表接待"), receptions_held)

A clerk then chooses the proof for an item of a list; a proof is never typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lianxin.work.stations.models import Station


@dataclass(frozen=True)
class Proof:
    """What the records say.

    is_met: whether they show that the condition is met.
    words: what was found, with its figures: 「本年接待 12 次」. url: the records counted.
    share: of the points on a star sheet, 0 to 1; all or nothing unless given.
    """

    is_met: bool
    words: str
    url: str = ""
    share: float | None = None

    @property
    def part(self) -> float:
        """How much of an item's points it earns, from 0 to 1."""
        if self.share is None:
            return 1.0 if self.is_met else 0.0
        return min(max(self.share, 0.0), 1.0)


Reader = Callable[[Station, int], Proof]


@dataclass(frozen=True)
class Kind:
    """A proof there is: its key, what a clerk calls it, and who computes it."""

    code: str
    title: Any
    reader: Reader


_kinds: dict[str, Kind] = {}


def register(code: str, title: Any, reader: Reader) -> None:
    """Add a proof; registering a code again replaces it.

    code: "receptions.held". title: as a clerk chooses it. reader: gets a station and a year.
    """
    _kinds[code] = Kind(code, title, reader)


def kinds() -> list[Kind]:
    """All proofs there are, by code."""
    return [_kinds[code] for code in sorted(_kinds)]


def is_known(code: str) -> bool:
    return code in _kinds


def proof_of(code: str, station: Station, year: int) -> Proof:
    """What the records say now; KeyError for a code that no room registered."""
    return _kinds[code].reader(station, year)
