"""What can be asked of activities and attendance; who sees which; whom one may invite."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import get_current_timezone, localtime

from lianxin.foundation.people.models import Body, Role, Seat

WHOLE_BODY = (
    Role.COUNTY_CLERK,
    Role.TOWNSHIP_CLERK,
    Role.CHAIR,
    Role.PRESIDIUM_MEMBER,
    Role.AUDITOR,
)

LASTS_AT_MOST = timedelta(days=31)
UNRECORDED, OBJECTED = "unrecorded", "objected"
"""Not states, but chosen like them in lists: past and not written down; an objection waits."""


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those of one's bodies, groups and stations, and those one is asked to or told of."""
        from lianxin.work.activities.models import Attendance
        from lianxin.work.stations.models import Station

        if not user.is_authenticated:
            return self.none()
        # Only what applies is asked, and by ids, so that each part can use its index.
        seen = Q(pk__in=[])
        if stations := Station.ids_of_staff(user):
            seen |= Q(station__in=stations)
        if user.person_id:
            own = Attendance.objects.filter(seat__person_id=user.person_id)
            asked = Q(pk__in=own.values("activity")) & ~Q(state="planned")
            seen |= asked | Q(told_by_id=user.person_id)
        for grant in user.current_grants:
            if grant.role in WHOLE_BODY:
                seen |= Q(body__in=grant.body.ids_within())
            elif grant.role == Role.LIAISON:
                # What a liaison wrote down for a deputy who does not type himself.
                seen |= Q(body_id=grant.body_id, created_by=user)
            elif grant.group_id:
                members = Seat.objects.filter(group_id=grant.group_id).values("person")
                seen |= Q(group_id=grant.group_id) | Q(told_by__in=members)
        return self.filter(seen)

    def for_list(self):
        """All that one row shows: how many were on the list, and how many came."""
        return self.select_related("body", "group", "station").annotate(
            listed=models.Count("attendances"),
            came=models.Count("attendances", Q(attendances__state="present")),
        )

    def recorded(self):
        """Held and written down: what every count is made of."""
        return self.filter(state="recorded")

    def open(self):
        """Planned or announced, not yet over."""
        return self.filter(state__in=("planned", "announced"))

    def between(self, first: date, last: date):
        return self.filter(on__gte=first, on__lte=last)


class AttendanceQuerySet(models.QuerySet):
    def counted(self):
        """Present, in a recorded activity, and not objected to."""
        return self.filter(counts=True)

    def between(self, first: date, last: date):
        return self.filter(on__gte=first, on__lte=last)

    def of_person(self, person_id: int):
        """One person's rows, whatever the seat; by seat ids, for the index."""
        seats = Seat.objects.filter(person_id=person_id).order_by().values_list("pk", flat=True)
        return self.filter(seat__in=list(seats))

    def unanswered(self, person_id: int, today: date):
        """What was recorded of a person and still waits for his word: oldest first."""
        return (
            self.of_person(person_id)
            .filter(answer="", answer_by__gte=today, activity__state="recorded")
            .select_related("activity__body", "seat__person")
            .order_by("on", "pk")
        )

    def objected(self):
        """Objections that nobody has settled."""
        return self.filter(answer="objected")


class PublicationQuerySet(models.QuerySet):
    def shown(self):
        """What anybody may read."""
        return self.filter(is_shown=True, body__is_active=True)

    def of_seat(self, seat: Seat):
        """Those in which a person took part, as counted; whatever the seat."""
        from lianxin.work.activities.models import Attendance

        came = Attendance.objects.of_person(seat.person_id).counted()
        return self.filter(activity__in=came.values("activity"))


def members(body: Body, *, group=None, on: date | None = None):
    """Seats in duty that an activity of a body, or of a group, invites as a rule.

    Of a street, which has no congress: the county's deputies in its groups.
    """
    seats = Seat.objects.in_office().select_related("person", "body", "group")
    if group is not None:
        seats = seats.filter(group=group)
    else:
        seats = seats.filter(Q(body=body) | Q(group__body=body))
    if on is not None:
        seats = seats.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), started_on__lte=on)
    return seats.order_by("person__stroke_key", "pk")


