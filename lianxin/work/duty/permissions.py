"""Who may read a deputy's file, set tasks, run campaigns, and keep points."""

from enum import StrEnum

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.foundation.people.permissions import (
    is_chair,
    is_clerk,
    register,
)


class Permission(StrEnum):
    READ_FILE = "duty.read_file"
    """Read a deputy's file and print it (record: a Seat)."""

    READ_OFFICE = "duty.read_office"
    """See what only the office sees of a deputy: absences without leave in words (Seat)."""

    OBJECT = "duty.object"
    """Say that one's own file is wrong (record: a Seat)."""

    SETTLE = "duty.settle"
    """Answer an objection (record: an Objection)."""

    KEEP = "duty.keep"
    """Set tasks, run campaigns, keep schemes of points (record: of a body)."""

    PLEDGE = "duty.pledge"
    """Register a pledge and its progress (record: a Pledge, saved or not)."""


def bodies_of(seat):
    """The congress, and the street or township whose group the deputy is in."""
    found = [seat.body]
    if seat.group_id and seat.group.body_id != seat.body_id:
        found.append(seat.group.body)
    return found


def is_own(by, seat) -> bool:
    return by.person_id is not None and by.person_id == seat.person_id


def reads_it(by, seat) -> bool:
    return any(
        by.oversees(body, *CLERKS, Role.AUDITOR) or by.has_role(Role.CHAIR, body=body)
        for body in bodies_of(seat)
    )


def answers_for_it(by, seat) -> bool:
    """The clerk or the chair of exactly the deputy's body or street."""
    return any(by.has_role(*CLERKS, Role.CHAIR, body=body) for body in bodies_of(seat))


def settles_it(by, objection) -> bool:
    return answers_for_it(by, objection.seat)


def is_pledger(by, pledge) -> bool:
    return is_own(by, pledge.seat)


register(
    {
        Permission.READ_FILE: [is_own, reads_it],
        Permission.READ_OFFICE: [answers_for_it],
        Permission.OBJECT: [is_own],
        Permission.SETTLE: [settles_it],
        Permission.KEEP: [is_clerk, is_chair],
        Permission.PLEDGE: [is_pledger, is_clerk],
    }
)
