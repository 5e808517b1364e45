"""Where a message goes when it is not answered at once."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment
from lianxin.engines.matters.workflow.moves import Refused, WrongStatus, move, refresh
from lianxin.foundation.masking import mask_voice
from lianxin.foundation.people.models import Office
from lianxin.foundation.people.permissions import require
from lianxin.work.suggestions import workflow as suggesting
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.grounds import GROUNDS
from lianxin.work.voices.models import Answer, VoterMessage
from lianxin.work.voices.permissions import Permission
from lianxin.work.voices.workflow.shared import (
    Purpose,
    Route,
    Status,
    current,
    listed,
    responded,
    tell_ledger,
    write,
)


@transaction.atomic
def hand_to_village(message, village, *, by, today: date) -> Assignment:
    """Hand it to the village or community; without an account there, its answer is written down
    by whoever received the message.
    """
    if village.kind != Office.Kind.VILLAGE:
        raise Refused(_("请选择村（社区）。部门和单位请用“交承办单位办理”。"))
    message = _begin(message, by)
    message.village = village
    return _hand_over(message, village, Route.VILLAGE, by, today)


@transaction.atomic
def hand_to_office(message, office, *, by, today: date, assist: Sequence = ()) -> Assignment:
    """Hand it to an office, with others that assist; it answers the voter within the
    rulebook's period (message.office).
    """
    message = _begin(message, by)
    return _hand_over(message, office, Route.OFFICE, by, today, assist)


def _begin(message, by) -> VoterMessage:
    message = current(message)
    require(by, Permission.HANDLE, message)
    if (
        message.route == Route.SUGGESTION
        and message.became_id
        and message.status
        not in {
            Status.REWORK,
            Status.CONCILIATION,
        }
    ):
        raise WrongStatus(_("这条留言已转为代表建议，随建议办理。"))
    if message.status == Status.REWORK and message.assignments.answering().exists():
        raise WrongStatus(_("承办单位正在重新办理，请等新的答复。要改交别的单位，请先收回。"))
    return message


def _hand_over(message, office, route, by, today: date, assist: Sequence = ()) -> Assignment:
    # After a conciliation another office may be asked; the first one's part is over.
    message.assignments.active().filter(status=Assignment.Status.ANSWERED).update(
        status=Assignment.Status.TAKEN_BACK
    )
    move(message, "route")
    write(message, route=route, accepted_on=message.accepted_on or today, village=message.village)
    responded(message)
    clocks.meet(message, Purpose.ANSWER, today)
    handed_over = handling.assign(message, by=by, today=today, lead=office, assisting=assist)
    return handed_over[0]


@transaction.atomic
def take_back(message, *, reason: str, by, today: date) -> None:
    """Take it back from the office: it waits for its receiver again."""
    message = current(message)
    require(by, Permission.HANDLE, message)
    for assignment in message.assignments.answering().open():
        assignment.matter = message
        handling.take_back(assignment, reason=reason, by=by, today=today)
    message.refresh_from_db()


@transaction.atomic
def turn_into_suggestion(message, *, person, by, today: date) -> Suggestion:
    """Make it a draft of a deputy's suggestion; the voter stays tied to it and reads its answer.

    person: the deputy who will raise it. by: he himself, or a clerk or liaison for him (代录).
    What the voter said of himself is covered: a suggestion is read by many.
    """
    message = _begin(message, by)
    move(message, "route")
    suggestion = suggesting.draft(
        message.body,
        person=person,
        by=by,
        today=today,
        title=_as_title(message.title),
        text=_("选民反映：%(text)s\n\n（根据选民留言 %(number)s 整理）")
        % {"text": mask_voice(message.text), "number": message.number},
        topic=message.topic,
    )
    write(
        message,
        route=Route.SUGGESTION,
        became=suggestion,
        accepted_on=message.accepted_on or today,
    )
    responded(message)
    clocks.meet(message, Purpose.ANSWER, today)
    refresh(message)
    behalf = person if by.person_id != person.pk else None
    tell_ledger(
        message,
        by,
        "become_suggestion",
        _("由%s代表整理为代表建议") % person.name,
        behalf=behalf,
        after={"suggestion": suggestion.pk},
    )
    return suggestion


def _as_title(title: str) -> str:
    words = mask_voice(title).strip("。！？… ")
    return words if words.endswith(_("建议")) else _("关于%s的建议") % words.removeprefix(_("关于"))


@transaction.atomic
def pass_up(message, *, body, by, today: date) -> None:
    """Ask the deputies of a higher congress to take it up; its clerk answers or hands it on."""
    message = _begin(message, by)
    if (
        body.pk == message.body_id
        or body.county_id != message.county_id
        or not body.contains(message.body)
    ):
        raise Refused(_("请选择上一级人大。县级以上的事，由县人大办转市级以上代表，并答复选民。"))
    move(message, "route")
    write(
        message,
        route=Route.HIGHER,
        higher_body=body,
        accepted_on=message.accepted_on or today,
    )
    responded(message)
    clocks.meet(message, Purpose.ANSWER, today)
    clocks.start(message, Purpose.ANSWER, today)
    refresh(message)
    tell_ledger(message, by, "pass_up", _("请%s代表反映") % body.short_name)


@transaction.atomic
def refuse(message, *, ground: str, by, today: date, note: str = "") -> Answer:
    """Tell kindly that this cannot be taken up here, and who can help.

    ground: one of `grounds.GROUNDS`. note: a sentence of one's own beside the listed one.
    """
    message, own = current(message), note.strip()
    require(by, Permission.HANDLE, message)
    listed(ground, GROUNDS)
    if message.assignments.answering().open().exists():
        raise Refused(_("承办单位正在办理。要告知选民不受理，请先收回。"))
    move(message, "turn_away")
    words = "\n".join(filter(None, [str(GROUNDS[ground].words), own]))
    write(message, route=Route.REFUSED, refusal=ground, decision_reason=words)
    clocks.stop(message, today)
    responded(message)
    given = Answer.objects.create(
        message=message, text=words, by=by, signed=str(message.station or message.body.short_name)
    )
    refresh(message)
    tell_ledger(
        message,
        by,
        "refuse",
        _("不属受理范围：%s") % GROUNDS[ground].label,
        reason=own,
        after={"ground": ground},
        about=given,
    )
    return given


@transaction.atomic
def merge(message, *, into, by, today: date) -> None:
    """The same voice once more: it strengthens the first, and is answered with it.

    by: None for the voter, who says "so do I" to what the public pages show.
    """
    message = current(message)
    if by is None:
        if not VoterMessage.objects.published().filter(pk=into.pk).exists():
            raise Refused(_("那条留言现在不公开了，不能一起办理。请直接发送您的留言。"))
    else:
        require(by, Permission.HANDLE, message)
    if into.pk == message.pk:
        raise Refused(_("请选择另一条留言。"))
    into = VoterMessage.objects.select_related("body").get(pk=into.pk)
    if by is not None:
        require(by, Permission.HANDLE, into)
    if into.status in {Status.MERGED, Status.REFUSED, Status.WITHDRAWN}:
        raise Refused(_("所选留言已经并入别件或者不受理，不能再并入。请选择另一条。"))
    if message.is_confidential != into.is_confidential:
        raise Refused(_("要求保密的留言，不能与其他留言合并。"))
    # The constraint wants the target before the status.
    write(message, merged_into=into)
    move(message, "join")
    VoterMessage.objects.filter(merged_into=message.pk).update(merged_into=into.pk)
    clocks.stop(message, today)
    responded(message)
    # What has been answered already is answered to this voter too.
    last = into.answers.order_by("-pk").first()
    if last is not None:
        Answer.objects.create(
            message=message, text=last.text, by=last.by, signed=last.signed, reply=last.reply
        )
    refresh(message)
    tell_ledger(
        message,
        by,
        "merge",
        _("并入 %s，一并办理和答复") % into.number,
        after={"into": into.pk},
    )
