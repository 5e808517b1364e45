"""The official ledger (代表建议台账) as a table: one line a matter, read without its texts.

Lines are plain values, not records: fifty thousand of them are read in the time a page of
records takes to draw a thousand.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import Assignment, Contact, Matter, Promise, Proposer, Reply
from lianxin.engines.matters.models.answers import ResultClass, Satisfaction
from lianxin.foundation.people.models import Session
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.suggestions.inbox import Thresholds
from lianxin.work.suggestions.models import Suggestion

CHUNK = 2_000
"""Matters read at a time: a county's fifty thousand never stand in memory at once."""
KEY = "suggestion-"
"""What stands before the number of a matter in 编号(系统)."""
_COLUMNS = (
    "pk",
    "version",
    "body__short_name",
    "number",
    "title",
    "topic",
    "submitted_on",
    "assigned_on",
    "due_on",
    "replied_on",
    "closed_on",
    "waiting_for",
    "is_extended",
    "is_key",
    "is_historical",
    "rework_count",
    "result_class",
    "satisfaction",
    "status",
    "suggestion__session_id",
    "suggestion__occasion",
    "suggestion__proposers_printed",
)


@dataclass(slots=True)
class Line:
    """What one line of the ledger says."""

    pk: int
    version: int
    body: str
    number: str
    title: str
    topic: str
    submitted_on: date | None
    assigned_on: date | None
    due_on: date | None
    replied_on: date | None
    closed_on: date | None
    waiting_for: str
    is_extended: bool
    is_key: bool
    is_historical: bool
    rework_count: int
    result_class: str
    satisfaction: str
    status: str
    session_id: int | None
    occasion: str
    printed: str
    session: str = ""
    lead: str = ""
    cosigners: str = ""
    answering: list[str] = field(default_factory=list)
    assisting: list[str] = field(default_factory=list)
    reply_due_on: date | None = None
    met_on: date | None = None
    promise_on: date | None = None
    letters: set[str] = field(default_factory=set)
    lateness: str = ""


TAKEN_BACK = Assignment.Status.TAKEN_BACK
STATUSES = dict(Matter.Status.choices)
RESULTS = dict(ResultClass.choices)
JUDGEMENTS = dict(Satisfaction.choices)
OCCASIONS = dict(Suggestion.Occasion.choices)


def ledger_fields() -> list[Field]:
    """The columns of the official ledger, and what each reads of a `Line`."""
    get = attrgetter
    day = Kind.DATE
    # In the reader's language, looked up once and not for each line.
    results, judgements, statuses = _said(RESULTS), _said(JUDGEMENTS), _said(STATUSES)
    return [
        Field(_("机构"), get("body"), 12),
        Field(_("建议编号"), get("number"), 9, name="number"),
        Field(_("会次或者闭会"), get("session"), 20),
        Field(_("标题"), get("title"), 40, name="title"),
        Field(_("类别"), get("topic"), 10, name="topic"),
        Field(_("领衔代表"), get("lead"), 10),
        Field(_("联名代表"), get("cosigners"), 20),
        Field(_("主办（分办）单位"), lambda line: "、".join(line.answering), 20),
        Field(_("协办单位"), lambda line: "、".join(line.assisting), 20),
        Field(_("提出日期"), get("submitted_on"), 12, day, name="submitted_on"),
        Field(_("交办日期"), get("assigned_on"), 12, day, name="assigned_on"),
        Field(_("答复期限"), get("reply_due_on"), 12, day, name="due_on"),
        Field(_("答复日期"), get("replied_on"), 12, day, name="replied_on"),
        Field(_("是否延期"), get("is_extended"), 6, Kind.YES),
        Field(_("面商日期"), get("met_on"), 12, day),
        Field(_("办理结果"), lambda line: results.get(line.result_class, ""), 14, name="result"),
        Field(_("结果字母"), lambda line: "、".join(sorted(line.letters)), 6, name="letter"),
        Field(_("代表评价"), lambda line: judgements.get(line.satisfaction, ""), 10),
        Field(_("重办次数"), lambda line: line.rework_count or None, 6, Kind.NUMBER),
        Field(_("重点督办"), get("is_key"), 6, Kind.YES),
        Field(_("承诺时限"), get("promise_on"), 12, day),
        Field(_("状态"), lambda line: statuses.get(line.status, ""), 14),
        # Today's, not the record's.
        Field(_("期限情况"), get("lateness"), 16, is_stamped=False),
        Field(_("办结日期"), get("closed_on"), 12, day),
    ]


def ledger_listing(
    pks: Sequence[int], *, unit: str, marks: Thresholds, title: str = "", notes: str = ""
) -> Listing:
    """The ledger of these matters in their order.

    pks: of matters that the reader may see; nothing is asked about that here.
    marks: from when on a date is 将到期 and 严重超期.
    """
    return Listing(
        title=title or str(_("代表建议台账")),
        unit=unit,
        fields=ledger_fields(),
        rows=lines(pks, marks),
        count=len(pks),
        key=key_of,
        is_revisable=True,
        notes=notes,
    )


