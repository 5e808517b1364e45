"""What deputies say to what was recorded of them: agreed, objected, settled."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import moment
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import telling
from lianxin.work.activities.models import Attendance
from lianxin.work.activities.permissions import Permission, is_whose
from lianxin.work.activities.workflow.common import (
    MARKS,
    Mark,
    need_words,
    note,
    recorded_only,
    recount,
)

Answer = Attendance.Answer


@transaction.atomic
def confirm(attendance: Attendance, *, by, today: date | None = None) -> Attendance:
    """The deputy agrees; also after having objected, which takes the objection back."""
    _own(attendance, by)
    if attendance.answer == Answer.CONFIRMED:
        return attendance
    if attendance.answer == Answer.SETTLED:
        raise WrongStatus(_("异议已经处理，不用再回复。仍有不同意见的，请与组织者联系。"))
    was_objected = attendance.answer == Answer.OBJECTED
    attendance.answer, attendance.objection = Answer.CONFIRMED, ""
    attendance.answered_at = moment()
    attendance.save(update_fields=["answer", "objection", "answered_at"])
    if was_objected:
        recount(attendance.activity)
    words = _("%s撤回异议，确认无误") if was_objected else _("%s确认无误")
    note(by, "confirm", attendance.activity, words % attendance.seat.person.name)
    return attendance


@transaction.atomic
def object_to(attendance: Attendance, *, words: str, by, today: date | None = None) -> Attendance:
    """The deputy says what is wrong; until that is settled it does not count.

    Raises Refused without words, and after the last day, when silence was taken as consent.
    """
    _own(attendance, by)
    today = today or timezone.localdate()
    words = need_words(words, _("请写明哪里不对，如“当天请了假”“我参加了”。"), 300)
    if attendance.answer in (Answer.OBJECTED, Answer.SETTLED):
        raise WrongStatus(_("您已经提出过异议。仍有不同意见的，请与组织者联系。"))
    if attendance.answer_by is not None and today > attendance.answer_by:
        raise Refused(
            _("提出异议的期限已于%s届满。确有错误的，请与组织者联系更正。") % attendance.answer_by
        )
    attendance.answer, attendance.objection = Answer.OBJECTED, words
    attendance.answered_at = moment()
    attendance.save(update_fields=["answer", "objection", "answered_at"])
    recount(attendance.activity)
    event = note(
        by,
        "object",
        attendance.activity,
        _("%s提出异议") % attendance.seat.person.name,
        reason=words,
    )
    telling.tell_objected(attendance, event)
    return attendance


@transaction.atomic
def settle(
    attendance: Attendance, *, words: str, state: str, by, today: date, reason: str = ""
) -> Attendance:
    """Answer an objection: what is written down now, and why.

    state: present, excused or absent, as it turned out. reason: of the leave, if excused;
    the words of the settlement unless given. Never by the deputy himself.
    """
    activity = attendance.activity
    require(by, Permission.RECORD, activity)
    recorded_only(activity)
    _fresh(attendance)
    if is_whose(by, attendance):
        raise Refused(_("不能处理自己提出的异议。请由本级人大工作人员处理。"))
    if attendance.answer != Answer.OBJECTED:
        raise WrongStatus(_("这条异议已经处理或者撤回。请刷新页面。"))
    words = need_words(words, _("请写明怎样处理、依据什么。"), 300)
    if state not in MARKS:
        raise Refused(_("请选择到会、请假未到或者缺席。"))
    before = attendance.get_state_display()
    attendance.state = state
    excuse = reason.strip() or attendance.reason or words[:200]
    attendance.reason = excuse if state == Mark.EXCUSED else ""
    attendance.answer, attendance.settlement = Answer.SETTLED, words
    attendance.save(update_fields=["state", "reason", "answer", "settlement"])
    recount(activity)
    event = note(
        by,
        "settle",
        activity,
        _("处理%(name)s的异议：%(state)s")
        % {"name": attendance.seat.person.name, "state": attendance.get_state_display()},
        reason=words,
        before={"state": str(before)},
        after={"state": str(attendance.get_state_display())},
    )
    telling.tell_settled(attendance, event)
    return attendance


def _own(attendance: Attendance, by) -> None:
    """One's own row of a recorded activity, read anew; else PermissionDenied or WrongStatus."""
    # An answer is the deputy's own word: nobody gives it for him, not the organiser either.
    require(by, Permission.ANSWER, attendance)
    recorded_only(attendance.activity)
    _fresh(attendance)


def _fresh(attendance: Attendance) -> None:
    attendance.refresh_from_db(
        fields=["state", "reason", "answer", "objection", "settlement", "answer_by", "counts"]
    )
