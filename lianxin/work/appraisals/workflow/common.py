"""What the steps of this room begin with."""

from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.refusals import WrongStatus
from lianxin.foundation.saving import locked
from lianxin.work.appraisals.models import Meeting


def note(by, step: str, subject, words: str, **details):
    return record(by, f"appraisal.{step}", subject, words, **details)


def must_be(meeting: Meeting, *states: str) -> Meeting:
    """The meeting, locked; WrongStatus where it is in none of `states`."""
    row = locked(meeting)
    if row.state not in states:
        raise WrongStatus(_("这次会议%s，不能办理这一步。请刷新页面。") % row.get_state_display())
    return row
