"""The table of moves, and what every step does after its own work."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.kinds import Judges, kind_of
from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Deadline,
    Matter,
    Promise,
    ResultClass,
)
from lianxin.engines.matters.models.answers import Evaluation, Reply, Satisfaction
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.refusals import Refused, WrongStatus

S = Matter.Status

# step: (statuses it may start from, status it leads to). None: stays as it is.
MOVES: dict[str, tuple[frozenset[str], str | None]] = {
    "cosign": (frozenset({S.DRAFT, S.RETURNED}), S.COSIGNING),
    "submit": (frozenset({S.DRAFT, S.COSIGNING, S.RETURNED}), S.SUBMITTED),
    "submit_motion": (frozenset({S.DRAFT, S.COSIGNING, S.RETURNED}), S.PRESIDIUM),
    "put_on_agenda": (frozenset({S.PRESIDIUM}), S.ON_AGENDA),
    "convert": (frozenset({S.PRESIDIUM}), S.SUBMITTED),
    "accept": (frozenset({S.SUBMITTED}), S.ACCEPTED),
    "return_for_correction": (frozenset({S.SUBMITTED}), S.RETURNED),
    "refuse": (frozenset({S.SUBMITTED}), S.REFUSED),
    "merge": (frozenset({S.SUBMITTED, S.ACCEPTED}), S.MERGED),
    "split": (frozenset({S.SUBMITTED, S.ACCEPTED}), S.SPLIT),
    "withdraw": (
        frozenset(
            {
                S.DRAFT,
                S.COSIGNING,
                S.SUBMITTED,
                S.RETURNED,
                S.PRESIDIUM,
                S.ACCEPTED,
                S.ASSIGNED,
                S.REPLIED,
                S.REWORK,
                S.CONCILIATION,
            }
        ),
        S.WITHDRAWN,
    ),
    "assign": (frozenset({S.ACCEPTED}), S.ASSIGNED),
    "come_back": (frozenset({S.ASSIGNED, S.REWORK}), S.ACCEPTED),
    "reply": (frozenset({S.ASSIGNED, S.REWORK}), S.REPLIED),
    "redo": (
        # From ASSIGNED: one of two separate offices has answered, the other not yet.
        frozenset(
            {
                S.ASSIGNED,
                S.REPLIED,
                S.JUDGED,
                S.TRACKING,
                S.REWORK,
                S.CONCILIATION,
                S.CLOSED,
            }
        ),
        S.REWORK,
    ),
    "escalate": (
        frozenset({S.ASSIGNED, S.REPLIED, S.JUDGED, S.TRACKING, S.REWORK}),
        S.CONCILIATION,
    ),
    "track": (frozenset({S.REPLIED, S.JUDGED, S.CONCILIATION}), S.TRACKING),
    "judged": (frozenset({S.REPLIED, S.TRACKING, S.CONCILIATION}), S.JUDGED),
    "close": (frozenset({S.JUDGED}), S.CLOSED),
    "archive": (frozenset({S.CLOSED}), S.ARCHIVED),
    # What a voter says needs no review before it is answered or handed on.
    "route": (
        frozenset({S.SUBMITTED, S.ACCEPTED, S.REWORK, S.CONCILIATION}),
        S.ACCEPTED,
    ),
    "answer": (
        frozenset({S.SUBMITTED, S.ACCEPTED, S.ASSIGNED, S.REWORK, S.CONCILIATION}),
        S.REPLIED,
    ),
    "ask_again": (frozenset({S.REPLIED, S.JUDGED, S.CLOSED, S.CONCILIATION}), S.REWORK),
    "ask_twice": (frozenset({S.REPLIED, S.JUDGED, S.CLOSED}), S.CONCILIATION),
    "turn_away": (frozenset({S.SUBMITTED, S.ACCEPTED, S.REWORK}), S.REFUSED),
    "join": (frozenset({S.SUBMITTED, S.ACCEPTED, S.REWORK}), S.MERGED),
    "settle": (frozenset({S.REPLIED, S.CONCILIATION, S.ACCEPTED}), S.CLOSED),
    "reopen": (frozenset({S.CLOSED, S.ARCHIVED}), S.REWORK),
}


def move(matter, name: str) -> None:
    """Change the status, or raise WrongStatus when someone else was first.

    The WHERE clause picks the winner when two people press at once: SQLite
    ignores select_for_update().
    """
    sources, target = MOVES[name]
    changed = Matter.objects.filter(pk=matter.pk, status__in=sources).update(status=target)
    if not changed:
        matter.refresh_from_db(fields=["status"])
        raise WrongStatus(
            _("本件现在的状态是“%(status)s”，不能办理这一步。请刷新页面，按当前状态办理。")
            % {"status": matter.get_status_display()}
        )
    matter.status = target


def need_status(matter, *statuses) -> None:
    """Raise WrongStatus unless the matter, read and locked anew, is in one of `statuses`."""
    current = Matter.objects.select_for_update().values_list("status", flat=True).get(pk=matter.pk)
    if current not in statuses:
        matter.status = current
        raise WrongStatus(
            _("本件现在的状态是“%(status)s”，不能办理这一步。请刷新页面，按当前状态办理。")
            % {"status": matter.get_status_display()}
        )


def note(matter, by, step: str, words: str, **details) -> None:
    """One event on the matter's timeline."""
    record(by, f"matter.{step}", matter, words, **details)


