"""A visit to a deputy: entered once, with who went, why, and of which money."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from lianxin.foundation.figures.words import yuan
from lianxin.foundation.people.models import Body, Person, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.care.models import RightsCase, Visit, VisitPerson
from lianxin.work.care.permissions import Permission
from lianxin.work.care.workflow.common import bodies_for, check_not_ahead, note, save
from lianxin.work.funds.models import Claim

LARGEST = 10**11
"""分: more than any visit brings; a slip of the pen."""


@transaction.atomic
def log_visit(
    body: Body,
    seat: Seat,
    *,
    on: date,
    reason: str,
    by,
    today: date,
    way: str = Visit.Way.HOME,
    people: Iterable[Person] = (),
    others: str = "",
    words: str = "",
    money: int = 0,
    goods: str = "",
    goods_value: int = 0,
    source: str = "",
    claim: Claim | None = None,
    case: RightsCase | None = None,
) -> Visit:
    """Enter a visit or a call. money, goods_value: 分; claim: of the activity funds.

    Raises PermissionDenied; Refused without anyone who went, for money without its source,
    for a claim of another body, one not approved, or one that pays for less.
    """
    visit = Visit(
        body=body,
        seat=seat,
        case=case,
        on=on,
        reason=reason,
        way=way,
        others=others.strip(),
        words=words.strip(),
        money=money,
        goods=goods.strip(),
        goods_value=goods_value,
        source=source,
        claim=claim,
        created_by=by,
    )
    require(by, Permission.KEEP, visit)
    people = list(people)
    check_not_ahead(on, today)
    if body.pk not in {one.pk for one in bodies_for(seat)}:
        raise Refused(_("这位代表不归本级联系。请从名单里选。"))
    if not people and not visit.others:
        raise Refused(_("请写明谁去看望的。"))
    if any(one.pk == seat.person_id for one in people):
        raise Refused(_("看望人和被看望的代表是同一个人，请核对。"))
    if max(money, goods_value) > LARGEST:
        raise Refused(_("金额太大了，请检查是否多打了几位。"))
    if case is not None and (case.body_id != body.pk or case.seat_id != seat.pk):
        raise Refused(_("所选权益保障事项不是这位代表的。请重新选择。"))
    if case is not None and not case.is_open:
        raise Refused(_("所选权益保障事项已经办结。请不要关联，或者另立一件。"))
    if claim is not None:
        _check_claim(claim, visit)
    save(visit)
    VisitPerson.objects.bulk_create(VisitPerson(visit=visit, person=one) for one in people)
    note(by, "visit", visit, _("登记慰问走访"), after={"on": on, "total": visit.total})
    return visit


def _check_claim(claim: Claim, visit: Visit) -> None:
    """One approved claim may pay for several visits, together for no more than its sum."""
    Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.budget.body_id != visit.body_id or claim.state != Claim.State.APPROVED:
        raise Refused(_("所选报销不是本级已经审批的。请先在“经费”里报销、审批，再关联。"))
    spent = (
        Visit.objects.kept()
        .filter(claim=claim)
        .aggregate(total=Sum(F("money") + F("goods_value")))["total"]
        or 0
    )
    if spent + visit.total > claim.amount:
        raise Refused(
            _("这笔报销共 %(sum)s 元，已用于慰问 %(spent)s 元，不够这次的 %(now)s 元。")
            % {
                "sum": yuan(claim.amount),
                "spent": yuan(spent),
                "now": yuan(visit.total),
            }
        )


@transaction.atomic
def withdraw_visit(visit: Visit, *, reason: str, by, today: date) -> Visit:
    """Entered by mistake: kept, marked, no longer counted."""
    require(by, Permission.KEEP, visit)
    if not reason.strip():
        raise Refused(_("请写明作废的原因。"))
    if not Visit.objects.filter(pk=visit.pk, withdrawn_on__isnull=True).update(
        withdrawn_on=today, withdrawn_reason=reason.strip()[:200]
    ):
        raise WrongStatus(_("这次慰问已经作废。请刷新页面。"))
    visit.refresh_from_db()
    note(by, "withdraw_visit", visit, _("作废慰问走访"), reason=visit.withdrawn_reason)
    return visit
