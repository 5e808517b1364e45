"""What the congress office does around the handling: urge, press, close, look back, archive."""

import random
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.kinds import KINDS, kind_of
from lianxin.engines.matters.models import (
    Assignment,
    Attachment,
    Deadline,
    LookBack,
    Matter,
    Reminder,
    Reply,
    Supervision,
)
from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.workflow.handling import open_promises
from lianxin.engines.matters.workflow.judging import start_round
from lianxin.engines.matters.workflow.moves import (
    Refused,
    WrongStatus,
    move,
    need_status,
    note,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.files.limits import refuse_too_many, twin_of
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import discard
from lianxin.foundation.people.permissions import require

Purpose = Deadline.Purpose
IN_HAND = (Matter.Status.ASSIGNED, Matter.Status.REWORK, Matter.Status.TRACKING)


class Incomplete(Refused):
    """A file with papers missing is not archived."""


@transaction.atomic
def remind(assignment, *, by, today: date, words="") -> Reminder:
    """Urge an office (催办); once a day is enough."""
    matter = assignment.matter
    require(by, Permission.FOLLOW, matter)
    need_status(matter, *IN_HAND)
    if assignment.status not in {Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED} and (
        matter.status != Matter.Status.TRACKING
    ):
        raise WrongStatus(_("%s现在没有待办的事，不需要催办。") % assignment.office)
    if Reminder.objects.filter(assignment=assignment, reminded_on=today).exists():
        raise Refused(_("今天已经催办过%s，不必重复。") % assignment.office)
    reminder = save_or_refuse(
        Reminder(
            matter=matter, assignment=assignment, reminded_on=today, words=words, reminded_by=by
        )
    )
    note(matter, by, "remind", _("催办%s") % assignment.office, reason=words, about=reminder)
    return reminder


@transaction.atomic
def remind_deputies(matter, *, by, today: date, words="") -> Reminder:
    """Ask the deputies for the judgement they have not given."""
    require(by, Permission.FOLLOW, matter)
    need_status(matter, Matter.Status.REPLIED)
    if Reminder.objects.filter(matter=matter, assignment=None, reminded_on=today).exists():
        raise Refused(_("今天已经提醒过代表，不必重复。"))
    reminder = save_or_refuse(
        Reminder(matter=matter, reminded_on=today, words=words, reminded_by=by)
    )
    note(matter, by, "remind_deputies", _("提醒代表评价答复"), reason=words, about=reminder)
    return reminder


@transaction.atomic
def supervise(matter, *, method, pressed_on: date, people, result, by, today: date):
    """Log one act of pressing (督办), by one of the five methods."""
    require(by, Permission.FOLLOW, matter)
    if matter.status in kind_of(matter).final:
        raise WrongStatus(_("本件已经结束，不需要督办。"))
    if pressed_on > today:
        raise Refused(_("督办日期不能晚于今天。"))
    action = save_or_refuse(
        Supervision(
            matter=matter, method=method, pressed_on=pressed_on, people=people, result=result
        )
    )
    note(
        matter,
        by,
        "supervise",
        _("督办：%s") % action.get_method_display(),
        after={"people": people, "result": result[:200]},
        about=action,
    )
    return action


@transaction.atomic
def set_key(matter, *, leader, basis, by, today: date):
    """Make a matter a key one (重点督办) under a leading person, or change who leads it.

    Source: 代表法 (2025), art. 52; systems.md S-014: no start without a named leader.
    """
    require(by, Permission.CLOSE, matter)
    if matter.status in kind_of(matter).final:
        raise WrongStatus(_("本件已经结束，不能再列为重点督办。"))
    if not leader.strip():
        raise Refused(_("重点督办应当明确领衔督办人。请填写。"))
    before = {"is_key": matter.is_key, "leader": matter.key_leader}
    matter.is_key, matter.key_leader, matter.key_basis = True, leader, basis
    matter.save(update_fields=["is_key", "key_leader", "key_basis"])
    note(
        matter,
        by,
        "set_key",
        _("列为重点督办，%s领衔") % leader,
        reason=basis,
        before=before,
        after={"is_key": True, "leader": leader},
    )


@transaction.atomic
def conciliate(matter, *, redo: bool, result, by, today: date, people=""):
    """After a second dissatisfaction: record the conciliation and what follows from it.

    redo: one more round of handling; otherwise the matter goes on to closing
    with the deputy's judgement standing as it is.
    Source: 河南 art. 22 (organised assessment with experts), rules.md SG-14.
    """
    require(by, Permission.CLOSE, matter)
    need_status(matter, Matter.Status.CONCILIATION)
    if not result.strip():
        raise Refused(_("请写明协调评估的情况和结论。"))
    save_or_refuse(
        Supervision(
            matter=matter,
            method=Supervision.Method.COORDINATE,
            pressed_on=today,
            people=people or by.name,
            result=result,
        )
    )
    if redo:
        move(matter, "redo")
        for assignment in matter.assignments.answering():
            if (
                assignment.replies.filter(
                    round=assignment.round, evaluations__result="dissatisfied"
                ).exists()
                or assignment.replies.filter(
                    round=assignment.round, evaluations__attitude="dissatisfied"
                ).exists()
            ):
                start_round(matter, assignment, today=today)
    else:
        move(matter, "track" if open_promises(matter).exists() else "judged")
    refresh(matter)
    words = _("协调评估后再次重新办理") if redo else _("协调评估后不再重办，如实记录代表评价")
    note(matter, by, "conciliate", words, reason=result)


@transaction.atomic
def close(matter, *, by, today: date, note_text=""):
    """Accept the handling as finished (验收办结): judged, and no promise open."""
    require(by, Permission.CLOSE, matter)
    if open_promises(matter).exists():
        raise Refused(_("还有承诺事项没有兑现或者说明，不能办结。"))
    move(matter, "close")
    _finish(matter, today)
    note(matter, by, "close", _("验收办结"), reason=note_text)


@transaction.atomic
def close_without_feedback(matter, *, by, today: date, note_text=""):
    """Close a matter whose deputies, though reminded, did not judge in time.

    Such a matter is left out of the satisfaction rate's denominator.
    Source: 重庆 art. 29 (rules.md SG-13).
    """
    require(by, Permission.CLOSE, matter)
    need_status(matter, Matter.Status.REPLIED)
    clock = Deadline.objects.running().filter(matter=matter, purpose=Purpose.FEEDBACK).first()
    if clock and clock.due_on >= today:
        raise Refused(_("代表反馈的期限是 %(day)s，还没有到，请再等等。") % {"day": clock.due_on})
    if not Reminder.objects.filter(matter=matter, assignment=None).exists():
        raise Refused(_("请先提醒代表评价；提醒后仍未反馈的，才能按未反馈处理。"))
    move(matter, "track" if open_promises(matter).exists() else "judged")
    clocks.stop(matter, today, purpose=Purpose.FEEDBACK)
    if matter.status == Matter.Status.JUDGED:
        move(matter, "close")
        _finish(matter, today)
    refresh(matter)
    note(matter, by, "close_without_feedback", _("代表经提醒未反馈，按规定处理"), reason=note_text)


def _finish(matter, today):
    clocks.stop(matter, today)
    Matter.objects.filter(pk=matter.pk).update(closed_on=today)
    matter.closed_on = today
    refresh(matter)


@transaction.atomic
def draw_look_backs(body, *, count: int, year: int, by, today: date, seed=None) -> list[LookBack]:
    """Draw closed matters for a visit (回头看); `seed` makes the draw repeatable."""
    require(by, Permission.CLOSE, Matter(body=body))
    pool = list(
        Matter.objects.filter(
            body=body,
            kind__in=[kind.code for kind in KINDS.values() if kind.is_visited],
            year=year,
            status__in=[Matter.Status.CLOSED, Matter.Status.ARCHIVED],
            look_backs__isnull=True,
        ).order_by("pk")
    )
    if not pool:
        raise Refused(_("%(year)s 年没有可供回头看的已办结件。") % {"year": year})
    # Not a secret: a draw that can be repeated with its seed in front of witnesses.
    drawn = random.Random(seed).sample(pool, min(count, len(pool)))  # noqa: S311
    look_backs = []
    for matter in drawn:
        look_backs.append(save_or_refuse(LookBack(matter=matter, drawn_on=today)))
        note(matter, by, "draw_look_back", _("抽取回头看"))
    return look_backs


@transaction.atomic
def finish_look_back(
    look_back, *, is_real: bool, visited_on: date, visitors, text, by, today: date
):
    """Record a visit; what is not as the answer said is opened again."""
    matter = look_back.matter
    require(by, Permission.CLOSE, matter)
    if visited_on > today:
        raise Refused(_("回访日期不能晚于今天。"))
    if not is_real and not text.strip():
        raise Refused(_("重新办理的，请写明回访发现的情况。"))
    finding = LookBack.Finding.CONFIRMED if is_real else LookBack.Finding.REOPENED
    changed = LookBack.objects.filter(pk=look_back.pk, finding=LookBack.Finding.DRAWN).update(
        finding=finding, visited_on=visited_on, visitors=visitors, note=text
    )
    if not changed:
        raise WrongStatus(_("这件回头看已有人登记结果。请刷新页面。"))
    if not is_real:
        move(matter, "reopen")
        Matter.objects.filter(pk=matter.pk).update(closed_on=None, archived_on=None)
        matter.closed_on = matter.archived_on = None
        for assignment in matter.assignments.answering():
            start_round(matter, assignment, today=today)
        refresh(matter)
    words = _("回头看：属实") if is_real else _("回头看：不属实，重新办理")
    note(matter, by, "finish_look_back", words, reason=text, about=look_back)
    look_back.refresh_from_db()


def missing_papers(matter) -> list[str]:
    """What a complete file still lacks, in words (归档范围 of systems.md S-006, S-010)."""
    missing = []
    assignments = list(matter.assignments.active())
    if not assignments:
        missing.append(_("交办记录"))
    for assignment in assignments:
        name = assignment.office.name
        issued = assignment.replies.filter(state=Reply.State.ISSUED)
        if not issued.exists():
            missing.append(_("%s的书面答复或者协办意见") % name)
        if assignment.role == Assignment.Role.ASSIST:
            continue
        if not assignment.contacts.exists():
            missing.append(_("%s联系代表的记录") % name)
        for reply in issued:
            if (
                not reply.evaluations.exists()
                and not matter.reminders.filter(assignment=None).exists()
            ):
                missing.append(_("代表对%s答复的评价") % name)
    return missing


@transaction.atomic
def archive(matter, *, by, today: date, leave_out_reason=""):
    """File the matter (归档) when nothing is missing, or with a reason for what is.

    Raises Incomplete naming the missing papers.
    """
    require(by, Permission.CLOSE, matter)
    missing = missing_papers(matter)
    if missing and not leave_out_reason.strip():
        raise Incomplete(
            _("归档材料不齐，缺：%s。请补齐；确实无法补齐的，请写明原因后归档。")
            % "、".join(missing)
        )
    move(matter, "archive")
    Matter.objects.filter(pk=matter.pk).update(archived_on=today)
    matter.archived_on = today
    refresh(matter)
    note(
        matter,
        by,
        "archive",
        _("归档"),
        reason=leave_out_reason,
        after={"missing": missing} if missing else None,
    )


@transaction.atomic
def publish(matter, *, by, today: date):
    """Release a matter to the public pages; the default unless there is a reason not to.

    Source: 代表法 (2025), art. 51 para. 3; 河南 art. 29, 山东 art. 27.
    """
    require(by, Permission.CLOSE, matter)
    if matter.is_confidential:
        raise Refused(_("提出人要求保密，不能公开。"))
    if matter.accepted_on is None:
        raise Refused(_("受理之后才能公开。"))
    matter.publicity, matter.publicity_reason = Matter.Publicity.PUBLIC, ""
    matter.save(update_fields=["publicity", "publicity_reason"])
    note(matter, by, "publish", _("公开本件"))


@transaction.atomic
def withhold(matter, *, reason, by, today: date):
    """Keep a matter from the public pages, for a stated reason."""
    require(by, Permission.CLOSE, matter)
    if not reason.strip():
        raise Refused(_("不公开应当写明理由，如涉及国家秘密、商业秘密、个人隐私。"))
    matter.publicity, matter.publicity_reason = Matter.Publicity.WITHHELD, reason
    matter.save(update_fields=["publicity", "publicity_reason"])
    note(matter, by, "withhold", _("本件不公开"), reason=reason)


@transaction.atomic
def attach(matter, stored_file, *, by, title="", reply=None) -> Attachment:
    """Add a stored file to a matter, or to an office's draft reply.

    The caller has asked for the permission that fits: proposers and clerks
    attach to the matter, the office to its own reply. A draft reply's files leave
    no event: the timeline is read by deputies, and the draft is not theirs yet;
    the letter's issuing names them.
    A file sent twice is attached once: the earlier attachment comes back.
    Raises Refused when the record has as many files, or as large, as it may.
    """
    # Two uploads at once must count each other.
    Matter.objects.select_for_update().filter(pk=matter.pk).first()
    attached = StoredFile.objects.filter(attachments__matter=matter, attachments__reply=reply)
    if twin := twin_of(stored_file, attached):
        discard(stored_file)
        return Attachment.objects.get(matter=matter, file=twin)
    refuse_too_many(stored_file, attached)
    attachment = save_or_refuse(
        Attachment(matter=matter, file=stored_file, title=title, reply=reply)
    )
    if reply is None:
        note(matter, by, "attach", _("添加附件：%s") % stored_file.original_name)
    return attachment


@transaction.atomic
def detach(attachment, *, by):
    """Take a file off what is still a draft; what was submitted or issued keeps its papers.

    The caller has asked for the permission, as for `attach`.
    """
    matter, reply = attachment.matter, attachment.reply
    if reply is not None:
        if reply.state != Reply.State.DRAFT:
            raise WrongStatus(_("答复已经发出，附件不能删除。"))
        attachment.delete()
        return
    need_status(matter, Matter.Status.DRAFT, Matter.Status.COSIGNING, Matter.Status.RETURNED)
    attachment.delete()
    note(matter, by, "detach", _("删除附件：%s") % attachment.file.original_name)
