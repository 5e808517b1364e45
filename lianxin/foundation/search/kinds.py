"""What can be found: each room registers the kinds of record it owns.

A room registers in its `AppConfig.ready`:

    kinds.register(Kind(code="office", number=3, label=_("单位"), …))

Who finds what is decided by keys. A document carries the keys of all who may
see it ("everyone of office 7"), an account holds the keys that its roles give
it; who holds one of a document's keys finds it. Both are words of the same
index, so that permission costs no join. A key is letters and a number: those of
the first rooms have one letter, which are nearly used up, so later rooms take
two or more, the first telling the room ("va12"). All in use stand in KEYS.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lianxin.foundation.search.models import LAST_KIND

EVERYONE = "z0"
"""The key that even those hold who have not signed in."""

KEYS = {
    "a": "recorded by this account, which may finish it any time (liaison)",
    "b": "submitted, of this body: its clerks and chair",
    "c": "submitted and not confidential, of this county: its clerks and chair",
    "d": "recorded by this account and not yet submitted",
    "e": "paper issued by this body, not confidential: its auditors",
    "f": "in the hands of this office",
    "g": "paper issued by this body: its chair",
    "h": "handed over by this body and not confidential: the supervision office",
    "i": "paper issued in this county, not confidential: the county's clerks, chair, auditors",
    "j": "paper issued or drafted by this office",
    "l": "paper issued by this body: its clerks",
    "m": "raised or co-signed by this person",
    "n": "submitted, not confidential, with this proposer: his group's leader",
    "o": "submitted and not confidential, of this body: presidium and auditors",
    "p": "public, of this body: its deputies",
    "q": "on the roster of this body",
    "r": "on a roster of this county",
    "x": "submitted and not confidential, of this county: its auditors",
    "z": "everyone",
}
# Letters of words that narrow a search: kind, status, county, body, year.
FACETS = frozenset("ksvwy")
KEY = re.compile("[a-z]+[0-9]+")
LONGEST_CODE = 12


@dataclass(frozen=True)
class Entry:
    """One document as its room tells it.

    details: a line below the title, searched like the text (number, office, names).
    on: day by which results are ordered, newest first; shown to people.
    keys: who finds it, see `KEYS`.
    status: code the list can be narrowed by. rank: 0-9, for kinds without days.
    """

    object_id: int
    title: str
    url: str
    keys: Iterable[str]
    text: str = ""
    details: str = ""
    on: date | None = None
    county_id: int | None = None
    body_id: int | None = None
    year: int | None = None
    status: str = ""
    rank: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of document.

    number: 1–63, for ever the same: part of the document's id.
    model: records of it; `reindex(record)` finds the kind by it.
    records: all that could be in the index, by id.
    entries: documents of some of these records; fewer where one has no place there.
    keys: keys that an account's roles give it.
    order: place among the tabs. place: "first" or "last" for documents that stand
        before or behind all dated ones. statuses: codes with their words.
    """

    code: str
    number: int
    label: Any
    model: type[Any]
    records: Callable[[], QuerySet]
    entries: Callable[[Sequence[Any]], Iterable[Entry]]
    keys: Callable[[Any], Iterable[str]]
    order: int = 50
    place: str = ""
    statuses: Callable[[], Iterable[tuple[str, Any]]] | None = None


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds of document; the same code again replaces the kind.

    How a room becomes findable, in its `searching.py`, called in `AppConfig.ready`:

    1. `register(Kind(code="petition", number=7, …, records=…, entries=…, keys=…))`;
       a number that is taken is refused at the start; letters of new keys go into
       KEYS, two or more each.
    2. `index.follow(code, steps=…)` for all its steps, or `index.reindex(record)` within
       each that changes a record or who sees it; `index.forget` where it is removed;
       `renaming.register(code, rule)` where it prints names of offices or people.
    3. A test that for each role `search(…, kinds=[code])` finds exactly what
       `visible_to` gives, refusals beside successes; then `lianxin search rebuild`.

    Two kinds of one model are told apart by `index.reindex_ids(code, ids)` alone.
    Raises ValueError for a number that is taken, or a code too long to be kept.
    """
    for kind in kinds:
        if len(kind.code) > LONGEST_CODE:
            raise ValueError(f"{kind.code} is longer than {LONGEST_CODE} letters")
        if not 1 <= kind.number <= LAST_KIND or any(
            one.number == kind.number and one.code != kind.code for one in KINDS.values()
        ):
            raise ValueError(f"number {kind.number} of {kind.code} is taken or not 1-{LAST_KIND}")
        KINDS[kind.code] = kind


def in_order() -> list[Kind]:
    return sorted(KINDS.values(), key=lambda kind: (kind.order, kind.code))


def kind_of(record: Any) -> Kind | None:
    """The kind that `record` is of, or None where nobody indexes such records."""
    return next((kind for kind in KINDS.values() if isinstance(record, kind.model)), None)


def keys_of(user: Any) -> list[str]:
    """All keys `user` holds; without a sign-in only that of what is open to everyone."""
    held = {EVERYONE}
    if getattr(user, "is_authenticated", False):
        for kind in KINDS.values():
            held.update(kind.keys(user))
    return sorted(held)
