"""What can be asked of activities and attendance; who sees which."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from lianxin.foundation.people.models import Body, Role

WHOLE_BODY = (
    Role.COUNTY_CLERK,
    Role.TOWNSHIP_CLERK,
    Role.CHAIR,
    Role.PRESIDIUM_MEMBER,
    Role.AUDITOR,
)


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those of one's bodies, groups and stations, and those one is asked to or told of."""
        from lianxin.work.activities.models import Attendance
        from lianxin.work.stations.models import Station

        if not user.is_authenticated:
            return self.none()
        seen = Q(station__in=Station.objects.of_staff(user).values("pk"))
        if user.person_id:
            own = Attendance.objects.filter(seat__person_id=user.person_id)
            seen |= Q(pk__in=own.values("activity")) | Q(told_by_id=user.person_id)
        for grant in user.current_grants:
            if grant.role in WHOLE_BODY:
                seen |= Q(body__in=Body.objects.within(grant.body))
            elif grant.group_id:
                seen |= Q(group_id=grant.group_id)
        return self.filter(seen)

    def recorded(self):
        """Held and written down: what every count is made of."""
        return self.filter(state="recorded")

    def open(self):
        """Planned or announced, not yet over."""
        return self.filter(state__in=("planned", "announced"))

    def between(self, first: date, last: date):
        return self.filter(on__gte=first, on__lte=last)


class AttendanceQuerySet(models.QuerySet):
    def counted(self):
        """Present, in a recorded activity, and not objected to."""
        return self.filter(counts=True)

    def between(self, first: date, last: date):
        return self.filter(on__gte=first, on__lte=last)
