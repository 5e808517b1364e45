"""Who sees which case and which visit. A case exists for its keepers and its deputy alone."""

from typing import Any

from django.db import models
from django.db.models import Q

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.care.kinds import LIBERTY


def bodies_kept(user: Any) -> set[int]:
    """Ids of the bodies whose cases and visits `user` keeps; one query for a clerk.

    The chair's; a clerk's where he is the named officer or where none is named. An officer
    who is the body's clerk no longer keeps nothing. Never a body above or below.
    """
    from lianxin.work.care.models import CareOfficer

    if not user.is_authenticated:
        return set()
    chaired = {grant.body_id for grant in user.current_grants if grant.role == Role.CHAIR}
    served = {grant.body_id for grant in user.current_grants if grant.role in CLERKS}
    if not served:
        return chaired
    named: dict[int, set[int]] = {}
    officers = CareOfficer.objects.filter(body__in=served, ended_on__isnull=True)
    for body, account in officers.values_list("body", "account"):
        named.setdefault(body, set()).add(account)
    return chaired | {one for one in served if one not in named or user.pk in named[one]}


class RightsCaseQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The keepers' of exactly the body, and the deputy's own. Nobody else's at all.

        What an organ asks about a deputy (art. 39) is kept from himself until it is closed,
        also where he is the chair or the clerk: the asking must not warn him.
        """
        if not user.is_authenticated:
            return self.none()
        seen = Q(body__in=bodies_kept(user))
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
        seen = Q(body__in=bodies_kept(user))
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
