"""Bonus above the items and public criticism: claimed, entered, decided, objected to.

Source: 宣汉县乡镇人大工作考评细则 (F05: 100 分，宣传、创新工作加分；通报批评), practice.md §2.8.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.files.storing import store
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, need_words, save
from lianxin.work.assessments.models import Extra, Mark, Round, Scheme, Sheet
from lianxin.work.assessments.permissions import Permission
from lianxin.work.assessments.workflow.common import note

Kind, Dispute = Extra.Kind, Mark.Dispute
NEEDS_PROOF = gettext_lazy("请写明凭据：文件、报道的名称和日期，考评组照此核对。")


def caps_of(scheme: Scheme) -> dict[str, int]:
    """Most points by area of bonus; areas nobody has put a number to give none."""
    return {area: most or 0 for area, most in scheme.bonus}


@transaction.atomic
def claim_bonus(
    sheet: Sheet,
    *,
    area: str,
    points: int,
    on: date,
    proof: str,
    by: Account,
    today: date,
    upload: Any = None,
) -> Extra:
    """The body asks for bonus points while it checks itself.

    Raises PermissionDenied, WrongStatus once sent; Refused for an area the scheme does not
    have, above its cap, without evidence and for a day outside the year assessed.
    """
    require(by, Permission.CHECK_ONESELF, sheet)
    _while(sheet, Round.State.OPEN)
    if locked(sheet).state != Sheet.State.SELF:
        raise WrongStatus(_("自评已经报送，不能再申请加分。请与考评组联系，由考评组登记。"))
    extra = _made(sheet, Kind.BONUS, area, on, proof, by, today)
    _refuse_over(extra, points, _asked_for(sheet, area, claimed=True))
    extra.claimed = points
    return _kept(extra, upload, by, _("申请加分：%(area)s %(points)d 分"), points)


@transaction.atomic
def add_extra(
    sheet: Sheet,
    *,
    kind: str,
    area: str,
    points: int,
    on: date,
    proof: str,
    by: Account,
    today: date,
    upload: Any = None,
) -> Extra:
    """The county enters a bonus the body did not ask for, or a public criticism.

    Raises PermissionDenied, WrongStatus once told, Refused as `claim_bonus`; for a
    criticism above what the scheme allows, or where it takes nothing off.
    """
    require(by, Permission.REVIEW, sheet)
    _while(sheet, Round.State.OPEN)
    extra = _made(sheet, kind, area, on, proof, by, today)
    _refuse_over(extra, points, _asked_for(sheet, extra.area))
    extra.awarded = points
    words = {
        Kind.BONUS: _("登记加分：%(area)s %(points)d 分"),
        Kind.CRITICISM: _("登记通报批评：%(area)s，扣 %(points)d 分"),
    }[Kind(kind)]
    return _kept(extra, upload, by, words, points)


@transaction.atomic
def decide_extra(extra: Extra, *, awarded: int, words: str = "", by: Account) -> Extra:
    """What the county gives for a claim; reasons wherever it is not what was asked for."""
    require(by, Permission.REVIEW, extra.sheet)
    _while(extra.sheet, Round.State.OPEN)
    row = locked(extra)
    if row.claimed is None:
        raise WrongStatus(_("这一条由考评组登记，不用核定。"))
    _refuse_over(extra, awarded, _asked_for(extra.sheet, extra.area, but=extra))
    if awarded != row.claimed:
        words = need_words(words, _("核定的分与申请的 %d 分不同，请写明理由。") % row.claimed)
    extra.awarded, extra.words = awarded, words.strip()[:300]
    extra.save(update_fields=["awarded", "words"])
    note(
        by,
        "decide_extra",
        extra.sheet,
        _("核定%(extra)s %(points)d 分") % {"extra": extra, "points": awarded},
        reason=extra.words,
    )
    return extra


@transaction.atomic
def withdraw_extra(extra: Extra, *, by: Account) -> None:
    """Take back what was entered, by who may enter it, before the result is told."""
    is_claim = extra.claimed is not None
    require(by, Permission.CHECK_ONESELF if is_claim else Permission.REVIEW, extra.sheet)
    _while(extra.sheet, Round.State.OPEN)
    if is_claim and locked(extra.sheet).state != Sheet.State.SELF:
        raise WrongStatus(_("自评已经报送，不能撤回加分申请。请与考评组联系。"))
    words = str(extra)
    extra.delete()
    note(by, "withdraw_extra", extra.sheet, _("撤回%s") % words)


@transaction.atomic
def object_to_extra(extra: Extra, *, words: str, by: Account, today: date) -> Extra:
    """The body objects, in words, in time: to a criticism, or to what a bonus was given."""
    require(by, Permission.CHECK_ONESELF, extra.sheet)
    period = _while(extra.sheet, Round.State.TOLD)
    if period.dispute_until is not None and today > period.dispute_until:
        raise Refused(_("异议截止日期 %s 已过，不能再提出。") % f"{period.dispute_until:%Y-%m-%d}")
    if locked(extra).dispute:
        raise WrongStatus(_("这一条已经提出过异议。"))
    extra.dispute = Dispute.RAISED
    extra.dispute_words = need_words(words, _("请写明异议的理由和凭据。"))[:500]
    extra.save(update_fields=["dispute", "dispute_words"])
    note(by, "object_to", extra.sheet, _("对“%s”提出异议") % extra, reason=extra.dispute_words)
    return extra


@transaction.atomic
def answer_extra(extra: Extra, *, awarded: int, words: str, by: Account) -> Extra:
    """Uphold an objection by other points, or keep them; both in words."""
    require(by, Permission.REVIEW, extra.sheet)
    _while(extra.sheet, Round.State.TOLD)
    row = locked(extra)
    if row.dispute != Dispute.RAISED:
        raise WrongStatus(_("这一条没有待答复的异议。请刷新页面。"))
    _refuse_over(extra, awarded, _asked_for(extra.sheet, extra.area, but=extra))
    extra.dispute_answer = need_words(words, _("请写明答复的理由。"))[:500]
    extra.dispute = Dispute.UPHELD if awarded != row.awarded else Dispute.REJECTED
    extra.awarded = awarded
    extra.save(update_fields=["dispute", "dispute_answer", "awarded"])
    note(
        by,
        "answer_dispute",
        extra.sheet,
        _("答复对“%s”的异议") % extra,
        reason=extra.dispute_answer,
        before={"awarded": row.awarded},
        after={"awarded": awarded},
    )
    return extra


def sums_of(sheet: Sheet) -> tuple[int, int]:
    """What bonus adds, each area up to its cap, and what criticism takes off."""
    caps = caps_of(sheet.round.scheme)
    found: dict[str, int] = {}
    taken = 0
    for one in sheet.extras.all():
        if one.kind == Kind.CRITICISM:
            taken += one.awarded or 0
        else:
            found[one.area] = found.get(one.area, 0) + (one.awarded or 0)
    return sum(min(points, caps.get(area, 0)) for area, points in found.items()), taken


def _while(sheet: Sheet, state: str) -> Round:
    period = locked(sheet.round)
    if period.state != state:
        raise WrongStatus(
            _("这次考评现在是“%s”，不能办理这一步。请刷新页面。") % period.get_state_display()
        )
    return period


def _made(sheet: Sheet, kind: str, area: str, on: date, proof: str, by, today: date) -> Extra:
    period, scheme = sheet.round, sheet.round.scheme
    area = need_words(area, _("请写明是哪个方面；通报批评的写通报机关和文号。"))[:40]
    if kind == Kind.BONUS and area not in caps_of(scheme):
        raise Refused(_("这个办法没有“%s”这项加分。请从办法写明的方面里选。") % area)
    if kind == Kind.CRITICISM and scheme.criticism is None:
        raise Refused(_("这个办法没有写通报批评扣分。要扣分，应当先在办法里写明。"))
    if on > today:
        raise Refused(_("日期还没有到。请核对。"))
    if not period.since <= on <= period.until:
        raise Refused(_("日期不在考评期内。请核对。"))
    return Extra(
        sheet=sheet, kind=kind, area=area, on=on, proof=need_words(proof, NEEDS_PROOF)[:500], by=by
    )


def _asked_for(sheet: Sheet, area: str, *, claimed: bool = False, but: Extra | None = None) -> int:
    """Points of that area so far: claimed, or given by the county."""
    column = "claimed" if claimed else "awarded"
    found = sheet.extras.filter(kind=Kind.BONUS, area=area).exclude(pk__in=[but.pk] if but else [])
    return found.aggregate(sum=Sum(column))["sum"] or 0


def _refuse_over(extra: Extra, points: int, before: int) -> None:
    """Refuse points above what the scheme allows. before: of the same area already."""
    scheme = extra.sheet.round.scheme
    if extra.kind == Kind.CRITICISM:
        most = scheme.criticism or 0
        if not 0 <= points <= most:
            raise Refused(_("办法规定通报批评一次最多扣 %d 分。请改分数。") % most)
        return
    most = caps_of(scheme).get(extra.area, 0)
    if points < 0 or before + points > most:
        raise Refused(
            _("“%(area)s”最多加 %(most)d 分，已有 %(before)d 分，还可以加 %(left)d 分。请改分数。")
            % {
                "area": extra.area,
                "most": most,
                "before": before,
                "left": max(0, most - before),
            }
        )


def _kept(extra: Extra, upload: Any, by, words: str, points: int) -> Extra:
    if upload:
        extra.file = store(upload, by=by, body=extra.body)
    save(extra)
    note(
        by,
        "extra",
        extra.sheet,
        words % {"area": extra.area, "points": points},
        after={"proof": extra.proof, "on": extra.on.isoformat(), "file": extra.file_id},
    )
    return extra
