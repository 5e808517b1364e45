"""A year's statement and the register of facilities as tables."""

from decimal import Decimal

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.funds.models import Allocation, Budget, Claim, Facility


def _yuan(cents: int) -> Decimal:
    """分 as a cell in 元, exact."""
    return Decimal(cents).scaleb(-2)


CLAIMS = [
    Field(gettext_lazy("发生日期"), lambda one: one.spent_on, 12, Kind.DATE),
    Field(gettext_lazy("事由"), lambda one: one.what, 36),
    Field(gettext_lazy("用途"), lambda one: one.get_purpose_display(), 16),
    Field(gettext_lazy("活动"), lambda one: one.activity.title if one.activity else "", 28),
    Field(gettext_lazy("代表小组"), lambda one: one.group.name if one.group else "", 16),
    Field(gettext_lazy("金额（元）"), lambda one: _yuan(one.amount), 14, Kind.NUMBER),
    Field(gettext_lazy("状态"), lambda one: one.get_state_display(), 12),
    Field(gettext_lazy("报销人"), lambda one: one.claimed_by.name, 12),
    Field(gettext_lazy("审批人"), lambda one: one.decided_by.name if one.decided_by else "", 12),
    Field(gettext_lazy("审批日期"), lambda one: one.decided_on, 12, Kind.DATE),
]
ALLOCATIONS = [
    Field(gettext_lazy("到账日期"), lambda one: one.on, 12, Kind.DATE),
    Field(gettext_lazy("来源"), lambda one: one.source, 28),
    Field(gettext_lazy("金额（元）"), lambda one: _yuan(one.amount), 14, Kind.NUMBER),
]
FACILITIES = [
    Field(gettext_lazy("名称"), lambda one: one.name, 28),
    Field(gettext_lazy("类别"), lambda one: one.get_kind_display(), 18),
    Field(gettext_lazy("数量"), lambda one: one.number, 8, Kind.NUMBER),
    Field(gettext_lazy("总金额（元）"), lambda one: _yuan(one.cost), 14, Kind.NUMBER),
    Field(gettext_lazy("购置日期"), lambda one: one.bought_on, 12, Kind.DATE),
    Field(gettext_lazy("站点"), lambda one: one.station.name if one.station else "", 24),
    Field(gettext_lazy("代表小组"), lambda one: one.group.name if one.group else "", 16),
    Field(gettext_lazy("放在哪里"), lambda one: one.place, 20),
    Field(gettext_lazy("状态"), lambda one: one.get_state_display(), 12),
    Field(gettext_lazy("备注"), lambda one: one.note, 24),
]


def statement_export(user, asked: QueryDict) -> Export:
    """What was paid in and what was claimed of a year's funds."""
    wanted = asked.get("budget", "")
    budget = Budget.objects.visible_to(user).filter(pk=wanted if wanted.isdecimal() else 0).first()
    if budget is None:
        raise Http404
    claims = (
        Claim.objects.visible_to(user)
        .filter(budget=budget)
        .select_related("activity", "group", "claimed_by", "decided_by")
        .order_by("spent_on", "pk")
    )
    title = _("%d 年度代表活动经费收支表") % budget.year
    unit = budget.body.name
    paid = Allocation.objects.filter(budget=budget)
    return Export(
        title=title,
        listings=[
            Listing(_("列支"), unit, CLAIMS, claims, count=claims.count(), name=_("列支")),
            Listing(_("拨付"), unit, ALLOCATIONS, paid, count=paid.count(), name=_("拨付")),
        ],
        body=budget.body,
    )


def facilities_export(user, asked: QueryDict) -> Export:
    """The register of facilities that one sees."""
    found = Facility.objects.visible_to(user).select_related("station", "group", "body")
    body = user.home_body
    unit = body.name if body else ""
    title = _("阵地与办公投入登记表")
    return Export(
        title=title,
        listings=[Listing(title, unit, FACILITIES, found, count=found.count())],
        body=body,
    )
