"""Who may open figures of a body: whoever works or sits there, and whoever oversees it.

The figure itself is permission-true: it counts what the account may see, and lists that.
"""

from enum import StrEnum

from django.db.models import Q, QuerySet

from lianxin.foundation.people.models import CLERKS, Account, Body, Role
from lianxin.foundation.people.permissions import body_of, register

# Held at a body, these roles read what is below it too; the others only the body's own.
OVERSEEING = (*CLERKS, Role.CHAIR, Role.AUDITOR)


class Permission(StrEnum):
    READ = "figures.read"
    """Open the figures of a body and the lists behind them, as far as one may see them."""

    PIN = "figures.pin"
    """Fix a figure of a body as of a day, to compare with it later."""


def is_of_the_body(by: Account, record) -> bool:
    return any(grant.body_id == body_of(record).pk for grant in by.current_grants)


def oversees(by: Account, record) -> bool:
    return by.oversees(body_of(record), *OVERSEEING)


def pins(by: Account, record) -> bool:
    return by.oversees(body_of(record), *CLERKS, Role.CHAIR)


register({Permission.READ: [is_of_the_body, oversees], Permission.PIN: [pins]})


def bodies_read_by(user: Account) -> QuerySet[Body]:
    """Bodies whose figures `user` may open."""
    readable = Q(pk__in=[grant.body_id for grant in user.current_grants])
    for grant in user.current_grants:
        if grant.role in OVERSEEING:
            readable |= Q(path__startswith=grant.body.path)
    return Body.objects.filter(readable)
