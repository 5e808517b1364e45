"""Who may do what at a station."""

from enum import StrEnum

from lianxin.foundation.people.permissions import is_chair, is_clerk, register
from lianxin.work.stations.models import Staff


class Permission(StrEnum):
    KEEP = "station.keep"
    """Open, change and close stations of a body; their staff, deputies and villages."""

    INTRODUCE = "station.introduce"
    """Say when a station is open and what it is like (record: a Station)."""

    PLEDGE = "station.pledge"
    """Write down a deputy's own promise (record: an Attachment)."""

    PROVE = "station.prove"
    """Put in and take back evidence of a station (record: a Station)."""

    PLAN = "station.plan"
    """Write, submit and report on a station's year plan (record: a Station)."""

    DECIDE_PLAN = "station.decide_plan"
    """Approve or return a station's year plan (record: a Station)."""

    PRINT = "station.print"
    """Print a station's wall sheets and note that they hang (record: a Station)."""

    SET_LISTS = "station.set_lists"
    """Keep a body's checklists, star sheet and plan template (record: a Body or one of these)."""

    GRANT_STARS = "station.grant_stars"
    """Give a station its stars, and take them back (record: a Station)."""


def is_of_staff(by, station) -> bool:
    """Head, deputy head or liaison of the station today."""
    return Staff.objects.on().filter(station=station.pk, account=by).exists()


def is_the_deputy(by, attachment) -> bool:
    return by.person_id is not None and attachment.seat.person_id == by.person_id


def works_with(by, attachment) -> bool:
    return is_clerk(by, attachment.station) or is_of_staff(by, attachment.station)


register(
    {
        Permission.KEEP: [is_clerk],
        Permission.INTRODUCE: [is_clerk, is_of_staff],
        Permission.PLEDGE: [is_the_deputy, works_with],
        Permission.PROVE: [is_clerk, is_of_staff],
        Permission.PLAN: [is_clerk, is_of_staff],
        Permission.DECIDE_PLAN: [is_clerk, is_chair],
        Permission.PRINT: [is_clerk, is_of_staff],
        Permission.SET_LISTS: [is_clerk],
        Permission.GRANT_STARS: [is_clerk],
    }
)
