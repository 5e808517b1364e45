"""The deputies' judgement, and what follows when they are not satisfied."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.judges import judges_of, leading_judges
from lianxin.engines.matters.models import Assignment, Deadline, Evaluation, Matter, Promise, Reply
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.workflow.handling import open_promises
from lianxin.engines.matters.workflow.moves import (
    ANSWERING,
    Refused,
    WrongStatus,
    move,
    need_status,
    note,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.people.permissions import require

Purpose = Deadline.Purpose
Channel = Evaluation.Channel
OPEN_FOR_JUDGEMENT = (
    Matter.Status.ASSIGNED,
    Matter.Status.REPLIED,
    Matter.Status.TRACKING,
    Matter.Status.JUDGED,
    Matter.Status.REWORK,
)


class NotAJudge(Refused):
    """Only the matter's own proposers judge its answer."""


class AlreadyJudged(Refused):
    """The office has begun to handle the matter again on the word of this judgement."""


@transaction.atomic
def judge(
    reply, *, person, attitude, result, by, today: date, channel=Channel.PAGE, reason=""
) -> Evaluation:
    """Record a proposer's judgement of a reply on two axes.

    person: the deputy who judges. by: his account, the clerk's who took the
    call (channel PHONE or PAPER), or None for a signed link (channel LINK),
    whose signature the page has checked.
    A judgement may be changed until something has followed from it.
    Raises NotAJudge, AlreadyJudged, WrongStatus, Refused.

    Source: 代表法 (2025), art. 51; 山东, 上海 forms (办理态度、办理结果);
    不满意 needs a reason: 河南 art. 22.
    """
    matter = reply.assignment.matter
    need_status(matter, *OPEN_FOR_JUDGEMENT)
    judges = judges_of(matter)
    mine = next((judge for judge in judges if judge.person_id == person.pk), None)
    if mine is None:
        raise NotAJudge(_("只有提出本件的代表可以评价答复。"))
    behalf = _check_channel(reply, matter, person, by, channel)
    if reply.state != Reply.State.ISSUED or reply.is_opinion:
        raise WrongStatus(_("承办单位还没有答复，不能评价。"))
    if reply.round != reply.assignment.round:
        raise AlreadyJudged(_("承办单位正在重新办理，请等新的答复再评价。"))
    evaluation = Evaluation.objects.filter(reply=reply, person=person).first()
    before = None
    if evaluation:
        before = {"attitude": evaluation.attitude, "result": evaluation.result}
    else:
        evaluation = Evaluation(reply=reply, person=person)
    evaluation.attitude, evaluation.result = attitude, result
    evaluation.reason, evaluation.channel = reason.strip(), channel
    evaluation.judged_on, evaluation.recorded_by = today, by
    save_or_refuse(evaluation)
    refresh(matter)
    note(
        matter,
        by,
        "judge",
        _("代表评价：办理态度%(attitude)s，办理结果%(result)s")
        % {
            "attitude": evaluation.get_attitude_display(),
            "result": evaluation.get_result_display(),
        },
        behalf=behalf,
        reason=evaluation.reason,
        before=before,
        after={"attitude": attitude, "result": result, "channel": channel},
        about=evaluation,
    )
    if evaluation.overall == Satisfaction.DISSATISFIED:
        redo(matter, reply.assignment, today=today)
    else:
        settle(matter, judges, today=today)
    return evaluation


def _check_channel(reply, matter, person, by, channel):
    """Whose hand recorded it; returns the person acted for, or None."""
    if by is None:
        if channel != Channel.LINK:
            raise Refused(_("请登录后评价，或者使用人大办发给您的评价链接。"))
        return person
    if by.person_id == person.pk:
        require(by, Permission.JUDGE, reply)
        return None
    require(by, Permission.JUDGE_FOR, matter)
    if channel not in {Channel.PHONE, Channel.PAPER}:
        raise Refused(_("代录评价请选择“电话”或者“纸质征询意见表”。"))
    return person


def redo(matter, assignment, *, today: date, who: str = ""):
    """A dissatisfied deputy sends the matter back: once to the office, then to conciliation.

    who: whoever was not satisfied, in words; the deputies unless said.
    Source: 河南 art. 22, 重庆 art. 27 (rules.md SG-14).
    """
    who = who or _("代表")
    clocks.stop(matter, today, purpose=Purpose.FEEDBACK)
    Matter.objects.filter(pk=matter.pk).update(rework_count=matter.rework_count + 1)
    matter.rework_count += 1
    if assignment.round >= 2:
        move(matter, "escalate")
        refresh(matter)
        note(
            matter, None, "escalate", _("%s再次不满意，转人大组织协调评估") % who, about=assignment
        )
        return
    move(matter, "redo")
    start_round(matter, assignment, today=today)
    refresh(matter)
    note(
        matter,
        None,
        "redo",
        _("%(who)s不满意，%(office)s重新办理") % {"who": who, "office": assignment.office},
        after={"round": assignment.round, "due_on": assignment.due_on},
        about=assignment,
    )


def start_round(matter, assignment, *, today: date):
    """Give the office a new round with a clock of its own; its promises of before end."""
    assignment.round += 1
    assignment.status = Assignment.Status.RECEIVED
    assignment.answered_on = None
    assignment.assigned_on = min(assignment.assigned_on, today)
    clocks.stop(matter, today, purpose=Purpose.PROMISE, assignment=assignment)
    clocks.stop(matter, today, purpose=Purpose.PROMISE_REPORT, assignment=assignment)
    Promise.objects.filter(
        reply__assignment=assignment, state__in=[Promise.State.OPEN, Promise.State.KEPT]
    ).update(state=Promise.State.REPLACED, settled_on=today)
    clock = clocks.start(matter, Purpose.REDO, today, assignment=assignment)
    assignment.due_on = clock.due_on if clock else None
    assignment.is_extended = False
    assignment.save()


def settle(matter, judges, *, today: date):
    """When every lead deputy has judged every answer, the matter goes on."""
    if matter.status not in {Matter.Status.REPLIED, Matter.Status.CONCILIATION}:
        return
    waited_for = {judge.person_id for judge in leading_judges(judges)}
    answers = Reply.objects.filter(
        assignment__in=matter.assignments.active().filter(role__in=ANSWERING),
        state=Reply.State.ISSUED,
    ).select_related("assignment")
    for answer in answers:
        if answer.round != answer.assignment.round:
            continue
        judged = set(answer.evaluations.values_list("person_id", flat=True))
        if waited_for - judged:
            return
    clocks.meet(matter, Purpose.FEEDBACK, today)
    move(matter, "track" if open_promises(matter).exists() else "judged")
    refresh(matter)
