"""Who may do what with a body's year."""

from enum import StrEnum

from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import body_of, is_chair, is_clerk, register


class Permission(StrEnum):
    READ = "diary.read"
    """Read a body's year and plan (record: a Body)."""

    KEEP = "diary.keep"
    """Change which duties a body keeps and when (record: a Body)."""

    TICK = "diary.tick"
    """Enter by hand that a duty was done, and take it back (record: a Body)."""

    PLAN = "diary.plan"
    """Write, send and report on the body's plan; keep its topics (record: a Body)."""


def reads_bodies(by, record) -> bool:
    roles = (Role.COUNTY_CLERK, Role.TOWNSHIP_CLERK, Role.CHAIR, Role.AUDITOR)
    return by.oversees(body_of(record), *roles, Role.PRESIDIUM_MEMBER)


register(
    {
        Permission.READ: [reads_bodies],
        Permission.KEEP: [is_clerk, is_chair],
        Permission.TICK: [is_clerk, is_chair],
        Permission.PLAN: [is_clerk, is_chair],
    }
)
