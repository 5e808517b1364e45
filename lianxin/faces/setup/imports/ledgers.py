"""The ledger of suggestions as a table: what is exported, and what an import compares with."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Assignment, Matter, ResultClass
from lianxin.engines.matters.models.answers import Reply, Satisfaction
from lianxin.foundation.people.models import Body
from lianxin.foundation.sheets.writing import OutColumn, OutSheet
from lianxin.work.suggestions.models import Suggestion

ROLE = Assignment.Role
# Not in a ledger of suggestions: what was never handed in, and motions.
_UNSENT = (Matter.Status.DRAFT, Matter.Status.COSIGNING, Matter.Status.WITHDRAWN)


def printed_session(suggestion: Suggestion) -> str:
    """The session as its paper names it, also where the term is not known here."""
    if suggestion.session is not None:
        between = suggestion.occasion == Suggestion.Occasion.BETWEEN
        return f"{suggestion.session}" + ("（闭会期间）" if between else "")
    scope = suggestion.number_scope.removeprefix("s:printed:")
    if scope != suggestion.number_scope and not re.fullmatch(r"[0-9]*", scope):
        return scope
    match = re.search(r"会次：([^；]+)", suggestion.source)
    return match[1] if match else ""


def standing(suggestion: Suggestion) -> dict[str, Any]:
    """What is known of a suggestion, in plain values, as a row would say it."""
    handled = [each for each in suggestion.assignments.all() if each.status != "taken_back"]
    answer = _answer(suggestion, handled)
    replied = answer.issued_on if answer else None
    names = "、".join(each.person.name for each in suggestion.proposers.all())
    contacts = sorted(
        {each.contacted_on for one in handled for each in one.contacts.all() if each.is_meeting}
    )
    return {
        "title": suggestion.title,
        "text": suggestion.text,
        "session": printed_session(suggestion),
        "is_linked": suggestion.session_id is not None,
        "proposers": names or suggestion.proposers_printed,
        "was_motion": suggestion.was_motion,
        "submitted_on": suggestion.submitted_on,
        "offices": sorted([each.office.name, each.role] for each in handled),
        "assigned_on": _known_assigned_on(suggestion, handled),
        "met_on": contacts,
        "reply_date": replied or (answer.printed_date if answer else ""),
        "result_class": answer.result_class if answer else "",
        "letter": answer.letter if answer else "",
        "document_no": answer.document_no if answer else "",
        "reply_text": answer.text if answer else "",
    }


def _answer(suggestion: Suggestion, handled: list[Assignment]) -> Reply | None:
    """The latest answer of the answering office, else the assisting opinion there is."""
    order = {ROLE.LEAD: 0, ROLE.SEPARATE: 1, ROLE.ASSIST: 2}
    for assignment in sorted(handled, key=lambda each: (order[ROLE(each.role)], each.pk)):
        issued = [each for each in assignment.replies.all() if each.state == Reply.State.ISSUED]
        if issued:
            return max(issued, key=lambda each: each.round)
    return None


def _known_assigned_on(suggestion: Suggestion, handled: list[Assignment]) -> date | None:
    """The day of handing-over, unless a historical record holds only a stand-in for it."""
    if not handled:
        return None
    day = min(each.assigned_on for each in handled)
    stand_ins = {suggestion.submitted_on, date(day.year, 1, 1)} | {
        each.answered_on for each in handled
    }
    return None if suggestion.is_historical and day in stand_ins else day


def ledger_sheets(body: Body) -> list[OutSheet]:
    """All suggestions of a body, as an import reads them unchanged."""
    headings = [
        (_("种类"), 14),
        (_("年度"), 8),
        (_("会次"), 24),
        (_("建议编号"), 12),
        (_("标题"), 44),
        (_("正文"), 50),
        (_("提出人"), 18),
        (_("主办单位"), 22),
        (_("分办单位"), 22),
        (_("协办单位"), 22),
        (_("提出日期"), 12),
        (_("交办日期"), 12),
        (_("面商日期"), 24),
        (_("答复日期"), 12),
        (_("类别"), 8),
        (_("办理结果"), 20),
        (_("答复文号"), 22),
        (_("答复内容"), 50),
        (_("代表评价"), 12),
        (_("状态"), 14),
        (_("材料来源"), 30),
    ]
    columns = [OutColumn(heading, width) for heading, width in headings]
    return [OutSheet(str(_("代表建议台账")), columns, _rows(body))]


def _rows(body: Body) -> Iterator[list]:
    suggestions = (
        Suggestion.objects.filter(body=body, kind=Matter.Kind.SUGGESTION)
        .exclude(status__in=_UNSENT)
        .select_related("session__term")
        .prefetch_related(
            "proposers__person",
            "assignments__office",
            "assignments__contacts",
            "assignments__replies",
        )
        .order_by("pk")
    )
    results = dict(ResultClass.choices)
    judgements = dict(Satisfaction.choices)
    for suggestion in suggestions.iterator(chunk_size=500):
        now = standing(suggestion)
        offices = {
            role: "、".join(name for name, part in now["offices"] if part == role) for role in ROLE
        }
        yield [
            _("议案转建议") if suggestion.was_motion else _("人大代表建议"),
            str(suggestion.year),
            now["session"],
            suggestion.number,
            suggestion.title,
            suggestion.text,
            now["proposers"],
            offices[ROLE.LEAD],
            offices[ROLE.SEPARATE],
            offices[ROLE.ASSIST],
            suggestion.submitted_on,
            now["assigned_on"],
            "；".join(map(str, now["met_on"])),
            now["reply_date"],
            now["letter"],
            str(results.get(now["result_class"], "")),
            now["document_no"],
            now["reply_text"],
            str(judgements.get(suggestion.satisfaction, "")),
            suggestion.get_status_display(),
            suggestion.source,
        ]
