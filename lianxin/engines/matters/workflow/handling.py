"""What the handling office does before it answers: receive, contact, meet, ask for time."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.kinds import kind_of, reply_base
from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Deadline,
    Extension,
    Matter,
    Progress,
    Promise,
)
from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.workflow.moves import (
    Refused,
    WrongStatus,
    need_status,
    note,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.people.permissions import require
from lianxin.foundation.rulebook.rules import due

IN_HAND = (Matter.Status.ASSIGNED, Matter.Status.REWORK)
Purpose = Deadline.Purpose


class ExtensionTooLong(Refused):
    """No extension reaches past the longest period the law knows."""


@transaction.atomic
def receive(assignment, *, by, today: date, handler="", handler_phone="", leader=""):
    """The office signs for the matter (签收) and names who handles it."""
    require(by, Permission.HANDLE, assignment)
    need_status(assignment.matter, *IN_HAND)
    details = {"status": Assignment.Status.RECEIVED, "received_on": today}
    details |= {
        name: value
        for name, value in {
            "handler": handler,
            "handler_phone": handler_phone,
            "leader": leader,
        }.items()
        if value
    }
    changed = Assignment.objects.filter(pk=assignment.pk, status=Assignment.Status.ASSIGNED).update(
        **details
    )
    if not changed:
        raise WrongStatus(_("本件已经签收，不必重复签收。"))
    assignment.refresh_from_db()
    refresh(assignment.matter)
    note(assignment.matter, by, "receive", _("%s签收") % assignment.office)


@transaction.atomic
def plan(assignment, *, text, by, today: date, leader="", handler="", handler_phone=""):
    """Write down how and by whom the matter will be handled (办理计划)."""
    require(by, Permission.HANDLE, assignment)
    _need_in_hand(assignment)
    if not text.strip():
        raise Refused(_("请写明办理计划。"))
    before = assignment.plan
    assignment.plan = text
    for name, value in {
        "leader": leader,
        "handler": handler,
        "handler_phone": handler_phone,
    }.items():
        if value:
            setattr(assignment, name, value)
    save_or_refuse(assignment)
    note(
        assignment.matter,
        by,
        "plan",
        _("%s制定办理计划") % assignment.office,
        before={"plan": before},
        after={"plan": text},
    )


@transaction.atomic
def contact(
    assignment,
    *,
    contacted_on: date,
    way,
    by,
    today: date,
    is_meeting=False,
    place="",
    participants="",
    office_person="",
    points="",
    deputy_opinion="",
):
    """Record that the office contacted or met (面商) the deputy.

    The same record again by the same account gives the first one.

    Source: 代表法 (2025), art. 51 para. 2; record of 山东 art. 22.
    """
    require(by, Permission.HANDLE, assignment)
    need_status(assignment.matter, *IN_HAND, Matter.Status.TRACKING, Matter.Status.REPLIED)
    if contacted_on > today:
        raise Refused(_("联系日期不能晚于今天。"))
    if contacted_on < assignment.assigned_on:
        raise Refused(_("联系日期不能早于交办日期 %(day)s。") % {"day": assignment.assigned_on})
    said = {
        "assignment": assignment,
        "contacted_on": contacted_on,
        "way": way,
        "is_meeting": is_meeting,
        "place": place,
        "participants": participants,
        "office_person": office_person,
        "points": points,
        "deputy_opinion": deputy_opinion,
        "recorded_by": by,
    }
    # Word for word the same is the same form, sent twice.
    if same := Contact.objects.filter(**said).first():
        return same
    meeting = save_or_refuse(Contact(**said))
    clocks.meet(assignment.matter, Purpose.CONTACT, contacted_on, assignment=assignment)
    refresh(assignment.matter)
    words = _("%s与代表面商") if is_meeting else _("%s联系代表")
    note(
        assignment.matter,
        by,
        "contact",
        words % assignment.office,
        after={"on": contacted_on, "way": meeting.get_way_display()},
    )
    return meeting


@transaction.atomic
def ask_extension(assignment, *, reason, asked_until: date, by, today: date):
    """Ask for a longer reply period before the present one has run out.

    Raises ExtensionTooLong past the longest period counted from the day of
    handing over. Source: 代表法 (2025), art. 51 para. 2 (6 months, not 3+6).
    """
    require(by, Permission.SIGN, assignment)
    _need_in_hand(assignment)
    matter = assignment.matter
    clock = _reply_clock(assignment)
    if clock is None:
        raise Refused(_("重新办理、协办意见的期限不能延期。确有困难的，请与人大办商量。"))
    if clock.due_on < today:
        raise Refused(_("期限已过，不能再申请延期。请尽快答复，并向代表说明原因。"))
    if asked_until <= clock.due_on:
        raise Refused(_("延期后的日期应当晚于现期限 %(day)s。请改选日期。") % {"day": clock.due_on})
    longest_key = kind_of(matter).longest
    if longest_key is None:
        raise Refused(_("这类事项的期限不能延期。确有困难的，请先把办理进展告诉选民。"))
    longest = due(longest_key, reply_base(matter, assignment.assigned_on), body=matter.body)
    if asked_until > longest.due:
        raise ExtensionTooLong(
            _("最迟应当在 %(day)s 前答复（自交办之日起计算，不是另加）。请改选日期。")
            % {"day": longest.due},
            article=longest.rule.source,
        )
    extension = save_or_refuse(
        Extension(
            assignment=assignment,
            asked_on=today,
            reason=reason,
            due_before=clock.due_on,
            asked_until=asked_until,
        )
    )
    note(
        matter,
        by,
        "ask_extension",
        _("%(office)s申请延期至 %(day)s") % {"office": assignment.office, "day": asked_until},
        reason=reason,
        about=extension,
    )
    return extension


@transaction.atomic
def decide_extension(
    extension, *, agree: bool, by, today: date, note_text="", deputy_told_on: date | None = None
):
    """Consent to a longer period, telling the deputy, or refuse it with a reason."""
    assignment = extension.assignment
    matter = assignment.matter
    require(by, Permission.ASSIGN, matter)
    if not agree and not note_text.strip():
        raise Refused(_("不同意延期的，请说明理由。"))
    if agree and deputy_told_on is None:
        raise Refused(_("同意延期的，应当告知代表。请填写告知日期。"))
    decision = Extension.Decision.AGREED if agree else Extension.Decision.REFUSED
    changed = Extension.objects.filter(pk=extension.pk, decision=Extension.Decision.PENDING).update(
        decision=decision,
        decided_on=today,
        decision_note=note_text,
        deputy_told_on=deputy_told_on,
    )
    if not changed:
        raise WrongStatus(_("这份延期申请已有人审批。请刷新页面查看结果。"))
    if agree:
        clock = _reply_clock(assignment)
        if clock is None:
            raise WrongStatus(_("该单位已经答复或者改派，不需要延期。"))
        clocks.stop(matter, today, purpose=Purpose.REPLY, assignment=assignment)
        Deadline.objects.create(
            matter=matter,
            assignment=assignment,
            purpose=Purpose.REPLY,
            started_on=clock.started_on,
            due_on=extension.asked_until,
            is_extended=True,
            rule=clock.rule | {"extended_from": clock.due_on.isoformat()},
        )
        assignment.due_on = extension.asked_until
        assignment.is_extended = True
        assignment.save(update_fields=["due_on", "is_extended"])
        words = _("同意%(office)s延期至 %(day)s")
    else:
        words = _("不同意%(office)s延期")
    refresh(matter)
    note(
        matter,
        by,
        "decide_extension",
        words % {"office": assignment.office, "day": extension.asked_until},
        reason=note_text,
        before={"due_on": extension.due_before},
        after={"due_on": assignment.due_on},
        about=extension,
    )
    extension.refresh_from_db()


@transaction.atomic
def note_progress(assignment, *, text, by, today: date):
    """Add a progress note; the deputy and the clerk read it."""
    require(by, Permission.HANDLE, assignment)
    need_status(assignment.matter, *IN_HAND, Matter.Status.TRACKING)
    if not text.strip():
        raise Refused(_("请写明办理进展。"))
    progress = save_or_refuse(Progress(assignment=assignment, noted_on=today, text=text))
    note(
        assignment.matter,
        by,
        "note_progress",
        _("%s报告办理进展") % assignment.office,
        after={"text": text[:200]},
    )
    return progress


def open_promises(matter):
    """Promises of a matter that are neither kept nor explained."""
    return Promise.objects.filter(reply__assignment__matter=matter, state=Promise.State.OPEN)


def _reply_clock(assignment):
    return (
        Deadline.objects.running()
        .filter(assignment=assignment, purpose=Purpose.REPLY)
        .order_by("due_on")
        .first()
    )


def _need_in_hand(assignment):
    need_status(assignment.matter, *IN_HAND)
    assignment.refresh_from_db(fields=["status"])
    if assignment.status in {Assignment.Status.ANSWERED, Assignment.Status.TAKEN_BACK}:
        raise WrongStatus(
            _("承办状态现在是“%(status)s”，不能办理这一步。请刷新页面。")
            % {"status": assignment.get_status_display()}
        )
