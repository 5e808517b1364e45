"""The dated records of a handling: four tables read in one query, as one list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, DateField, F, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Contact, Extension, Progress, ReturnRequest

_NO_DAY = Cast(Value(None), DateField())
_TEXTS = ("code", "place", "people", "person", "text", "note")


@dataclass
class LogEntry:
    """One dated record of the handling: contact, progress, return, extension."""

    assignment_id: int
    heading: str
    on: date
    facts: list[tuple[str, str]]
    text: str


def log_of(matter_pk: int) -> list[LogEntry]:
    """Contacts, progress, returns and extensions of a matter, read together, oldest first."""
    ours = {"assignment__matter": matter_pk}
    parts = [
        _as_log(
            Contact.objects.filter(**ours),
            "contact",
            on="contacted_on",
            code="way",
            flag="is_meeting",
            place="place",
            people="participants",
            person="office_person",
            text="points",
            note="deputy_opinion",
        ),
        _as_log(Progress.objects.filter(**ours), "progress", on="noted_on", text="text"),
        _as_log(
            ReturnRequest.objects.filter(**ours),
            "return",
            on="asked_on",
            code="decision",
            place="suggested_office",
            person="signed_by",
            text="reason",
            note="decision_note",
            decided="decided_on",
        ),
        _as_log(
            Extension.objects.filter(**ours),
            "extension",
            on="asked_on",
            code="decision",
            text="reason",
            note="decision_note",
            until="asked_until",
            decided="decided_on",
        ),
    ]
    rows = parts[0].union(*parts[1:], all=True)
    return [_entry(*row) for row in sorted(rows, key=lambda row: (row[2], row[0], row[1]))]


def _as_log(queryset, what, **columns):
    """Rows of one kind of record in the shape all kinds share."""
    shaped: dict[str, Any] = {f"log_{name}": F(column) for name, column in columns.items()}
    for name in _TEXTS:
        shaped.setdefault(f"log_{name}", Value("", output_field=CharField()))
    shaped.setdefault("log_flag", Value(False, output_field=BooleanField()))
    for name in ("until", "decided"):
        shaped.setdefault(f"log_{name}", _NO_DAY)
    ordered = ("on", "flag", "until", "decided", *_TEXTS)
    return (
        queryset.order_by()
        .annotate(log_what=Value(what, output_field=CharField()), **shaped)
        .values_list(
            "log_what", "pk", "log_on", "assignment_id", *(f"log_{one}" for one in ordered[1:])
        )
    )


def _entry(
    what, _pk, on, assignment_id, flag, until, decided, code, place, people, person, text, note
) -> LogEntry:
    facts: list[tuple[str, str]] = []
    if what == "contact":
        way = Contact.Way(code).label
        heading = _("面商（%s）") % way if flag else _("%s联系代表") % way
        facts = [
            (_("地点"), place),
            (_("参加人"), people),
            (_("面复人"), person),
            (_("代表意见"), note),
        ]
    elif what == "progress":
        heading = _("办理进展")
    elif what == "return":
        heading = _("申请退办：%s") % ReturnRequest.Decision(code).label
        facts = [(_("建议承办单位"), place), (_("签批"), person), (_("审核说明"), note)]
    else:
        words = {"day": until, "decision": Extension.Decision(code).label}
        heading = _("申请延期至 %(day)s：%(decision)s") % words
        facts = [(_("审批说明"), note)]
    if decided:
        facts.append((_("审核日期"), str(decided)))
    return LogEntry(
        assignment_id, heading, on, [(name, value) for name, value in facts if value], text
    )
