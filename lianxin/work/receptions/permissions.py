"""Who may plan receptions, announce them, keep their record and take a duty."""

from enum import StrEnum

from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import Rule, is_clerk, register
from lianxin.work.receptions.models import Duty
from lianxin.work.stations.models import Station


class Permission(StrEnum):
    PLAN = "reception.plan"
    """Keep rules, draw up the roster (record: a DutyRule or Reception, saved or not)."""

    ANNOUNCE = "reception.announce"
    """Publish the notice (接待日公告), in the body's name."""

    KEEP = "reception.keep"
    """Check in, change who is on duty, close, cancel, reopen."""

    RECEIVE = "reception.receive"
    """Write down a visitor: the organiser, or a deputy on duty."""

    OWN_DUTY = "reception.own_duty"
    """Ask leave or give a duty to someone else (record: a Duty)."""


def is_station_staff(by, record) -> bool:
    """站长, 副站长 or 联络员 of exactly this station."""
    return (
        record.station_id is not None
        and Station.objects.of_staff(by).filter(pk=record.station_id).exists()
    )


def is_liaison_of_room(by, record) -> bool:
    """A liaison of the body keeps its own reception room, which has no staff of its own."""
    return record.station_id is None and by.has_role(Role.LIAISON, body=record.body)


def is_on_duty(by, reception) -> bool:
    return (
        by.person_id is not None
        and reception.duties.filter(seat__person_id=by.person_id, state=Duty.State.PLANNED).exists()
    )


def is_whose_duty(by, duty) -> bool:
    return (
        by.person_id is not None
        and duty.seat_id is not None
        and (duty.seat.person_id == by.person_id)
    )


def keeps_its_reception(by, duty) -> bool:
    return any(rule(by, duty.reception) for rule in KEEPERS)


KEEPERS: list[Rule] = [is_clerk, is_station_staff, is_liaison_of_room]

register(
    {
        Permission.PLAN: KEEPERS,
        Permission.ANNOUNCE: [is_clerk],
        Permission.KEEP: KEEPERS,
        Permission.RECEIVE: [*KEEPERS, is_on_duty],
        Permission.OWN_DUTY: [is_whose_duty, keeps_its_reception],
    }
)