def candidates(activity):
    """Everyone whom an activity may put on its list: members, and deputies above and below."""
    body = activity.body
    above = [int(pk) for pk in body.path.split("/") if pk]
    near = Q(body__in=above) | Q(body__path__startswith=body.path) | Q(group__body=body)
    return (
        Seat.objects.on(activity.on)
        .filter(near)
        .exclude(state__in=(Seat.State.ELECTED, Seat.State.SUSPENDED))
        .select_related("person", "body", "group")
        .order_by("-body__path", "person__stroke_key", "pk")
    )


def seat_for(activity, account) -> Seat | None:
    """The seat with which an account takes part: that on the list, or else one that may come."""
    if account.person_id is None:
        return None
    own = Seat.objects.filter(person_id=account.person_id).select_related("person", "body")
    listed = own.filter(attendances__activity=activity).first()
    if listed is not None:
        return listed
    return candidates(activity).filter(person_id=account.person_id).first()


@dataclass(frozen=True)
class Clash:
    """What else a deputy has at that time: another activity, or a reception."""

    title: str
    starts_at: datetime
    ends_at: datetime
    url: str


def clashes(activity, seats: Iterable[Seat] | None = None) -> dict[int, list[Clash]]:
    """By seat id, what overlaps with an activity; seats: those of its list if not given.

    The same person counts, with whatever seat. Four queries.
    """
    from lianxin.work.activities.models import Attendance

    if seats is None:
        seats = Seat.objects.filter(attendances__activity=activity)
    asked = {seat.pk: seat.person_id for seat in seats}
    owners = dict(Seat.objects.filter(person__in=set(asked.values())).values_list("pk", "person"))
    found: dict[int, list[Clash]] = defaultdict(list)
    first, last = localtime(activity.starts_at).date(), localtime(activity.ends_at).date()
    rows = (
        Attendance.objects.filter(
            seat__in=list(owners),
            state__in=("invited", "coming", "present"),
            activity__starts_at__lt=activity.ends_at,
            activity__ends_at__gt=activity.starts_at,
            activity__state__in=("planned", "announced", "recorded"),
            # By its first day, for the index: what goes on lasts a month at most.
            on__gte=first - LASTS_AT_MOST,
            on__lte=last,
        )
        .exclude(activity=activity.pk)
        .exclude(via="own")  # what a deputy tells of himself has no true hours
        .select_related("activity")
    )
    for row in rows:
        other = row.activity
        clash = Clash(other.title, other.starts_at, other.ends_at, other.get_absolute_url())
        found[owners[row.seat_id]].append(clash)
    for person, clash in _receptions(owners, first, last, activity):
        found[person].append(clash)
    return {
        seat: sorted(found[person], key=lambda one: one.starts_at)
        for seat, person in asked.items()
        if found.get(person)
    }


def _receptions(owners: dict[int, int], first: date, last: date, activity):
    """Turns at receptions that overlap: person id and clash."""
    from lianxin.work.receptions.models import Duty, Reception

    duties = (
        Duty.objects.filter(
            seat__in=list(owners),
            state=Duty.State.PLANNED,
            reception__on__gte=first,
            reception__on__lte=last,
        )
        .exclude(reception__state=Reception.State.CANCELLED)
        .select_related("reception__station", "reception__body")
    )
    zone = get_current_timezone()
    for duty in duties:
        one = duty.reception
        begins = datetime.combine(one.on, one.from_time, tzinfo=zone)
        ends = datetime.combine(one.on, one.to_time, tzinfo=zone)
        if begins < activity.ends_at and ends > activity.starts_at and duty.seat_id:
            title = f"{one.where} {one.hours}"
            yield owners[duty.seat_id], Clash(title, begins, ends, one.get_absolute_url())
