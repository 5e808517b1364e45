"""Who sees which reports."""

from datetime import date

from django.db import models
from django.db.models import Q

from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.ui.paging import Key, Order

DRAFTING = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)
"""Who reads what is not signed yet, at their own body."""
SIGNED = ("signed", "adopted", "published")
ADOPTED = ("adopted", "published")
BY_PERIOD = Order(
    (Key("until", read=date.fromisoformat, descending=True), Key("pk", descending=True))
)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts: those who write and discuss them. Signed: their bodies above, too.

        Adopted: everyone who works or sits at the body.
        """
        if not user.is_authenticated:
            return self.none()
        seen = Q(pk__in=[])
        for grant in user.current_grants:
            if grant.role in DRAFTING:
                seen |= Q(body=grant.body_id)
                seen |= Q(body__in=grant.body.ids_within(), state__in=SIGNED)
            else:
                seen |= Q(body=grant.body_id, state__in=ADOPTED)
        return self.filter(seen)

    def published(self):
        """What anybody may read."""
        return self.filter(state="published", body__is_active=True)

    def for_list(self):
        return self.select_related("body", "session__term").order_by("-until", "-pk")


def bodies_drafted_for(user):
    """Bodies whose clerk the reader is."""
    keys = [grant.body_id for grant in user.current_grants if grant.role in CLERKS]
    return Body.objects.filter(pk__in=keys).order_by("path")


def reads_reports(user) -> bool:
    """Whether the list may hold anything for the reader."""
    return bool(user.current_grants)
