"""A suggestion registered from its papers, as the paper it was written from.

`amend_existing` writes a registered suggestion anew from a paper; whoever corrects one line of
the ledger changes one thing in this paper and leaves the rest as it stands.
"""

from collections.abc import Iterable

from lianxin.engines.matters.models import Assignment, Matter, Reply
from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.ledger.models import Event
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.workflow.history import PAPER_STEPS, Handling, Paper


def only_on_paper(pks: Iterable[int]) -> set[int]:
    """Of these suggestions the ones registered from papers that nobody has worked on since."""
    asked = list(pks)
    registered = set(
        Matter.objects.filter(pk__in=asked, is_historical=True).values_list("pk", flat=True)
    )
    worked_on = Event.objects.filter(
        record_type=record_type(Matter), record_id__in=registered
    ).exclude(step__in=PAPER_STEPS)
    return registered - set(worked_on.values_list("record_id", flat=True))


def paper_of(suggestion: Suggestion) -> Paper:
    """All that was registered; written again it gives the same records."""
    handled = (
        suggestion.assignments.exclude(status=Assignment.Status.TAKEN_BACK)
        .select_related("office")
        .prefetch_related("contacts", "replies__evaluations__person", "replies__promises")
        .order_by("pk")
    )
    return Paper(
        title=suggestion.title,
        text=suggestion.text,
        number=suggestion.number,
        number_scope=suggestion.number_scope,
        year=suggestion.year,
        topic=suggestion.topic,
        occasion=suggestion.occasion,
        session=suggestion.session,
        submitted_on=suggestion.submitted_on,
        was_motion=suggestion.was_motion,
        proposers=[
            one.person
            for one in suggestion.proposers.select_related("person").order_by("position", "pk")
        ],
        proposers_printed=suggestion.proposers_printed,
        handlings=[_handling(one) for one in handled],
        source=suggestion.source,
        is_closed=suggestion.status == Matter.Status.CLOSED,
    )


def _handling(assignment: Assignment) -> Handling:
    handling = Handling(
        office=assignment.office,
        role=assignment.role,
        assigned_on=assignment.assigned_on,
        due_on=assignment.due_on,
        is_extended=assignment.is_extended,
        met_on=sorted(one.contacted_on for one in assignment.contacts.all() if one.is_meeting),
    )
    issued = [one for one in assignment.replies.all() if one.state == Reply.State.ISSUED]
    if issued:
        _add_answer(handling, max(issued, key=lambda one: one.round))
    return handling


def _add_answer(handling: Handling, reply: Reply) -> None:
    handling.replied_on = reply.issued_on
    handling.printed_reply_date = reply.printed_date
    handling.result_class = reply.result_class
    handling.letter = reply.letter
    handling.document_no = reply.document_no
    handling.reply_text = reply.text
    handling.judgements = [
        (one.person, one.attitude, one.result) for one in reply.evaluations.all()
    ]
    promise = next(iter(reply.promises.all()), None)
    if promise is not None:
        handling.promise = (promise.text, promise.due_on)
