"""Points from records (积分): an option that the rulebook leaves off.

Computed each time it is looked at, never stored or typed. Tenths of a point throughout.
Source: practice.md §2.8; what practice asks of its users: no ranking, no publishing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from lianxin.engines import deeds
from lianxin.engines.tenure import duties_at
from lianxin.foundation.people.models import Body, Seat
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.duty.files import File
from lianxin.work.duty.models import Band, PointItem, Scheme
from lianxin.work.duty.models.points import TENTHS

Done = Callable[[str], int]
"""How much of the evidence with a key was done."""


@dataclass(frozen=True)
class ItemScore:
    """Points of one item; None where no record can be counted for it."""

    item: PointItem
    number: int
    points: int | None


@dataclass(frozen=True)
class Score:
    """All items of one deputy or group. grade: None where no band holds the points."""

    scheme: Scheme
    items: list[ItemScore]
    grade: Band | None

    @property
    def points(self) -> int:
        """Never above the full points, if the scheme names any."""
        found = sum(one.points or 0 for one in self.items)
        return found if self.scheme.total is None else min(found, self.scheme.total)

    @property
    def uncounted(self) -> list[PointItem]:
        """Items that no record answers: their points are not in the sum."""
        return [one.item for one in self.items if one.points is None]

    @property
    def gap_words(self) -> str:
        """Why there is no grade: the rule leaves these points out."""
        if self.grade is not None or not list(self.scheme.bands.all()):
            return ""
        return _(
            "%(points)s 分不在任何等次里：办法没有写明归哪一档，系统不代为判断，请先补充办法。"
        ) % {"points": shown(self.points)}


def is_used(body: Body, on: date) -> bool:
    """Whether the body computes points at all: only where its rules say so."""
    return bool(rule("duty.points", body=body, on=on).value)


def shown(tenths: int) -> str:
    """795 → 79.5; 30 → 3."""
    return (
        f"{Decimal(tenths) / TENTHS:f}".rstrip("0").rstrip(".")
        if tenths % 10
        else str(tenths // 10)
    )


def points_of(item: PointItem, number: int) -> int:
    """Points of one item for `number` of its evidence.

    item: complete (see `missing_in`). Fewer than its base number give nothing, unless the
    scheme says what one fewer takes off; what is taken off never goes below nothing.
    """
    base, needed = item.base or 0, item.base_number or 1
    if number >= needed:
        found = base + (number - needed) * item.each
    elif item.each_less is not None:
        found = max(base - (needed - number) * item.each_less, 0)
    else:
        found = 0
    return found if item.cap is None else min(found, item.cap)


def score(scheme: Scheme, done: Done) -> Score:
    """The points that `done` makes."""
    found = []
    for item in scheme.items.all():
        known = [key for key in item.sources if deeds.source(key)]
        number = sum(done(key) for key in known)
        found.append(ItemScore(item, number, points_of(item, number) if known else None))
    made = Score(scheme, found, None)
    return Score(scheme, found, band_of(scheme.bands.all(), made.points))


def score_of(file: File) -> Score | None:
    """A deputy's points for the days of a file; None where the body uses none."""
    body = file.seat.body
    if not is_used(body, file.period.until):
        return None
    scheme = (
        Scheme.objects.filter(body=body, state=Scheme.State.IN_FORCE, subject=Scheme.Subject.DEPUTY)
        .prefetch_related("items", "bands")
        .first()
    )
    return score(scheme, file.done_of) if scheme else None


def band_of(bands: Iterable[Band], points: int) -> Band | None:
    """The band that holds the points; None where none does: it is never guessed."""
    for band in bands:
        above = band.at_least is None or points >= band.at_least
        below = band.at_most is None or points <= band.at_most
        if above and below:
            return band
    return None


def gaps_in(bands: Iterable[Band]) -> list[str]:
    """What the bands leave out, in words: 「79 分以上、不到 80 分没有写明归哪一档」."""
    ordered = sorted(bands, key=lambda band: (band.at_least is not None, band.at_least or 0))
    found = []
    for lower, upper in pairwise(ordered):
        if lower.at_most is None or upper.at_least is None:
            continue
        # Points come in tenths: 79 and 79.1 are neighbours, 79 and 80 are not.
        if upper.at_least - lower.at_most > 1:
            found.append(
                _("高于 %(lower)s 分、不到 %(upper)s 分的，办法没有写明归哪一档")
                % {"lower": shown(lower.at_most), "upper": shown(upper.at_least)}
            )
    return found


def missing_in(scheme: Scheme) -> list[str]:
    """Which figures of the scheme are not there; each in words."""
    found = []
    for item in scheme.items.all():
        lacks = [
            str(words)
            for value, words in ((item.base_number, _("次数（件数）")), (item.base, _("分值")))
            if value is None
        ]
        if lacks:
            found.append(f"{item.label}：{_('缺')}{'、'.join(lacks)}")
    return found


def scores_at(scheme: Scheme, since: date, until: date) -> list[tuple[Seat, Score]]:
    """Every deputy's points in stroke order, in a number of queries fixed by the scheme."""
    tallies = _tallies(scheme, since, until)
    return [
        (duty.seat, score(scheme, _sum_over(tallies, {duty.seat.person_id})))
        for duty in duties_at(scheme.body, since, until)
    ]


def group_scores_at(scheme: Scheme, since: date, until: date) -> list[tuple[str, Score]]:
    """Every group's points by name: what its members did is added."""
    tallies = _tallies(scheme, since, until)
    members: dict[str, set[int]] = {}
    for duty in duties_at(scheme.body, since, until):
        if duty.seat.group:
            members.setdefault(duty.seat.group.name, set()).add(duty.seat.person_id)
    return [
        (name, score(scheme, _sum_over(tallies, people)))
        for name, people in sorted(members.items())
    ]


def _tallies(scheme: Scheme, since: date, until: date) -> dict[str, Mapping[int, int]]:
    prefetch_related_objects([scheme], "items", "bands")
    return {
        key: source.tally(scheme.body, since, until)
        for item in scheme.items.all()
        for key in item.sources
        if (source := deeds.source(key))
    }


def _sum_over(tallies: Mapping[str, Mapping[int, int]], people: set[int]) -> Done:
    def done(key: str) -> int:
        return sum(tallies.get(key, {}).get(person, 0) for person in people)

    return done
