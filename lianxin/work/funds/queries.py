"""What can be asked of funds: who sees which, what is left, how it was used."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from lianxin.foundation.people.models import CLERKS, Role

READERS = (*CLERKS, Role.CHAIR, Role.AUDITOR)


def bodies_read(user: Any, roles: Iterable[str] = READERS) -> list[int]:
    """Ids of the bodies whose funds `user` reads: the own one and those below it."""
    found: set[int] = set()
    for grant in user.current_grants:
        if grant.role in roles:
            found |= set(grant.body.ids_within())
    return sorted(found)


def groups_led(user: Any) -> list[int]:
    return [
        grant.group_id
        for grant in user.current_grants
        if grant.role == Role.GROUP_LEADER and grant.group_id
    ]


class BudgetQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Clerks, chairs and auditors, with what is below; a group's leader what he claims of."""
        if not user.is_authenticated:
            return self.none()
        led = [grant.body_id for grant in user.current_grants if grant.group_id]
        return self.filter(body__in={*bodies_read(user), *led})

    def for_list(self):
        """Each with `paid` and `spent`, newest first, in one query."""
        from lianxin.work.funds.models import Allocation, Claim

        paid = Allocation.objects.filter(budget=OuterRef("pk")).order_by().values("budget")
        spent = Claim.objects.approved().filter(budget=OuterRef("pk")).order_by().values("budget")
        total = Sum("amount")
        return (
            self.select_related("body")
            .annotate(
                paid=Coalesce(Subquery(paid.annotate(total=total).values("total")), 0),
                spent=Coalesce(Subquery(spent.annotate(total=total).values("total")), 0),
            )
            .order_by("-year", "body__path")
        )


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """All of the bodies one reads; a group's leader those of the group and his own."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(budget__body__in=bodies_read(user)) | Q(claimed_by=user)
        return self.filter(seen | Q(group__in=groups_led(user)))

    def approved(self):
        return self.filter(state="approved")


class FacilityQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Clerks, chairs and auditors; staff of a station what stands there."""
        from lianxin.work.stations.models import Station

        if not user.is_authenticated:
            return self.none()
        stations = Station.ids_of_staff(user)
        return self.filter(Q(body__in=bodies_read(user)) | Q(station__in=stations))


@dataclass(frozen=True)
class Account:
    """How a year's funds stand, in 分: budgeted, paid in, spent, waiting for approval."""

    budget: int
    allocated: int
    spent: int
    waiting: int

    @property
    def left(self) -> int:
        """What may still be approved: paid in and not spent."""
        return self.allocated - self.spent

    @property
    def unpaid(self) -> int:
        """What of the budget has not been paid in yet."""
        return self.budget - self.allocated


def account_of(budget) -> Account:
    """The standing of one year's funds; two queries."""
    sums = budget.claims.order_by().values_list("state").annotate(total=Sum("amount"))
    by_state = dict(sums)
    allocated = budget.allocations.aggregate(total=Sum("amount"))["total"] or 0
    return Account(
        budget.amount, allocated, by_state.get("approved", 0), by_state.get("submitted", 0)
    )


def by_purpose(budget) -> list[tuple[str, int, int]]:
    """Approved claims by purpose: purpose, number, 分; the largest first."""
    rows = (
        budget.claims.approved()
        .order_by()
        .values_list("purpose")
        .annotate(number=models.Count("pk"), total=Sum("amount"))
    )
    return sorted(rows, key=lambda row: (-row[2], row[0]))
