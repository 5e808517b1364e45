"""Who sees which schemes, rounds and sheets."""

from django.db import models
from django.db.models import Count, Q

from lianxin.foundation.people.models import CLERKS, Role

READERS = (*CLERKS, Role.CHAIR, Role.AUDITOR)


def works_here(user) -> bool:
    return user.has_role(*READERS)


def _own(user) -> set[int]:
    return {grant.body_id for grant in user.current_grants if grant.role in READERS}


def _counties(user) -> set[int]:
    """Counties of the bodies one works for: their schemes bind everyone below."""
    return {grant.body.county_id for grant in user.current_grants if grant.role in READERS}


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own county's; a draft only to the county itself."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(body__in=_counties(user)) & ~Q(state="draft")
        return self.filter(seen | Q(body__in=_own(user)))


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(body__in=_counties(user))

    def public(self):
        """What anybody may read."""
        return self.filter(is_public=True, state="published", body__is_active=True)


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own body's, and those of the county's own round: no body reads another's."""
        if not user.is_authenticated:
            return self.none()
        below = Q(pk__in=[])
        for grant in user.current_grants:
            if grant.role in READERS:
                below |= Q(body__in=grant.body.ids_within())
        return self.filter(below)

    def for_list(self):
        return self.select_related("body", "round__scheme", "round__body").annotate(
            disputed=Count("marks", filter=Q(marks__dispute="raised")),
            unmarked=Count("marks", filter=Q(marks__awarded=None)),
        )


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        from lianxin.work.assessments.models import Sheet

        return self.filter(sheet__in=Sheet.objects.visible_to(user).order_by().values("pk"))

    def settled(self):
        return self.filter(sheet__round__state__in=["settled", "published"])
