"""What the room's pages share: whose year, which year, the way back."""

from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import Words
from lianxin.work.diary.queries import READERS, bodies_seen_by

FIRST_YEAR = 2000


def body_or_404(request, code: str, permission: str = "") -> Body:
    """A body whose diary the reader may see, else 404; with `permission`, if they may (403)."""
    found = next((one for one in bodies_seen_by(request.user) if one.code == code), None)
    if found is None:
        raise Http404
    if permission:
        require(request.user, permission, found)
    return found


def body_asked(request, seen: list[Body]) -> Body | None:
    """The body in the address; else the one the reader works at."""
    asked = request.GET.get("body", "")
    found = next((one for one in seen if one.code == asked), None)
    if found is not None or asked:
        return found
    own = {grant.body_id for grant in request.user.current_grants if grant.role in READERS}
    return next((one for one in seen if one.pk in own), None)


def works(user) -> bool:
    """Whether the pages of the office's own work open: not for members and auditors."""
    return user.has_role(*CLERKS, Role.CHAIR)


def year_asked(request) -> int:
    """The year in the address, this year unless it makes sense."""
    this, asked = localdate().year, request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= this + 1 else this


def year_or_404(year: int) -> int:
    if not FIRST_YEAR <= year <= localdate().year + 1:
        raise Http404
    return year


def day_or_404(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Http404 from None


def step_words(
    body: Body, heading: str, button: Any, back: str, *, lead: str = "", is_grave: bool = False
) -> Words:
    """Words of a step's page, with the way back to the body's year."""
    return Words(
        heading,
        button,
        back,
        lead=lead,
        crumbs=[(_("年历"), home_of(body)), (body.short_name, back)],
        is_grave=is_grave,
    )


def home_of(body: Body, **query: Any) -> str:
    return reverse("diary:home", query={"body": body.code, **query})
