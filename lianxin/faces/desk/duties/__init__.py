"""What someone owes today: by when, why, and the one button that does it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from lianxin.engines.matters.lateness import Grade, Lateness

MOST_IN_A_CARD = 3
"""Counts of a part that stand beside others; more have a row of their own."""

MOST_SHOWN = 7
NOT_DATED = Lateness(Grade.NONE, 0, "")
# What has no date is today's; what has time comes last.
_URGENCY = [Grade.SERIOUS, Grade.LATE, Grade.SOON, Grade.NONE, Grade.FINE]


@dataclass(frozen=True)
class Duty:
    """One thing to do.

    key: names the record it is about; of two duties about one record the more
        urgent is shown.
    why: what happened or what follows, in a few words.
    button, url: the one thing to press.
    weight: of two that are equally urgent the lighter one comes later.
    """

    key: str
    title: str
    why: str
    button: str
    url: str
    due_on: date | None = None
    lateness: Lateness = NOT_DATED
    weight: int = 1

    @property
    def kind(self) -> str:
        """What stands before the number in `key`; `/?only=` shows all of one kind."""
        return self.key.partition("-")[0]

    @property
    def urgency(self) -> tuple:
        """Small is urgent."""
        return (
            _URGENCY.index(self.lateness.grade),
            self.due_on or date.max,
            -self.weight,
            self.key,
        )


@dataclass(frozen=True)
class Count:
    """A figure that opens the list it counts."""

    label: str
    number: int
    url: str
    tone: str = ""
    note: str = ""


@dataclass
class Part:
    """What one role at one place has on its desk.

    links: words and address of pages that are no list of waiting things.
    """

    title: str
    duties: list[Duty] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shown_counts(self) -> list[Count]:
        """Nothing waits where nothing is counted."""
        return [count for count in self.counts if count.number]


@dataclass
class Desk:
    """The parts of all roles someone holds, as one.

    only: a kind of duty; all of it is shown instead of the first few of all.
    """

    parts: list[Part]
    only: str = ""

    @property
    def duties(self) -> list[Duty]:
        """The most urgent things of all parts, each record once."""
        found = [duty for part in self.parts for duty in part.duties]
        if self.only:
            return most_urgent((duty for duty in found if duty.kind == self.only), len(found))
        return most_urgent(found, MOST_SHOWN)

    @property
    def wide(self) -> list[Part]:
        """Parts with so much waiting that each has a row of tiles of its own."""
        return [part for part in self.parts if len(part.shown_counts) > MOST_IN_A_CARD]

    @property
    def narrow(self) -> list[Part]:
        """Parts with a few counts, side by side as cards."""
        return [part for part in self.parts if 0 < len(part.shown_counts) <= MOST_IN_A_CARD]

    @property
    def doors(self) -> list[tuple[str, str]]:
        """Where nothing waits: the ways in, together, each once."""
        without = [part for part in self.parts if not part.shown_counts]
        return list(dict.fromkeys(one for part in without for one in part.links))


def most_urgent(duties: Iterable[Duty], most: int) -> list[Duty]:
    """The first few, without telling of one record twice."""
    first: dict[str, Duty] = {}
    for duty in sorted(duties, key=lambda duty: duty.urgency):
        first.setdefault(duty.key, duty)
    return list(first.values())[:most]


def kind_counts(duties, labels: dict[str, str]) -> list[Count]:
    """Figures of kinds of which every duty was read; they open the desk with that kind alone."""
    home = reverse("desk:home")
    return [
        Count(
            label,
            len({duty.key for duty in duties if duty.kind == kind}),
            f"{home}?only={kind}",
        )
        for kind, label in labels.items()
    ]


def desk_of(account, today: date, *, only: str = "") -> Desk:
    """Everything on the desk of `account`, in a number of queries that data never changes."""
    from lianxin.faces.desk.duties import (
        activities,
        appraisals,
        assessments,
        bulletins,
        care,
        chair,
        clerk,
        deputy,
        diary,
        duty,
        funds,
        groups,
        honours,
        links,
        messages,
        office,
        opinions,
        petitions,
        receptions,
        returns,
        stations,
        watching,
        work_reports,
    )

    parts: list[Part] = []
    for room in (
        clerk,
        chair,
        office,
        deputy,
        messages,
        receptions,
        activities,
        opinions,
        petitions,
        stations,
        appraisals,
        assessments,
        diary,
        returns,
        duty,
        funds,
        care,
        groups,
        honours,
        links,
        bulletins,
        watching,
        work_reports,
    ):
        parts += room.parts(account, today)
    return Desk(parts, only)
