"""What the steps of this room begin with."""

from django.core.exceptions import ValidationError

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.refusals import Refused


def note(by, step: str, subject, words: str, **details):
    return record(by, f"assessment.{step}", subject, words, **details)


def locked(row):
    """The row as it stands now, kept from others until the transaction ends."""
    return type(row).objects.select_for_update().get(pk=row.pk)


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
