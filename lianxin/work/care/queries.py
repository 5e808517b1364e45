"""Who sees which case and which visit. A case exists for its keepers and its deputy alone."""

from typing import Any

from django.db import models
from django.db.models import Q

from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.work.care.kinds import LIBERTY


def kept_by(user: Any, body: str = "body") -> Q:
    """Rows of the bodies whose cases and visits `user` keeps; `body` is the path to them.

    The chair's; a clerk's where he is the named officer or where none is named. An officer
    who is the body's clerk no longer keeps nothing. Never a body above or below.
    """
    from lianxin.work.care.models import CareOfficer

    chaired, served = _served_by(user)
    rows = Q(**{f"{body}__in": chaired})
    if served:
        named = CareOfficer.objects.filter(ended_on__isnull=True)
        of_a_clerk = Q(**{f"{body}__in": served})
        unnamed = ~Q(**{f"{body}__in": named.values("body")})
        own = Q(**{f"{body}__in": named.filter(account=user.pk).values("body")})
        rows |= of_a_clerk & (unnamed | own)
    return rows


def bodies_kept(user: Any) -> set[int]:
    """Ids of the bodies of `kept_by`; one query for a clerk."""
    chaired, served = _served_by(user)
    if not served:
        return chaired
    return set(Body.objects.filter(kept_by(user, "pk")).values_list("pk", flat=True))


def _served_by(user: Any) -> tuple[set[int], set[int]]:
    """Ids of the bodies whose chair, and whose clerk, `user` is."""
    if not user.is_authenticated:
        return set(), set()
    grants = user.current_grants
    chaired = {grant.body_id for grant in grants if grant.role == Role.CHAIR}
    return chaired, {grant.body_id for grant in grants if grant.role in CLERKS}


class RightsCaseQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The keepers' of exactly the body, and the deputy's own. Nobody else's at all.

        What an organ asks about a deputy (art. 39) is kept from himself until it is closed,
        also where he is the chair or the clerk: the asking must not warn him.
        """
        if not user.is_authenticated:
            return self.none()
        seen = kept_by(user)
        if user.person_id:
            own = Q(seat__person=user.person_id)
            seen = seen | own
            return self.filter(seen).exclude(own & Q(kind=LIBERTY) & ~Q(state="closed"))
        return self.filter(seen)

    def open(self):
        return self.filter(state__in=("opened", "coordinated"))

    def for_list(self):
        return self.select_related("body", "seat__person")


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The keepers' of exactly the body, those to oneself, and those one made."""
        if not user.is_authenticated:
            return self.none()
        seen = kept_by(user)
        if user.person_id:
            from lianxin.work.care.models import VisitPerson

            made = VisitPerson.objects.filter(person=user.person_id).values("visit")
            seen |= Q(seat__person=user.person_id) | Q(pk__in=made)
        return self.filter(seen)

    def kept(self):
        """Not withdrawn: what every count is made of."""
        return self.filter(withdrawn_on__isnull=True)

    def for_list(self):
        return self.select_related("body", "seat__person", "claim").prefetch_related(
            "people__person"
        )
