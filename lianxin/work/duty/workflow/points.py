"""A body keeps its scheme of points: from a template, completed, then in force."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.duty.models import Band, PointItem, Scheme
from lianxin.work.duty.models.points import TENTHS
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.scoring import is_used, missing_in
from lianxin.work.duty.shipped import point_templates

State = Scheme.State
MOST_ITEMS = 40


class NotUsed(Refused):
    """Points are an option, and this body's rules leave it off."""

    def __init__(self):
        super().__init__(
            _(
                "本级没有启用积分。积分不是法定要求，默认不用；确需使用的，请先经本级研究，"
                "再在“规则”里把“按记录计算代表履职积分”改为“是”，并写明依据。"
            )
        )


@transaction.atomic
def start_scheme(
    body: Body, *, by, today: date, name: str = "", basis: str = "", template: str = ""
) -> Scheme:
    """Begin a scheme as a draft, empty or from a template.

    Raises NotUsed where the rulebook leaves points off.
    """
    require(by, Permission.KEEP, body)
    if not is_used(body, today):
        raise NotUsed
    shipped = point_templates().get(template)
    if template and shipped is None:
        raise Refused(_("没有这个样本，请从列出的样本中选择。"))
    scheme = Scheme.objects.create(
        body=body,
        name=name.strip() or (shipped.name if shipped else str(_("代表履职积分办法"))),
        basis=basis.strip(),
        subject=shipped.more["subject"] if shipped else Scheme.Subject.DEPUTY,
        total=_tenths(shipped.more["total"]) if shipped else None,
    )
    if shipped:
        for place, item in enumerate(shipped.items, 1):
            PointItem.objects.create(scheme=scheme, position=place, **_item(item))
        for band in shipped.more.get("bands", []):
            Band.objects.create(
                scheme=scheme,
                label=band["label"],
                at_least=_tenths(band["at_least"]),
                at_most=_tenths(band["at_most"]),
            )
    record(by, "duty.start_points", scheme, _("起草积分办法：%s") % scheme)
    return scheme


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": item["label"],
        "sources": item["sources"],
        "base_number": item["base_number"],
        "base": _tenths(item["base"]),
        "each": _tenths(item.get("each")) or 0,
        "each_less": _tenths(item.get("each_less")),
        "cap": _tenths(item.get("cap")),
    }


def _tenths(text: str | None) -> int | None:
    """ "79.5" → 795."""
    return None if text is None else int(Decimal(text) * TENTHS)


@transaction.atomic
def set_point_item(
    scheme: Scheme, *, by, item: PointItem | None = None, **fields: Any
) -> PointItem:
    """Add an item to a draft or change one; points in tenths."""
    require(by, Permission.KEEP, scheme)
    _drafts_only(scheme)
    last = scheme.items.order_by("position").last()
    if item is None and scheme.items.count() >= MOST_ITEMS:
        raise Refused(_("一份办法最多 %d 项。") % MOST_ITEMS)
    item = item or PointItem(scheme=scheme, position=last.position + 1 if last else 1)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    record(by, "duty.set_points", scheme, _("积分事项：%s") % item.label)
    return item


@transaction.atomic
def put_scheme_in_force(scheme: Scheme, *, by, today: date) -> Scheme:
    """Compute points by it from now on.

    Raises NotUsed; Refused with what is missing: a lost figure is never taken for 0.
    """
    require(by, Permission.KEEP, scheme)
    if not is_used(scheme.body, today):
        raise NotUsed
    _drafts_only(scheme)
    if not scheme.items.exists():
        raise Refused(_("办法里还没有记分事项，请先补充。"))
    if missing := missing_in(scheme):
        raise Refused(
            _("办法缺少数字，不能启用，也不能当作 0 分。请按原件补齐：%s。") % "；".join(missing)
        )
    try:
        with transaction.atomic():
            _move(scheme, State.DRAFT, State.IN_FORCE)
    except IntegrityError as error:
        raise Refused(_("本级已有在用的积分办法，请先停用。")) from error
    record(by, "duty.issue_points", scheme, _("启用积分办法：%s") % scheme)
    return scheme


@transaction.atomic
def withdraw_scheme(scheme: Scheme, *, reason: str, by) -> Scheme:
    """Compute no points by it any more."""
    require(by, Permission.KEEP, scheme)
    if not reason.strip():
        raise Refused(_("停用积分办法，请写明原因。"))
    _move(scheme, State.IN_FORCE, State.WITHDRAWN)
    record(
        by,
        "duty.withdraw_points",
        scheme,
        _("停用积分办法：%s") % scheme,
        reason=reason.strip(),
    )
    return scheme


def _drafts_only(scheme: Scheme) -> None:
    row = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if row.state != State.DRAFT:
        raise WrongStatus(
            _("这份办法%(state)s，不能再改。需要调整的，请停用后另起一份。")
            % {"state": row.get_state_display()}
        )


def _move(scheme: Scheme, source: str, target: str) -> None:
    if not Scheme.objects.filter(pk=scheme.pk, state=source).update(state=target):
        raise WrongStatus(_("这份办法的状态刚刚有变化，本次操作未执行。请刷新页面。"))
    scheme.state = target
