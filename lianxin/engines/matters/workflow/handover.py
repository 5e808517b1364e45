"""Handing over (交办), returning (退办) and re-assigning (改派)."""

from collections.abc import Callable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.kinds import kind_of, reply_base
from lianxin.engines.matters.models import (
    Assignment,
    Deadline,
    HandoverMeeting,
    Matter,
    ReturnRequest,
)
from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.workflow.moves import (
    Refused,
    WrongStatus,
    move,
    need_status,
    note,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require

Purpose = Deadline.Purpose
Role = Assignment.Role


class OfficeElsewhere(Refused):
    """The office does not belong to the body that hands over."""


class NotCalledBack(Refused):
    """The proposer has not been called back before the handing-over."""


@transaction.atomic
def assign(
    matter,
    *,
    by,
    today: date,
    lead=None,
    assisting: Sequence = (),
    separate: Sequence = (),
    is_complex=False,
    meeting=None,
):
    """Hand an accepted matter to the offices that must answer it.

    lead, assisting: one lead office (主办) and any assisting ones (协办); or
    separate: two or more offices that each answer for themselves (分办).
    today: first day of the reply period.
    Returns the assignments. Raises OfficeElsewhere, NotCalledBack, Refused
    for an impossible combination, WrongStatus unless the matter is accepted.

    Source: 代表法 (2025), art. 51 paras. 1-2; systems.md S-012, S-013.
    """
    require(by, Permission.ASSIGN, matter)
    offices = _roles(matter, lead, assisting, separate)
    if kind_of(matter).calls_back and matter.called_back_on is None and not matter.is_historical:
        raise NotCalledBack(_("交办前应当逐条回访提出人，了解真实意图。请先登记回访，再交办。"))
    if not matter.number and not matter.is_historical:
        raise Refused(_("本件还没有编号。请先编号，再交办。"))
    move(matter, "assign")
    assignments = [
        _hand_over(matter, office, role, today, is_complex, meeting) for office, role in offices
    ]
    clocks.meet(matter, Purpose.HANDOVER, today)
    clocks.meet(matter, Purpose.REASSIGN, today)
    refresh(matter)
    names = "、".join(f"{item.office.name}（{item.get_role_display()}）" for item in assignments)
    note(
        matter,
        by,
        "assign",
        _("交办%(names)s") % {"names": names},
        after={"offices": names, "due_on": matter.due_on, "meeting": meeting and meeting.pk},
    )
    return assignments


def _roles(matter, lead, assisting, separate):
    if lead and separate:
        raise Refused(_("主办与分办只能选一种：有主办单位的，其他单位为协办。"))
    if not lead and not separate:
        raise Refused(_("请选择主办单位，或者选择两个以上分办单位。"))
    if separate and len(separate) < 2:
        raise Refused(_("分办应当有两个以上单位；只有一个单位的，请作为主办。"))
    offices = [(lead, Role.LEAD)] if lead else [(office, Role.SEPARATE) for office in separate]
    offices += [(office, Role.ASSIST) for office in assisting]
    _refuse_impossible(matter, offices)
    return offices


def _refuse_impossible(matter, offices) -> None:
    seen = set()
    for office, _role in offices:
        if not _may_be_handed(matter, office):
            raise OfficeElsewhere(
                _("%(office)s不由本级人大交办。请从名单中选择承办单位。") % {"office": office}
            )
        if office.closed_on is not None:
            raise Refused(
                _("%(office)s已撤并，不能再交办。请选择接续其职责的单位。") % {"office": office}
            )
        if office.pk in seen:
            raise Refused(_("%(office)s选了两次。每个单位只选一次。") % {"office": office})
        seen.add(office.pk)


def _may_be_handed(matter, office) -> bool:
    if kind_of(matter).is_countywide:
        return office.body.county_id == matter.county_id
    return office.body_id == matter.body_id


def _hand_over(matter, office, role, today, is_complex, meeting):
    assignment = Assignment(
        matter=matter,
        office=office,
        role=role,
        assigned_on=today,
        is_complex=is_complex,
        meeting=meeting,
        leader=office.leader_in_charge,
        handler_phone=office.phone,
    )
    save_or_refuse(assignment)
    if role == Role.ASSIST:
        clock = clocks.start(matter, Purpose.ASSIST, today, assignment=assignment)
    else:
        key = kind_of(matter).longest if is_complex else clocks.key_of(matter, Purpose.REPLY)
        clock = clocks.start(
            matter,
            Purpose.REPLY,
            today,
            assignment=assignment,
            key=key,
            base=reply_base(matter, today),
        )
        if kind_of(matter).hears_deputy:
            clocks.start(matter, Purpose.CONTACT, today, assignment=assignment)
    clocks.start(matter, Purpose.RETURN, today, assignment=assignment)
    if clock:
        assignment.due_on = clock.due_on
        assignment.save(update_fields=["due_on"])
    return assignment


@transaction.atomic
def add_offices(matter, *, offices, by, today: date):
    """Add offices to a matter in hand: they assist its lead office, or, handled
    separately (分办), answer for themselves, as one does that takes another's place.
    """
    require(by, Permission.ASSIGN, matter)
    need_status(matter, Matter.Status.ASSIGNED, Matter.Status.REWORK)
    engaged = matter.assignments.active().select_related("office")
    lead = engaged.filter(role=Role.LEAD).first()
    role = Role.ASSIST if lead else Role.SEPARATE
    _refuse_engaged(offices, engaged)
    _refuse_impossible(matter, [(office, role) for office in offices])
    added = [_hand_over(matter, office, role, today, False, None) for office in offices]
    refresh(matter)
    names = "、".join(item.office.name for item in added)
    words = _("增加协办单位%(names)s") if lead else _("增加分办单位%(names)s")
    note(matter, by, "add_offices", words % {"names": names})
    return added


def _refuse_engaged(offices, engaged) -> None:
    handling = {item.office_id for item in engaged}
    for office in offices:
        if office.pk in handling:
            raise Refused(_("%(office)s已在办理本件。请选择别的单位。") % {"office": office})


@transaction.atomic
def ask_return(assignment, *, reason, by, today: date, suggested_office="", signed_by=""):
    """The office says that the matter is not its business (退办), with reasons and in time.

    Raises Refused after the period of suggestion.return has passed: 逾期不再调整.
    Source: 河南 art. 14, 重庆 art. 16 and others (rules.md SG-10).
    """
    matter = assignment.matter
    require(by, Permission.SIGN, assignment)
    need_status(matter, Matter.Status.ASSIGNED, Matter.Status.REWORK)
    clock = Deadline.objects.running().filter(assignment=assignment, purpose=Purpose.RETURN).first()
    if clock and clock.due_on < today:
        raise Refused(
            _("退办应当在 %(day)s 前提出，现已逾期，请继续办理。确有困难的，请与人大办商量。")
            % {"day": clock.due_on},
            article=clock.rule.get("source", ""),
        )
    _set_status(
        assignment,
        Assignment.Status.RETURN_ASKED,
        {Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED},
    )
    request = save_or_refuse(
        ReturnRequest(
            assignment=assignment,
            asked_on=today,
            reason=reason,
            suggested_office=suggested_office,
            signed_by=signed_by,
        )
    )
    clocks.meet(matter, Purpose.RETURN, today, assignment=assignment)
    clocks.start(matter, Purpose.REASSIGN, today, assignment=assignment)
    refresh(matter)
    note(
        matter,
        by,
        "ask_return",
        _("%(office)s申请退办") % {"office": assignment.office},
        reason=reason,
        after={"suggested_office": suggested_office},
        about=request,
    )
    return request


@transaction.atomic
def decide_return(request, *, agree: bool, by, today: date, note_text=""):
    """Agree to a return, so that the matter is handed over anew, or let the office go on."""
    assignment = request.assignment
    matter = assignment.matter
    require(by, Permission.ASSIGN, matter)
    decision = ReturnRequest.Decision.AGREED if agree else ReturnRequest.Decision.REFUSED
    changed = ReturnRequest.objects.filter(
        pk=request.pk, decision=ReturnRequest.Decision.PENDING
    ).update(decision=decision, decided_on=today, decision_note=note_text)
    if not changed:
        raise WrongStatus(_("这份退办申请已有人审核。请刷新页面查看结果。"))
    if not agree and not note_text.strip():
        raise Refused(_("不同意退办的，请说明理由，让承办单位明白为何继续办理。"))
    if agree:
        _release(matter, assignment, by, today)
    else:
        _set_status(assignment, Assignment.Status.RECEIVED, {Assignment.Status.RETURN_ASKED})
        clocks.meet(matter, Purpose.REASSIGN, today, assignment=assignment)
    refresh(matter)
    note(
        matter,
        by,
        "decide_return",
        (_("同意%(office)s退办") if agree else _("不同意%(office)s退办，继续办理"))
        % {"office": assignment.office},
        reason=note_text,
        about=request,
    )
    request.refresh_from_db()


@transaction.atomic
def take_back(assignment, *, reason, by, today: date):
    """Take a matter back from an office in order to hand it to another (改派)."""
    matter = assignment.matter
    require(by, Permission.ASSIGN, matter)
    need_status(matter, Matter.Status.ASSIGNED, Matter.Status.REWORK)
    if not reason.strip():
        raise Refused(_("请写明改派理由。"))
    if assignment.status == Assignment.Status.ANSWERED:
        raise Refused(_("该单位已经答复，不能改派。"))
    _release(matter, assignment, by, today)
    refresh(matter)
    note(
        matter,
        by,
        "take_back",
        _("撤回对%(office)s的交办，另行交办") % {"office": assignment.office},
        reason=reason,
        about=assignment,
    )


def _release(matter, assignment, by, today):
    """End an assignment; with no one left to answer, the matter waits for hand-over again."""
    _set_status(
        assignment,
        Assignment.Status.TAKEN_BACK,
        {
            Assignment.Status.ASSIGNED,
            Assignment.Status.RECEIVED,
            Assignment.Status.RETURN_ASKED,
        },
    )
    clocks.stop(matter, today, assignment=assignment)
    if not matter.assignments.answering().exists():
        for left in matter.assignments.active():
            clocks.stop(matter, today, assignment=left)
        matter.assignments.active().update(status=Assignment.Status.TAKEN_BACK)
        move(matter, "come_back")
        clocks.start(matter, Purpose.REASSIGN, today)


def _set_status(assignment, target, sources):
    changed = Assignment.objects.filter(pk=assignment.pk, status__in=sources).update(status=target)
    if not changed:
        assignment.refresh_from_db(fields=["status"])
        raise WrongStatus(
            _("承办状态现在是“%(status)s”，不能办理这一步。请刷新页面。")
            % {"status": assignment.get_status_display()}
        )
    assignment.status = target


@transaction.atomic
def hold_handover_meeting(
    body, *, held_on: date, by, place="", host="", attendees="", minutes=""
) -> HandoverMeeting:
    """Record a hand-over meeting (交办会); matters are then handed over `at` it."""
    require(by, Permission.ASSIGN, HandoverMeeting(body=body))
    meeting = save_or_refuse(
        HandoverMeeting(
            body=body,
            held_on=held_on,
            place=place,
            host=host,
            attendees=attendees,
            minutes=minutes,
        )
    )
    record(by, "matter.handover_meeting", meeting, _("召开建议交办会"))
    return meeting


def hand_over_many(
    plans: Sequence[tuple[Matter, dict]], *, by, today: date, called_back: Callable | None = None
) -> tuple[list[Matter], list[tuple[Matter, str]]]:
    """Hand over many matters; each succeeds or is refused for itself.

    plans: matter and the keyword arguments of `assign`.
    called_back: called with each matter first, to record the call-back.
    Returns those handed over and those refused with the reason.
    """
    done, refused = [], []
    for matter, plan in plans:
        try:
            with transaction.atomic():
                if called_back and matter.called_back_on is None:
                    called_back(matter)
                assign(matter, by=by, today=today, **plan)
        except Refused as refusal:
            refused.append((matter, str(refusal)))
        except PermissionDenied as denial:
            refused.append((matter, str(denial)))
        else:
            done.append(matter)
    return done, refused
