"""The answer reaches the voter: given here, or an office's or a deputy's work told in plain words."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters import clocks
from lianxin.engines.matters.models import Assignment, Reply
from lianxin.engines.matters.models.answers import ResultClass
from lianxin.engines.matters.workflow.moves import Refused, move, refresh, save_or_refuse
from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import require
from lianxin.work.voices import texting
from lianxin.work.voices.models import Answer, VoterMessage
from lianxin.work.voices.permissions import Permission
from lianxin.work.voices.workflow.shared import (
    Purpose,
    Route,
    Status,
    current,
    need_words,
    responded,
    tell_ledger,
    write,
)

# What an office's result class means to whoever asked.
PLAIN_RESULTS = {
    ResultClass.SOLVED: gettext_lazy("这件事已经解决或者基本解决。"),
    ResultClass.PARTIAL: gettext_lazy("这件事已经解决一部分。"),
    ResultClass.IN_PROGRESS: gettext_lazy("这件事正在办。"),
    ResultClass.PLANNED: gettext_lazy("这件事已经列入计划，会逐步解决。"),
    ResultClass.NOT_NOW: gettext_lazy("这件事受条件限制，现在还办不到。"),
    ResultClass.EXPLAINED: gettext_lazy("对您反映的事说明如下。"),
    ResultClass.HIGHER: gettext_lazy("这件事属于上级部门的职责，已经向上反映。"),
    ResultClass.UNLAWFUL: gettext_lazy("这件事不符合现行的法律和政策。"),
}
ANSWERABLE = (Status.SUBMITTED, Status.ACCEPTED, Status.REWORK, Status.CONCILIATION)


@transaction.atomic
def answer(message, *, text: str, by, today: date, behalf=None, signed: str = "") -> Answer:
    """Answer the voter: at once, after talking it over, or with what a village has said.

    behalf: the Person in whose name `by` writes (代录). signed: as the voter
        reads it; the deputy or the station unless said.
    Raises Refused while an office works on it, WrongStatus when it is over.
    """
    message = current(message)
    require(by, Permission.HANDLE, message)
    text = need_words(text, _("请写下给选民的答复。"))
    if message.status == Status.ASSIGNED or (
        message.status == Status.REWORK and message.assignments.answering().exists()
    ):
        _close_village(message, today)
    if message.status == Status.ACCEPTED and message.route == Route.SUGGESTION:
        raise Refused(_("这条留言已转为代表建议，建议答复后会自动告诉选民。"))
    move(message, "answer")
    if message.route in {Route.NONE, Route.REFUSED}:
        write(message, route=Route.ON_THE_SPOT)
    given = give(
        message,
        text=text,
        by=by,
        today=today,
        signed=signed.strip() or signature(message, by, behalf),
    )
    refresh(message)
    tell_ledger(message, by, "answer", _("%s答复选民") % given.signed, behalf=behalf, about=given)
    return given


def _close_village(message, today: date) -> None:
    """A village without an account tells its answer to whoever received the message."""
    if message.route != Route.VILLAGE:
        names = "、".join(
            str(one.office) for one in message.assignments.answering().select_related("office")
        )
        raise Refused(_("本件已交%s办理，由该单位答复选民。要改由您答复，请先收回。") % names)
    message.assignments.active().update(status=Assignment.Status.ANSWERED, answered_on=today)
    for purpose in (Purpose.REPLY, Purpose.REDO):
        clocks.meet(message, purpose, today)


def signature(message, by, behalf=None) -> str:
    """Who answers, as the voter reads it."""
    if behalf is not None:
        return _("%s代表") % behalf.name
    if by is not None and by.person_id and message.deputy_id in {None, by.person_id}:
        return _("%s代表") % by.person.name
    if message.station_id:
        return str(message.station)
    if by is not None and by.has_role(*CLERKS, body=message.body):
        return _("%s人大") % message.body.short_name
    return message.body.short_name


def give(message, *, text: str, by, today: date, signed: str, reply: Reply | None = None):
    """Put the answer where the voter finds it, and where those find it whose like words were
    merged into it; the judgement's clock begins.
    """
    given = _write(message, text, by, signed, reply)
    for merged in VoterMessage.objects.filter(merged_into=message.pk):
        _write(merged, text, by, signed, reply)
        refresh(merged)
    responded(message)
    clocks.meet(message, Purpose.ANSWER, today)
    clocks.stop(message, today, purpose=Purpose.FEEDBACK)
    clocks.start(message, Purpose.FEEDBACK, today)
    return given


def _write(message, text: str, by, signed: str, reply: Reply | None) -> Answer:
    given = save_or_refuse(
        Answer(message=message, text=text, by=by, signed=signed[:80], reply=reply)
    )
    texting.tell(given)
    return given


def plain_words(reply: Reply) -> str:
    """An office's reply as the voter reads it."""
    opening = PLAIN_RESULTS.get(ResultClass(reply.result_class)) if reply.result_class else ""
    return "\n".join(filter(None, [str(opening or ""), reply.text.strip()]))


@transaction.atomic
def pass_on_reply(message, reply: Reply, *, today: date) -> Answer | None:
    """What an office answered becomes the voter's answer; once for each reply."""
    message = current(message)
    if Answer.objects.filter(message=message, reply=reply).exists():
        return None
    given = give(
        message,
        text=plain_words(reply),
        by=None,
        today=today,
        signed=reply.assignment.office.name,
        reply=reply,
    )
    refresh(message)
    return given


@transaction.atomic
def pass_on_suggestion(message, reply: Reply, *, today: date) -> Answer | None:
    """The suggestion a message became has been answered: the voter reads it and judges too."""
    message = current(message)
    if Answer.objects.filter(message=message, reply=reply).exists():
        return None
    if message.status not in {*ANSWERABLE, Status.REPLIED, Status.CLOSED}:
        return None
    if message.status in ANSWERABLE:
        move(message, "answer")
    words = (
        plain_words(reply)
        if reply.is_public
        else _("承办单位已经答复代表，答复内容不公开，代表会向您说明。")
    )
    given = give(
        message,
        text=words,
        by=None,
        today=today,
        signed=reply.assignment.office.name,
        reply=reply,
    )
    refresh(message)
    tell_ledger(message, None, "tell_answer", _("所转建议已答复，已告知选民"), about=given)
    return given
