"""The recurring duties that come with the software: rules as data."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from lianxin.foundation.people.models import Body, Role

KINDS = {
    "county": Body.Kind.COUNTY.value,
    "township": Body.Kind.TOWNSHIP.value,
    "street": Body.Kind.STREET.value,
}
CLERK = "clerk"
"""In the data: the clerk of the body, of whichever kind it is."""


@dataclass(frozen=True)
class Proof:
    """What shows that a duty was done: records of a source, narrowed.

    source: key of `evidence.register`. kind: of the records. words: one of these stands
    in the record's title; none takes all.
    """

    source: str
    kind: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duty:
    """A recurring duty, as it comes or as a body keeps it.

    days: of the month, 31 for its last; of a weekly one the day of the week. rule: key
    of the rulebook. session: ("opens" or "closes", days after it). term_days: after the
    term begins. span: of a yearly duty, how many months up to its own count; 0: the year.
    law: article of national law that asks for it: it cannot be put off.
    why: what the body changed of it, and why. follows: kind of activity by whose rule
    of recurrence its days go.
    """

    key: str
    name: str
    period: str
    words: str = ""
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    to: frozenset[str] = frozenset()
    owner: str = CLERK
    proofs: tuple[Proof, ...] = ()
    opens: str = ""
    source: str = ""
    law: str = ""
    rows: str = ""
    rule: str = ""
    session: tuple[str, int] | None = None
    term_days: int | None = None
    span: int = 0
    follows: str = ""
    is_optional: bool = False
    is_on: bool = True
    is_own: bool = False
    why: str = ""

    def owner_at(self, body: Body) -> str:
        """The role that answers for it at a body."""
        if self.owner != CLERK:
            return self.owner
        return Role.COUNTY_CLERK if body.is_county else Role.TOWNSHIP_CLERK

    @property
    def basis(self) -> str:
        """Article or practice, whichever asks for it."""
        return self.law or self.source


@cache
def shipped_duties() -> dict[str, Duty]:
    """All duties that come along, by key, in the order of the data file."""
    path = files("lianxin.work.diary").joinpath("data/duties.yaml")
    return {
        key: _duty(key, entry) for key, entry in yaml.safe_load(path.read_text("utf-8")).items()
    }


@dataclass
class _Entry:
    """The names an entry of the data file may use; any other is an error at once."""

    name: str
    period: str
    to: list[str]
    words: str = ""
    months: list[int] = field(default_factory=list)
    day: Any = None
    weekday: int | None = None
    owner: str = CLERK
    evidence: list[dict[str, Any]] = field(default_factory=list)
    opens: str = ""
    source: str = ""
    law: str = ""
    rows: str = ""
    rule: str = ""
    session: dict[str, Any] | None = None
    term_days: int | None = None
    span: int = 0
    follows: str = ""
    optional: bool = False


def _duty(key: str, values: dict[str, Any]) -> Duty:
    entry = _Entry(**values)
    days = [entry.weekday] if entry.weekday else entry.day
    return Duty(
        key=key,
        name=entry.name,
        period=entry.period,
        words=entry.words,
        months=tuple(entry.months),
        days=tuple(days if isinstance(days, list) else [days]) if days else (),
        to=frozenset(KINDS[one] for one in entry.to),
        owner=entry.owner,
        proofs=tuple(
            Proof(one["source"], one.get("kind", ""), tuple(one.get("words", ())))
            for one in entry.evidence
        ),
        opens=entry.opens,
        source=entry.source,
        law=entry.law,
        rows=entry.rows,
        rule=entry.rule,
        session=(entry.session["from"], entry.session["days"]) if entry.session else None,
        term_days=entry.term_days,
        span=entry.span,
        follows=entry.follows,
        is_optional=entry.optional,
        is_on=not entry.optional,
    )
