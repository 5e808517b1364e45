"""What can be asked of receptions; who sees which; what the public is told."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Prefetch, Q, Sum
from django.utils import timezone

from lianxin.foundation.people.models import CLERKS, Body, Role

if TYPE_CHECKING:
    from lianxin.work.receptions.models import Reception

WHOLE_BODY = (
    Role.COUNTY_CLERK,
    Role.TOWNSHIP_CLERK,
    Role.CHAIR,
    Role.PRESIDIUM_MEMBER,
    Role.AUDITOR,
)


class ReceptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's stations and bodies, and those where one is on duty."""
        from lianxin.work.stations.models import Station

        if not user.is_authenticated:
            return self.none()
        seen = Q(station__in=Station.ids_of_staff(user))
        if user.person_id:
            seen |= Q(pk__in=self._on_duty(user.person_id))
            seen |= Q(station__in=Station.objects.of_deputy(user.person_id).values("pk"))
        for grant in user.current_grants:
            if grant.role in WHOLE_BODY:
                seen |= Q(body__in=grant.body.ids_within())
            elif grant.role == Role.LIAISON:
                seen |= Q(body_id=grant.body_id, station__isnull=True)
        return self.filter(seen)

    def received_by(self, user):
        """Those where `user` may write down a visitor: Permission.RECEIVE, in one condition."""
        from lianxin.work.stations.models import Station

        own = Q(station__in=Station.ids_of_staff(user))
        if user.person_id:
            on_duty = self._on_duty(user.person_id).filter(state="planned")
            own |= Q(pk__in=on_duty)
        for grant in user.current_grants:
            if grant.role in CLERKS:
                own |= Q(body_id=grant.body_id)
            elif grant.role == Role.LIAISON:
                own |= Q(body_id=grant.body_id, station__isnull=True)
        return self.filter(own)

    def _on_duty(self, person_id):
        from lianxin.work.receptions.models import Duty

        return Duty.objects.filter(seat__person_id=person_id).values("reception")

    def open(self):
        """Planned or announced, not yet closed."""
        return self.filter(state__in=("planned", "announced"))

    def announced(self):
        return self.filter(announcement__isnull=False)

    def between(self, first: date, last: date):
        return self.filter(on__gte=first, on__lte=last)

    def for_list(self):
        """All that a row of the roster shows, in a fixed number of queries."""
        from lianxin.work.receptions.models import Duty

        duties = Duty.objects.select_related("seat__person", "staff")
        return (
            self.select_related("body", "station", "rule")
            .prefetch_related(Prefetch("duties", duties))
            .annotate(cases=Count("visitors"))
            .order_by("on", "from_time", "pk")
        )


class VisitorRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the reception and may read what the visitor said.

        Deputies only where they were on duty: the others of the station have
        no need of a visitor's name.
        """
        from lianxin.work.receptions.models import Duty, Reception
        from lianxin.work.stations.models import Station

        if not user.is_authenticated:
            return self.none()
        seen = Q(reception__station__in=Station.ids_of_staff(user))
        if user.person_id:
            own = Duty.objects.filter(
                seat__person_id=user.person_id, state=Duty.State.PLANNED
            ).values("reception")
            seen |= Q(reception__in=own)
        for grant in user.current_grants:
            if grant.role in (Role.COUNTY_CLERK, Role.TOWNSHIP_CLERK, Role.CHAIR):
                seen |= Q(reception__body_id=grant.body_id)
            elif grant.role == Role.LIAISON:
                seen |= Q(reception__body_id=grant.body_id, reception__station__isnull=True)
        return self.filter(seen, reception__in=Reception.objects.visible_to(user).values("pk"))

    def for_list(self):
        """What a row and a page of a record show."""
        return self.select_related(
            "message__contact",
            "message__village",
            "message__lead_office",
            "message__body",
            "received_by__seat__person",
            "received_by__staff",
            "reception__body",
            "reception__station",
            "recorded_by",
        ).order_by("pk")


def duties_of(account: Any, since: date):
    """What `account` is on duty for from a day on, as a deputy or as one of the staff."""
    from lianxin.work.receptions.models import Duty, Reception

    mine = Q(staff__account=account)
    if account.person_id:
        mine |= Q(seat__person_id=account.person_id)
    return (
        Duty.objects.filter(mine, reception__on__gte=since)
        .exclude(reception__state=Reception.State.CANCELLED)
        .select_related("reception__station", "reception__body", "seat__person", "staff")
        .order_by("reception__on", "reception__from_time", "pk")
    )


def next_at(stations: Iterable[Any], today: date | None = None) -> "dict[int, Reception]":
    """The next announced reception of each station, by station id, in one query."""
    from lianxin.work.receptions.models import Reception

    found: dict[Any, Reception] = {}
    rows = (
        Reception.objects.filter(
            station__in=list(stations),
            state=Reception.State.ANNOUNCED,
            on__gte=today or timezone.localdate(),
        )
        .select_related("station", "body")
        .order_by("on", "from_time", "pk")
    )
    for row in rows:
        found.setdefault(row.station_id, row)
    return found


def public_notices(bodies: Iterable[Body], today: date | None = None, most: int = 20) -> list[Any]:
    """Announcements with a reception still to come, newest first.

    Each bears `days`: its receptions from today on, those cancelled among them,
    so that a page can say so; their duties are read along.
    """
    from lianxin.work.receptions.models import Announcement, Duty, Reception

    since = today or timezone.localdate()
    coming = Reception.objects.filter(on__gte=since).select_related("station", "body")
    duties = Duty.objects.filter(state=Duty.State.PLANNED).select_related("seat__person", "staff")
    days = coming.prefetch_related(Prefetch("duties", duties)).order_by("on", "from_time", "pk")
    return list(
        Announcement.objects.filter(body__in=list(bodies), receptions__on__gte=since)
        .distinct()
        .select_related("body", "station")
        .prefetch_related(Prefetch("receptions", days, to_attr="days"))
        .order_by("-published_on", "-pk")[:most]
    )


def figures(receptions) -> dict[str, int]:
    """接待次数, 代表人次, 选民人次, 收到件 of these receptions, and the quiet days.

    Source: practice.md §2.6 (station ledger).
    """
    from lianxin.work.receptions.models import Duty, Reception, VisitorRecord

    over = receptions.filter(state__in=Reception.OVER).order_by()
    keys = over.values("pk")
    visits = VisitorRecord.objects.filter(reception__in=keys).aggregate(
        cases=Count("pk"), persons=Sum("persons")
    )
    return {
        "receptions": over.count(),
        "quiet": over.filter(state=Reception.State.QUIET).count(),
        "deputies": Duty.objects.filter(
            reception__in=keys, seat__isnull=False, attendance=Duty.Attendance.PRESENT
        ).count(),
        "cases": visits["cases"],
        "persons": visits["persons"] or 0,
    }
