"""What can be asked of returns and tasks; who sees which."""

from typing import Any

from django.db import models
from django.db.models import Q

from lianxin.foundation.people.models import CLERKS, Body, Role

READERS = (*CLERKS, Role.CHAIR, Role.AUDITOR)


def _places(user: Any) -> list[Body]:
    return [grant.body for grant in user.current_grants if grant.role in READERS]


def within(user: Any, column: str) -> Q:
    """Records of one's own bodies and those below; `column` leads to the body."""
    found = Q(pk__in=())
    if user.is_authenticated:
        for body in _places(user):
            found |= Q(**{f"{column}__path__startswith": body.path})
    return found


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those one's body asked; of others, the bodies asked see their own filing."""
        return self.filter(within(user, "body"))


class FilingQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """A body's own; the asking body sees what was sent, and that it was not yet."""
        return self.filter(within(user, "body"))

    def open(self):
        """Still to be sent."""
        return self.filter(state__in=("waiting", "back", "correcting"), asked_in__state="asked")


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        return self.filter(within(user, "body"))

    def open(self):
        return self.exclude(state="reported")