def save_or_refuse(instance):
    """Save; a broken constraint becomes a refusal in its own words."""
    # Related rows were handed in as rows, and the database asks every constraint
    # anyway: asking before costs a query for each, asking after only when one breaks.
    related = {field.name for field in instance._meta.fields if field.is_relation}
    try:
        instance.clean_fields(exclude=related)
        instance.clean()
        with transaction.atomic():
            instance.save()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    except IntegrityError as error:
        try:
            instance.validate_constraints()
        except ValidationError as broken:
            raise Refused("；".join(broken.messages)) from error
        raise WrongStatus(_("这条记录刚刚已有人办理。请刷新页面查看。")) from error
    return instance


ANSWERING = [Assignment.Role.LEAD, Assignment.Role.SEPARATE]
_W = Matter.WaitingFor
_P = Deadline.Purpose
# In which status whom a matter waits for, and which clocks say until when.
WAITING: dict[str, tuple[str, tuple[str, ...]]] = {
    S.DRAFT: (_W.PROPOSER, ()),
    S.COSIGNING: (_W.PROPOSER, ()),
    S.RETURNED: (_W.PROPOSER, ()),
    S.SUBMITTED: (_W.CLERK, (_P.HANDOVER,)),
    S.PRESIDIUM: (_W.PRESIDIUM, ()),
    S.ACCEPTED: (_W.CLERK, (_P.HANDOVER, _P.REASSIGN)),
    S.ASSIGNED: (_W.OFFICE, (_P.REPLY, _P.REDO)),
    S.REWORK: (_W.OFFICE, (_P.REPLY, _P.REDO)),
    S.REPLIED: (_W.DEPUTY, (_P.FEEDBACK,)),
    S.CONCILIATION: (_W.CLERK, ()),
    S.TRACKING: (_W.OFFICE, (_P.PROMISE,)),
    S.JUDGED: (_W.CLERK, ()),
}


_listeners: list[Callable[[Any], None]] = []


