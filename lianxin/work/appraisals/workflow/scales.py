"""A body's own rating scales: made, changed as the next version, given up."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, need_words, save
from lianxin.work.appraisals.models.scales import PREFIX, OwnScale
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.scales import SCALES, Scale, VerdictRule
from lianxin.work.appraisals.workflow.common import note

FEWEST, MOST_GRADES, MOST_ROWS, LONGEST = 2, 6, 12, 12
"""Grades of a scale at least and at most, its rows, characters of one name."""


def scale_for(body: Body, key: str) -> Scale:
    """The shipped or own scale of that key that `body` may use now.

    Raises Refused for one that was changed or given up meanwhile, or is another body's.
    """
    if key in SCALES:
        return SCALES[key]
    number = key.removeprefix(PREFIX)
    found = OwnScale.objects.in_use(body).filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        raise Refused(_("这套测评等次已经修改或者停用。请从列表里重新选择。"))
    return found.as_scale


@transaction.atomic
def make_scale(
    body: Body,
    *,
    name: str,
    grades: Sequence[str],
    good: int,
    source: str,
    by: Account,
    today: date,
    rows: Sequence[str] = (),
    verdict: str = VerdictRule.NONE,
    copied_from: str = "",
) -> OwnScale:
    """Make a scale of the body's own. copied_from: words of the scale it was copied from.

    Raises PermissionDenied; Refused for grades that are no order of distinct names, for a
    rule that needs three, and without its document.
    """
    last = OwnScale.objects.filter(body=body).aggregate(last=Max("number"))["last"] or 0
    scale = OwnScale(
        body=body, number=last + 1, version=1, copied_from=copied_from[:80], made_on=today, by=by
    )
    require(by, Permission.PLAN, scale)
    _write(scale, name, grades, good, rows, verdict, source)
    note(by, "make_scale", scale, _("制定测评等次：%s") % scale, after=_told(scale))
    return scale


@transaction.atomic
def change_scale(scale: OwnScale, *, by: Account, today: date, **values: Any) -> OwnScale:
    """The next version; the one before stays as it is, and so do the meetings that used it.

    values: name, grades, good, rows, verdict, source. Raises PermissionDenied,
    WrongStatus for one no longer in use, Refused.
    """
    require(by, Permission.PLAN, scale)
    before = _in_use(scale)
    before.ended_on = today
    before.save(update_fields=["ended_on"])
    after = OwnScale(
        body=before.body,
        number=before.number,
        version=before.version + 1,
        copied_from=before.copied_from,
        made_on=today,
        by=by,
    )
    _write(after, **values)
    note(
        by,
        "change_scale",
        after,
        _("修改测评等次：%(scale)s 第 %(number)d 版") % {"scale": after, "number": after.version},
        before=_told(before),
        after=_told(after),
    )
    return after


@transaction.atomic
def end_scale(scale: OwnScale, *, by: Account, today: date) -> None:
    """Give a scale up: no new meeting uses it. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.PLAN, scale)
    row = _in_use(scale)
    row.ended_on = today
    row.save(update_fields=["ended_on"])
    note(by, "end_scale", row, _("停用测评等次：%s") % row)


def _in_use(scale: OwnScale) -> OwnScale:
    row = locked(scale)
    if row.ended_on is not None:
        raise WrongStatus(_("这一版已经修改或者停用。请刷新页面，从在用的一版办理。"))
    return row


def _write(scale: OwnScale, name, grades, good, rows, verdict, source) -> None:
    scale.name = need_words(name, _("请写名称。"))
    scale.source = need_words(source, _("请写明依据：哪个文件、哪次会议定的。"))
    scale.grades = _names(grades, _("等次"))
    scale.rows = _names(rows, _("测评项目")) or [""]
    if not FEWEST <= len(scale.grades) <= MOST_GRADES:
        raise Refused(
            _("等次应当有 %(few)d 到 %(most)d 个，从好到差一行一个。")
            % {"few": FEWEST, "most": MOST_GRADES}
        )
    if len(scale.rows) > MOST_ROWS:
        raise Refused(_("测评项目最多 %d 个。") % MOST_ROWS)
    if not 1 <= good < len(scale.grades):
        raise Refused(_("算满意的等次，从第一个数起，至少一个，至少留一个不算满意。"))
    if verdict != VerdictRule.NONE and len(scale.grades) != 3:
        raise Refused(_("按票数定等次的办法只用于三个等次。请改成三个，或者选不定等次。"))
    scale.good, scale.verdict = good, str(verdict)
    save(scale)


def _names(typed: Sequence[str], what: str) -> list[str]:
    names = [kept for one in typed if (kept := str(one).strip())]
    long = [one for one in names if len(one) > LONGEST]
    if long:
        raise Refused(
            _("%(what)s“%(name)s”太长，最多 %(most)d 个字。")
            % {"what": what, "name": long[0], "most": LONGEST}
        )
    if len(set(names)) < len(names):
        raise Refused(_("%s有重名的。请改一下。") % what)
    if _("弃权") in names:
        raise Refused(_("弃权不用列：没有选等次的有效票就是弃权。"))
    return names


def _told(scale: OwnScale) -> dict[str, Any]:
    return {
        "name": scale.name,
        "grades": scale.grades,
        "good": scale.good,
        "rows": scale.rows,
        "verdict": scale.verdict,
        "source": scale.source,
    }
