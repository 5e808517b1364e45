"""What can be asked of elections and honours; who sees which."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from lianxin.foundation.people.models import CLERKS, Body, Role

OVERSEEING = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)


def bodies_overseen(user: Any) -> models.QuerySet[Body]:
    """Bodies whose elections an account follows from the first nomination."""
    seen = Q(pk__in=[])
    for grant in user.current_grants:
        if grant.role in OVERSEEING:
            seen |= Q(path__startswith=grant.body.path)
    return Body.objects.filter(seen)


class ElectionQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those of bodies one oversees, and of the body where one leads a group."""
        if not user.is_authenticated:
            return self.none()
        led = {grant.body_id for grant in user.current_grants if grant.role == Role.GROUP_LEADER}
        return self.filter(Q(body__in=bodies_overseen(user)) | Q(body__in=led))

    def public(self):
        """Shown to everybody: from the first day of publicity on."""
        return self.filter(state__in=("publicised", "named"), body__is_active=True)


class HonourQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those of bodies one oversees, and one's own."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(body__in=bodies_overseen(user))
        if user.person_id:
            seen |= Q(person=user.person_id) | Q(group__leader=user.person_id)
        return self.filter(seen)

    def named(self):
        """Given by the body itself after publicity."""
        return self.filter(nomination__isnull=False)

    def between(self, first: date, last: date):
        return self.filter(granted_on__gte=first, granted_on__lte=last)

    def with_holder(self):
        return self.select_related("body", "person", "group", "station", "unit")
