"""Facts offered for a nomination: read from files and records, never typed.

A deputy's from the sources of deeds, a group's from its recorded activities, a station's
from its ledger, a unit's from the catalogue of figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from lianxin.engines.deeds import SECTION_NAMES, Presence, deeds_of
from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.people.models import Body, Group, Seat
from lianxin.work.activities.models import Activity
from lianxin.work.honours.models import Nomination
from lianxin.work.stations.lines import lines_of
from lianxin.work.stations.models import Station

MOST = 400
"""Facts of one nomination that a page offers; no year of one deputy has more."""


@dataclass(frozen=True)
class Offer:
    """One fact that the records hold. key: the same fact has the same key tomorrow."""

    source: str
    words: str
    on: date | None = None
    url: str = ""

    @property
    def key(self) -> str:
        told = f"{self.source}|{self.on}|{self.words}|{self.url}"
        return sha256(told.encode()).hexdigest()[:24]


def offers_for(nomination: Nomination) -> list[Offer]:
    """What the records of the election's year hold of whoever is nominated."""
    year = nomination.round.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    if nomination.seat is not None:
        found = _of_deputy(nomination.seat, first, last)
    elif nomination.group is not None:
        found = _of_group(nomination.group, first, last)
    elif nomination.station is not None:
        found = _of_station(nomination.station, first, last)
    else:
        found = _of_unit(nomination.unit, first, last)
    # Two deeds of one day may read alike; one of them says it.
    return list({one.key: one for one in found}.values())[:MOST]


def _of_deputy(seat: Seat, first: date, last: date) -> Iterator[Offer]:
    for section, lines in deeds_of(seat.person, first, last).items():
        for source, deed in lines:
            if deed.presence == Presence.PRESENT and deed.amount:
                yield Offer(
                    f"{SECTION_NAMES[section]}·{source.label}", deed.words, deed.on, deed.url
                )


def _of_group(group: Group, first: date, last: date) -> Iterator[Offer]:
    held = Activity.objects.recorded().between(first, last).filter(group=group)
    for one in held.order_by("on", "pk"):
        words = f"{one.title}：{one.topic}" if one.topic else one.title
        yield Offer(str(Activity._meta.verbose_name), words, one.on, one.get_absolute_url())


def _of_station(station: Station, first: date, last: date) -> Iterator[Offer]:
    for line in lines_of(station, first, last):
        yield Offer(line.kind, line.words, line.on, line.url)


def _of_unit(unit: Body | None, first: date, last: date) -> Iterator[Offer]:
    if unit is None:
        return
    scope = catalogue.Scope(unit, first, last)
    for one in catalogue.figures():
        if one.is_rate or one.is_money:
            continue
        number = one.value(scope)
        if number:
            yield Offer(
                str(one.room),
                f"{one.name} {number} {one.unit}",
                None,
                links.url(one.key, scope),
            )
