"""When a seat was in duty: the days that quotas, rates and tasks may count.

A seat counts from the day it starts to the day before it ends, without the days on which
its duty was suspended (代表法 2025, art. 61). One whose qualification is not confirmed yet,
and one whose election was void, never counts. Every denominator is made from here, so
that a deputy who came in July is asked for half a year.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from lianxin.foundation.people.models import Body, Seat, SeatChange

Period = tuple[date, date]
"""First and last day, both included."""

A_DAY = timedelta(days=1)
_SUSPENDING = (SeatChange.Kind.SUSPEND, SeatChange.Kind.RESUME)


class Share(NamedTuple):
    """How much of some days a seat was in duty: `days` out of `of`."""

    days: int
    of: int

    def of_quota(self, quota: int) -> int:
        """What of `quota` is asked for these days: to the nearest whole, a half upwards.

        Four a year from April on are three; one a year is asked from half a year on.
        """
        return (2 * quota * self.days + self.of) // (2 * self.of) if self.of else 0


class Duty(NamedTuple):
    """A seat, with its person and group read, and its days in duty, earliest first."""

    seat: Seat
    periods: list[Period]


def days_in_duty(seat: Seat, since: date, until: date) -> list[Period]:
    """Periods between two days, both included, in which the seat was in duty.

    Empty for none. One query.
    """
    changes = SeatChange.objects.filter(seat=seat, kind__in=_SUSPENDING)
    return _periods(seat, changes.order_by("changed_on", "pk"), since, until)


def is_in_duty(seat: Seat, day: date) -> bool:
    """Whether the seat was in duty on `day`."""
    return bool(days_in_duty(seat, day, day))


def share(seat: Seat, since: date, until: date) -> Share:
    """How many of the days the seat was in duty."""
    return share_of(days_in_duty(seat, since, until), since, until)


def duties_at(body: Body, since: date, until: date) -> list[Duty]:
    """Seats of a body in duty on any of the days, in stroke order; two queries.

    Of a street, which has no congress: the county's deputies in its groups.
    """
    seats = list(
        Seat.objects.filter(Q(body=body) | Q(group__body=body), started_on__lte=until)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=since))
        .select_related("person", "group", "term", "district")
        .order_by("person__stroke_key", "person_id", "pk")
    )
    changes: dict[int, list[SeatChange]] = defaultdict(list)
    suspended = SeatChange.objects.filter(
        Q(seat__body=body) | Q(seat__group__body=body), kind__in=_SUSPENDING
    )
    for change in suspended.order_by("changed_on", "pk"):
        changes[change.seat_id].append(change)
    found = (Duty(seat, _periods(seat, changes[seat.pk], since, until)) for seat in seats)
    return [duty for duty in found if duty.periods]


def people_in_duty(body: Body, since: date, until: date) -> dict[int, list[Period]]:
    """Days in duty at a body by person id, in stroke order; two queries.

    Someone who left and came back, or sat in two terms, has one entry; days that two
    seats share count once.
    """
    found: dict[int, list[Period]] = defaultdict(list)
    for duty in duties_at(body, since, until):
        found[duty.seat.person_id] += duty.periods
    return {person: joined(periods) for person, periods in found.items()}


def holders(body: Body) -> QuerySet:
    """Ids of all who hold or held a seat at a body, as a subquery: whom a tally counts."""
    return Seat.objects.filter(Q(body=body) | Q(group__body=body)).order_by().values("person")


def share_of(periods: Iterable[Period], since: date, until: date) -> Share:
    """The share that periods between two days make of them."""
    return Share(
        days=sum((last - first).days + 1 for first, last in periods),
        of=max((until - since).days + 1, 0),
    )


def joined(periods: Iterable[Period]) -> list[Period]:
    """Periods in order; those that touch or overlap made one."""
    found: list[Period] = []
    for first, last in sorted(periods):
        if found and first <= found[-1][1] + A_DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _periods(seat: Seat, changes: Iterable[SeatChange], since: date, until: date) -> list[Period]:
    if seat.state == Seat.State.ELECTED or seat.end_reason == Seat.EndReason.VOID:
        return []
    found: list[Period] = []
    start: date | None = seat.started_on
    for change in changes:
        if change.kind == SeatChange.Kind.SUSPEND:
            if start is not None:
                found.append((start, change.changed_on - A_DAY))
            start = None
        elif start is None:
            start = change.changed_on
    if start is not None:
        found.append((start, seat.ended_on - A_DAY if seat.ended_on else until))
    end = min(until, seat.ended_on - A_DAY) if seat.ended_on else until
    clipped = ((max(first, since), min(last, end)) for first, last in found)
    return [(first, last) for first, last in clipped if first <= last]
