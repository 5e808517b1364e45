"""What an activity's own page shows of the funds: its claims, and where to make one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from lianxin.foundation.figures.words import in_yuan
from lianxin.foundation.people.permissions import may
from lianxin.work.activities import spending
from lianxin.work.activities.models import Activity
from lianxin.work.activities.spending import Line, Spending
from lianxin.work.funds.models import Budget, Claim
from lianxin.work.funds.permissions import Permission

STANDING = (Claim.State.SUBMITTED, Claim.State.APPROVED)


@dataclass(frozen=True)
class Rest:
    """What of an activity's expenses nobody has claimed. what: for which; amount: 分."""

    what: str
    amount: int


def rest_of(activity: Activity) -> Rest:
    """The expenses written down, less the claims that wait or were approved."""
    expenses = list(activity.expenses.all())
    claimed = (
        Claim.objects.filter(activity=activity, state__in=STANDING)
        .order_by()
        .aggregate(total=Sum("amount"))["total"]
        or 0
    )
    rest = sum(one.amount for one in expenses) - claimed
    return Rest("、".join(one.what for one in expenses)[:120], max(rest, 0))


def spending_of_activity(activity: Activity, user: Any) -> Spending:
    """Claims the reader may see; the address of a new one while something is left to claim."""
    claims = Claim.objects.visible_to(user).filter(activity=activity)
    lines = [
        Line(one.what, one.get_absolute_url(), in_yuan(one.amount), str(one.get_state_display()))
        for one in claims.order_by("pk")
    ]
    if activity.state in (Activity.State.CANCELLED, Activity.State.REFUSED, Activity.State.TOLD):
        return Spending(lines)
    budget = Budget.objects.filter(body=activity.body_id, year=activity.on.year).first()
    if budget is None or not rest_of(activity).amount:
        return Spending(lines)
    draft = Claim(budget=budget, activity=activity, group=activity.group, claimed_by=user)
    if not may(user, Permission.CLAIM, draft):
        return Spending(lines)
    address = reverse("funds:claim_new", args=[budget.pk], query={"activity": activity.pk})
    return Spending(lines, address)


def register_at_activities() -> None:
    spending.register(spending_of_activity)
