"""The voter's word on the answer, and what follows from it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.engines.matters.workflow.judging import redo as handle_again
from lianxin.engines.matters.workflow.judging import start_round
from lianxin.engines.matters.workflow.moves import Refused, WrongStatus, move, refresh
from lianxin.foundation.people.permissions import require
from lianxin.work.voices.models import Answer, VoterMessage
from lianxin.work.voices.permissions import Permission
from lianxin.work.voices.workflow.answering import give
from lianxin.work.voices.workflow.shared import (
    Purpose,
    Route,
    Status,
    current,
    need_words,
    tell_ledger,
    within,
    write,
)


@transaction.atomic
def grade(answer, *, grade: str, reason: str = "", today: date, by=None) -> None:
    """Record how the voter judges the latest answer.

    by: None for the voter, whose query code the page has checked; else the
        account that took down what the voter said by telephone.
    A good word may be taken back while nothing has followed from it.
    Dissatisfied: once the same office, village or deputy handles it again; the
    second time the clerk and the chair settle it.
    Raises Refused, WrongStatus.
    """
    message = current(VoterMessage.objects.get(pk=answer.message_id))
    if by is not None:
        require(by, Permission.HANDLE, message)
    if grade not in Satisfaction.values:
        raise Refused(_("请选择满意、基本满意或者不满意。"))
    main = message
    if message.merged_into_id:
        main = current(VoterMessage.objects.get(pk=message.merged_into_id))
    latest = message.answers.order_by("-pk").first()
    if latest is None or latest.pk != answer.pk:
        raise WrongStatus(_("已有新的答复，请刷新页面，评价最新的答复。"))
    if main.status not in {Status.REPLIED, Status.CLOSED}:
        raise WrongStatus(_("正在重新办理，请等新的答复再评价。"))
    if answer.grade == Satisfaction.DISSATISFIED:
        raise WrongStatus(_("您已评价过这次答复，正在按您的评价办理。"))
    answer.grade, answer.grade_reason = grade, reason.strip()[:2000]
    answer.graded_at = timezone.now()
    answer.save(update_fields=["grade", "grade_reason", "graded_at"])
    write(message, voter_satisfaction=grade)
    refresh(message)
    tell_ledger(
        message,
        by,
        "grade",
        _("选民评价：%s") % answer.get_grade_display(),
        reason=answer.grade_reason,
        after={"grade": grade},
        about=answer,
    )
    if grade == Satisfaction.DISSATISFIED:
        _again(main, today)
    elif main.pk == message.pk and main.status == Status.REPLIED:
        clocks.meet(main, Purpose.FEEDBACK, today)
        _finish(main, today)
    answer.message = message


def _finish(message, today: date) -> None:
    move(message, "settle")
    write(message, closed_on=today)
    refresh(message)


def _again(message, today: date) -> None:
    """Handle it once more, or have it settled by those above."""
    clocks.stop(message, today, purpose=Purpose.FEEDBACK)
    write(message, closed_on=None)
    if message.rework_count >= 1:
        Matter.objects.filter(pk=message.pk).update(rework_count=message.rework_count + 1)
        move(message, "ask_twice")
        message.refresh_from_db()
        refresh(message)
        tell_ledger(message, None, "escalate", _("选民再次不满意，转人大协调"))
        return
    last = message.assignments.answering().order_by("pk").last()
    if last is not None and message.route in {Route.OFFICE, Route.VILLAGE}:
        last.matter = message
        handle_again(message, last, today=today, who=_("选民"))
        return
    Matter.objects.filter(pk=message.pk).update(rework_count=message.rework_count + 1)
    move(message, "ask_again")
    message.refresh_from_db()
    write(message, responded_at=None, answer_by=within(message.body, today))
    refresh(message)
    tell_ledger(message, None, "ask_again", _("选民不满意，请再次答复"))


@transaction.atomic
def conciliate(message, *, redo: bool, result: str, by, today: date) -> Answer | None:
    """Settle what the voter is dissatisfied with for the second time.

    redo: one more round by whoever handled it; otherwise `result` is the last answer.
    """
    message = current(message)
    require(by, Permission.CONCILIATE, message)
    result = need_words(result, _("请写明协调的情况和结论。"))
    if message.status != Status.CONCILIATION:
        raise WrongStatus(_("本件现在不在协调中。请刷新页面。"))
    given = None
    if redo:
        move(message, "redo")
        last = message.assignments.answering().order_by("pk").last()
        if last is not None and message.route in {Route.OFFICE, Route.VILLAGE}:
            last.matter = message
            start_round(message, last, today=today)
        else:
            write(message, responded_at=None, answer_by=within(message.body, today))
        refresh(message)
    else:
        given = give(
            message,
            text=result,
            by=by,
            today=today,
            signed=_("%s人大") % message.body.short_name,
        )
        clocks.stop(message, today)
        _finish(message, today)
    words = _("协调后再次办理") if redo else _("协调后告知选民，办结")
    tell_ledger(message, by, "conciliate", words, reason=result, about=given)
    return given


@transaction.atomic
def close_ungraded(message, *, today: date) -> None:
    """The period of judging has passed without a word: closed as not judged."""
    message = current(message)
    if message.status != Status.REPLIED:
        return
    clocks.stop(message, today)
    _finish(message, today)
    tell_ledger(message, None, "close_ungraded", _("选民在期限内没有评价，按未评价办结"))
