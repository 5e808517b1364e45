"""The code on the screen by which a deputy's phone checks in: signed, changing, soon stale.

A picture of it sent to someone who is not there is of no use a minute later. It says
where to check in, never who: that is the signed-in account. No place is asked of a phone.
"""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.refusals import Refused

STEP = 30
"""Seconds for which one code is shown."""
WINDOW = 2
"""How many codes are good at one time: the one shown, and the one before it."""
TICKET_LASTS = timedelta(minutes=10)
"""Time to sign in and press the button, after the code was read in time."""
SALT = "activities.check_in"


class Stale(Refused):
    """Read too late: the screen shows another code by now."""

    def __init__(self) -> None:
        super().__init__(_("这个签到码已经更换。请对着屏幕上现在的码再扫一次。"))


class Forged(Refused):
    """Not one of ours, or changed on its way."""

    def __init__(self) -> None:
        super().__init__(_("这不是有效的签到码。请对着会场屏幕重新扫码，或者请组织者点名。"))


class NotYours(Refused):
    """The way from the screen to the button was begun by another account."""

    def __init__(self) -> None:
        super().__init__(_("这次扫码是另一个账号做的，不能用来给您签到。请用自己的手机重新扫码。"))


def code_for(activity_id: int, at: datetime) -> str:
    """The code that the screen shows at this moment."""
    return _signer().sign(f"{activity_id}.{_step(at)}")


def read(code: str, at: datetime) -> int:
    """The activity a code read at this moment is for. Raises Forged, Stale."""
    try:
        activity_id, step = (int(part) for part in _signer().unsign(code).split("."))
    except (BadSignature, ValueError) as error:
        raise Forged from error
    age = _step(at) - step
    if age < 0:
        raise Forged
    if age >= WINDOW:
        raise Stale
    return activity_id


def changes_in(at: datetime) -> int:
    """Seconds until the screen shows the next code, at least 1."""
    return STEP - int(at.timestamp()) % STEP


def ticket_for(activity_id: int, account) -> str:
    """What the page with the button carries: this account read this activity's code just now."""
    return _stamper().sign(f"{activity_id}.{account.pk}")


def read_ticket(ticket: str, account) -> int:
    """The activity of a ticket. Raises Forged, Stale; NotYours for another account's."""
    try:
        words = _stamper().unsign(ticket, max_age=TICKET_LASTS)
        activity_id, account_id = (int(part) for part in words.split("."))
    except SignatureExpired as error:
        raise Stale from error
    except (BadSignature, ValueError) as error:
        raise Forged from error
    if account_id != account.pk:
        raise NotYours
    return activity_id


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _signer() -> Signer:
    # A colon would be written as %3A in an address and make the picture finer.
    return Signer(salt=SALT, sep="~")


def _stamper() -> TimestampSigner:
    return TimestampSigner(salt=f"{SALT}.ticket", sep="~")
