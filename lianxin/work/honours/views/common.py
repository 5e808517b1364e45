"""What several of the room's pages share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.stepping import Words, found_for
from lianxin.work.honours.models import Nomination, Round
from lianxin.work.honours.permissions import Permission


def kept_body(request) -> Body:
    """The body named in the address, whose awards the reader keeps."""
    asked = request.GET.get("body", "")
    body = get_object_or_404(bodies_clerked_by(request.user), pk=asked if asked.isdecimal() else 0)
    require(request.user, Permission.KEEP, body)
    return body


def round_for(request, pk: int, permission: str = "") -> Round:
    """An election, or a 404 for whom it does not exist."""
    return found_for(request, Round, pk, permission, related=("body",))


def nomination_for(request, pk: int, permission: str = "") -> Nomination:
    related = ("round__body", "award", "seat__person", "group", "station", "unit")
    nomination = get_object_or_404(
        Nomination.objects.filter(round__in=Round.objects.visible_to(request.user)).select_related(
            *related
        ),
        pk=pk,
    )
    if permission:
        require(request.user, permission, nomination)
    return nomination


def words(heading, button, back, *, lead="", crumbs=(), is_grave=False) -> Words:
    """Words of a step's page, with the way back to the list."""
    return Words(
        heading,
        button,
        back,
        lead=lead,
        crumbs=[(_("评选表彰"), reverse("honours:list")), *crumbs],
        is_grave=is_grave,
    )
