"""What the views of this room share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import require
from lianxin.work.assessments.models import Item, Mark, Round, Scheme, Sheet


def home_crumb() -> tuple[str, str]:
    return _("工作考评"), reverse("assessments:list")


def county_of(user):
    """The county whose clerk the reader is; None for others."""
    return next(
        (
            grant.body
            for grant in user.current_grants
            if grant.role in CLERKS and grant.body.is_county
        ),
        None,
    )


def _found(request, found, pk, permission):
    row = get_object_or_404(found.visible_to(request.user), pk=pk)
    if permission:
        require(request.user, permission, row)
    return row


def scheme_for(request, pk, permission: str = "") -> Scheme:
    return _found(request, Scheme.objects.select_related("body"), pk, permission)


def item_for(request, pk, permission: str) -> Item:
    item = get_object_or_404(Item.objects.select_related("scheme__body"), pk=pk)
    scheme_for(request, item.scheme_id, permission)
    return item


def round_for(request, pk, permission: str = "") -> Round:
    return _found(request, Round.objects.select_related("body", "scheme"), pk, permission)


def sheet_for(request, pk, permission: str = "") -> Sheet:
    found = Sheet.objects.select_related("body", "round__scheme", "round__body")
    return _found(request, found, pk, permission)


def mark_for(request, pk, permission: str) -> Mark:
    mark = get_object_or_404(
        Mark.objects.visible_to(request.user).select_related(
            "item", "sheet__body", "sheet__round__scheme", "sheet__round__body"
        ),
        pk=pk,
    )
    require(request.user, permission, mark.sheet)
    return mark
