"""What the room's pages share: the return, the filing, the way back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import Words, found_for
from lianxin.work.returns.models import Filing, Return
from lianxin.work.returns.permissions import Permission


def return_for(request, pk: int, permission: str = "") -> Return:
    """A return of one's own or of a body below, else 404; with `permission`, if they may (403)."""
    return found_for(request, Return, pk, permission, related=("body",))


def filing_for(request, pk: int, permission: str = "") -> Filing:
    """A filing that exists for the reader: the body's own, or of one below."""
    found = get_object_or_404(
        Filing.objects.visible_to(request.user).select_related("asked_in__body", "body"), pk=pk
    )
    if permission == Permission.ASK:
        require(request.user, permission, found.asked_in)
    elif permission:
        require(request.user, permission, found)
    return found


def bodies_kept(user, *roles) -> list[Body]:
    """Where the account is clerk (or holds one of `roles`) today."""
    return user.bodies_as(*(roles or CLERKS))


def keepers(user) -> list[Body]:
    """Where the account keeps the register of tasks."""
    return bodies_kept(user, *CLERKS, Role.CHAIR)


def step_words(
    heading: str, button: Any, back: str, *, lead: str = "", is_grave: bool = False
) -> Words:
    return Words(
        heading,
        button,
        back,
        lead=lead,
        crumbs=[(_("报表"), reverse("returns:list"))],
        is_grave=is_grave,
    )
