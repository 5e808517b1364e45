"""What several of the room's pages share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body
from lianxin.foundation.stepping import found_for
from lianxin.ui.menu import Entry
from lianxin.work.care.models import RightsCase
from lianxin.work.care.queries import bodies_kept

RELATED = ("body", "seat__person", "seat__body", "seat__group__body", "opened_by", "liberty")


def kept(user) -> list[Body]:
    """Bodies whose cases and visits `user` keeps, the topmost first."""
    return list(Body.objects.filter(pk__in=bodies_kept(user)).order_by("path"))


def body_for(request) -> Body:
    """The body asked for among those the reader keeps, else the first; 403 for who keeps none."""
    bodies = kept(request.user)
    if not bodies:
        raise PermissionDenied(
            _("权益保障由本级指定的专人和主席办理。需要帮助的代表请从“我的权益”里提出。")
        )
    wanted = request.GET.get("body", "")
    return next((one for one in bodies if str(one.pk) == wanted), bodies[0])


def tabs(request) -> list[Entry]:
    """The room's own pages for those who keep it."""
    pages = [
        (_("权益保障"), "care:list"),
        (_("慰问走访"), "care:visits"),
        (_("多久没走访"), "care:contacts"),
        (_("专人"), "care:officers"),
    ]
    return [
        Entry(label, reverse(name), is_current=request.path == reverse(name), count=None)
        for label, name in pages
    ]


def case_for(request, pk: int, permission: str = "") -> RightsCase:
    """A case, or a 404 for whom it does not exist."""
    return found_for(request, RightsCase, pk, permission, related=RELATED)


def crumbs(request, case: RightsCase | None = None) -> list[tuple[Any, str]]:
    keeps = bool(bodies_kept(request.user))
    way: list[tuple[Any, str]] = [
        (_("权益保障"), reverse("care:list")) if keeps else (_("我的权益"), reverse("care:mine"))
    ]
    if case is not None:
        way.append((case.number, case.get_absolute_url()))
    return way
