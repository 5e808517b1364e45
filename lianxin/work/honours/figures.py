"""Figures of this room: T48, honours and their money."""

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.work.honours.models import Award, Honour
from lianxin.work.honours.queries import HonourQuerySet

HELD_BY: dict[str, str] = {
    Award.Holder.DEPUTY: "person",
    Award.Holder.GROUP: "group",
    Award.Holder.STATION: "station",
    Award.Holder.UNIT: "unit",
}
"""The column of who holds an honour given from outside, which has no award."""
ROOM, ITEMS = gettext_lazy("评选表彰"), gettext_lazy("项")


def honours(scope: Scope) -> HonourQuerySet:
    found = Honour.objects.between(scope.since, scope.until).filter(body__in=scope.bodies())
    if scope.public:
        found = found.named()
    elif scope.user is not None:
        found = found.filter(pk__in=Honour.objects.visible_to(scope.user).values("pk"))
    return found.with_holder().order_by("-granted_on", "pk")


def given(scope: Scope) -> HonourQuerySet:
    found = honours(scope).named()
    holder = scope.narrowed.get("holder")
    return found.filter(nomination__award__holder=holder) if holder else found


def outside(scope: Scope) -> HonourQuerySet:
    found = honours(scope).filter(nomination__isnull=True)
    holder = scope.narrowed.get("holder")
    return found.filter(**{f"{HELD_BY[holder]}__isnull": False}) if holder in HELD_BY else found


def rewards(scope: Scope) -> HonourQuerySet:
    return given(scope).filter(amount__gt=0)


def paid(scope: Scope) -> HonourQuerySet:
    return rewards(scope).filter(paid_on__isnull=False)


def _sum(found: QuerySet) -> int:
    return found.order_by().aggregate(total=Sum("amount"))["total"] or 0


def row(honour: Honour) -> Row:
    return Row(
        words=str(honour),
        url=honour.get_absolute_url()
        if honour.is_outside
        else reverse("honours:public", args=[honour.body.code]),
        on=honour.granted_on,
        body=honour.body.short_name,
        note=honour.giver,
    )


def row_of_money(honour: Honour) -> Row:
    plain = row(honour)
    return Row(
        plain.words, honour.get_absolute_url(), plain.on, plain.body, honour.amount, plain.note
    )


def _holders(_scope: Scope) -> dict:
    return dict(Award.Holder.choices)


def register_figures() -> None:
    catalogue.register(
        Figure(
            "honours.given",
            gettext_lazy("表彰数"),
            ITEMS,
            gettext_lazy("期间内本级经提名、评审、公示后表彰的，一名代表、一个小组算一项"),
            ROOM,
            given,
            row=row,
            parts={"holder": (gettext_lazy("授予"), _holders)},
            statistic="T48",
            has_public=True,
        ),
        Figure(
            "honours.outside",
            gettext_lazy("外来荣誉数"),
            ITEMS,
            gettext_lazy("期间内由上级或者其他机关授予、已登记的荣誉"),
            ROOM,
            outside,
            row=row,
            parts={"holder": (gettext_lazy("授予"), _holders)},
            statistic="T48",
        ),
        Figure(
            "honours.rewards",
            gettext_lazy("表彰奖金"),
            gettext_lazy("元"),
            gettext_lazy("期间内表彰应发的奖金，按表彰当天的标准"),
            ROOM,
            rewards,
            measure=_sum,
            row=row_of_money,
            statistic="T48",
            is_money=True,
        ),
        Figure(
            "honours.paid",
            gettext_lazy("已发表彰奖金"),
            gettext_lazy("元"),
            gettext_lazy("期间内表彰、已登记发放的奖金"),
            ROOM,
            paid,
            measure=_sum,
            row=row_of_money,
            statistic="T48",
            is_money=True,
        ),
    )
