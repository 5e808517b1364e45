"""Reminding before a due date, on it and after it, and telling those above.

Computed once a day from the clocks that run. Every notice bears the name of its
deadline, that deadline's date and the stage, so that a second run on the same
day, or a run after days of rest, tells nobody twice; and a date that an approved
extension has moved begins anew. A clock that does not run reminds nobody: met,
ended, or an assignment whose return is being decided.

The days are the rulebook's (suggestion.remind_*, suggestion.escalate_*).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters import telling
from lianxin.engines.matters.kinds import Judges, codes_judged_by
from lianxin.engines.matters.models import Assignment, Deadline, Matter, Promise
from lianxin.engines.matters.notices import unjudged
from lianxin.engines.matters.telling import Word, accounts_of, chairs_of, clerks_of, holding
from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Account, Role
from lianxin.foundation.rulebook.rules import NoRule, Rule, due, rule
from lianxin.foundation.tasks import background, schedule

P = Deadline.Purpose
S = Matter.Status
CHUNK = 300
# No reporting interval is shorter, in whichever month it falls.
LEAST_MONTH = timedelta(days=28)
# What offices owe while the matter is in hand.
OF_OFFICE = (P.REPLY, P.REDO, P.ASSIST, P.CONTACT)
OF_CLERK = (P.HANDOVER, P.REASSIGN)
KEYS = {
    "first": "suggestion.remind_first_days",
    "again": "suggestion.remind_again_days",
    "late": "suggestion.remind_late_every_days",
    "head": "suggestion.escalate_head_days",
    "supervision": "suggestion.escalate_supervision_days",
    "congress": "suggestion.escalate_congress_days",
}


@dataclass(frozen=True)
class Stage:
    """A reminder that is due now: to whom it goes, what it is called, and by which rule."""

    audience: str
    name: str
    rule: Rule | None = None


def owed_deadlines():
    """Clocks that run and that somebody can still meet, with what a notice needs."""
    in_hand = Q(
        purpose__in=OF_OFFICE,
        matter__status__in=[S.ASSIGNED, S.REWORK],
        assignment__status__in=[Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED],
    )
    promised = Q(purpose=P.PROMISE, promise__state=Promise.State.OPEN) & Q(
        matter__status__in=[S.REPLIED, S.TRACKING, S.JUDGED]
    )
    # A voter has no account: the query page asks for the judgement.
    asked = Q(
        purpose=P.FEEDBACK,
        matter__status=S.REPLIED,
        matter__kind__in=codes_judged_by(Judges.DEPUTIES),
    )
    clerks = Q(purpose__in=OF_CLERK, matter__status__in=[S.SUBMITTED, S.ACCEPTED]) | Q(
        purpose=P.REASSIGN, assignment__status=Assignment.Status.RETURN_ASKED
    )
    return (
        Deadline.objects.running()
        .filter(in_hand | promised | asked | clerks)
        .select_related("matter__body", "assignment__office", "promise")
        .defer("rule", "matter__text")
        .order_by("pk")
    )


def remind(today: date) -> dict[str, int]:
    """Tell everyone whom a deadline concerns today; numbers of new notices by kind.

    Safe to run again: what has been told is not told twice.
    """
    told: dict[str, int] = {}
    with remembering():
        _remind_of_deadlines(today, told)
        _remind_of_reports(today, told)
    return told


def _remind_of_deadlines(today: date, told: dict[str, int]) -> None:
    days = _Days(today)
    last = 0
    # As far ahead as any place may ask for: each body's own days decide below.
    found = owed_deadlines().filter(due_on__lte=today + timedelta(days=days.longest))
    while chunk := list(found.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        planned = [
            (deadline, stage, once_of(deadline, stage))
            for deadline in chunk
            for stage in stages_of(deadline, today, days)
        ]
        known = set(
            Notice.objects.filter(once__in=[once for *_rest, once in planned]).values_list(
                "once", flat=True
            )
        )
        for deadline, stage, once in planned:
            if once not in known:
                _tell(deadline, stage, once, today, told)


def _remind_of_reports(today: date, told: dict[str, int]) -> None:
    """Open promises of which no word has come for as long as the rulebook allows.

    Source: rulebook suggestion.promise_report_months (重庆 art. 24: each quarter).
    """
    silent = (
        Promise.objects.filter(
            state=Promise.State.OPEN,
            due_on__gt=today,
            reply__assignment__matter__status__in=[S.REPLIED, S.TRACKING, S.JUDGED],
        )
        .annotate(heard_on=Coalesce(Max("reports__reported_on"), "promised_on"))
        .filter(heard_on__lte=today - LEAST_MONTH)
        .select_related("reply__assignment__matter__body")
        .order_by("pk")
    )
    last = 0
    while chunk := list(silent.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for promise in chunk:
            item = promise.reply.assignment
            try:
                day = due("suggestion.promise_report_months", promise.heard_on, body=item.body).due
            except NoRule:
                continue
            if day > today:
                continue
            word = Word(
                _handlers(item.office_id),
                "matter.promise",
                _("请报告承诺事项的进展：{title}"),
                _("%(why)s承诺兑现前，定期报告进展，这次应在 %(day)s 前。")
                % {"why": telling.WHY_OFFICE, "day": day},
                ("report_promise", promise),
            )
            new = telling.send(item.matter, word, once=f"promise:{promise.pk}:report:{day}")
            told[word.kind] = told.get(word.kind, 0) + len(new)


@transaction.atomic
def _tell(deadline: Deadline, stage: Stage, once: str, today: date, told: dict[str, int]) -> None:
    """All of one stage or nothing: a run that is cut off is taken up where it stopped."""
    for word in words_of(deadline, stage, today):
        new = telling.send(deadline.matter, word, once=once)
        told[word.kind] = told.get(word.kind, 0) + len(new)


def once_of(deadline: Deadline, stage: Stage) -> str:
    """Name of the occasion: this deadline, on this date, at this stage."""
    return f"deadline:{deadline.pk}:{deadline.due_on}:{stage.audience}:{stage.name}"


def stages_of(deadline: Deadline, today: date, days: "_Days") -> Iterator[Stage]:
    """For every audience the latest stage that has been reached.

    Only the latest: after days without a run nobody gets a heap of reminders.
    """
    body = deadline.matter.body
    late = (today - deadline.due_on).days
    if late <= 0:
        if stage := _before(deadline, today, days):
            yield stage
        return
    every = max(days.of("late", body).value, 1)
    yield Stage("owing", f"late-{(late - 1) // every}", days.of("late", body))
    if deadline.purpose == P.FEEDBACK:
        # Whose judgement is missing has nobody above; the clerk may call.
        yield Stage("clerk", "late")
        return
    if deadline.purpose in OF_CLERK:
        audiences: tuple[str, ...] = ("congress",)
    else:
        audiences = ("head", "supervision", "congress")
    for audience in audiences:
        found = days.of(audience, body)
        if late >= found.value:
            yield Stage(audience, "late", found)


def _before(deadline: Deadline, today: date, days: "_Days") -> Stage | None:
    left = (deadline.due_on - today).days
    if left == 0:
        return Stage("owing", "today")
    for name in ("again", "first"):
        found = days.of(name, deadline.matter.body)
        begins = deadline.due_on - timedelta(days=found.value)
        # A short period needs no reminder on the day it was given.
        if left <= found.value and begins > deadline.started_on:
            return Stage("owing", name, found)
    return None


def words_of(deadline: Deadline, stage: Stage, today: date) -> Iterator[Word]:
    """Who is told at this stage, and what."""
    late = (today - deadline.due_on).days
    values = {
        "what": deadline.get_purpose_display(),
        "day": deadline.due_on,
        "days": abs(late),
        "office": _assignment(deadline).office if deadline.assignment_id else "",
    }
    if stage.audience in AUDIENCES:
        words = _("%(office)s%(what)s已超期 %(days)s 天：{title}，期限 %(day)s") % values
        yield Word(
            _above(deadline, stage.audience),
            "matter.overdue",
            words,
            f"{AUDIENCES[stage.audience]}{_by_rule(stage)}",
        )
        return
    if stage.audience == "clerk":
        yield Word(
            clerks_of(deadline.matter.body),
            "matter.late",
            _("代表反馈已超期 %(days)s 天：{title}，请提醒代表") % values,
            str(telling.WHY_CLERK),
            ("remind_deputies", deadline.matter),
        )
        return
    if late > 0:
        kind, words = "matter.late", _("%(what)s已超期 %(days)s 天：{title}，期限 %(day)s")
    elif late == 0:
        kind, words = "matter.due", _("%(what)s今天到期：{title}")
    else:
        kind, words = "matter.due", _("%(what)s还有 %(days)s 天到期：{title}，期限 %(day)s")
    yield from _to_owing(deadline, kind, words % values, stage)
    if deadline.purpose == P.PROMISE and late == 0:
        yield Word(
            telling.proposing(deadline.matter),
            "matter.promise",
            _("承诺事项今天到期：{title}"),
            str(telling.WHY_DEPUTY),
            ("follow", deadline.matter),
        )


def _to_owing(deadline: Deadline, kind: str, words: str, stage: Stage) -> Iterator[Word]:
    """To whoever owes it, with the page where it is done."""
    matter, item = deadline.matter, _assignment(deadline)
    link: tuple[str, Any]
    if deadline.purpose == P.FEEDBACK:
        for reply, judges in unjudged(matter):
            why = f"{telling.WHY_DEPUTY}{_by_rule(stage)}"
            yield Word(accounts_of(judges), kind, words, why, ("judge", reply))
        return
    if deadline.purpose in OF_CLERK:
        link = ("decide_return", item) if item else ("hand_over", matter)
        why = f"{telling.WHY_CLERK}{_by_rule(stage)}"
        yield Word(
            clerks_of(matter.body),
            kind,
            words,
            why,
            link if item or matter.status == S.ACCEPTED else None,
        )
        return
    if deadline.purpose == P.PROMISE:
        link = ("keep_promise", deadline.promise)
    elif item.status == Assignment.Status.ASSIGNED:
        link = ("receive", item)
    else:
        link = ("contact" if deadline.purpose == P.CONTACT else "reply", item)
    why = f"{telling.WHY_OFFICE}{_by_rule(stage)}"
    yield Word(_handlers(item.office_id), kind, words, why, link)


def _by_rule(stage: Stage) -> str:
    if stage.rule is None:
        return ""
    return _("按“%(title)s”（%(value)s）通知。") % {
        "title": stage.rule.title,
        "value": stage.rule.display,
    }


AUDIENCES = {
    "head": gettext_lazy("您是承办单位负责人。"),
    "supervision": gettext_lazy("您在政府督查室，负责督查超期件。"),
    "congress": gettext_lazy("您负责监督本级建议办理。"),
}


def _above(deadline: Deadline, audience: str) -> list[Account]:
    body = deadline.matter.body
    if audience == "head":
        return holding(office=_assignment(deadline).office_id, role=Role.OFFICE_HEAD)
    if audience == "supervision":
        # 督查室 does not see what proposers asked to keep confidential.
        return (
            []
            if deadline.matter.is_confidential
            else holding(body=body, role=Role.SUPERVISION_OFFICE)
        )
    if deadline.purpose in OF_CLERK:
        return chairs_of(body)
    return [*clerks_of(body), *chairs_of(body)]


def _assignment(deadline: Deadline) -> Any:
    """What an office was handed; None for a clock of the clerk's or the deputies'."""
    return deadline.assignment


def _handlers(office_id: int) -> list[Account]:
    """Handlers; in an office that has none, its head."""
    handlers = holding(office=office_id, role=Role.OFFICE_HANDLER)
    return handlers or holding(office=office_id, role=Role.OFFICE_HEAD)


class _Days:
    """The rulebook's days for each body, asked once a run."""

    longest = 60
    """No reminder begins earlier, whatever a place sets."""

    def __init__(self, today: date):
        self._today = today
        self._known: dict[tuple[str, int], Rule] = {}

    def of(self, name: str, body) -> Rule:
        key = (name, body.pk)
        if key not in self._known:
            self._known[key] = rule(KEYS[name], body, self._today)
        return self._known[key]


@background(title=gettext_lazy("到期提醒和超期上报"), retries=3)
def remind_of_deadlines(job):
    """The day's reminders; runs every morning."""
    return remind(localdate())


def schedule_reminders() -> None:
    schedule(remind_of_deadlines, cron="30 7 * * *")
