"""Figures of the year's plan, and of its dated duties: due, done, missed.

The duties are computed; `occasions.put_right` makes rows of them before they are counted.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import Body
from lianxin.ui.paging import Key, Order
from lianxin.work.diary.models import Occasion, Period, PlanItem, YearPlan
from lianxin.work.diary.occasions import put_right
from lianxin.work.diary.queries import READERS
from lianxin.work.diary.states import FULFILLED, STATE_NAMES, State

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


def _seen(scope: Scope) -> list[Body]:
    """The bodies of the scope whose diary its account may read."""
    found = Body.objects.filter(pk__in=scope.bodies())
    if scope.user is not None:
        seen = Q(pk__in=())
        for grant in scope.user.current_grants:
            if grant.role in READERS:
                seen |= Q(path__startswith=grant.body.path)
        found = found.filter(seen)
    return list(found.order_by("path"))


def _occasions(scope: Scope):
    bodies = _seen(scope)
    put_right(bodies, scope.since, scope.until)
    found = Occasion.objects.filter(
        body__in=bodies, due__gte=scope.since, due__lte=scope.until
    ).exclude(state=State.BEFORE)
    for name in ("period", "key"):
        if name in scope.narrowed:
            found = found.filter(**{name: scope.narrowed[name]})
    return found.select_related("body")


def duties(scope: Scope):
    """Those whose day has come, and those done before it."""
    fulfilled = Q(state__in=FULFILLED)
    return _occasions(scope).filter(fulfilled | Q(due__lte=localdate()))


def duties_done(scope: Scope):
    return _occasions(scope).filter(state__in=FULFILLED)


def duties_late(scope: Scope):
    return _occasions(scope).filter(state=State.LATE)


def duties_missed(scope: Scope):
    return _occasions(scope).filter(state=State.MISSED)


def row_of_duty(one: Occasion) -> Row:
    return Row(
        words=one.name,
        url=reverse("diary:duty", args=[one.body.code, one.key, one.on.isoformat()]),
        on=one.due,
        body=one.body.short_name,
        note=str(STATE_NAMES[one.state]),
    )


def _kinds(scope: Scope) -> dict[str, str]:
    found = Occasion.objects.filter(body__in=scope.bodies()).order_by("key")
    return dict(found.values_list("key", "name").distinct())


def row(item: PlanItem) -> Row:
    return Row(
        words=item.words,
        url=item.plan.get_absolute_url(),
        on=item.done_on,
        body=item.plan.body.short_name,
        note=item.get_state_display(),
    )


ROOM = _("年历")
BY_DUE = Order((Key("due"), Key("pk")))
PARTS: dict[str, tuple[Any, Callable[[Scope], Mapping[str, Any]]]] = {
    "period": (_("周期"), lambda _scope: dict(Period.choices)),
    "key": (_("工作"), _kinds),
}
NOT_COUNTED = _("起用日以前到期的，有没有记录都不算")


def _duty_figures():
    """Due, done, done late, missed; each opens its list."""
    for key, name, formula, records in (
        (
            "diary.duties",
            _("年历应办事项"),
            _("年历上日子在统计期内、已经到日子的事项，一次算一项；提前办完的也算"),
            duties,
        ),
        (
            "diary.duties_done",
            _("年历完成事项"),
            _("上述事项中有记录或者人工登记证明已经办了的，迟后完成的也算"),
            duties_done,
        ),
        (
            "diary.duties_late",
            _("年历迟后完成事项"),
            _("完成事项中完成日期晚于期限的"),
            duties_late,
        ),
        (
            "diary.duties_missed",
            _("年历逾期未办事项"),
            _("期限已过、没有记录也没有登记的"),
            duties_missed,
        ),
    ):
        yield Figure(
            key,
            name,
            _("项"),
            formula,
            ROOM,
            records=records,
            row=row_of_duty,
            parts=PARTS,
            excludes=NOT_COUNTED,
            day="due",
            order=BY_DUE,
        )


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
        *_duty_figures(),
        Figure(
            "diary.duties_rate",
            _("年历完成率"),
            "%",
            _("完成事项除以应办事项"),
            ROOM,
            numerator="diary.duties_done",
            denominator="diary.duties",
        ),
    )
