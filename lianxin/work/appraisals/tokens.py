"""Tokens of the public ballot form, which stand where elsewhere the CSRF cookie stands.

The form uses nobody's rights and sets no cookie. Its token is signed for one meeting and
of a limited age; the one-time code decides what counts.
"""

import secrets
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused

MAX_AGE = 12 * 3600
"""Seconds; a meeting is over within the day."""


def new_token(meeting) -> str:
    return signing.dumps(secrets.token_urlsafe(8), salt=_salt(meeting))


def is_ours(meeting, typed: str) -> bool:
    """Whether the page this came from was ours, for this meeting, and not too old."""
    try:
        signing.loads(typed, salt=_salt(meeting), max_age=MAX_AGE)
    except signing.BadSignature:
        return False
    return True


def refuse_from_elsewhere(request: HttpRequest) -> None:
    """Raise Refused when the browser says that another site sent this."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    if site not in {"same-origin", "none"} or (
        origin != "null" and urlsplit(origin).netloc != request.get_host()
    ):
        raise Refused(_("这次提交不是从本站的页面发出的，没有收下。请打开本站的页面，再提交一次。"))


def _salt(meeting) -> str:
    return f"lianxin.appraisals.meeting.{meeting.pk}"
