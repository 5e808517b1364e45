"""A deputy objects to the own file; the office looks it up and answers in words."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.duty.files import Line
from lianxin.work.duty.models import Objection
from lianxin.work.duty.permissions import Permission

MOST_OPEN = 20
"""Objections of one deputy waiting at a time."""


@transaction.atomic
def object_to(seat: Seat, *, words: str, by, today: date, line: Line | None = None) -> Objection:
    """Say that a line is wrong, or without `line` that something is missing.

    Raises PermissionDenied for somebody else's file; Refused without words.
    """
    require(by, Permission.OBJECT, seat)
    words = words.strip()
    if not words:
        raise Refused(_("请写明哪里不对，或者少了什么，便于核实。"))
    waiting = Objection.objects.filter(seat=seat, settled_on__isnull=True)
    if waiting.count() >= MOST_OPEN:
        raise Refused(
            _("您已有 %d 条异议在等核实，请等人大办答复后再提，或者直接打电话说明。") % MOST_OPEN
        )
    objection = Objection.objects.create(
        seat=seat,
        line=_as_shown(line) if line else "",
        record=line.deed.url[:200] if line else "",
        words=words[:300],
        raised_on=today,
    )
    record(by, "duty.object", objection, _("对履职档案提出异议：%s") % objection.words)
    return objection


@transaction.atomic
def settle(objection: Objection, *, words: str, by, today: date) -> Objection:
    """Answer an objection: what was found, and what was put right at the record.

    Raises WrongStatus when somebody has answered already.
    """
    require(by, Permission.SETTLE, objection)
    words = words.strip()
    if not words:
        raise Refused(_("请写明核实情况：在原记录更正了什么，或者为什么不改。"))
    waiting = Objection.objects.filter(pk=objection.pk, settled_on__isnull=True)
    if not waiting.update(settled_on=today, settlement=words[:300], settled_by=by):
        raise WrongStatus(_("这条异议刚刚已经处理。请刷新页面查看。"))
    objection.refresh_from_db()
    record(by, "duty.settle", objection, _("处理履职档案异议：%s") % objection.settlement)
    return objection


def _as_shown(line: Line) -> str:
    return f"{line.deed.on.isoformat()} {line.source.label}：{line.deed.words}"[:300]
