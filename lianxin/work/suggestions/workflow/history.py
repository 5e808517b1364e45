"""Registering what was handled before Lianxin came (历史补录), as its papers say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Evaluation,
    Matter,
    Promise,
    Proposer,
    Reply,
)
from lianxin.engines.matters.workflow.moves import (
    ANSWERING,
    Records,
    Refused,
    columns,
    refresh,
    tell_written,
    write_or_refuse,
)
from lianxin.foundation.bulk import create_children
from lianxin.foundation.ledger.chain import events_of, record
from lianxin.foundation.people.models import Office, Person
from lianxin.foundation.people.permissions import require
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.workflow.reviewing import NumberTaken

Status = Matter.Status
PAPER_STEPS = ("suggestion.register_existing", "suggestion.amend_existing")


@dataclass
class Handling:
    """What one office did, as far as the papers tell; dates may be unknown."""

    office: Office
    role: str = Assignment.Role.LEAD
    assigned_on: date | None = None
    due_on: date | None = None
    is_extended: bool = False
    met_on: Sequence[date] = ()
    replied_on: date | None = None
    printed_reply_date: str = ""
    result_class: str = ""
    letter: str = ""
    document_no: str = ""
    reply_text: str = ""
    judgements: Sequence[tuple[object, str, str]] = ()
    """(person, attitude, result) of each deputy who judged."""
    promise: tuple[str, date] | None = None


@dataclass
class Paper:
    """One suggestion as its papers describe it."""

    title: str
    text: str = ""
    number: str = ""
    number_scope: str = ""
    year: int = 0
    topic: str = ""
    occasion: str = Suggestion.Occasion.BETWEEN
    session: object = None
    submitted_on: date | None = None
    was_motion: bool = False
    proposers: Sequence[Person] = ()
    proposers_printed: str = ""
    handlings: Sequence[Handling] = field(default_factory=list)
    source: str = ""
    is_closed: bool = False


@transaction.atomic
def register_existing(body, paper: Paper, *, by, today: date) -> Suggestion:
    """Register a suggestion handled elsewhere before; unknown things stay unknown.

    by: the clerk, or None for a command run by the administrator.
    Its clocks do not run: only due dates the papers state are kept.
    Raises NumberTaken, Refused.
    """
    return register_all_existing(body, [paper], by=by, today=today)[0]


@transaction.atomic
def register_all_existing(body, papers: Sequence[Paper], *, by, today: date) -> list[Suggestion]:
    """The same for many papers of one body: the same records and events, written together.

    Either all are registered or, with Refused, none: whoever calls then goes on one by one,
    to learn which it is.
    """
    suggestions = [
        Suggestion(
            body=body,
            county_id=body.county_id,
            kind=Matter.Kind.SUGGESTION,
            is_historical=True,
            created_by=by,
        )
        for _paper in papers
    ]
    if by is not None and suggestions:
        require(by, Permission.REVIEW, suggestions[0])
    written = []
    for suggestion, paper in zip(suggestions, papers, strict=True):
        _fill(suggestion, paper, today)
        written.append(_records(suggestion, paper, by, today))
        values = columns(suggestion, written[-1].as_read())
        for name, value in (values | {"version": suggestion.version + 1}).items():
            setattr(suggestion, name, value)
    _save(suggestions, partial(create_children, suggestions))
    _insert(written)
    tell_written(suggestions)
    for suggestion, paper in zip(suggestions, papers, strict=True):
        words = _("补录历史建议")
        record(by, "suggestion.register_existing", suggestion, words, reason=paper.source)
    return suggestions


@transaction.atomic
def amend_existing(suggestion, paper: Paper, *, by, today: date, before: dict, after: dict):
    """Write a registered suggestion anew from better papers.

    before, after: what changes, for the ledger.
    Raises Refused once it was worked on here: from then on steps change it, not papers;
    NumberTaken as `register_existing`.
    """
    if by is not None:
        require(by, Permission.REVIEW, suggestion)
    steps = events_of(suggestion).exclude(step__in=PAPER_STEPS)
    if not suggestion.is_historical or steps.exists():
        raise Refused(_("本件已在系统中办理，不能再用原件覆盖。如需更正，请在该件的页面上办理。"))
    suggestion.proposers.all().delete()
    suggestion.assignments.all().delete()
    _fill(suggestion, paper, today)
    _save([suggestion], suggestion.save)
    _insert([_records(suggestion, paper, by, today)])
    refresh(suggestion)
    record(
        by,
        "suggestion.amend_existing",
        suggestion,
        _("按原件更正补录"),
        reason=paper.source,
        before=before,
        after=after,
    )


def _fill(suggestion, paper: Paper, today: date) -> None:
    if not paper.title.strip():
        raise Refused(_("没有标题，无法登记。"))
    suggestion.title = paper.title
    suggestion.text = paper.text
    suggestion.topic = paper.topic
    suggestion.number = paper.number
    suggestion.number_scope = paper.number_scope if paper.number else ""
    suggestion.year = paper.year or today.year
    suggestion.occasion = paper.occasion
    suggestion.session = paper.session
    suggestion.submitted_on = suggestion.accepted_on = paper.submitted_on
    suggestion.was_motion = paper.was_motion
    suggestion.proposers_printed = paper.proposers_printed
    suggestion.source = paper.source
    suggestion.status = _status(paper)
    suggestion.closed_on = _last_day(paper) if suggestion.status == Status.CLOSED else None


def _save(suggestions, write: Callable[[], None]) -> None:
    try:
        write_or_refuse(suggestions, write)
    except Refused as error:
        for suggestion in suggestions:
            same = Suggestion.objects.filter(
                body=suggestion.body,
                number=suggestion.number,
                number_scope=suggestion.number_scope,
            )
            if suggestion.number and same.exclude(pk=suggestion.pk).exists():
                raise NumberTaken(_("第 %s 号已经登记过。") % suggestion.number) from error
        raise


@dataclass
class _Written:
    """The records of one paper, from the moment they are made until they are saved."""

    proposers: list[Proposer] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    def as_read(self) -> Records:
        """What `refresh` would find once these are saved; no clocks run for old papers."""
        answers = [one for one in self.replies if one.assignment.role in ANSWERING]
        return Records(
            handed_over=self.assignments,
            answers=answers,
            judgements=[one.overall for one in self.evaluations if one.reply in answers],
            heard=frozenset((one.way, one.is_meeting) for one in self.contacts),
            has_open_promise=bool(self.promises),
        )


def _records(suggestion, paper: Paper, by, today: date) -> _Written:
    found = _Written()
    for position, person in enumerate(paper.proposers):
        found.proposers.append(
            Proposer(
                matter=suggestion,
                person=person,
                is_lead=position == 0,
                position=position,
                state=Proposer.State.CONFIRMED,
                confirmed_at=timezone.now(),
            )
        )
    offices = set()
    for handling in paper.handlings:
        if handling.office.pk in offices:
            raise Refused(_("%s在同一件里出现两次。") % handling.office)
        offices.add(handling.office.pk)
        _add_handling(found, suggestion, handling, by, today)
    return found


def _insert(written: Sequence[_Written]) -> None:
    """Save the records of saved suggestions, each kind together, parents first."""
    for name in ("proposers", "assignments", "contacts", "replies", "evaluations", "promises"):
        records = [each for one in written for each in getattr(one, name)]
        if not records:
            continue
        try:
            with transaction.atomic():
                type(records[0])._base_manager.bulk_create(records)
        except IntegrityError as error:
            raise Refused(_broken_rule(records)) from error


def _broken_rule(records) -> str:
    """The rule that one of these records breaks, in its own words."""
    for each in records:
        try:
            each.validate_constraints()
        except ValidationError as error:
            return "；".join(error.messages)
    return _("这些材料自相矛盾，没有登记。请核对承办单位、日期和评价。")


def _status(paper) -> str:
    answering = [item for item in paper.handlings if item.role != Assignment.Role.ASSIST]
    if not answering:
        return Status.ACCEPTED
    if not all(_is_answered(item) for item in answering):
        return Status.ASSIGNED
    if paper.is_closed:
        return Status.CLOSED
    if any(item.promise for item in answering):
        return Status.TRACKING
    if all(item.judgements for item in answering):
        return Status.JUDGED
    return Status.REPLIED


def _is_answered(handling) -> bool:
    return bool(handling.reply_text or handling.replied_on or handling.printed_reply_date)


def _last_day(paper) -> date | None:
    return max((item.replied_on for item in paper.handlings if item.replied_on), default=None)


def _stand_in_day(suggestion, handling) -> date:
    """A day must stand for the handing-over; the papers know it only roughly.

    That of the answer, or the first of the year: never today, which would count an
    old suggestion among this year's.
    """
    return handling.replied_on or date(
        int(handling.printed_reply_date[:4] or suggestion.year), 1, 1
    )


def _add_handling(found: _Written, suggestion, handling, by, today: date) -> None:
    answered = _is_answered(handling)
    assigned_on = handling.assigned_on or suggestion.submitted_on
    assignment = Assignment(
        matter=suggestion,
        office=handling.office,
        role=handling.role,
        status=Assignment.Status.ANSWERED if answered else Assignment.Status.RECEIVED,
        assigned_on=assigned_on or _stand_in_day(suggestion, handling),
        due_on=handling.due_on,
        is_extended=handling.is_extended,
        answered_on=handling.replied_on,
    )
    found.assignments.append(assignment)
    for day in handling.met_on:
        found.contacts.append(
            Contact(
                assignment=assignment,
                contacted_on=day,
                way=Contact.Way.FACE,
                is_meeting=True,
                recorded_by=by,
            )
        )
    if not answered:
        return
    reply = Reply(
        assignment=assignment,
        state=Reply.State.ISSUED,
        result_class=handling.result_class,
        # A letter is what the paper bears; today's table of letters says nothing of it.
        letter=handling.letter,
        document_no=handling.document_no,
        text=handling.reply_text or _("（原件只载明答复日期）"),
        issued_on=handling.replied_on,
        printed_date=handling.printed_reply_date,
    )
    found.replies.append(reply)
    for person, attitude, result in handling.judgements:
        found.evaluations.append(
            Evaluation(
                reply=reply,
                person=person,
                channel=Evaluation.Channel.PAPER,
                attitude=attitude,
                result=result,
                reason=_("原件未载具体意见") if "dissatisfied" in (attitude, result) else "",
                judged_on=handling.replied_on or today,
                recorded_by=by,
            )
        )
    if handling.promise:
        text, due_on = handling.promise
        found.promises.append(
            Promise(
                reply=reply,
                county_id=suggestion.county_id,
                text=text,
                promised_on=handling.replied_on or assignment.assigned_on,
                due_on=due_on,
            )
        )
