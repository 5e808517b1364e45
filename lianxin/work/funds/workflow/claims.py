"""Claims: entered with receipts, approved by the chair while there is money."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.figures.words import in_yuan
from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import moment
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities.models import Activity
from lianxin.work.funds import telling
from lianxin.work.funds.models import Budget, Claim, Receipt
from lianxin.work.funds.permissions import Permission
from lianxin.work.funds.queries import account_of
from lianxin.work.funds.workflow.common import check_amount, checked, locked, note

MOST_RECEIPTS = 20
LONGEST_REASON = 200


@transaction.atomic
def claim(
    budget: Budget,
    *,
    purpose: str,
    what: str,
    amount: int,
    spent_on: date,
    by,
    today: date,
    activity: Activity | None = None,
    group=None,
    receipts: Sequence = (),
) -> Claim:
    """Claim an expense of a year's funds. amount: 分. receipts: uploads.

    activity: what it was for; its group claims it. Raises Refused above what is left,
    for a day of another year and for an activity of another body.
    """
    if activity is not None and activity.group is not None:
        group = activity.group
    new = Claim(
        budget=budget,
        activity=activity,
        group=group,
        purpose=purpose,
        what=what.strip(),
        amount=amount,
        spent_on=spent_on,
        claimed_by=by,
        claimed_at=moment(),
    )
    require(by, Permission.CLAIM, new)
    locked(budget)
    check_amount(amount)
    if not new.what:
        raise Refused(_("请写明事由，如“小组视察租车”。"))
    if spent_on > today:
        raise Refused(_("发生日期还没有到。请在开支发生以后报销。"))
    if spent_on.year != budget.year:
        raise Refused(_("这笔开支发生在 %d 年，请从那一年度的经费报销。") % spent_on.year)
    if activity is not None and activity.body_id != budget.body_id:
        raise Refused(_("所选活动不是本级举办的。请重新选择。"))
    if activity is not None and activity.state in ("cancelled", "refused"):
        raise Refused(_("所选活动已经取消或者不予采认。请重新选择。"))
    if group is not None and group.body_id != budget.body_id:
        raise Refused(_("所选代表小组不属于本级。请重新选择。"))
    _refuse_above(budget, amount)
    checked(new)
    new.save()
    for upload in receipts:
        Receipt.objects.create(claim=new, file=store(upload, by=by, body=budget.body))
    event = note(
        by,
        "claim",
        new,
        _("报销 %(amount)s：%(what)s") % {"amount": in_yuan(amount), "what": new.what},
        after={"amount": amount, "budget": budget.pk},
    )
    telling.tell_claimed(new, event)
    return new


def _refuse_above(budget: Budget, amount: int) -> None:
    """Raise Refused where a year's funds, locked, hold less than `amount`."""
    standing = account_of(budget)
    if amount <= standing.left:
        return
    raise Refused(
        _("余额不足：已拨付 %(allocated)s，已列支 %(spent)s，还剩 %(left)s，不够列支 %(amount)s。")
        % {
            "allocated": in_yuan(standing.allocated),
            "spent": in_yuan(standing.spent),
            "left": in_yuan(standing.left),
            "amount": in_yuan(amount),
        }
        + (
            _("预算中还有 %s 没有拨付，请先登记拨付。") % in_yuan(standing.unpaid)
            if standing.unpaid
            else ""
        )
    )


@transaction.atomic
def approve(claim: Claim, *, by, today: date) -> Claim:
    """The chair approves: the money is spent. Raises Refused where there is not enough left.

    Whoever approves at the same moment waits for the lock on the year's funds.
    """
    require(by, Permission.APPROVE, claim)
    locked(claim.budget)
    _waiting(claim)
    _refuse_above(claim.budget, claim.amount)
    _decide(claim, Claim.State.APPROVED, by, today)
    event = note(by, "approve", claim, _("批准列支 %s") % in_yuan(claim.amount))
    telling.tell_decided(claim, event)
    return claim


@transaction.atomic
def refuse(claim: Claim, *, reason: str, by, today: date) -> Claim:
    """The chair refuses, and says why."""
    require(by, Permission.APPROVE, claim)
    locked(claim.budget)
    _waiting(claim)
    reason = reason.strip()
    if not reason:
        raise Refused(_("不批准应当写明原因，报销人会看到。"))
    claim.reason = reason[:LONGEST_REASON]
    _decide(claim, Claim.State.REFUSED, by, today)
    event = note(by, "refuse", claim, _("未批准"), reason=claim.reason)
    telling.tell_decided(claim, event)
    return claim


@transaction.atomic
def withdraw(claim: Claim, *, by, today: date) -> Claim:
    """Take a claim back before it is decided."""
    require(by, Permission.WITHDRAW, claim)
    locked(claim.budget)
    _waiting(claim)
    claim.state = Claim.State.WITHDRAWN
    claim.save(update_fields=["state"])
    note(by, "withdraw", claim, _("撤回报销"))
    return claim


@transaction.atomic
def add_receipt(claim: Claim, upload, *, by) -> Receipt:
    """Put one more receipt to a claim that waits."""
    require(by, Permission.WITHDRAW, claim)
    locked(claim.budget)
    _waiting(claim)
    if claim.receipts.count() >= MOST_RECEIPTS:
        raise Refused(_("一笔报销最多 %d 张票据。请把多张合成一个文件再传。") % MOST_RECEIPTS)
    stored = store(upload, by=by, body=claim.budget.body)
    added = Receipt.objects.create(claim=claim, file=stored)
    note(by, "receipt", claim, _("添加票据：%s") % stored.original_name)
    return added


def _waiting(claim: Claim) -> None:
    row = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    claim.state, claim.amount = row.state, row.amount
    if row.state != Claim.State.SUBMITTED:
        raise WrongStatus(
            _("这笔报销现在是“%s”，不能再办这一步。请刷新页面。") % row.get_state_display()
        )


def _decide(claim: Claim, state: str, by, today: date) -> None:
    claim.state, claim.decided_by, claim.decided_on = state, by, today
    claim.save(update_fields=["state", "decided_by", "decided_on", "reason"])
