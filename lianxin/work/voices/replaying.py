"""What was said and answered elsewhere, before this system: recorded by the steps of every day."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from lianxin.engines.matters.workflow.moves import refresh
from lianxin.foundation.people.models import CLERKS, Account
from lianxin.work.voices.models import Answer
from lianxin.work.voices.workflow.answering import answer
from lianxin.work.voices.workflow.shared import write


def key_of(file: str, identity: str) -> str:
    """The name of one letter of a file, by which it is known when the file comes again."""
    digest = hashlib.sha256(f"{Path(file).name}\0{identity}".encode()).hexdigest()
    return f"replay-{digest[:32]}"


def clerk_of(body) -> Account | None:
    """The account that records old answers: the body's first clerk."""
    accounts = Account.objects.filter(
        is_active=True, grants__body=body, grants__role__in=CLERKS
    ).order_by("pk")
    return next((one for one in accounts if one.has_role(*CLERKS, body=body)), None)


@transaction.atomic
def answer_as_of(message, *, text: str, by, at: datetime, signed: str = "") -> Answer:
    """Record the answer that was given at `at`; the ledger says when it was recorded.

    Raises as `workflow.answer` does.
    """
    given = answer(message, text=text, by=by, today=localdate(at), signed=signed)
    message = given.message
    Answer.objects.filter(pk=given.pk).update(answered_at=at)
    given.answered_at = at
    write(message, responded_at=at)
    refresh(message)
    return given
