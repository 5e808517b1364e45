"""Names of kinds for a page of activities of several bodies, in one query."""

from collections.abc import Iterable

from lianxin.work.activities.kinds import shipped
from lianxin.work.activities.models import Activity, OwnKind


def kind_names(activities: Iterable[Activity]) -> dict[int, str]:
    """What each activity's own body calls its kind, by the activity's key.

    activities: with their bodies at hand. The nearest body's words count.
    """
    rows = list(activities)
    ways = {one.body_id: [int(pk) for pk in one.body.path.split("/") if pk] for one in rows}
    own = OwnKind.objects.filter(body__in={pk for way in ways.values() for pk in way})
    columns = own.order_by().values_list("body_id", "key", "name")
    said = {(body, key): name for body, key, name in columns}
    return {one.pk: _name(one, [*reversed(ways[one.body_id])], said) for one in rows}


def _name(activity: Activity, way: list[int], said: dict[tuple[int, str], str]) -> str:
    for body_id in way:
        if (body_id, activity.kind) in said:
            return said[body_id, activity.kind]
    known = shipped().get(activity.kind)
    return known.name if known else activity.kind
