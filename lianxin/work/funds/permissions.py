"""Who draws up the budget, who claims, who approves."""

from enum import StrEnum

from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import is_chair, is_clerk, register


class Permission(StrEnum):
    KEEP = "fund.keep"
    """Draw up the budget, enter what was paid in, keep facilities (record: with a body)."""

    CLAIM = "fund.claim"
    """Claim an expense: the clerk; a group's leader for what his group did."""

    WITHDRAW = "fund.withdraw"
    """Take back one's own claim, or put receipts to it, while it waits."""

    APPROVE = "fund.approve"
    """Approve or refuse a claim: the chair, never one's own."""


def leads_its_group(by, claim) -> bool:
    return claim.group_id is not None and any(
        grant.role == Role.GROUP_LEADER and grant.group_id == claim.group_id
        for grant in by.current_grants
    )


def is_claimant(by, claim) -> bool:
    return claim.claimed_by_id == by.pk


def is_other_chair(by, claim) -> bool:
    """Who claims does not approve: two pairs of eyes on public money."""
    return is_chair(by, claim) and claim.claimed_by_id != by.pk


register(
    {
        Permission.KEEP: [is_clerk],
        Permission.CLAIM: [is_clerk, leads_its_group],
        Permission.WITHDRAW: [is_claimant],
        Permission.APPROVE: [is_other_chair],
    }
)
