"""Figures of funds: T37 (rate × deputies, used ÷ budget) and T38 (facilities)."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.figures.words import yuan
from lianxin.work.funds.models import Allocation, Budget, Claim, Facility

ROOM = gettext_lazy("代表活动经费")
_lazy = gettext_lazy


def _sum(found: QuerySet) -> int:
    return found.order_by().aggregate(total=Sum("amount"))["total"] or 0


def _cost(found: QuerySet) -> int:
    return found.order_by().aggregate(total=Sum("cost"))["total"] or 0


def _seen(found: Any, scope: Scope) -> Any:
    if scope.public:
        return found.none()
    return found if scope.user is None else found.visible_to(scope.user)


def budgets(scope: Scope) -> QuerySet[Budget]:
    """Budgets of the years that begin in a scope."""
    first = (
        scope.since.year
        if (scope.since.month, scope.since.day) == (1, 1)
        else (scope.since.year + 1)
    )
    found = Budget.objects.filter(
        body__in=scope.bodies(), year__gte=first, year__lte=scope.until.year
    ).select_related("body")
    return _seen(found, scope)


def claims(scope: Scope) -> QuerySet[Claim]:
    """Approved claims by the day of the expense."""
    found = (
        Claim.objects.approved()
        .filter(budget__body__in=scope.bodies(), spent_on__range=(scope.since, scope.until))
        .select_related("budget__body", "activity")
    )
    if purpose := scope.narrowed.get("purpose"):
        found = found.filter(purpose=purpose)
    return _seen(found, scope)


def allocations(scope: Scope) -> QuerySet[Allocation]:
    found = Allocation.objects.filter(
        budget__body__in=scope.bodies(), on__range=(scope.since, scope.until)
    ).select_related("budget__body")
    if scope.public:
        return found.none()
    if scope.user is None:
        return found
    return found.filter(budget__in=Budget.objects.visible_to(scope.user).values("pk"))


def facilities(scope: Scope) -> QuerySet[Facility]:
    """What was bought in a scope, also what is no longer in use; not what is only planned."""
    found = (
        Facility.objects.exclude(state=Facility.State.PLANNED)
        .filter(body__in=scope.bodies(), bought_on__range=(scope.since, scope.until))
        .select_related("body")
    )
    if kind := scope.narrowed.get("kind"):
        found = found.filter(kind=kind)
    return _seen(found, scope)


def row_of_budget(budget: Budget) -> Row:
    note = _("%(number)d 名代表，每名 %(rate)s 元") % {
        "number": budget.deputies,
        "rate": yuan(budget.rate),
    }
    return Row(
        str(budget),
        budget.get_absolute_url(),
        budget.counted_on,
        budget.body.short_name,
        budget.amount,
        note,
    )


def row_of_claim(claim: Claim) -> Row:
    return Row(
        claim.what,
        claim.get_absolute_url(),
        claim.spent_on,
        claim.budget.body.short_name,
        claim.amount,
        str(claim.get_purpose_display()),
    )


def row_of_allocation(one: Allocation) -> Row:
    return Row(
        one.source or _("拨付"),
        one.budget.get_absolute_url(),
        one.on,
        one.budget.body.short_name,
        one.amount,
    )


def row_of_facility(one: Facility) -> Row:
    return Row(
        one.name,
        one.get_absolute_url(),
        one.bought_on,
        one.body.short_name,
        one.cost,
        str(one.get_kind_display()),
    )


def register_figures() -> None:
    catalogue.register(
        Figure(
            "funds.budget",
            _lazy("代表活动经费预算"),
            _lazy("元"),
            _lazy("年度预算之和：规则规定的每名代表标准 × 计算日的代表人数"),
            room=ROOM,
            records=budgets,
            measure=_sum,
            amount="amount",
            row=row_of_budget,
            statistic="T37",
            is_money=True,
            day="counted_on",
        ),
        Figure(
            "funds.allocated",
            _lazy("已拨付的代表活动经费"),
            _lazy("元"),
            _lazy("登记到账的拨付之和"),
            room=ROOM,
            records=allocations,
            measure=_sum,
            amount="amount",
            row=row_of_allocation,
            statistic="T37",
            is_money=True,
            day="on",
        ),
        Figure(
            "funds.spent",
            _lazy("已列支的代表活动经费"),
            _lazy("元"),
            _lazy("已审批的报销之和，按开支发生日；待审批的、未批准的不计"),
            room=ROOM,
            records=claims,
            measure=_sum,
            amount="amount",
            row=row_of_claim,
            parts={"purpose": (_lazy("用途"), lambda scope: dict(Claim.Purpose.choices))},
            statistic="T37",
            is_money=True,
            day="spent_on",
        ),
        Figure(
            "funds.used",
            _lazy("代表活动经费使用率"),
            "%",
            _lazy("已列支 ÷ 预算"),
            room=ROOM,
            numerator="funds.spent",
            denominator="funds.budget",
            statistic="T37",
        ),
        Figure(
            "funds.facilities",
            _lazy("阵地与办公投入金额"),
            _lazy("元"),
            _lazy("已购置的场所、设备金额之和，按购置日期；只有计划的不计"),
            room=ROOM,
            records=facilities,
            measure=_cost,
            amount="cost",
            row=row_of_facility,
            parts={"kind": (_lazy("类别"), lambda scope: dict(Facility.Kind.choices))},
            statistic="T38",
            is_money=True,
            day="bought_on",
        ),
    )
