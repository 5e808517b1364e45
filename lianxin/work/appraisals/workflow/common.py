"""What the steps of this room begin with."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.appraisals.models import Meeting


def note(by, step: str, subject, words: str, **details):
    return record(by, f"appraisal.{step}", subject, words, **details)


def locked(row):
    """The row as it stands now, kept from others until the transaction ends."""
    return type(row).objects.select_for_update().get(pk=row.pk)


def must_be(meeting: Meeting, *states: str) -> Meeting:
    """The meeting, locked; WrongStatus where it is in none of `states`."""
    row = locked(meeting)
    if row.state not in states:
        raise WrongStatus(_("这次会议%s，不能办理这一步。请刷新页面。") % row.get_state_display())
    return row


def words_of(typed: str, refusal: str) -> str:
    """What was typed without blanks around it; Refused with `refusal` where nothing is left."""
    kept = (typed or "").strip()
    if not kept:
        raise Refused(refusal)
    return kept


def saved(row):
    """Save a new or changed row; what its rules refuse is refused in their words."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused("".join(str(one) for one in error.messages)) from error
    row.save()
    return row
