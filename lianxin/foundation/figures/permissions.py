"""Who may open figures of a body: whoever works or sits there, and whoever oversees it.

The figure itself is permission-true: it counts what the account may see, and lists that.
"""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Q, QuerySet

from lianxin.foundation.people.models import CLERKS, Account, Body, Grant, Role
from lianxin.foundation.people.permissions import body_of, register

# Held at a body, these roles read what is below it too; the others only the body's own.
OVERSEEING = (*CLERKS, Role.CHAIR, Role.AUDITOR)


class Permission(StrEnum):
    READ = "figures.read"
    """Open the figures of a body and the lists behind them, as far as one may see them."""

    PIN = "figures.pin"
    """Fix a figure of a body as of a day, to compare with it later."""

    READ_PINS = "figures.read_pins"
    """Read the fixed figures of a body and what changed since."""


def is_of_the_body(by: Account, record) -> bool:
    return any(grant.body_id == body_of(record).pk for grant in by.current_grants)


def oversees(by: Account, record) -> bool:
    return by.oversees(body_of(record), *OVERSEEING)


def pins(by: Account, record) -> bool:
    return by.oversees(body_of(record), *CLERKS, Role.CHAIR)


def sits_on_its_presidium(by: Account, record) -> bool:
    return by.has_role(Role.PRESIDIUM_MEMBER, body=body_of(record))


register(
    {
        Permission.READ: [is_of_the_body, oversees],
        Permission.PIN: [pins],
        Permission.READ_PINS: [oversees, sits_on_its_presidium],
    }
)


def bodies_read_by(user: Account) -> QuerySet[Body]:
    """Bodies whose figures `user` may open."""
    return _bodies(user, lambda grant: True)


def bodies_pinned_for(user: Account) -> QuerySet[Body]:
    """Bodies whose fixed figures `user` may read."""
    return _bodies(user, lambda grant: grant.role == Role.PRESIDIUM_MEMBER)


def _bodies(user: Account, at_own: Callable[[Grant], bool]) -> QuerySet[Body]:
    readable = Q(pk__in=[grant.body_id for grant in user.current_grants if at_own(grant)])
    for grant in user.current_grants:
        if grant.role in OVERSEEING:
            readable |= Q(path__startswith=grant.body.path)
    return Body.objects.filter(readable)