def after_each_step(listener: Callable[[Any], None]) -> None:
    """Have `listener` called with the matter whenever `refresh` has written it.

    Called inside the step's transaction. Registering it again changes nothing.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def refresh(matter) -> None:
    """Write anew the columns that repeat what the records say; the last act of each step."""
    handed_over = list(matter.assignments.order_by("pk"))
    assignments = [item for item in handed_over if item.status != Assignment.Status.TAKEN_BACK]
    waiting, purposes = _waited_for(matter)
    if waiting == _W.OFFICE and matter.status != S.TRACKING:
        if any(item.status == Assignment.Status.RETURN_ASKED for item in assignments):
            waiting = _W.CLERK
        elif any(
            item.role == Assignment.Role.ASSIST and item.status != Assignment.Status.ANSWERED
            for item in assignments
        ):
            waiting = _W.ASSIST
    if (
        matter.status == S.TRACKING
        and not _promises(matter).filter(state=Promise.State.OPEN).exists()
    ):
        waiting = _W.DEPUTY
    clocks = list(Deadline.objects.filter(matter=matter).order_by("due_on", "pk").defer("rule"))
    clock = next((one for one in clocks if one.purpose in purposes and one.is_running), None)
    replies = list(
        Reply.objects.filter(
            assignment__in=[item for item in assignments if item.role in ANSWERING],
            state=Reply.State.ISSUED,
        ).order_by("pk")
    )
    latest = list({reply.assignment_id: reply for reply in replies}.values())
    lead = next((item for item in assignments if item.role == Assignment.Role.LEAD), None)
    if lead is None:
        lead = next((item for item in assignments if item.role == Assignment.Role.SEPARATE), None)
    values = {
        "waiting_for": waiting,
        "due_on": clock.due_on if clock else None,
        "is_extended": bool(clock and clock.is_extended),
        "lead_office_id": lead.office_id if lead else None,
        "assigned_on": min((item.assigned_on for item in handed_over), default=None),
        "replied_on": max((reply.issued_on for reply in latest if reply.issued_on), default=None),
        "result_class": _least_solved(latest),
        "satisfaction": _least_satisfied(latest),
        "is_answered_late": _is_answered_late(matter, clocks, assignments),
        "is_joint": sum(item.role in ANSWERING for item in assignments) > 1,
        **_contacts(matter, handed_over),
        "version": matter.version + 1,
    }
    if more := kind_of(matter).columns:
        values |= more(matter)
    Matter.objects.filter(pk=matter.pk).update(**values)
    for name, value in values.items():
        setattr(matter, name, value)
    for listener in _listeners:
        listener(matter)


def _waited_for(matter) -> tuple[str, tuple[str, ...]]:
    """Whom the matter waits for in its status, and by which clocks."""
    kind = kind_of(matter)
    if kind.waiting and (said := kind.waiting(matter)) is not None:
        return said
    waiting, purposes = WAITING.get(matter.status, ("", ()))
    if waiting == _W.DEPUTY and kind.judges is Judges.VOTER:
        waiting = _W.VOTER
    return waiting, purposes


def _contacts(matter, handed_over) -> dict[str, bool]:
    """How the deputies were heard; also by an office that gave the matter back since."""
    found = Contact.objects.filter(assignment__in=handed_over).values_list("way", "is_meeting")
    ways = set(found) if handed_over else set()
    return {
        "is_contacted": bool(ways),
        "is_met_face": (Contact.Way.FACE, True) in ways,
        "is_met_online": (Contact.Way.ONLINE, True) in ways,
    }


def _is_answered_late(matter, clocks, assignments) -> bool:
    """Whether a first answer came after its day; an extended day is its day."""
    if matter.is_historical:
        # Old papers tell days, but no clocks ran.
        return any(
            item.answered_on and item.due_on and item.answered_on > item.due_on
            for item in assignments
            if item.role in ANSWERING
        )
    return any(
        one.purpose == Deadline.Purpose.REPLY and one.met_on and one.met_on > one.due_on
        for one in clocks
    )


def _promises(matter):
    return Promise.objects.filter(reply__assignment__matter=matter)


def _least_solved(replies) -> str:
    order = list(ResultClass)
    classes = [reply.result_class for reply in replies if reply.result_class]
    return max(classes, key=order.index) if classes else ""


def _least_satisfied(replies) -> str:
    order: list[str] = [
        Satisfaction.DISSATISFIED,
        Satisfaction.BASICALLY,
        Satisfaction.SATISFIED,
    ]
    overall = [item.overall for item in Evaluation.objects.filter(reply__in=replies)]
    return min(overall, key=order.index) if overall else ""
