"""What can be asked of groups: who sees which, who leads, who belongs to none."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from lianxin.foundation.people.models import Body, Group, Role, Seat
from lianxin.work.activities.queries import WHOLE_BODY
from lianxin.work.groups.models import ViceLeader


def groups_seen(user: Any) -> QuerySet[Group]:
    """Groups of bodies one sees whole, those one leads, and the one one belongs to."""
    if not user.is_authenticated:
        return Group.objects.none()
    seen = Q(pk__in=groups_led(user).values("pk"))
    if user.person_id:
        member = Seat.objects.live().filter(person=user.person_id, group__isnull=False)
        seen |= Q(pk__in=member.values("group"))
    for grant in user.current_grants:
        if grant.role in WHOLE_BODY:
            seen |= Q(body__path__startswith=grant.body.path)
    return Group.objects.filter(seen)


def groups_led(user: Any) -> QuerySet[Group]:
    """Groups whose leader or vice leader an account is, or that were given it to lead."""
    led = {
        grant.group_id
        for grant in user.current_grants
        if grant.role == Role.GROUP_LEADER and grant.group_id
    }
    found = Q(pk__in=led)
    if user.person_id:
        vice = ViceLeader.objects.filter(person=user.person_id, until__isnull=True)
        found |= Q(leader=user.person_id) | Q(pk__in=vice.values("group"))
    return Group.objects.filter(found)


def with_people(groups: QuerySet[Group]) -> QuerySet[Group]:
    """With leader, vice leaders (`vices_now`) and members in office (`members_now`)."""
    return groups.select_related("body", "leader").prefetch_related(
        Prefetch(
            "vice_leaders",
            ViceLeader.objects.filter(until__isnull=True).select_related("person"),
            to_attr="vices_now",
        ),
        Prefetch(
            "seats",
            Seat.objects.live().select_related("person").order_by("person__stroke_key", "pk"),
            to_attr="members_now",
        ),
    )


def without_group(body: Body, day: date) -> QuerySet[Seat]:
    """Deputies of a body who belong to no group, in stroke order."""
    return (
        Seat.objects.on(day)
        .in_office()
        .filter(body=body, group__isnull=True)
        .select_related("person")
        .order_by("person__stroke_key", "pk")
    )
