"""Schemes: copied from what is shipped or from an older one, edited, put in use."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, save
from lianxin.work.assessments.models import Item, Scheme
from lianxin.work.assessments.permissions import Permission
from lianxin.work.assessments.shipped import schemes
from lianxin.work.assessments.workflow.common import note

State = Scheme.State


@transaction.atomic
def copy_shipped(body, key: str, *, by) -> Scheme:
    """A draft of a shipped scheme, to be edited by the county."""
    one = schemes().get(key)
    scheme = Scheme(body=body)
    require(by, Permission.KEEP_SCHEME, scheme)
    if one is None:
        raise Refused(_("没有这个考评办法。请刷新页面重选。"))
    scheme.name, scheme.source = one["name"], one["source"]
    scheme.total, scheme.grades = one["total"], one["grades"]
    scheme.bonus, scheme.criticism = one.get("bonus", []), one.get("criticism")
    save(scheme)
    Item.objects.bulk_create(
        Item(
            scheme=scheme,
            order=place,
            area=item["area"],
            name=item["name"],
            # Absent is not 0: a reprint that lost its numbers asks for them.
            points=item.get("points"),
            omitted_by_streets=item.get("omitted_by_streets", False),
            conditions=item["conditions"],
        )
        for place, item in enumerate(one["items"], start=1)
    )
    note(by, "copy_shipped", scheme, _("起草考评办法：%s") % scheme)
    return scheme


@transaction.atomic
def copy_scheme(scheme: Scheme, *, by) -> Scheme:
    """A draft with the same items; the one in use stands as it was used."""
    require(by, Permission.KEEP_SCHEME, scheme)
    copy = save(
        Scheme(
            body=scheme.body,
            name=_("%s（修改稿）") % scheme.name[:70],
            source=scheme.source,
            total=scheme.total,
            grades=scheme.grades,
            bonus=scheme.bonus,
            criticism=scheme.criticism,
        )
    )
    items = list(scheme.items.all())
    for one in items:
        one.pk, one.scheme = None, copy
    Item.objects.bulk_create(items)
    note(by, "copy_scheme", copy, _("复制考评办法：%s") % scheme)
    return copy


def _drafted(scheme: Scheme, by) -> None:
    require(by, Permission.KEEP_SCHEME, scheme)
    if locked(scheme).state != State.DRAFT:
        raise WrongStatus(_("办法已经启用，不能再改。要改的，请复制一份修改稿。"))


@transaction.atomic
def change_scheme(
    scheme: Scheme,
    *,
    name: str,
    total: int,
    grades: Sequence[Sequence],
    by,
    bonus: Sequence[Sequence] | None = None,
    criticism: int | None = None,
) -> Scheme:
    """Its name, its total, and its grades [[name, from percent]], best first down to 0.

    bonus: [[area, most points]] above the total; left out, it stays. criticism: points a
    public criticism takes off at most; None: none.
    """
    _drafted(scheme, by)
    marks = [mark for _name, mark in grades]
    if not grades or marks != sorted(set(marks), reverse=True) or marks[-1] != 0 or marks[0] > 100:
        raise Refused(_("等次应当从高到低写，百分数各不相同，最后一等从 0 起。"))
    areas = [area for area, _most in bonus or ()]
    if len(set(areas)) < len(areas):
        raise Refused(_("加分的方面有重名的。请改一下。"))
    scheme.name, scheme.total, scheme.grades = name.strip(), total, [list(one) for one in grades]
    scheme.criticism = criticism
    if bonus is not None:
        scheme.bonus = [list(one) for one in bonus]
    save(scheme)
    note(by, "change_scheme", scheme, _("修改考评办法：%s") % scheme)
    return scheme


@transaction.atomic
def save_item(item: Item, *, by) -> Item:
    """Add an item at the end, or keep a changed one."""
    _drafted(item.scheme, by)
    if not item.conditions:
        raise Refused(_("请至少写一个达标条件：选一个指标，或者写明凭什么记录。"))
    if item._state.adding:
        last = item.scheme.items.aggregate(last=Max("order"))["last"] or 0
        item.order = last + 1
    save(item)
    note(
        by,
        "save_item",
        item.scheme,
        _("考评项目：%s") % item.name,
        after={"points": item.points, "conditions": item.conditions},
    )
    return item


@transaction.atomic
def remove_item(item: Item, *, by) -> None:
    _drafted(item.scheme, by)
    scheme, name = item.scheme, item.name
    item.delete()
    note(by, "remove_item", scheme, _("删去考评项目：%s") % name)


def shortcomings(scheme: Scheme) -> list[str]:
    """Why it cannot be put in use: points missing, or not adding up to the stated total."""
    items = list(scheme.items.all())
    if not items:
        return [_("还没有考评项目。")]
    found = []
    uncapped = [area for area, most in scheme.bonus if most is None]
    if uncapped:
        found.append(
            _("加分没有写最多几分：%s。没有上限的加分不能启用，请补上。") % "、".join(uncapped)
        )
    missing = [one.name for one in items if one.points is None]
    if missing:
        found.append(
            _("有 %(number)d 项没有写分值：%(names)s。没有写不等于 0 分，请补上。")
            % {"number": len(missing), "names": "、".join(missing[:5])}
        )
    else:
        sum_of_points = sum(one.points or 0 for one in items)
        if sum_of_points != scheme.total:
            found.append(
                _(
                    "各项分值合计 %(sum)d 分，写明的总分是 %(total)d 分，相差 %(off)d 分。请改分值或者总分。"
                )
                % {
                    "sum": sum_of_points,
                    "total": scheme.total,
                    "off": abs(sum_of_points - scheme.total),
                }
            )
    return found


@transaction.atomic
def put_in_use(scheme: Scheme, *, by) -> None:
    """From now on it stands fast. Raises Refused for points missing or not adding up."""
    _drafted(scheme, by)
    if found := shortcomings(scheme):
        raise Refused("".join(str(one) for one in found))
    scheme.state = State.IN_USE
    scheme.save(update_fields=["state"])
    note(by, "put_in_use", scheme, _("启用考评办法：%s") % scheme, after={"total": scheme.total})


@transaction.atomic
def retire(scheme: Scheme, *, by) -> None:
    """No new round uses it; what was assessed by it stays."""
    require(by, Permission.KEEP_SCHEME, scheme)
    if locked(scheme).state != State.IN_USE:
        raise WrongStatus(_("只有使用中的办法可以停用。"))
    scheme.state = State.RETIRED
    scheme.save(update_fields=["state"])
    note(by, "retire", scheme, _("停用考评办法：%s") % scheme)
