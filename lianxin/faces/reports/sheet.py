"""The ledger as a spreadsheet, in the columns of the official one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Assignment, Contact, Matter, Promise, Proposer, Reply
from lianxin.foundation.sheets.writing import OutColumn, OutSheet
from lianxin.work.suggestions.statistics import Rate

CHUNK = 500
"""Rows read at a time: a county's ten thousand never stand in memory at once."""


def columns() -> list[OutColumn]:
    return [
        OutColumn(_("序号"), 6),
        OutColumn(_("机构"), 12),
        OutColumn(_("编号"), 8),
        OutColumn(_("会次或者闭会"), 18),
        OutColumn(_("标题"), 40),
        OutColumn(_("类别"), 10),
        OutColumn(_("领衔代表"), 10),
        OutColumn(_("联名代表"), 20),
        OutColumn(_("主办（分办）单位"), 20),
        OutColumn(_("协办单位"), 20),
        OutColumn(_("提出日期"), 12),
        OutColumn(_("交办日期"), 12),
        OutColumn(_("答复期限"), 12),
        OutColumn(_("答复日期"), 12),
        OutColumn(_("是否延期"), 8),
        OutColumn(_("面商日期"), 12),
        OutColumn(_("办理结果"), 16),
        OutColumn(_("结果字母"), 8),
        OutColumn(_("代表评价"), 10),
        OutColumn(_("重办次数"), 8),
        OutColumn(_("重点督办"), 8),
        OutColumn(_("承诺时限"), 12),
        OutColumn(_("状态"), 14),
        OutColumn(_("办结日期"), 12),
    ]


def ledger_sheet(matters: QuerySet[Matter]) -> OutSheet:
    """One row for each matter, in the order they were handed in."""
    return OutSheet(_("代表建议台账"), columns(), _rows(matters))


def rates_sheet(rates: list[Rate]) -> OutSheet:
    """The rates with both their sides, on a sheet of their own."""
    heads = [
        OutColumn(_("比率"), 24),
        OutColumn(_("分子"), 8),
        OutColumn(_("分母"), 8),
        OutColumn(_("百分比"), 10),
        OutColumn(_("口径"), 50),
        OutColumn(_("提示"), 30),
    ]
    return OutSheet(_("比率"), heads, [_rate_row(rate) for rate in rates])


def _rate_row(rate: Rate) -> list[Any]:
    few = _("样本过少（n<%(n)s），不作评价") % {"n": rate.min_n} if rate.is_small else ""
    shown = "" if rate.percent is None or rate.is_small else f"{rate.percent}%"
    return [
        str(rate.kind.label),
        rate.numerator,
        rate.denominator,
        shown,
        str(rate.kind.meaning),
        few,
    ]


def _rows(matters: QuerySet[Matter]) -> Iterator[list[Any]]:
    found = (
        matters.order_by("pk")
        .select_related("body", "suggestion__session__term")
        .defer("text", "decision_reason", "call_back_note", "suggestion__plan")
        .prefetch_related(
            Prefetch(
                "proposers", Proposer.objects.filter(state="confirmed").select_related("person")
            ),
            Prefetch(
                "assignments",
                Assignment.objects.active()
                .select_related("office")
                .prefetch_related(
                    Prefetch("contacts", Contact.objects.filter(is_meeting=True)),
                    Prefetch(
                        "replies", Reply.objects.filter(state=Reply.State.ISSUED).defer("text")
                    ),
                    Prefetch("replies__promises", Promise.objects.all()),
                ),
            ),
        )
    )
    for place, matter in enumerate(found.iterator(chunk_size=CHUNK), 1):
        yield _row(place, matter)


def _row(place: int, matter: Matter) -> list[Any]:
    proposers = list(matter.proposers.all())
    assignments = list(matter.assignments.all())
    answering = [one for one in assignments if one.role != Assignment.Role.ASSIST]
    replies = [reply for one in answering for reply in one.replies.all()]
    promises = [promise for reply in replies for promise in reply.promises.all()]
    met = [contact.contacted_on for one in assignments for contact in one.contacts.all()]
    suggestion = matter.suggestion
    return [
        place,
        matter.body.short_name,
        matter.number,
        str(suggestion.session) if suggestion.session else suggestion.get_occasion_display(),
        matter.title,
        matter.topic,
        proposers[0].person.name if proposers else suggestion.proposers_printed,
        "、".join(one.person.name for one in proposers[1:]),
        "、".join(one.office.name for one in answering),
        "、".join(one.office.name for one in assignments if one not in answering),
        matter.submitted_on,
        matter.assigned_on,
        _last(one.due_on for one in answering),
        matter.replied_on,
        any(one.is_extended for one in answering) or None,
        _last(met),
        matter.get_result_class_display(),
        "、".join(sorted({reply.letter for reply in replies if reply.letter})),
        matter.get_satisfaction_display(),
        matter.rework_count,
        matter.is_key or None,
        _last(promise.due_on for promise in promises),
        matter.get_status_display(),
        matter.closed_on,
    ]


def _last(days) -> date | None:
    return max((day for day in days if day), default=None)
