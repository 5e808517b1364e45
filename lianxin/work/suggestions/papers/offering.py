"""Which papers a suggestion's page offers to make, and which lie in its folder."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, CharField, F, Value

from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Extension,
    Reminder,
    Reply,
    ReturnRequest,
    Supervision,
)
from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import CLERKS

# By kind of record: the papers of the body, and those of the office concerned.
OF_BODY = {
    "return": ["return_review"],
    "extension": ["extension_approval"],
    "reminder": ["reminder_letter"],
    "supervision": ["supervision_sheet"],
    "answer": ["survey_form"],
}
OF_OFFICE = {
    "meeting": ["meeting_record"],
    "answer": ["reply_letter"],
    "opinion": ["opinion_letter"],
}


@dataclass(frozen=True)
class Offer:
    """One paper that could be drafted now: its kind, its record, which one that is."""

    kind: str
    name: str
    source: int
    which: str


def papers_of(user, suggestion) -> list[tuple[Paper, str]]:
    """Papers in the suggestion's folder that the reader may see, with the names of their kinds."""
    found = (
        Paper.objects.visible_to(user)
        .filter(about_type=record_type(suggestion), about_id=suggestion.pk)
        .only("kind", "number", "title", "status", "issued_on")
        .order_by("pk")
    )
    return [(paper, str(kind_of(paper.kind).name)) for paper in found]


def offers_for(user, suggestion, assignments) -> list[Offer]:
    """Papers that the reader may draft from the suggestion's records, in one query.

    assignments: the active ones, with their office read.
    """
    is_clerk = user.has_role(*CLERKS, body=suggestion.body)
    own = user.office_ids() & {item.office_id for item in assignments}
    if not assignments or not (is_clerk or own):
        return []
    found = []
    if is_clerk:
        found.append(_offer("handover_sheet", suggestion.pk, ""))
        found += [_offer("handover_letter", item.pk, item.office.name) for item in assignments]
    for what, pk, day, office_id, office in _records(suggestion.pk):
        which = " ".join(part for part in (office, f"{day:%Y-%m-%d}" if day else "") if part)
        if is_clerk:
            found += [_offer(kind, pk, which) for kind in OF_BODY.get(what, [])]
        if office_id in own:
            found += [_offer(kind, pk, which) for kind in OF_OFFICE.get(what, [])]
    return found


def _offer(kind: str, source: int, which: str) -> Offer:
    return Offer(kind, str(kind_of(kind).name), source, which)


def _records(matter_id: int) -> list[tuple[str, int, date | None, int | None, str | None]]:
    """Name, id, day and office of everything a paper may be drawn from, oldest first."""
    requests = ReturnRequest.objects.filter(assignment__matter=matter_id)
    extensions = Extension.objects.filter(assignment__matter=matter_id)
    reminders = Reminder.objects.filter(matter=matter_id, assignment__isnull=False)
    meetings = Contact.objects.filter(assignment__matter=matter_id, is_meeting=True)
    issued = Reply.objects.filter(assignment__matter=matter_id, state=Reply.State.ISSUED)
    answers = issued.exclude(assignment__role=Assignment.Role.ASSIST)
    opinions = issued.filter(assignment__role=Assignment.Role.ASSIST)
    presses = Supervision.objects.filter(matter=matter_id).order_by()
    parts = [
        _named(requests, "return", "asked_on"),
        _named(extensions, "extension", "asked_on"),
        _named(reminders, "reminder", "reminded_on"),
        _named(meetings, "meeting", "contacted_on"),
        _named(answers, "answer", "issued_on"),
        _named(opinions, "opinion", "issued_on"),
        presses.annotate(
            what=Value("supervision", output_field=CharField()),
            day=F("pressed_on"),
            of=Value(None, output_field=BigIntegerField()),
            office=Value("", output_field=CharField()),
        ).values_list("what", "pk", "day", "of", "office"),
    ]
    rows = parts[0].union(*parts[1:], all=True)
    return sorted(rows, key=lambda row: (row[2] or date.min, row[1]))


def _named(records, what: str, day: str):
    return (
        records.order_by()
        .annotate(
            what=Value(what, output_field=CharField()),
            day=F(day),
            of=F("assignment__office_id"),
            office=F("assignment__office__name"),
        )
        .values_list("what", "pk", "day", "of", "office")
    )
