"""Who may plan, report, type ballots, count, tell and publish."""

from enum import StrEnum

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.foundation.people.permissions import is_chair, is_clerk, register


class Permission(StrEnum):
    PLAN = "appraisal.plan"
    """Draw up batches and meetings, open and count, tell and publish (a Batch or Meeting)."""

    WRITE = "appraisal.write"
    """Draft and send the report: the deputy, or the clerk on behalf (record: a Subject)."""

    REVIEW = "appraisal.review"
    """Read a report that was sent, take it or give it back (record: a Subject)."""

    ENTER = "appraisal.enter"
    """Type paper ballots (record: a Meeting)."""


ENTERING = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.LIAISON)


def is_reporting(by, subject) -> bool:
    """The deputy, or the office, who reports."""
    if subject.seat_id:
        return by.person_id is not None and subject.seat.person_id == by.person_id
    return subject.office_id in by.office_ids()


def enters_here(by, meeting) -> bool:
    """Whoever works for the body, but not one who is rated there."""
    if not by.has_role(*ENTERING, body=meeting.body):
        return False
    own = meeting.subjects.filter(seat__person_id=by.person_id or 0)
    return not own.exists()


register(
    {
        Permission.PLAN: [is_clerk],
        Permission.WRITE: [is_reporting, is_clerk],
        Permission.REVIEW: [is_clerk, is_chair],
        Permission.ENTER: [enters_here],
    }
)
