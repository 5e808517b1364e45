"""When each deputy was last visited or called: from links, visits, and cases. No ranking.

Rows stand in stroke order. Activities the deputy came to are shown beside and count as no
visit: they say that he was seen, not that someone asked how he was (P05).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Max, QuerySet

from lianxin.engines.tenure import duties_at
from lianxin.foundation.people.models import Body, Seat
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.activities.models import Attendance
from lianxin.work.care.models import Visit
from lianxin.work.links.models import Contact

MONTHS = "care.contact_months"


@dataclass(frozen=True)
class Standing:
    """Days of the last contact of each sort; None for none at all.

    since: when the seat began: nobody is missed before it.
    """

    seat: Seat
    since: date
    linked_on: date | None
    visited_on: date | None
    activity_on: date | None

    @property
    def last_on(self) -> date | None:
        days = [one for one in (self.linked_on, self.visited_on) if one is not None]
        return max(days, default=None)

    def is_silent(self, limit: date) -> bool:
        """Neither visited nor called from `limit` on, and a deputy for that long."""
        return (self.last_on or self.since) < limit


def months_of(body: Body, today: date) -> Any:
    """The rule: after how many months without a contact one is listed."""
    return rule(MONTHS, body, today)


def limit_of(body: Body, today: date) -> date:
    """First day that still counts as lately."""
    return today - relativedelta(months=int(months_of(body, today).value or 0))


def standings(body: Body, today: date) -> list[Standing]:
    """Deputies in duty today, in stroke order; five queries whatever their number."""
    seats = [one.seat for one in duties_at(body, today, today)]
    linked = _last(Contact.objects.kept().filter(link__seat__in=seats), "link__seat", today)
    visited = _last(Visit.objects.kept().filter(seat__in=seats), "seat", today)
    came = _last(
        Attendance.objects.filter(seat__in=seats, state=Attendance.State.PRESENT), "seat", today
    )
    return [
        Standing(
            seat,
            seat.started_on,
            linked.get(seat.pk),
            visited.get(seat.pk),
            came.get(seat.pk),
        )
        for seat in seats
    ]


def silent(rows: Iterable[Standing], limit: date) -> list[Standing]:
    return [one for one in rows if one.is_silent(limit)]


def _last(found: QuerySet, by: str, today: date) -> dict[int, date]:
    rows = found.filter(on__lte=today).order_by().values_list(by).annotate(Max("on"))
    return dict(rows)
