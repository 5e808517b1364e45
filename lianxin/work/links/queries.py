"""What can be asked of links, linked voters and contacts; who sees which."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from lianxin.foundation.people.models import CLERKS, Body, Role, Seat
from lianxin.foundation.people.queries import bodies_clerked_by

OVERSEEING = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)
"""Roles that see how far quotas are met at their body and below; never a voter."""


def bodies_overseen(user: Any) -> models.QuerySet[Body]:
    """Bodies whose standing of quotas an account sees."""
    seen = Q(pk__in=[])
    for grant in user.current_grants:
        if grant.role in OVERSEEING:
            seen |= Q(path__startswith=grant.body.path)
    return Body.objects.filter(seen)


class LinkQuerySet(models.QuerySet):
    def on(self, day: date | None = None):
        """Those in force on a day, today unless told."""
        day = day or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def visible_to(self, user: Any):
        """Those of bodies one oversees, one's own, and those that lead to oneself."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(body__in=bodies_overseen(user))
        if user.person_id:
            seen |= Q(leader=user.person_id) | Q(seat__person=user.person_id)
        return self.filter(seen)


class LinkedVoterQuerySet(models.QuerySet):
    def on(self, day: date | None = None):
        """Linked on a day, today unless told."""
        day = day or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def last_contact(self):
        """With the day of the last contact as `last_on`, longest ago first."""
        kept = Q(contacts__withdrawn_at__isnull=True)
        return self.annotate(last_on=Max("contacts__on", filter=kept)).order_by(
            F("last_on").asc(nulls_first=True), "pk"
        )

    def visible_to(self, user: Any):
        """A deputy's own while he holds the seat, and the clerk's of exactly that body.

        Nobody else: no chair, no auditor, no county above. The clerk sees them masked.
        """
        if not user.is_authenticated:
            return self.none()
        seen = Q(body__in=bodies_clerked_by(user))
        if user.person_id:
            seen |= Q(seat__person=user.person_id, seat__state=Seat.State.IN_OFFICE)
        return self.filter(seen)


class ContactQuerySet(models.QuerySet):
    def kept(self):
        """Not withdrawn: what every count is made of."""
        return self.filter(withdrawn_at__isnull=True)

    def between(self, first: date, last: date):
        return self.filter(on__gte=first, on__lte=last)

    def visible_to(self, user: Any):
        """A deputy's own, a leader's own and those with oneself; the overseers' of a body.

        What a contact says names no voter; who he is stands in `LinkedVoter`.
        """
        if not user.is_authenticated:
            return self.none()
        seen = Q(body__in=bodies_overseen(user))
        if user.person_id:
            seen |= (
                Q(seat__person=user.person_id)
                | Q(link__leader=user.person_id)
                | Q(link__seat__person=user.person_id)
            )
        return self.filter(seen)
