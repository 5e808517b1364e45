"""Figures of the year's plan. The dated duties themselves are computed, no records:
`queries.year_of` counts them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import Body
from lianxin.ui.paging import Key, Order
from lianxin.work.diary.models import PlanItem, YearPlan
from lianxin.work.diary.queries import READERS

BY_MONTH = Order((Key("plan__year"), Key("month"), Key("pk")))
CARRIED_OUT = (YearPlan.State.ACTIVE, YearPlan.State.SUMMED)


def items(scope: Scope):
    """Items of approved plans whose month lies within the scope's days."""
    first, last = scope.since, scope.until
    within = Q(plan__year__gt=first.year) | Q(plan__year=first.year, month__gte=first.month)
    within &= Q(plan__year__lt=last.year) | Q(plan__year=last.year, month__lte=last.month)
    found = PlanItem.objects.filter(
        within, plan__body__in=scope.bodies(), plan__state__in=CARRIED_OUT
    )
    if scope.user is not None:
        seen = Q(pk__in=())
        for grant in scope.user.current_grants:
            if grant.role in READERS:
                seen |= Q(path__startswith=grant.body.path)
        found = found.filter(plan__body__in=Body.objects.filter(seen))
    return found.select_related("plan__body")


def done(scope: Scope):
    return items(scope).filter(state=PlanItem.State.DONE)


def dropped(scope: Scope):
    return items(scope).filter(state=PlanItem.State.DROPPED)


def row(item: PlanItem) -> Row:
    return Row(
        words=item.words,
        url=item.plan.get_absolute_url(),
        on=item.done_on,
        body=item.plan.body.short_name,
        note=item.get_state_display(),
    )


ROOM = _("年历")


def register_figures() -> None:
    catalogue.register(
        Figure(
            "diary.items",
            _("年度计划事项"),
            _("项"),
            _("经党委批准的年度工作要点中，月份在统计期内的事项，一项算一项"),
            ROOM,
            records=items,
            row=row,
            order=BY_MONTH,
        ),
        Figure(
            "diary.items_done",
            _("年度计划完成事项"),
            _("项"),
            _("上述事项中登记了完成日期和完成情况的"),
            ROOM,
            records=done,
            row=row,
            order=BY_MONTH,
        ),
        Figure(
            "diary.items_dropped",
            _("年度计划不再开展的事项"),
            _("项"),
            _("上述事项中写明理由不再开展的；仍算在计划事项里"),
            ROOM,
            records=dropped,
            row=row,
            order=BY_MONTH,
        ),
        Figure(
            "diary.items_rate",
            _("年度计划完成率"),
            "%",
            _("完成事项除以计划事项"),
            ROOM,
            numerator="diary.items_done",
            denominator="diary.items",
        ),
    )
