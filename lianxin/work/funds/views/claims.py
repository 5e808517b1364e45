"""Claims: entered with receipts, read, decided, taken back."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.figures.words import in_yuan
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, found_for, press, step_page, typed
from lianxin.work.activities.models import Activity
from lianxin.work.funds import workflow
from lianxin.work.funds.at_activities import rest_of
from lianxin.work.funds.forms import ClaimForm, ReasonForm, ReceiptForm
from lianxin.work.funds.models import Claim
from lianxin.work.funds.permissions import Permission
from lianxin.work.funds.queries import account_of, groups_led
from lianxin.work.funds.views.statement import budget_for, crumbs, leads_here

RELATED = ("budget__body", "activity", "group", "claimed_by", "decided_by")


def claim_for(request, pk: int, permission: str = "") -> Claim:
    return found_for(request, Claim, pk, permission, related=RELATED)


@require_http_methods(FORM)
def new(request, pk):
    budget = budget_for(request, pk)
    is_clerk = may(request.user, Permission.KEEP, budget)
    if not is_clerk and not leads_here(request, budget):
        raise PermissionDenied(_("报销由本级人大工作人员或者代表小组组长登记。"))
    activity = _activity(request, budget)
    form = ClaimForm(
        typed(request),
        request.FILES if request.method == "POST" else None,
        budget=budget,
        groups=None if is_clerk else groups_led(request.user),
        initial=_likely(activity),
    )
    left = account_of(budget).left

    def act(**values):
        return workflow.claim(budget, by=request.user, today=localdate(), **values)

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("登记报销"),
            _("提交审批"),
            activity.get_absolute_url() if activity else budget.get_absolute_url(),
            lead=_("还可以列支 %s。") % in_yuan(max(left, 0)),
            crumbs=crumbs(budget),
        ),
        done=_("已提交，等主席审批。"),
        then=lambda made: made.get_absolute_url(),
    )


def _activity(request, budget) -> Activity | None:
    """The activity whose page led here, if the reader may know of it."""
    wanted = request.GET.get("activity", "")
    if not wanted.isdecimal() or len(wanted) > 18:
        return None
    seen = Activity.objects.visible_to(request.user).filter(body=budget.body_id)
    return seen.filter(pk=int(wanted)).first()


def _likely(activity: Activity | None) -> dict:
    """What will usually be right: of an activity, all that nobody has claimed yet."""
    if activity is None:
        return {"spent_on": localdate()}
    rest = rest_of(activity)
    return {
        "purpose": Claim.Purpose.ACTIVITY,
        "activity": activity.pk,
        "group": activity.group_id,
        "what": rest.what,
        "amount": rest.amount or None,
        "spent_on": activity.on,
    }


@require_safe
def detail(request, pk):
    claim = claim_for(request, pk)
    waits = claim.state == Claim.State.SUBMITTED
    context = {
        "claim": claim,
        "amount": in_yuan(claim.amount),
        "receipts": [one.file for one in claim.receipts.select_related("file")],
        "approves": waits and may(request.user, Permission.APPROVE, claim),
        "withdraws": waits and may(request.user, Permission.WITHDRAW, claim),
        "left": in_yuan(account_of(claim.budget).left),
        "events": list(events_of(claim)),
        "crumbs": crumbs(claim.budget),
    }
    return render(request, "funds/claim.html", context)


@require_POST
def approve(request, pk):
    claim = claim_for(request, pk, Permission.APPROVE)
    return press(
        request,
        lambda: workflow.approve(claim, by=request.user, today=localdate()),
        done=_("已批准列支。"),
        then=claim,
    )


@require_http_methods(FORM)
def refuse(request, pk):
    claim = claim_for(request, pk, Permission.APPROVE)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.refuse(claim, reason=reason, by=request.user, today=localdate()),
        words=Words(
            _("不批准"),
            _("不批准"),
            claim.get_absolute_url(),
            lead=f"{claim.what} {in_yuan(claim.amount)}",
            crumbs=crumbs(claim.budget),
            is_grave=True,
        ),
        done=_("已退回报销人，原因一并告知。"),
        then=claim.get_absolute_url(),
    )


@require_POST
def withdraw(request, pk):
    claim = claim_for(request, pk, Permission.WITHDRAW)
    return press(
        request,
        lambda: workflow.withdraw(claim, by=request.user, today=localdate()),
        done=_("已撤回。"),
        then=claim,
    )


@require_http_methods(FORM)
def receipts(request, pk):
    claim = claim_for(request, pk, Permission.WITHDRAW)
    form = ReceiptForm(typed(request), request.FILES if request.method == "POST" else None)

    def act(receipts):
        for upload in receipts:
            workflow.add_receipt(claim, upload, by=request.user)

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("添加票据"), _("添加"), claim.get_absolute_url(), crumbs=crumbs(claim.budget)
        ),
        done=_("票据已添加。"),
        then=claim.get_absolute_url(),
    )
