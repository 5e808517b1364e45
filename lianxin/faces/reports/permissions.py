"""Who may read the ledgers: those who keep the work, oversee it, or audit it."""

from enum import StrEnum

from django.db.models import Q

from lianxin.foundation.people.models import CLERKS, Account, Body, Role
from lianxin.foundation.people.permissions import body_of, is_auditor, is_overseeing_clerk, register

# Held at a body, these roles read what is below it too; the others only the body's own.
OVERSEEING = (*CLERKS, Role.CHAIR, Role.AUDITOR)
OWN_ONLY = (Role.PRESIDIUM_MEMBER, Role.SUPERVISION_OFFICE)


class Permission(StrEnum):
    READ = "reports.read"
    """Read the ledger of a body: its figures and the lists behind them."""


def is_overseeing_chair(by: Account, record) -> bool:
    return by.oversees(body_of(record), Role.CHAIR)


def is_of_its_presidium_or_supervision(by: Account, record) -> bool:
    return by.has_role(*OWN_ONLY, body=body_of(record))


register(
    {
        Permission.READ: [
            is_overseeing_clerk,
            is_overseeing_chair,
            is_auditor,
            is_of_its_presidium_or_supervision,
        ]
    }
)


def bodies_read_by(user: Account):
    """Bodies whose ledger `user` may read."""
    readable = Q(pk__in=[])
    for grant in user.current_grants:
        if grant.role in OVERSEEING:
            readable |= Q(path__startswith=grant.body.path)
        elif grant.role in OWN_ONLY:
            readable |= Q(pk=grant.body_id)
    return Body.objects.filter(readable)


def bodies_trailed_by(user: Account):
    """Bodies whose trail `user` may read: see READ_LEDGER."""
    readable = Q(pk__in=[])
    for grant in user.current_grants:
        if grant.role in {*CLERKS, Role.AUDITOR}:
            readable |= Q(path__startswith=grant.body.path)
        elif grant.role == Role.CHAIR:
            readable |= Q(pk=grant.body_id)
    return Body.objects.filter(readable)


def reads_reports(user: Account) -> bool:
    """Whether the menu shows the ledgers."""
    return user.has_role(*OVERSEEING, *OWN_ONLY)
