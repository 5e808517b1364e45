"""Tokens of the anonymous forms, which stand where elsewhere the CSRF cookie stands.

The CSRF cookie keeps another site from using the rights of someone signed in
here. These forms use nobody's rights: they never look at who is signed in, and
what another site could have a visitor's browser send, it could send itself. So
they set no cookie, which old WeChat browsers and shared telephones lose anyway,
and carry a token instead: signed, for this one form, of a limited age. It also
names the message before it is sent, so that pressing twice, or again after a
lost connection, makes one message. That a browser sends it from a page of ours
is asked of the browser where it tells.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused

MAX_AGE = 24 * 3600
"""Seconds; long enough for a draft that waited a night for the network."""

PASS_AGE = 12 * 3600


@dataclass(frozen=True)
class Token:
    """What a form's token says. key: the message's name before it is sent."""

    key: str
    is_old: bool


def new_token(form: str, key: str = "") -> str:
    """A token for one form. key: of an earlier token whose message was not sent yet."""
    return signing.dumps(key or secrets.token_urlsafe(16), salt=_salt(form))


def read_token(form: str, typed: str) -> Token | None:
    """What the token says; None for one that is not ours or of another form."""
    try:
        return Token(signing.loads(typed, salt=_salt(form), max_age=MAX_AGE), is_old=False)
    except signing.SignatureExpired:
        return Token(signing.loads(typed, salt=_salt(form)), is_old=True)
    except signing.BadSignature:
        return None


def refuse_from_elsewhere(request: HttpRequest) -> None:
    """Raise Refused when the browser says that another site sent this.

    Where it says nothing, or "null" because the page asked it to tell nobody
    where it came from, the token decides.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    if site not in {"same-origin", "none"} or (
        origin != "null" and urlsplit(origin).netloc != request.get_host()
    ):
        raise Refused(_("这次提交不是从本站的页面发出的，没有收下。请打开本站的页面，再提交一次。"))


def pass_for(code: str) -> str:
    """Lets the pages of this code be opened without the question asked of those who guess."""
    return signing.dumps(code, salt=_salt("pass"))


def has_pass(code: str, typed: str) -> bool:
    """Whether `typed` is a pass for this code that is still good."""
    try:
        return signing.loads(typed, salt=_salt("pass"), max_age=PASS_AGE) == code
    except signing.BadSignature:
        return False


def _salt(form: str) -> str:
    return f"lianxin.form.{form}"
