"""The table of moves, and what every step does after its own work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    write_or_refuse([instance], instance.save)
    return instance


def write_or_refuse(instances, write: Callable[[], Any]) -> None:
    """Have `write` save these instances of one model, or raise Refused in the words of a rule."""
    # Related rows were handed in as rows, and the database asks every constraint
    # anyway: asking before costs a query for each, asking after only when one breaks.
    related = {field.name for field in instances[0]._meta.fields if field.is_relation}
    try:
        for instance in instances:
            instance.clean_fields(exclude=related)
            instance.clean()
        with transaction.atomic():
            write()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    except IntegrityError as error:
        try:
            for instance in instances:
                instance.validate_constraints()
        except ValidationError as broken:
            raise Refused("；".join(broken.messages)) from error
        raise WrongStatus(_("这条记录刚刚已有人办理。请刷新页面查看。")) from error


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


_listeners: dict[Callable[[Any], None], Callable[[Sequence[Any]], None] | None] = {}


def after_each_step(
    listener: Callable[[Any], None], *, for_many: Callable[[Sequence[Any]], None] | None = None
) -> None:
    """Have `listener` called with the matter whenever its columns have been written anew.

    for_many: called in its place with all of those that were written together.
    Called inside the step's transaction. Registering it again changes nothing.
    """
    _listeners[listener] = for_many


def tell_written(matters: Sequence[Any]) -> None:
    """Tell those who follow each step that these matters say something new."""
    for listener, for_many in _listeners.items():
        if for_many is not None:
            for_many(matters)
            continue
        for matter in matters:
            listener(matter)


@dataclass
class Records:
    """What stands of a matter, as far as its own columns repeat it.

    handed_over: every handing-over by age, those taken back too.
    answers: the latest issued answer of each office that answers.
    judgements: what deputies said of those answers, the less satisfied word of each.
    heard: ways in which deputies were contacted, and whether by meeting them; also by an
        office that gave the matter back since.
    """

    handed_over: Sequence[Assignment] = ()
    clocks: Sequence[Deadline] = ()
    answers: Sequence[Reply] = ()
    judgements: Sequence[str] = ()
    heard: frozenset[tuple[str, bool]] = frozenset()
    has_open_promise: bool = False

    @property
    def standing(self) -> list[Assignment]:
        return [item for item in self.handed_over if item.status != Assignment.Status.TAKEN_BACK]


def refresh(matter) -> None:
    """Write anew the columns that repeat what the records say; the last act of each step."""
    values = columns(matter, _read(matter)) | {"version": matter.version + 1}
    if more := kind_of(matter).columns:
        values |= more(matter)
    Matter.objects.filter(pk=matter.pk).update(**values)
    for name, value in values.items():
        setattr(matter, name, value)
    tell_written([matter])


def _read(matter) -> Records:
    found = Records(handed_over=list(matter.assignments.order_by("pk")))
    found.clocks = list(
        Deadline.objects.filter(matter=matter).order_by("due_on", "pk").defer("rule")
    )
    answering = [item for item in found.standing if item.role in ANSWERING]
    replies = Reply.objects.filter(assignment__in=answering, state=Reply.State.ISSUED)
    found.answers = list({one.assignment_id: one for one in replies.order_by("pk")}.values())
    judged = Evaluation.objects.filter(reply__in=found.answers)
    found.judgements = [one.overall for one in judged]
    if found.handed_over:
        contacts = Contact.objects.filter(assignment__in=found.handed_over)
        found.heard = frozenset(contacts.values_list("way", "is_meeting"))
    if matter.status == S.TRACKING:
        promises = Promise.objects.filter(reply__assignment__matter=matter)
        found.has_open_promise = promises.filter(state=Promise.State.OPEN).exists()
    return found


def columns(matter, records: Records) -> dict[str, Any]:
    """What the columns of a matter must say when these are its records."""
    assignments = records.standing
    waiting, purposes = _waited_for(matter)
    if waiting == _W.OFFICE and matter.status != S.TRACKING:
        if any(item.status == Assignment.Status.RETURN_ASKED for item in assignments):
            waiting = _W.CLERK
        elif any(
            item.role == Assignment.Role.ASSIST and item.status != Assignment.Status.ANSWERED
            for item in assignments
        ):
            waiting = _W.ASSIST
    if matter.status == S.TRACKING and not records.has_open_promise:
        waiting = _W.DEPUTY
    running = (one for one in records.clocks if one.purpose in purposes and one.is_running)
    clock = next(running, None)
    lead = next((item for item in assignments if item.role == Assignment.Role.LEAD), None)
    if lead is None:
        lead = next((item for item in assignments if item.role == Assignment.Role.SEPARATE), None)
    issued = [reply.issued_on for reply in records.answers if reply.issued_on]
    return {
        "waiting_for": waiting,
        "due_on": clock.due_on if clock else None,
        "is_extended": bool(clock and clock.is_extended),
        "lead_office_id": lead.office_id if lead else None,
        "assigned_on": min((item.assigned_on for item in records.handed_over), default=None),
        "replied_on": max(issued, default=None),
        "result_class": _least_solved(records.answers),
        "satisfaction": _least_satisfied(records.judgements),
        "is_answered_late": _is_answered_late(matter, records.clocks, assignments),
        "is_joint": sum(item.role in ANSWERING for item in assignments) > 1,
        "is_contacted": bool(records.heard),
        "is_met_face": (Contact.Way.FACE, True) in records.heard,
        "is_met_online": (Contact.Way.ONLINE, True) in records.heard,
    }


def _waited_for(matter) -> tuple[str, tuple[str, ...]]:
    """Whom the matter waits for in its status, and by which clocks."""
    kind = kind_of(matter)
    if kind.waiting and (said := kind.waiting(matter)) is not None:
        return said
    waiting, purposes = WAITING.get(matter.status, ("", ()))
    if waiting == _W.DEPUTY and kind.judges is Judges.VOTER:
        waiting = _W.VOTER
    return waiting, purposes


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


def _least_solved(replies) -> str:
    order = list(ResultClass)
    classes = [reply.result_class for reply in replies if reply.result_class]
    return max(classes, key=order.index) if classes else ""


def _least_satisfied(judgements) -> str:
    order: list[str] = [
        Satisfaction.DISSATISFIED,
        Satisfaction.BASICALLY,
        Satisfaction.SATISFIED,
    ]
    return min(judgements, key=order.index) if judgements else ""
