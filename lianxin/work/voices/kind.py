"""What the engine must know of voters' messages."""

from types import MappingProxyType
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.kinds import Judges, Kind, register
from lianxin.engines.matters.models import Assignment, Deadline, Matter
from lianxin.foundation.people.permissions import may
from lianxin.work.voices.models import Answer, VoterMessage
from lianxin.work.voices.permissions import Permission
from lianxin.work.voices.sight import matter_grounds

P = Deadline.Purpose
S = Matter.Status
W = Matter.WaitingFor
Route = VoterMessage.Route

CLOCKS: MappingProxyType[str, str | None] = MappingProxyType(
    {
        P.HANDOVER: None,
        P.RETURN: None,
        P.REASSIGN: None,
        P.CONTACT: None,
        P.ASSIST: "message.office",
        P.REPLY: "message.office",
        P.REDO: "message.redo",
        P.FEEDBACK: "message.feedback",
        # Of what was passed up; the receiver's own 24 hours are `answer_by`.
        P.ANSWER: "message.office",
    }
)


def message_of(matter: Matter) -> VoterMessage:
    """The row of this room; read once for each record in hand."""
    return matter if isinstance(matter, VoterMessage) else matter.votermessage


def receiver_of(message: VoterMessage) -> str:
    """Whom it waits for while nobody has taken it on."""
    if message.higher_body_id and message.route == Route.HIGHER:
        return W.CLERK
    if message.deputy_id:
        return W.DEPUTY
    return W.LIAISON if message.station_id else W.CLERK


def waiting(matter: Matter) -> tuple[str, tuple[str, ...]] | None:
    """Whom a message waits for; None where the engine's own table says it."""
    if matter.status in {S.SUBMITTED, S.ACCEPTED}:
        message = message_of(matter)
        if message.route == Route.SUGGESTION:
            # The suggestion has its own clocks and its own page.
            return W.NOBODY, ()
        return receiver_of(message), (P.ANSWER,)
    if matter.status == S.REWORK:
        message = message_of(matter)
        if message.route == Route.SUGGESTION:
            return W.DEPUTY, (P.ANSWER,)
        if not matter.assignments.answering().exists():
            return receiver_of(message), (P.ANSWER,)
    if matter.status in {S.ASSIGNED, S.REWORK}:
        asked = matter.assignments.filter(status=Assignment.Status.RETURN_ASKED)
        if asked.exists():
            return receiver_of(message_of(matter)), ()
    return None


def columns(matter: Matter) -> dict[str, Any]:
    """When the voter was answered and how he judges it."""
    answers = Answer.objects.filter(message_id=matter.pk)
    last = answers.aggregate(at=Max("answered_at"))["at"]
    grade = answers.exclude(grade="").order_by("-pk").values_list("grade", flat=True).first() or ""
    return {
        "replied_on": timezone.localdate(last) if last else None,
        "satisfaction": grade,
    }


def may_route(by, matter) -> bool:
    return bool(matter.pk) and may(by, Permission.HANDLE, message_of(matter))


def register_kind() -> None:
    register(
        Kind(
            code=Matter.Kind.MESSAGE,
            model=VoterMessage._meta.label_lower,
            url_name="voices:detail",
            noun=_("留言"),
            office_page="voices:office",
            clocks=CLOCKS,
            longest=None,
            hears_deputy=False,
            is_official=False,
            calls_back=False,
            is_countywide=True,
            judges=Judges.VOTER,
            is_visited=False,
            may_route=may_route,
            grounds=matter_grounds,
            waiting=waiting,
            columns=columns,
        )
    )
