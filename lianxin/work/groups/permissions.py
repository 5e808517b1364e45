"""Who forms groups, who leads one."""

from enum import StrEnum

from lianxin.foundation.people.models import Group, Role
from lianxin.foundation.people.permissions import is_clerk, is_overseeing_clerk, register
from lianxin.work.groups.models import ViceLeader


class Permission(StrEnum):
    FORM = "group.form"
    """Form groups, name and end vice leaders (record: a Body or Group)."""

    LEAD = "group.lead"
    """Write a group's plan and summary, link its activities (record: a Group)."""

    AGREE = "group.agree"
    """Write and sign the letter of targets with a group (record: a Group)."""


def leads(by, group: Group) -> bool:
    """Leader, vice leader, or an account that was given the group to lead."""
    if any(
        grant.role == Role.GROUP_LEADER and grant.group_id == group.pk
        for grant in by.current_grants
    ):
        return True
    if by.person_id is None:
        return False
    return (
        by.person_id == group.leader_id
        or ViceLeader.objects.filter(group=group, person=by.person_id, until__isnull=True).exists()
    )


register(
    {
        Permission.FORM: [is_overseeing_clerk],
        Permission.LEAD: [leads, is_clerk],
        Permission.AGREE: [is_clerk],
    }
)
