"""What the steps of this room have in common."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Deadline, Matter
from lianxin.engines.matters.workflow.moves import Refused
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.voices.models import VoterMessage

Purpose = Deadline.Purpose
Status = Matter.Status
Route = VoterMessage.Route


def tell_ledger(message, by, step: str, words: str, **details) -> None:
    """One event on the message's timeline."""
    record(by, f"message.{step}", message, words, **details)


def current(message) -> VoterMessage:
    """The message, locked and read anew: two people may act at once."""
    Matter.objects.select_for_update().filter(pk=message.pk).first()
    message.refresh_from_db()
    return message


def write(message, **values) -> None:
    """Write some columns, of whichever of the two tables."""
    for name, value in values.items():
        setattr(message, name, value)
    message.save(update_fields=list(values))


def within(body, today: date, start=None):
    """The moment by which a receiver has to respond to what came in at `start`."""
    hours = rule("message.answer", body, today).value
    return (start or timezone.now()) + timedelta(hours=hours)


def responded(message) -> None:
    """The receiver has said or done something: the 24 hours no longer run."""
    if message.responded_at is None:
        write(message, responded_at=timezone.now())


def need_words(words: str, message: str) -> str:
    """The words without blanks around them; Refused with `message` where there are none."""
    if not (kept := (words or "").strip()):
        raise Refused(message)
    return kept


def listed(ground: str, grounds: dict) -> None:
    if ground not in grounds:
        raise Refused(_("请从列出的理由中选择一项。"))