def key_of(line: Line) -> str:
    return f"{KEY}{line.pk}"


def lines(pks: Sequence[int], marks: Thresholds | None = None) -> Iterator[Line]:
    """The lines of these matters in their order; one that is gone meanwhile is left out."""
    today = localdate()
    sessions: dict[int | None, str] = {}
    for start in range(0, len(pks), CHUNK):
        chunk = list(pks[start : start + CHUNK])
        wanted = set(chunk)
        rows = Matter.objects.filter(_among("pk", chunk)).values_list(*_COLUMNS).order_by()
        found = {row[0]: Line(*row) for row in rows if row[0] in wanted}
        _name_sessions(found, sessions)
        _add_proposers(found, chunk)
        _add_handling(found, chunk)
        for pk in chunk:
            line = found.get(pk)
            if line is None:
                continue
            if marks is not None and line.due_on and line.waiting_for:
                line.lateness = lateness(
                    line.due_on,
                    today,
                    waiting_for=line.waiting_for,
                    is_extended=line.is_extended,
                    soon_days=marks.soon,
                    serious_days=marks.serious,
                ).words
            yield line


def _among(column: str, chunk: list[int]) -> Q:
    """Those of the chunk, and where its ids lie close together the few between them.

    Two ids to hand over in place of thousands, seven times a chunk; whoever reads leaves out
    what he did not ask for.
    """
    first, last = min(chunk), max(chunk)
    if last - first < 2 * len(chunk):
        return Q(**{f"{column}__gte": first, f"{column}__lte": last})
    return Q(**{f"{column}__in": chunk})


def _name_sessions(found: dict[int, Line], known: dict[int | None, str]) -> None:
    asked = {line.session_id for line in found.values() if line.session_id}
    new = asked - known.keys()
    for session in Session.objects.filter(pk__in=new).select_related("term__body"):
        known[session.pk] = str(session)
    occasions = _said(OCCASIONS)
    for line in found.values():
        line.session = known.get(line.session_id) or occasions.get(line.occasion, "")


def _add_proposers(found: dict[int, Line], chunk: list[int]) -> None:
    others: dict[int, list[str]] = defaultdict(list)
    rows = (
        Proposer.objects.filter(_among("matter_id", chunk))
        .exclude(state=Proposer.State.DECLINED)
        .order_by("matter_id", "-is_lead", "position", "pk")
        .values_list("matter_id", "person__name")
    )
    for pk, name in rows:
        line = found.get(pk)
        if line is None:
            continue
        if line.lead:
            others[pk].append(name)
        else:
            line.lead = name
    for pk, names in others.items():
        found[pk].cosigners = "、".join(names)
    for line in found.values():
        line.lead = line.lead or line.printed


def _add_handling(found: dict[int, Line], chunk: list[int]) -> None:
    handled = (
        Assignment.objects.active().filter(_among("matter_id", chunk)).order_by("matter_id", "pk")
    )
    for pk, role, office, due_on, is_extended in handled.values_list(
        "matter_id", "role", "office__name", "due_on", "is_extended"
    ):
        line = found.get(pk)
        if line is None:
            continue
        if role == Assignment.Role.ASSIST:
            line.assisting.append(office)
            continue
        line.answering.append(office)
        line.is_extended = line.is_extended or is_extended
        line.reply_due_on = _later(line.reply_due_on, due_on)
    # Joined, unordered, and without what most matters have none of: this is most of the time.
    met = Contact.objects.filter(_among("assignment__matter_id", chunk), is_meeting=True)
    met = met.exclude(assignment__status=TAKEN_BACK).order_by()
    for pk, day in met.values_list("assignment__matter_id", "contacted_on"):
        if pk in found:
            found[pk].met_on = _later(found[pk].met_on, day)
    replies = (
        Reply.objects.filter(_among("assignment__matter_id", chunk), state=Reply.State.ISSUED)
        .exclude(assignment__status=TAKEN_BACK)
        .exclude(assignment__role=Assignment.Role.ASSIST)
        .order_by()
    )
    answers = {}
    for reply, pk, letter in replies.values_list("pk", "assignment__matter_id", "letter"):
        if pk not in found:
            continue
        answers[reply] = pk
        if letter:
            found[pk].letters.add(letter)
    if not answers:
        return
    promises = Promise.objects.filter(_among("reply_id", list(answers))).order_by()
    for reply, day in promises.values_list("reply_id", "due_on"):
        if reply in answers:
            line = found[answers[reply]]
            line.promise_on = _later(line.promise_on, day)


def _later(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return max(one, other)


def _said(words: dict[Any, Any]) -> dict[str, str]:
    """Choices in the language that is spoken now; 「未填」 is said by saying nothing."""
    return {str(value): str(word) for value, word in words.items() if value}
