"""Which recipients a read rate counts: written here only."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.timezone import localdate

from lianxin.engines import tenure
from lianxin.foundation.people.models import SeatChange
from lianxin.work.bulletins.models import Receipt

COUNTED_FOR = timedelta(days=30)
"""So long a deputy is asked to read: who leaves office later stays in the denominator."""
SEAT_STEPS = {f"seat.{kind}" for kind in SeatChange.Kind.values}


def recount(receipts: Sequence[Receipt], today: date) -> None:
    """Write whether these count; `bulletin` and `seat` are read with them.

    In duty on the day of issue, and either read or still in duty at the end of
    `COUNTED_FOR` (today, while that is to come). Two queries for each receipt that may differ.
    """
    for one in receipts:
        issued = one.bulletin.issued_on
        if issued is None:
            continue
        end = max(min(issued + COUNTED_FOR, today), issued)
        periods = tenure.days_in_duty(one.seat, issued, end)
        began = bool(periods) and periods[0][0] == issued
        counts = began and (one.way != Receipt.Way.NONE or periods[-1][1] == end)
        if counts != one.counts:
            Receipt.objects.filter(pk=one.pk).update(counts=counts)
            one.counts = counts


def follow_seats(event, subject, _about) -> None:
    """Listen to the ledger: what happens to a seat may change who counts."""
    if event.step in SEAT_STEPS:
        rows = Receipt.objects.filter(seat=subject).select_related("bulletin", "seat__person")
        recount(list(rows), localdate(event.happened_at))
