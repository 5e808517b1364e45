"""Referring (转办、转送), receiving, objecting, answering; never to whom it is about."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.workflow.moves import save_or_refuse
from lianxin.foundation.people.models import Grant
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.petitions import clocks, notices
from lianxin.work.petitions.models import Accused, Clock, Petition, Referral
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.workflow.moves import S, managed, move, need_status, note, refresh

P = clocks.Purpose
R = Referral.Status
# By these words of its name an organ is known to be competent.
DISCIPLINE = ("纪委", "监委", "监察", "纪检")
POLITICAL_LEGAL = ("法院", "检察", "公安", "政法", "司法", "派出所")


class ToTheAccused(Refused):
    """No petition goes to the office or person it complains of."""


class WrongOrgan(Refused):
    """Accusations and litigation go to the organs competent for them."""


class NotResponsible(Refused):
    """A referral names who is responsible and by when, or it is none."""


@transaction.atomic
def refer(
    petition,
    *,
    by,
    today: date,
    responsible: str,
    due_on: date | None,
    office=None,
    organ: str = "",
    responsible_phone: str = "",
    request: str = "",
    told_on: date | None = None,
) -> Referral:
    """Hand it to an office of the body, or to the organ competent for it.

    responsible: who answers for it there. due_on: until when; both are
        needed, or nothing is saved (systems.md S-024).
    told_on: day on which the petitioner was told where it went; of one not
        yet decided it is the day of the written notice, today unless given.
    Returns the Referral. Raises NotResponsible, ToTheAccused, WrongOrgan,
    Refused past the time for finishing.

    Source: 信访工作条例 (2022), arts. 22, 23, 28 para. 2, 30 para. 3.
    """
    managed(petition, by)
    need_status(petition, S.SUBMITTED, S.ACCEPTED, S.ASSIGNED)
    if not responsible.strip() or due_on is None:
        raise NotResponsible(_("转办应当明确责任人和办结期限。请补填后再转办。"))
    _refuse_elsewhere(petition, office)
    _refuse_accused(petition, office, organ, responsible)
    _refuse_incompetent(petition, office.name if office else organ)
    finish = clocks.running(petition, P.FINISH).first()
    if finish and due_on > finish.due_on:
        raise Refused(
            _("本件应当在 %(day)s 前办结，转办期限不能晚于这一天。请改选日期。")
            % {"day": finish.due_on},
            article=finish.article,
        )
    referral = save_or_refuse(
        Referral(
            petition=petition,
            office=office,
            organ=organ.strip(),
            responsible=responsible.strip(),
            responsible_phone=responsible_phone,
            referred_on=today,
            due_on=due_on,
            request=request,
        )
    )
    if petition.status == S.SUBMITTED:
        petition.told_on = None if petition.is_unreachable else (told_on or today)
        petition.save(update_fields=["told_on"])
        clocks.meet(petition, P.DECISION, told_on or today)
    move(petition, "refer")
    if office:
        clocks.start(petition, P.OBJECTION, today, referral=referral)
    refresh(petition)
    note(
        petition,
        by,
        "refer",
        _("转%(receiver)s办理") % {"receiver": referral.receiver},
        after={"responsible": referral.responsible, "due_on": due_on},
    )
    notices.referred(referral)
    return referral


def _refuse_elsewhere(petition, office) -> None:
    if office is None:
        return
    if office.body_id != petition.body_id:
        raise Refused(_("%(office)s不属于本级。请从名单中选择。") % {"office": office})
    if office.closed_on is not None:
        raise Refused(_("%(office)s已撤并。请选择接续其职责的单位。") % {"office": office})


def _refuse_accused(petition, office, organ: str, responsible: str) -> None:
    accused = list(
        Accused.objects.filter(petition=petition).select_related("office", "person", "account")
    )
    offices = {one.office_id for one in accused if one.office_id}
    offices |= set(
        Grant.objects.in_force()
        .filter(office__isnull=False)
        .filter(account__in=[one.account_id for one in accused if one.account_id])
        .values_list("office_id", flat=True)
    )
    offices |= set(
        Grant.objects.in_force()
        .filter(office__isnull=False)
        .filter(account__person__in=[one.person_id for one in accused if one.person_id])
        .values_list("office_id", flat=True)
    )
    names = {one.office.name for one in accused if one.office}
    people = {one.person.name for one in accused if one.person}
    people |= {one.account.name for one in accused if one.account}
    people |= {one.name for one in accused if one.name}
    to_accused = (office and office.pk in offices) or any(name in organ for name in names)
    if to_accused or responsible.strip() in people:
        raise ToTheAccused(
            _("不能把信访材料转给被反映的单位或者人员。请改转有权处理的其他机关。"),
            article=_("信访工作条例第三十条第三款"),
        )


def _refuse_incompetent(petition, receiver: str) -> None:
    if petition.sort == Petition.Sort.ACCUSATION and not _is_one_of(receiver, DISCIPLINE):
        raise WrongOrgan(
            _("检举控告应当转送有管理权限的纪检监察机关。请改选。"),
            article=_("信访工作条例第二十二条第二款、第三十条第一款"),
        )
    is_litigation = petition.sort == Petition.Sort.CLAIM and petition.way == Petition.Way.LITIGATION
    if is_litigation and not _is_one_of(receiver, POLITICAL_LEGAL):
        raise WrongOrgan(
            _("涉法涉诉事项应当转同级政法机关依法处理。请改选。"),
            article=_("信访工作条例第二十二条第二款、第二十八条第二款"),
        )


def _is_one_of(name: str, words) -> bool:
    return any(word in name for word in words)


@transaction.atomic
def separate_litigation(petition, *, by) -> None:
    """Mark a claim as one of litigation, which only political-legal organs handle.

    Source: 信访工作条例 (2022), arts. 28 para. 2, 31 no. 1.
    """
    managed(petition, by)
    need_status(petition, S.SUBMITTED, S.ACCEPTED)
    if petition.sort != Petition.Sort.CLAIM:
        raise Refused(_("只有申诉求决类事项才会涉法涉诉。请先核对类别。"))
    petition.way = Petition.Way.LITIGATION
    petition.save(update_fields=["way"])
    clocks.stop(petition, petition.submitted_on, P.FINISH)
    refresh(petition)
    note(petition, by, "separate_litigation", _("认定为涉法涉诉，转政法机关处理"))


@transaction.atomic
def receive(referral, *, by, today: date) -> None:
    """The office signs for it."""
    require(by, Permission.HANDLE, referral)
    _change(referral, {R.SENT}, R.RECEIVED, received_on=today)
    refresh(referral.petition)
    note(referral.petition, by, "receive", _("%s签收") % referral.receiver)


@transaction.atomic
def object_to(referral, *, reason: str, by, today: date) -> None:
    """The office says that it is not the competent one, with reasons, within five working days.

    Source: 信访工作条例 (2022), art. 23 para. 3.
    """
    require(by, Permission.HANDLE, referral)
    petition = referral.petition
    if not reason.strip():
        raise Refused(_("提出异议应当详细说明理由。请写明为何不属于本单位职权范围。"))
    clock = clocks.running(petition, P.OBJECTION, referral=referral).first()
    if clock and clock.due_on < today:
        raise Refused(
            _("异议应当在 %(day)s 前提出，现已逾期，请继续办理。确有困难的，请与信访工作人员商量。")
            % {"day": clock.due_on},
            article=clock.article,
        )
    _change(referral, {R.SENT, R.RECEIVED}, R.OBJECTED, objection=reason.strip(), objected_on=today)
    clocks.meet(petition, P.OBJECTION, today, referral=referral)
    refresh(petition)
    note(petition, by, "object", _("%s对转办提出异议") % referral.receiver, reason=reason)
    notices.objected(referral)


@transaction.atomic
def decide_objection(referral, *, agrees: bool, words: str, by, today: date) -> None:
    """Take it back from the office, or say why it stays there."""
    petition = referral.petition
    managed(petition, by)
    if agrees:
        take_back(referral, reason=words or _("核实同意异议"), by=by, today=today)
        return
    if not words.strip():
        raise Refused(_("不同意异议的，请说明理由。"))
    _change(referral, {R.OBJECTED}, R.RECEIVED)
    refresh(petition)
    note(
        petition,
        by,
        "decide_objection",
        _("异议不成立，%s继续办理") % referral.receiver,
        reason=words,
    )


@transaction.atomic
def take_back(referral, *, reason: str, by, today: date) -> None:
    """Take it back; from that moment the office sees nothing of it."""
    petition = referral.petition
    managed(petition, by)
    if not reason.strip():
        raise Refused(_("请写明收回理由。"))
    _change(referral, {R.SENT, R.RECEIVED, R.OBJECTED}, R.TAKEN_BACK)
    clocks.stop(petition, today, referral=referral)
    if not petition.referrals.in_force().exists():
        if petition.accepted_on:
            move(petition, "come_back")
        else:
            move(petition, "come_back_undecided")
            # The petitioner was told where it went; now it is to be decided anew.
            Clock.objects.filter(petition=petition, purpose=P.DECISION).update(met_on=None)
    refresh(petition)
    note(petition, by, "take_back", _("收回对%s的转办") % referral.receiver, reason=reason)


@transaction.atomic
def answer(referral, *, result: str, by, today: date, answered_on: date | None = None) -> None:
    """The office says what it found and did; of an organ outside, the clerk writes it down."""
    require(by, Permission.HANDLE, referral)
    petition = referral.petition
    if not result.strip():
        raise Refused(_("请写明办理结果。"))
    day = answered_on or today
    if day > today or day < referral.referred_on:
        raise Refused(_("反馈日期应当在转办日期和今天之间。请改正。"))
    _change(referral, {R.SENT, R.RECEIVED}, R.ANSWERED, result=result, answered_on=day)
    clocks.stop(petition, today, referral=referral)
    refresh(petition)
    note(petition, by, "answer", _("%s反馈办理结果") % referral.receiver)
    notices.answered(referral)


def _change(referral, sources, target, **values) -> None:
    changed = Referral.objects.filter(pk=referral.pk, status__in=sources).update(
        status=target, **values
    )
    if not changed:
        referral.refresh_from_db(fields=["status"])
        raise WrongStatus(
            _("转办状态现在是“%(status)s”，不能办理这一步。请刷新页面。")
            % {"status": referral.get_status_display()}
        )
    referral.status = target
    for name, value in values.items():
        setattr(referral, name, value)
