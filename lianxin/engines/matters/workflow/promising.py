"""Promises: reported on each quarter, kept or explained, judged a second time."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.judges import judges_of
from lianxin.engines.matters.models import Deadline, Evaluation, Matter, Promise, PromiseReport
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.workflow.handling import open_promises
from lianxin.engines.matters.workflow.judging import NotAJudge, redo
from lianxin.engines.matters.workflow.moves import (
    Refused,
    WrongStatus,
    move,
    need_status,
    note,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.people.permissions import require

Channel = Evaluation.Channel
State = Promise.State
Purpose = Deadline.Purpose
# While deputies still judge, an office may already report and keep its word.
ALIVE = (Matter.Status.TRACKING, Matter.Status.REPLIED, Matter.Status.JUDGED)


@transaction.atomic
def report_promise(promise, *, text, by, today: date, percent=None) -> PromiseReport:
    """Tell how a promise stands; due each quarter while it is open."""
    require(by, Permission.HANDLE, promise.reply.assignment)
    _need_open(promise)
    if not text.strip():
        raise Refused(_("请写明承诺事项的进展。"))
    report = save_or_refuse(
        PromiseReport(promise=promise, reported_on=today, text=text, percent=percent)
    )
    matter = promise.reply.assignment.matter
    note(
        matter,
        by,
        "report_promise",
        _("报告承诺事项进展：%s") % promise.text[:60],
        after={"text": text[:200], "percent": percent},
        about=promise,
    )
    return report


@transaction.atomic
def keep_promise(promise, *, by, today: date, text=""):
    """The office says that it has done what it promised; the deputy judges it again."""
    require(by, Permission.SIGN, promise.reply.assignment)
    matter = promise.reply.assignment.matter
    need_status(matter, *ALIVE)
    _settle(promise, State.KEPT, today)
    if text.strip():
        save_or_refuse(PromiseReport(promise=promise, reported_on=today, text=text, percent=100))
    Deadline.objects.running().filter(promise=promise).update(met_on=today)
    refresh(matter)
    note(
        matter,
        by,
        "keep_promise",
        _("承诺事项已兑现：%s") % promise.text[:60],
        reason=text,
        about=promise,
    )


@transaction.atomic
def explain_promise(promise, *, explanation, by, today: date):
    """The office explains why a promise could not be kept."""
    require(by, Permission.SIGN, promise.reply.assignment)
    matter = promise.reply.assignment.matter
    need_status(matter, *ALIVE)
    if not explanation.strip():
        raise Refused(_("未能兑现的，应当说明原因。"))
    _settle(promise, State.EXPLAINED, today, explanation=explanation)
    Deadline.objects.running().filter(promise=promise).update(ended_on=today)
    note(
        matter,
        by,
        "explain_promise",
        _("承诺事项未能兑现，说明原因：%s") % promise.text[:60],
        reason=explanation,
        about=promise,
    )
    _go_on(matter)
    refresh(matter)


@transaction.atomic
def judge_promise(promise, *, person, judgement, by, today: date, reason="", channel=Channel.PAGE):
    """The deputy judges a kept promise; if it is not so, the promise is open again.

    by: the deputy's account, or a clerk's for a call (channel PHONE, PAPER).
    """
    reply = promise.reply
    matter = reply.assignment.matter
    if person.pk not in {judge.person_id for judge in judges_of(matter)}:
        raise NotAJudge(_("只有提出本件的代表可以评价承诺。"))
    behalf = None
    if by is not None and by.person_id == person.pk:
        require(by, Permission.JUDGE, reply)
    elif by is None and channel == Channel.LINK:
        behalf = person
    else:
        require(by, Permission.JUDGE_FOR, matter)
        behalf = person
    need_status(matter, *ALIVE)
    if judgement == Satisfaction.DISSATISFIED and not reason.strip():
        raise Refused(_("不满意的，请写明具体意见，便于继续落实。"))
    satisfied = judgement != Satisfaction.DISSATISFIED
    changed = Promise.objects.filter(pk=promise.pk, state=State.KEPT).update(
        state=State.CONFIRMED if satisfied else State.OPEN,
        second_judgement=judgement,
        second_reason=reason,
        second_judged_on=today,
    )
    if not changed:
        raise WrongStatus(_("这项承诺现在不需要再评价。请刷新页面。"))
    promise.refresh_from_db()
    note(
        matter,
        by,
        "judge_promise",
        _("代表对承诺兑现的评价：%s") % Satisfaction(judgement).label,
        behalf=behalf,
        reason=reason,
        about=promise,
    )
    if satisfied:
        _go_on(matter)
    else:
        _reopen(promise, matter, today)
    refresh(matter)


def _reopen(promise, matter, today):
    """A promise said to be kept and found not to be runs again, on a clock of a redo."""
    clock = clocks.start(matter, Purpose.REDO, today, assignment=promise.reply.assignment)
    if clock:
        clock.purpose, clock.promise = Purpose.PROMISE, promise
        clock.save(update_fields=["purpose", "promise"])
    if matter.status == Matter.Status.JUDGED:
        redo(matter, promise.reply.assignment, today=today)


def _go_on(matter):
    """With nothing open and nothing to judge again, the matter can be closed."""
    waiting = Promise.objects.filter(reply__assignment__matter=matter, state=State.KEPT)
    if (
        matter.status == Matter.Status.TRACKING
        and not open_promises(matter).exists()
        and not waiting.exists()
    ):
        move(matter, "judged")


def _need_open(promise):
    need_status(promise.reply.assignment.matter, *ALIVE)
    promise.refresh_from_db(fields=["state"])
    if promise.state != State.OPEN:
        raise WrongStatus(_("这项承诺已经兑现或者说明，不需要再报告。"))


def _settle(promise, state, today, **fields):
    changed = Promise.objects.filter(pk=promise.pk, state=State.OPEN).update(
        state=state, settled_on=today, **fields
    )
    if not changed:
        raise WrongStatus(_("这项承诺刚刚已有人办理。请刷新页面查看。"))
    promise.refresh_from_db()
