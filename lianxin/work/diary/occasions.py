"""Dated duties as rows, so that a figure can count them and list them.

The duties themselves are computed (`queries.years_of`); whoever asks a figure has the rows
of those bodies and years put right first, once a request. Nothing is typed into them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.people.models import Body
from lianxin.work.diary.beginnings import beginnings_of
from lianxin.work.diary.models import Occasion
from lianxin.work.diary.queries import DatedDuty, years_of

CHANGING = ("name", "period", "due", "deadline", "state", "done_on")
YEARS_BACK = 5
"""Of a body that never said when it began: further back nobody asks."""


def put_right(bodies: Sequence[Body], since: date, until: date) -> None:
    """Make the rows say what the diaries of these bodies say today; once a request."""
    today = timezone.localdate()
    key = ("diary occasions", tuple(one.pk for one in bodies), since.year, until.year)
    remembered(key, lambda: _put_right(bodies, since.year, until.year, today))


def _put_right(bodies: Sequence[Body], first: int, last: int, today: date) -> bool:
    begun = beginnings_of(bodies)
    for year in range(max(first, today.year - YEARS_BACK), min(last, today.year + 1) + 1):
        asked = [one for one in bodies if one.pk not in begun or begun[one.pk].on.year <= year]
        if asked:
            found = years_of(asked, year, on=today)
            rows = [
                _row(dated)
                for body in asked
                for dated in found[body.pk]
                if body.pk not in begun or dated.deadline >= begun[body.pk].on
            ]
            _write(rows, asked, year)
    return True


def _row(one: DatedDuty) -> Occasion:
    return Occasion(
        body=one.body,
        key=one.key,
        on=one.on,
        name=one.name,
        period=one.duty.period,
        due=one.due,
        deadline=one.deadline,
        state=one.state,
        done_on=one.done_on,
    )


@transaction.atomic
def _write(rows: Iterable[Occasion], bodies: Sequence[Body], year: int) -> None:
    """Only what differs is written; most times that is nothing."""
    days = (date(year, 1, 1), date(year, 12, 31))
    kept = {
        (one.body_id, one.key, one.on): one
        for one in Occasion.objects.filter(body__in=bodies, due__range=days)
    }
    new, changed = [], []
    for one in rows:
        old = kept.pop((one.body_id, one.key, one.on), None)
        if old is None:
            new.append(one)
        elif _values(old) != _values(one):
            one.pk = old.pk
            changed.append(one)
    if kept:
        Occasion.objects.filter(pk__in=[one.pk for one in kept.values()]).delete()
    if new:
        # Somebody may ask at the same moment: the same rows, computed from the same records.
        Occasion.objects.bulk_create(
            new,
            update_conflicts=True,
            unique_fields=["body", "key", "on"],
            update_fields=CHANGING,
        )
    if changed:
        Occasion.objects.bulk_update(changed, CHANGING)


def _values(one: Occasion) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in CHANGING)
