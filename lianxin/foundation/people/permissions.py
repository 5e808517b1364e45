"""Who may: a permission is granted when any one of its rules says yes.

Rooms name their permissions in their own `permissions.py` and add them with
`register`. `require` is asked by every workflow step; `may` shows a button.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS, Account, Body, Role

Rule = Callable[[Account, Any], bool]
RULES: dict[str, list[Rule]] = {}
_AT_COMMAND_LINE: ContextVar[bool] = ContextVar("at_the_command_line", default=False)


def register(rules: dict[Any, list[Rule]]) -> None:
    """Add a room's permissions; naming one twice is a programming error."""
    for permission, predicates in rules.items():
        if permission in RULES:
            raise ValueError(f"permission {permission} is registered twice")
        RULES[permission] = predicates


@contextmanager
def at_the_command_line() -> Iterator[None]:
    """Within it, `by=None` is the administrator who runs a command on the server, and may all.

    Only commands open it: a page without a sign-in never passes.
    """
    token = _AT_COMMAND_LINE.set(True)
    try:
        yield
    finally:
        _AT_COMMAND_LINE.reset(token)


def may(by, permission: str, record) -> bool:
    """Whether `by` holds `permission` on `record` now."""
    if by is None:
        return _AT_COMMAND_LINE.get()
    if not getattr(by, "is_authenticated", False) or not by.is_active:
        return False
    return any(rule(by, record) for rule in RULES[permission])


def require(by, permission: str, record) -> None:
    """Raise PermissionDenied, in words, unless `by` holds `permission` on `record`."""
    if not may(by, permission, record):
        raise PermissionDenied(
            _("您的账号没有办理这一步的权限。如工作需要，请联系本级人大工作人员。")
        )


class Permission(StrEnum):
    MANAGE_PEOPLE = "people.manage"
    """Keep deputies, groups, presidium and offices of a body up to date."""

    READ_PEOPLE = "people.read"
    """Read the roster and the list of offices of a body."""

    EDIT_PERSON = "people.edit_person"
    """Put right what is recorded of a person (record: a Person)."""

    MANAGE_BODIES = "people.bodies"
    """Keep a body, its terms, sessions and districts up to date; add bodies below it."""

    MANAGE_ACCOUNTS = "people.accounts"
    """Open and close accounts, give roles, print sign-in slips."""

    SET_RULE = "rulebook.set"
    """Set a value of one's own body in the rulebook."""

    READ_RULES = "rulebook.read"
    """Read which rules govern a body."""

    MANAGE_CALENDAR = "calendars.manage"
    """Enter local holidays and make-up workdays."""

    READ_LEDGER = "ledger.read"
    """Read the trail of events of a body."""


def is_clerk(by: Account, record) -> bool:
    """The clerk of exactly the record's body: a township's work is the township's own."""
    return by.has_role(*CLERKS, body=body_of(record))


def is_overseeing_clerk(by: Account, record) -> bool:
    """The clerk of the record's body or of the county above it."""
    return by.oversees(body_of(record), *CLERKS)


def is_chair(by: Account, record) -> bool:
    return by.has_role(Role.CHAIR, body=body_of(record))


def is_auditor(by: Account, record) -> bool:
    return by.oversees(body_of(record), Role.AUDITOR)


def is_system_admin(by: Account, record) -> bool:
    return by.oversees(body_of(record), Role.SYSTEM_ADMIN)


def keeps_person(by: Account, person) -> bool:
    """A clerk of a body where the person holds a seat or a post, or above it.

    Of someone who holds none any more, the clerks where one was held: where
    someone has moved to another area, the former clerk has no more need of the data.
    """
    seats = list(person.seats.select_related("body"))
    posts = list(person.presidium_memberships.select_related("body"))
    held = [seat for seat in seats if seat.state in seat.LIVE]
    held += [post for post in posts if post.ended_on is None]
    return any(by.oversees(one.body, *CLERKS) for one in held or [*seats, *posts])


def is_anyone(by: Account, record) -> bool:
    return True


def body_of(record) -> Body:
    """The body a record belongs to; a body is its own."""
    return record if isinstance(record, Body) else record.body


register(
    {
        Permission.MANAGE_PEOPLE: [is_overseeing_clerk],
        Permission.READ_PEOPLE: [is_overseeing_clerk, is_chair, is_auditor],
        Permission.EDIT_PERSON: [keeps_person],
        Permission.MANAGE_BODIES: [is_overseeing_clerk, is_system_admin],
        Permission.MANAGE_ACCOUNTS: [is_overseeing_clerk, is_system_admin],
        Permission.SET_RULE: [is_clerk, is_system_admin],
        Permission.READ_RULES: [is_anyone],
        Permission.MANAGE_CALENDAR: [is_overseeing_clerk, is_system_admin],
        Permission.READ_LEDGER: [is_overseeing_clerk, is_chair, is_auditor],
    }
)
