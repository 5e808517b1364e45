"""Who may draw up schemes, assess, check oneself and object."""

from enum import StrEnum

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.foundation.people.permissions import is_chair, is_clerk, register


class Permission(StrEnum):
    KEEP_SCHEME = "assessment.keep_scheme"
    """Draw up a county's scheme, open and end a round (record: a Scheme or Round)."""

    REVIEW = "assessment.review"
    """Mark items, decide objections (record: a Sheet)."""

    CHECK_ONESELF = "assessment.check_oneself"
    """Answer for the own body, send it, object to a mark (record: a Sheet)."""


def is_county(by, record) -> bool:
    """The clerk of a county: schemes bind those below."""
    return record.body.is_county and is_clerk(by, record)


def assesses(by, sheet) -> bool:
    """Clerk or chair of the county whose round it is."""
    return by.has_role(*CLERKS, Role.CHAIR, body=sheet.round.body)


register(
    {
        Permission.KEEP_SCHEME: [is_county],
        Permission.REVIEW: [assesses],
        Permission.CHECK_ONESELF: [is_clerk, is_chair],
    }
)
