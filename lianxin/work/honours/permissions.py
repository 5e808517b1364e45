"""Who keeps awards, nominates, reviews and names."""

from enum import StrEnum

from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import body_of, is_chair, is_clerk, register


class Permission(StrEnum):
    KEEP = "honour.keep"
    """Keep awards and rewards, open and carry on an election, pay (record: of a body)."""

    NOMINATE = "honour.nominate"
    """Nominate and attach facts while the election is open (record: a Round or Nomination)."""


def leads_a_group(by, record) -> bool:
    """A group's leader nominates for the body where the group is."""
    return by.has_role(Role.GROUP_LEADER, body=body_of(record))


register(
    {
        Permission.KEEP: [is_clerk],
        Permission.NOMINATE: [is_clerk, is_chair, leads_a_group],
    }
)
