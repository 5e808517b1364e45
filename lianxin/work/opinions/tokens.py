"""Tokens of the public survey form, which stand where elsewhere the CSRF cookie stands.

The form uses nobody's rights and sets no cookie, which old chat browsers lose anyway. Its
token is signed for one survey, of a limited age, and names the sheet before it is sent, so
that pressing twice counts once.
"""

import secrets
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused

MAX_AGE = 24 * 3600
"""Seconds; long enough for a sheet that waited a night for the network."""


def new_token(survey, key: str = "") -> str:
    return signing.dumps(key or secrets.token_urlsafe(16), salt=_salt(survey))


def read_token(survey, typed: str) -> str:
    """The name of the sheet; "" for a token that is not ours, of another form, or too old."""
    try:
        return signing.loads(typed, salt=_salt(survey), max_age=MAX_AGE)
    except signing.BadSignature:
        return ""


def refuse_from_elsewhere(request: HttpRequest) -> None:
    """Raise Refused when the browser says that another site sent this."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    if site not in {"same-origin", "none"} or (
        origin != "null" and urlsplit(origin).netloc != request.get_host()
    ):
        raise Refused(_("这次提交不是从本站的页面发出的，没有收下。请打开本站的页面，再提交一次。"))


def _salt(survey) -> str:
    return f"lianxin.opinions.survey.{survey.pk}"
