"""Registering what was handled before Lianxin came (历史补录), as its papers say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

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
from lianxin.engines.matters.workflow.moves import Refused, refresh, save_or_refuse
from lianxin.foundation.ledger.chain import events_of, record
from lianxin.foundation.people.models import Person
from lianxin.foundation.people.permissions import require
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.workflow.reviewing import NumberTaken

Status = Matter.Status
PAPER_STEPS = ("suggestion.register_existing", "suggestion.amend_existing")


@dataclass
class Handling:
    """What one office did, as far as the papers tell; dates may be unknown."""

    office: object
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
    suggestion = Suggestion(
        body=body,
        county_id=body.county_id,
        kind=Matter.Kind.SUGGESTION,
        is_historical=True,
        created_by=by,
    )
    if by is not None:
        require(by, Permission.REVIEW, suggestion)
    _write(suggestion, paper, by, today)
    record(by, "suggestion.register_existing", suggestion, _("补录历史建议"), reason=paper.source)
    return suggestion


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
    _write(suggestion, paper, by, today)
    record(
        by,
        "suggestion.amend_existing",
        suggestion,
        _("按原件更正补录"),
        reason=paper.source,
        before=before,
        after=after,
    )


def _write(suggestion, paper: Paper, by, today: date):
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
    try:
        with transaction.atomic():
            save_or_refuse(suggestion)
    except Refused as error:
        same = Suggestion.objects.filter(
            body=suggestion.body, number=paper.number, number_scope=suggestion.number_scope
        )
        if paper.number and same.exclude(pk=suggestion.pk).exists():
            raise NumberTaken(_("第 %s 号已经登记过。") % paper.number) from error
        raise
    for position, person in enumerate(paper.proposers):
        Proposer.objects.create(
            matter=suggestion,
            person=person,
            is_lead=position == 0,
            position=position,
            state=Proposer.State.CONFIRMED,
            confirmed_at=timezone.now(),
        )
    for handling in paper.handlings:
        _register_handling(suggestion, handling, by, today)
    refresh(suggestion)


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


def _register_handling(suggestion, handling, by, today):
    answered = _is_answered(handling)
    assigned_on = handling.assigned_on or suggestion.submitted_on
    try:
        assignment = Assignment.objects.create(
            matter=suggestion,
            office=handling.office,
            role=handling.role,
            status=Assignment.Status.ANSWERED if answered else Assignment.Status.RECEIVED,
            assigned_on=assigned_on or _stand_in_day(suggestion, handling),
            due_on=handling.due_on,
            is_extended=handling.is_extended,
            answered_on=handling.replied_on,
        )
    except IntegrityError as error:
        raise Refused(_("%s在同一件里出现两次。") % handling.office) from error
    for day in handling.met_on:
        Contact.objects.create(
            assignment=assignment,
            contacted_on=day,
            way=Contact.Way.FACE,
            is_meeting=True,
            recorded_by=by,
        )
    if not answered:
        return
    reply = Reply.objects.create(
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
    for person, attitude, result in handling.judgements:
        Evaluation.objects.create(
            reply=reply,
            person=person,
            channel=Evaluation.Channel.PAPER,
            attitude=attitude,
            result=result,
            reason=_("原件未载具体意见") if "dissatisfied" in (attitude, result) else "",
            judged_on=handling.replied_on or today,
            recorded_by=by,
        )
    if handling.promise:
        text, due_on = handling.promise
        Promise.objects.create(
            reply=reply,
            county_id=suggestion.county_id,
            text=text,
            promised_on=handling.replied_on or assignment.assigned_on,
            due_on=due_on,
        )
