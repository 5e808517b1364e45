"""Who should keep a station, who does, and which posts are vacant (站长、副站长、联络员)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lianxin.foundation.people.models import Body
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.stations.models import Staff, Station

KEYS = {
    Staff.Post.HEAD: "station.staff_head",
    Staff.Post.DEPUTY_HEAD: "station.staff_deputy_head",
    Staff.Post.LIAISON: "station.staff_liaison",
}


@dataclass(frozen=True)
class Filled:
    """One post: how many are wanted, and who holds it."""

    post: str
    wanted: int
    people: list[Staff] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(Staff.Post(self.post).label)

    @property
    def vacant(self) -> int:
        return max(self.wanted - len(self.people), 0)


WHOLE = (Station.Kind.HOME, Station.Kind.STATION)
"""Kinds that have a whole staff; a point or a studio has its liaison alone."""


def wanted_at(body, kind: str, day: date) -> dict[str, int]:
    """How many of each post the rulebook wants at a station of that kind."""
    return {
        post.value: int(rule(key, body, day).value or 0)
        if kind in WHOLE or post is Staff.Post.LIAISON
        else 0
        for post, key in KEYS.items()
    }


def wanted_at_each(bodies: Iterable[Body], day: date) -> dict[tuple[int, str], dict[str, int]]:
    """`wanted_at` by body id and kind, in few queries however many bodies there are.

    Bodies of one kind in one county share their rules, unless one of them has set its own.
    """
    found = list(bodies)
    own = set(
        RuleSetting.objects.filter(key__in=KEYS.values()).values_list("body_id", flat=True)
        if found
        else ()
    )
    known: dict[tuple, dict[str, dict[str, int]]] = {}
    wanted = {}
    for body in found:
        path = [int(pk) for pk in body.path.split("/") if pk]
        like = (body.county_id, body.kind, body.profile, *(pk for pk in path if pk in own))
        if like not in known:
            known[like] = {kind: wanted_at(body, kind, day) for kind in Station.Kind.values}
        for kind, numbers in known[like].items():
            wanted[body.pk, kind] = numbers
    return wanted


def staffing(people: Iterable[Staff], wanted: dict[str, int]) -> list[Filled]:
    """The posts in their order; `people` are those in force."""
    people = list(people)
    return [
        Filled(post.value, wanted[post.value], [one for one in people if one.post == post])
        for post in Staff.Post
    ]


def staffing_of(station: Station, day: date) -> list[Filled]:
    """The posts of one station on a day."""
    people = station.staff.on(day).select_related("account")
    return staffing(people, wanted_at(station.body, station.kind, day))


def vacancies(posts: Iterable[Filled]) -> list[tuple[str, int]]:
    """Post and number of what is vacant."""
    return [(one.label, one.vacant) for one in posts if one.vacant]
