"""Who may draft, remark on, sign, adopt and publish a work report."""

from enum import StrEnum

from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import body_of, is_chair, is_clerk, register


class Permission(StrEnum):
    DRAFT = "work_report.draft"
    """Begin a report, write it, lay it before the presidium (record: a Report or Body)."""

    COMMENT = "work_report.comment"
    """Say something about a section, and that it was dealt with (record: a Report)."""

    SIGN = "work_report.sign"
    """Sign a report off, which fixes its words and figures; or send it back."""

    PUBLISH = "work_report.publish"
    """Write down that the congress adopted it; put it on the public pages."""


def is_presidium_member(by, record) -> bool:
    return by.has_role(Role.PRESIDIUM_MEMBER, body=body_of(record))


register(
    {
        Permission.DRAFT: [is_clerk],
        Permission.COMMENT: [is_chair, is_presidium_member, is_clerk],
        Permission.SIGN: [is_chair],
        Permission.PUBLISH: [is_clerk, is_chair],
    }
)
