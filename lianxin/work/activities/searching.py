"""Recorded activities in the search: what was done, found by whoever may see it."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.masking import mask
from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.search.index import reindex_ids
from lianxin.foundation.search.kinds import Entry, Kind, register
from lianxin.work.activities.kinds import name_of
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.queries import WHOLE_BODY
from lianxin.work.stations.models import Station

NUMBER = 14


def register_search() -> None:
    register(
        Kind(
            code="activity",
            number=NUMBER,
            label=_("活动"),
            model=Activity,
            records=_recorded,
            entries=_entries,
            keys=_keys,
            order=45,
        )
    )


def write(activity: Activity) -> None:
    """Bring an activity's document up to date, in the step's transaction."""
    reindex_ids("activity", [activity.pk])


def _recorded() -> QuerySet[Activity]:
    return Activity.objects.recorded().select_related("body", "group", "station", "told_by")


def _entries(activities: Sequence[Activity]) -> Iterable[Entry]:
    people: dict[int, set[int]] = {one.pk: set() for one in activities}
    rows = Attendance.objects.filter(activity__in=people)
    for activity, person in rows.values_list("activity", "seat__person"):
        people[activity].add(person)
    tellers = {one.told_by_id for one in activities if one.told_by_id}
    groups: dict[int, set[int]] = {}
    seats = Seat.objects.filter(person__in=tellers, group__isnull=False)
    for person, group in seats.values_list("person", "group"):
        groups.setdefault(person, set()).add(group)
    for one in activities:
        keys = {f"actb{pk}" for pk in one.body.path.strip("/").split("/")}
        keys |= {f"actp{person}" for person in people[one.pk]}
        keys |= {f"actg{group}" for group in groups.get(one.told_by_id or 0, ())}
        keys.add(f"acta{one.created_by_id}")
        if one.group_id:
            keys.add(f"actg{one.group_id}")
        if one.station_id:
            keys.add(f"acts{one.station_id}")
        told = [name_of(one.body, one.kind), one.topic, one.place, str(one.group or "")]
        yield Entry(
            object_id=one.pk,
            title=mask(one.title),
            details=" · ".join(filter(None, [*told, one.body.short_name])),
            text=mask(one.summary),
            url=one.get_absolute_url(),
            on=one.on,
            keys=keys,
            county_id=one.body.county_id,
            body_id=one.body_id,
            year=one.on.year,
        )


def _keys(account) -> Iterable[str]:
    """The same grounds as `ActivityQuerySet.visible_to`."""
    for pk in Station.objects.of_staff(account).values_list("pk", flat=True):
        yield f"acts{pk}"
    if account.person_id:
        yield f"actp{account.person_id}"
    for grant in account.current_grants:
        if grant.role in WHOLE_BODY:
            yield f"actb{grant.body_id}"
        elif grant.role == Role.LIAISON:
            yield f"acta{account.pk}"
        elif grant.group_id:
            yield f"actg{grant.group_id}"
