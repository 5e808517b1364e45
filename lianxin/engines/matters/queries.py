"""What can be asked of matters, whatever their kind."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from lianxin.engines.matters.kinds import KINDS, codes_of
from lianxin.foundation.people.models import Body, Role

# What nobody but its proposers and their helpers sees.
UNSUBMITTED = ("draft", "cosigning")
WHOLE_BODY_ROLES = (
    Role.COUNTY_CLERK,
    Role.TOWNSHIP_CLERK,
    Role.CHAIR,
    Role.AUDITOR,
)


class MatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All that exists for `user`; everything else is a 404 to them.

        Clerks, chairs and auditors see their body and what is below it, once
        submitted; presidium members their own body; the supervision office
        what was handed over; offices what they were handed; deputies what
        they raised, co-signed or may read because it is public. A
        confidential matter is left to its proposers, the body's own clerks
        and chair, and the offices that handle it. A kind may have grounds of
        its own (`Kind.grounds`).
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(visible_q(user, codes_of(self.model._meta.label_lower)))

    def of_bodies(self, body):
        """Matters of `body` and of the bodies below it, on the county's index if it is one."""
        if body.parent_id is None:
            return self.filter(county_id=body.county_id)
        return self.filter(body__in=Body.objects.within(body))

    def submitted(self):
        return self.exclude(status__in=UNSUBMITTED)

    def published(self):
        """What the public portal may show."""
        return self.filter(
            publicity="public", is_confidential=False, accepted_on__isnull=False
        ).exclude(status__in=[*UNSUBMITTED, "returned", "refused", "withdrawn"])

    def late(self, today):
        """Something owed to this matter was due before `today`."""
        return self.filter(due_on__lt=today).exclude(waiting_for="")

    def for_list(self):
        """All that one row of a list shows, in a fixed number of queries."""
        from lianxin.engines.matters.models import Assignment, Proposer

        return self.select_related("body", "lead_office").prefetch_related(
            Prefetch(
                "proposers",
                Proposer.objects.exclude(state="declined").select_related("person"),
            ),
            Prefetch("assignments", Assignment.objects.active().select_related("office")),
        )


def visible_q(user, kinds: Iterable[str] | None = None) -> Q:
    """The condition behind `visible_to`, for joining with others.

    kinds: see `visible_conditions`.
    """
    conditions = visible_conditions(user, kinds)
    return reduce(or_, conditions) if conditions else Q(pk__in=[])


def visible_conditions(user, kinds: Iterable[str] | None = None) -> list[Q]:
    """The grounds on which `user` sees matters; any one suffices.

    Apart, because a database walks an index for each of them, but for none of
    them once they are joined by "or".
    kinds: those asked for, where the caller narrows to them itself; all
        unless said. Only where they have different grounds is the kind part
        of a condition.
    """
    asked = list(KINDS if kinds is None else kinds)
    apart = [code for code in asked if KINDS[code].grounds]
    common = [code for code in asked if code not in apart]
    found = _common_conditions(user) if common else []
    if kinds is None or apart:
        found = [one & Q(kind__in=common) for one in found]
    for code in apart:
        found += [one & Q(kind=code) for one in KINDS[code].grounds(user)]  # type: ignore[misc]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _common_conditions(user) -> list[Q]:
    from lianxin.engines.matters.models import Assignment, Proposer

    conditions: list[Any] = []
    for grant in user.current_grants:
        at = _at_body(grant.body)
        if grant.role in WHOLE_BODY_ROLES:
            seen = at & ~Q(status__in=UNSUBMITTED)
            if grant.role == Role.AUDITOR:
                conditions.append(seen & Q(is_confidential=False))
            else:
                own = Q(body_id=grant.body_id)
                conditions.append(seen & (Q(is_confidential=False) | own))
        elif grant.role == Role.PRESIDIUM_MEMBER:
            conditions.append(
                Q(body_id=grant.body_id, is_confidential=False) & ~Q(status__in=UNSUBMITTED)
            )
        elif grant.role == Role.SUPERVISION_OFFICE:
            conditions.append(
                Q(body_id=grant.body_id, assigned_on__isnull=False, is_confidential=False)
            )
        elif grant.role == Role.DEPUTY:
            conditions.append(
                Q(body_id=grant.body_id, publicity="public", accepted_on__isnull=False)
            )
        elif grant.role == Role.GROUP_LEADER and grant.group_id:
            conditions.append(
                Q(is_confidential=False)
                & ~Q(status__in=UNSUBMITTED)
                & raised_by_group(grant.group_id)
            )
        elif grant.role == Role.LIAISON:
            conditions.append(Q(created_by_id=user.pk))
    if offices := user.office_ids():
        conditions.append(
            Q(pk__in=Assignment.objects.active().filter(office_id__in=offices).values("matter_id"))
        )
    if user.person_id:
        mine = Proposer.objects.filter(person_id=user.person_id).exclude(state="declined")
        merged = mine.filter(matter__merged_into__isnull=False)
        conditions.append(Q(pk__in=mine.values("matter_id")))
        # Whose suggestion was merged is answered, and judges, where it went.
        conditions.append(Q(pk__in=merged.values("matter__merged_into_id")))
    # What a clerk types for a deputy (代录) is the clerk's to finish.
    if user.has_role(Role.COUNTY_CLERK, Role.TOWNSHIP_CLERK):
        conditions.append(Q(created_by_id=user.pk, status__in=UNSUBMITTED))
    return conditions


def visible_apart(user, kinds: Iterable[str] | None = None) -> list[Q]:
    """`visible_conditions`, each without what those before it show already.

    Querysets narrowed by these share no matter: together they are
    `visible_to(user)`, one by one each is a walk in an index.
    """
    conditions = visible_conditions(user, kinds)
    return [
        reduce(and_, [one, *(~other for other in conditions[:place])])
        for place, one in enumerate(conditions)
    ]


def raised_by_group(group_id: int) -> Exists:
    """The condition that a deputy of the group (代表小组) raised or co-signed the matter."""
    from lianxin.engines.matters.models import Proposer

    return Exists(Proposer.objects.filter(matter=OuterRef("pk"), person__seats__group_id=group_id))


def _at_body(body) -> Q:
    if body.parent_id is None:
        return Q(county_id=body.county_id)
    # Nothing lies below a township or a street: one comparison that an index serves.
    return Q(body_id=body.pk)
