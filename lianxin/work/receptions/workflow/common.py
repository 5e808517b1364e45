"""What every step on a reception begins with."""

from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.receptions.models import Reception

LONGEST_REASON = 200


def locked(reception: Reception) -> Reception:
    """Read the row anew and keep others off it until the transaction ends."""
    row = Reception.objects.select_for_update().get(pk=reception.pk)
    reception.state = row.state
    reception.on = row.on
    return reception


def open_only(reception: Reception) -> None:
    """Raise WrongStatus, in words, unless the reception is still open."""
    locked(reception)
    if reception.state == Reception.State.CANCELLED:
        raise WrongStatus(_("这次接待已经取消，不能再办理。有选民来访的，请登记到另一次接待。"))
    if reception.state in Reception.OVER:
        raise WrongStatus(_("这次接待已经结束。确需补登的，请站点工作人员先“重新打开”。"))


def reason_of(reason: str, refusal: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(refusal)
    if len(reason) > LONGEST_REASON:
        raise Refused(_("理由请不要超过 %(most)d 个字。") % {"most": LONGEST_REASON})
    return reason


def note(by, step: str, subject, words: str, **details):
    return record(by, f"reception.{step}", subject, words, **details)
