"""Who may take which step with a paper."""

from enum import StrEnum

from lianxin.foundation.people.models import CLERKS, Grant, Role
from lianxin.foundation.people.permissions import register


class Permission(StrEnum):
    DRAFT = "paper.draft"
    """Draft, change and send a paper for review (record: a Paper, saved or not)."""

    REVIEW = "paper.review"
    """Read a draft over before it is signed (核稿), or return it."""

    SIGN = "paper.sign"
    """Sign a paper off (签发), or return it."""

    ISSUE = "paper.issue"
    """Give it its number and send it out (印发)."""

    FILE = "paper.file"
    """Put an issued paper on file."""

    VOID = "paper.void"
    """Declare a paper void."""


def is_issuing_clerk(by, paper) -> bool:
    """The clerk of the body that issues it; an office's letters are the office's."""
    return paper.office_id is None and by.has_role(*CLERKS, body=paper.body)


def is_issuing_chair(by, paper) -> bool:
    return paper.office_id is None and by.has_role(Role.CHAIR, body=paper.body)


def is_clerk_where_no_chair(by, paper) -> bool:
    """A small body may have one account: it records who signed on paper."""
    return (
        is_issuing_clerk(by, paper)
        and not Grant.objects.in_force().filter(role=Role.CHAIR, body_id=paper.body_id).exists()
    )


def is_of_issuing_office(by, paper) -> bool:
    return paper.office_id is not None and paper.office_id in by.office_ids()


def is_head_of_issuing_office(by, paper) -> bool:
    return paper.office_id is not None and any(
        grant.role == Role.OFFICE_HEAD and grant.office_id == paper.office_id
        for grant in by.current_grants
    )


def is_handler_where_no_head(by, paper) -> bool:
    return (
        is_of_issuing_office(by, paper)
        and not Grant.objects.in_force()
        .filter(role=Role.OFFICE_HEAD, office_id=paper.office_id)
        .exists()
    )


register(
    {
        Permission.DRAFT: [is_issuing_clerk, is_of_issuing_office],
        Permission.REVIEW: [is_issuing_clerk, is_issuing_chair, is_of_issuing_office],
        Permission.SIGN: [
            is_issuing_chair,
            is_clerk_where_no_chair,
            is_head_of_issuing_office,
            is_handler_where_no_head,
        ],
        Permission.ISSUE: [is_issuing_clerk, is_of_issuing_office],
        Permission.FILE: [is_issuing_clerk, is_of_issuing_office],
        Permission.VOID: [
            is_issuing_clerk,
            is_issuing_chair,
            is_head_of_issuing_office,
            is_handler_where_no_head,
        ],
    }
)
