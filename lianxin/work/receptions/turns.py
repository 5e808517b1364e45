"""Whose turn it is: deputies in rotation, those who cannot left out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from lianxin.foundation.people.models import Seat
from lianxin.work.receptions.models import Away, Duty, DutyRule, Reception
from lianxin.work.stations.models import Attachment


class Turns:
    """The deputies of one rule, and when each was on duty.

    The next is whoever has not been on duty for longest, before or after the
    day that is filled; those never on duty come first, in stroke order. A
    deputy who is away, has a duty elsewhere that day, is not attached on it or
    is no longer in office is passed over, and comes first the next time.
    """

    def __init__(self, rule: DutyRule, first: date, last: date):
        self.seats = list(_pool(rule).select_related("person").order_by("person__stroke_key", "pk"))
        keys = [seat.pk for seat in self.seats]
        self._attached = _attachments(rule, keys)
        self._days: dict[int, set[date]] = defaultdict(set)
        self._load: dict[int, int] = defaultdict(int)
        duties = Duty.objects.filter(seat__in=keys, state=Duty.State.PLANNED).exclude(
            reception__state=Reception.State.CANCELLED
        )
        for seat, on in duties.values_list("seat", "reception__on"):
            self._take(seat, on)
        self._away: dict[int, list[tuple[date, date]]] = defaultdict(list)
        for away in Away.objects.filter(seat__in=keys, until__gte=first, since__lte=last):
            self._away[away.seat_id].append((away.since, away.until))

    def next(self, on: date, needed: int) -> list[Seat]:
        """So many deputies for this day, or as many as there are."""
        free = [seat for seat in self.seats if self._is_free(seat, on)]
        free.sort(key=lambda seat: (self._last_before(seat.pk, on), self._load[seat.pk]))
        chosen = free[:needed]
        for seat in chosen:
            self._take(seat.pk, on)
        return chosen

    def _take(self, seat: int, on: date) -> None:
        self._days[seat].add(on)
        self._load[seat] += 1

    def _last_before(self, seat: int, on: date) -> date:
        return max((day for day in self._days[seat] if day < on), default=date.min)

    def _is_free(self, seat: Seat, on: date) -> bool:
        if on in self._days[seat.pk] or on < seat.started_on:
            return False
        if self._attached is not None and not any(
            since <= on and (until is None or on <= until)
            for since, until in self._attached.get(seat.pk, ())
        ):
            return False
        return not any(since <= on <= until for since, until in self._away[seat.pk])


def _pool(rule: DutyRule):
    seats = Seat.objects.in_office()
    if rule.pool.exists():
        return seats.filter(pk__in=rule.pool.values("pk"))
    if rule.station_id is not None:
        return seats.filter(
            pk__in=Attachment.objects.filter(station=rule.station_id).values("seat")
        )
    return seats_for(rule.body)


def seats_for(body):
    """Seats in office of a body; of a street, those of the county's deputies in its groups."""
    return Seat.objects.in_office().filter(Q(body=body) | Q(group__body=body))


def _attachments(
    rule: DutyRule, seats: Iterable[int]
) -> dict[int, list[tuple[date, date | None]]] | None:
    """When each was at the station; None where attachment does not count."""
    if rule.station_id is None or rule.pool.exists():
        return None
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    rows = Attachment.objects.filter(station=rule.station_id, seat__in=seats)
    for seat, since, until in rows.values_list("seat", "since", "until"):
        found[seat].append((since, until))
    return found
