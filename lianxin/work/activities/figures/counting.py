"""Recorded activities: how many there were, and what they add up to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.masking import mask
from lianxin.foundation.people.models import Group
from lianxin.ui.paging import Key, Order
from lianxin.work.activities.kinds import Field, name_of, shipped
from lianxin.work.activities.models import Activity

ROOM = gettext_lazy("代表活动")
TRAINING = ("training", "lecture")
SUPERVISION = ("inspection", "survey", "enforcement")
BY_DAY = Order((Key("on", True, date.fromisoformat), Key("pk", True)))
_lazy = gettext_lazy


def counting(
    key: str,
    name: Any,
    formula: Any = "",
    *,
    unit: Any = None,
    kinds: tuple[str, ...] = (),
    statistic: str = "",
) -> Figure:
    """Recorded activities of some kinds, one each."""
    words = formula or _lazy("这一类活动中已举行并有记录的，一次算一件；计划的、取消的不计")
    return Figure(
        f"activities.{key}",
        name,
        unit or _lazy("次"),
        words,
        room=ROOM,
        records=partial(recorded, kinds=kinds),
        row=row_of_activity,
        parts=parts_of(kinds),
        statistic=statistic,
        has_public=True,
        day="on",
        order=BY_DAY,
    )


def summing(
    key: str,
    name: Any,
    column: str,
    unit: str,
    kinds: tuple[str, ...] = (),
    statistic: str = "",
    *,
    purpose: bool = False,
) -> Figure:
    """A column of recorded activities, added up."""
    parts = parts_of(kinds)
    if purpose:
        parts["purpose"] = (_lazy("款物用途"), _purposes)
    return Figure(
        f"activities.{key}",
        name,
        _lazy(unit),
        _lazy("有记录的活动中登记的数之和；没有登记这一项的活动不计"),
        room=ROOM,
        records=partial(recorded, kinds=kinds, above=column),
        measure=partial(total_of, column),
        amount=column,
        row=partial(row_of_activity, amount=column),
        parts=parts,
        statistic=statistic,
        is_money=column == "money",
        has_public=True,
        day="on",
        order=BY_DAY,
    )


def parts_of(kinds: tuple[str, ...]) -> dict[str, tuple[Any, Callable[[Scope], dict[str, Any]]]]:
    parts: dict[str, tuple[Any, Callable[[Scope], dict[str, Any]]]] = {
        "group": (_lazy("代表小组"), groups_in),
        "online": (_lazy("方式"), lambda scope: {"1": _("线上"), "0": _("线下")}),
    }
    if len(kinds) != 1:
        parts["kind"] = (_lazy("类别"), partial(_kinds, kinds))
    if kinds == ("meeting",):
        parts["organ"] = (_lazy("会议名称"), _organs)
    return parts


def _kinds(kinds: tuple[str, ...], scope: Scope) -> dict[str, Any]:
    if kinds:
        return {key: name_of(scope.body, key) for key in kinds}
    found = recorded(replace(scope, narrowed={})).order_by().values_list("kind", flat=True)
    return {key: name_of(scope.body, key) for key in sorted(set(found.distinct()))}


def groups_in(scope: Scope) -> dict[str, Any]:
    groups = Group.objects.filter(body__in=scope.bodies()).order_by("body__path", "name")
    return {str(pk): name for pk, name in groups.values_list("pk", "name")}


def _choices(kind: str, key: str) -> dict[str, Any]:
    field = shipped()[kind].field(key)
    return dict(field.choices or {}) if field else {}


def _organs(scope: Scope) -> dict[str, Any]:
    return _choices("meeting", "organ")


def _purposes(scope: Scope) -> dict[str, Any]:
    return _choices("volunteer", "purpose")


def recorded(scope: Scope, *, kinds: tuple[str, ...] = (), above: str = "") -> QuerySet[Activity]:
    """Recorded activities of a scope. above: only those where this column says something."""
    found = Activity.objects.filter(
        body__in=scope.bodies(), state=Activity.State.RECORDED, on__range=(scope.since, scope.until)
    ).select_related("body", "group")
    if scope.public:
        found = found.filter(publication__is_shown=True).annotate(
            public_title=F("publication__title")
        )
    elif scope.user is not None and not scope.is_whole:
        found = found.visible_to(scope.user)
    if kinds:
        found = found.filter(kind__in=kinds)
    if above:
        found = found.filter(**{f"{above}__gt": 0})
    return _narrowed(found, scope)


def _narrowed(found: QuerySet[Activity], scope: Scope) -> QuerySet[Activity]:
    asked = scope.narrowed
    if kind := asked.get("kind"):
        found = found.filter(kind=kind)
    group = asked.get("group", "")
    if group.isascii() and group.isdecimal():
        found = found.filter(group_id=int(group))
    if asked.get("online") in ("0", "1"):
        found = found.filter(is_online=asked["online"] == "1")
    for name in ("organ", "purpose"):
        if value := asked.get(name):
            found = found.filter(**{f"values__{name}": value})
    return found


def total_of(column: str, found: QuerySet) -> int:
    return found.order_by().aggregate(total=Sum(column))["total"] or 0


def row_of_activity(activity: Activity, amount: str = "") -> Row:
    kind = shipped().get(activity.kind)
    group = f" {activity.group.name}" if activity.group else ""
    public = getattr(activity, "public_title", "")
    return Row(
        mask(public) or activity.title,
        activity.get_absolute_url(),
        activity.on,
        activity.body.short_name,
        getattr(activity, amount) if amount else 1,
        f"{kind.name if kind else ''}{group}",
        reverse("portal:activity", args=[activity.pk]) if public else "",
    )


def of_fields() -> list[Figure]:
    """One figure for each number field of a shipped kind that asks for one."""
    return [
        Figure(
            f"activities.{kind.key}_{field.key}",
            _lazy(field.name or field.label),
            _lazy(field.unit),
            _lazy("“%(kind)s”记录中“%(label)s”一项之和")
            % {"kind": kind.name, "label": field.label},
            room=ROOM,
            records=partial(recorded, kinds=(kind.key,)),
            measure=partial(_sum_of_field, field),
            row=partial(_row_of_field, field),
            parts=parts_of((kind.key,)),
            has_public=True,
            day="on",
        )
        for kind in shipped().values()
        for field in kind.fields
        if field.is_figure
    ]


def _sum_of_field(field: Field, found: QuerySet[Activity]) -> int:
    said = found.order_by().annotate(said=Cast(KT(f"values__{field.key}"), IntegerField()))
    return said.aggregate(total=Sum("said"))["total"] or 0


def _row_of_field(field: Field, activity: Activity) -> Row:
    return replace(row_of_activity(activity), amount=int(activity.values.get(field.key) or 0))
