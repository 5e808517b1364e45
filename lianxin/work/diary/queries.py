"""The year of a body as dated duties, computed from rules and records each time it is asked.

`year_of` is what other rooms call; `years_of` gives many bodies in a fixed number of
queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.calendars import queries as calendars
from lianxin.foundation.calendars.counting import add_months
from lianxin.foundation.calendars.queries import calendar_of
from lianxin.foundation.people.models import CLERKS, Body, Role, Session, Term
from lianxin.foundation.rulebook import queries as rulebook
from lianxin.foundation.rulebook.rules import Rule, rule
from lianxin.work.activities.models import ActivityRule
from lianxin.work.diary import evidence
from lianxin.work.diary.beginnings import beginnings_of
from lianxin.work.diary.dates import YEARS_A_TERM, Facts, Occurrence, occurrences
from lianxin.work.diary.evidence import Found
from lianxin.work.diary.models import DutySetting, OwnDuty, Period, PlanItem, Tick
from lianxin.work.diary.shipped import Duty, Proof, shipped_duties
from lianxin.work.diary.states import FULFILLED, STATE_NAMES, STATE_SIGNS, State

READERS = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)
# From how many days before its day something is due and no longer only coming.
LEAD = {
    Period.WEEK: 3,
    Period.HALF_MONTH: 5,
    Period.MONTH: 10,
    Period.ODD: 20,
    Period.QUARTER: 30,
    Period.HALF: 30,
    Period.YEAR: 30,
    Period.SESSION: 20,
    Period.TERM: 180,
}


@dataclass(frozen=True)
class DatedDuty:
    """One duty of a body at one time of the year.

    on: names which time it is. due: the day, moved off rest days. deadline: last day in
    time. have, need: of how many that must each do it. record: what shows it was done;
    records: all of them. tick: the entry by hand, where that is what shows it.
    """

    duty: Duty
    body: Body
    on: date
    due: date
    deadline: date
    how: str
    state: State
    records: tuple[Found, ...] = ()
    tick: Tick | None = None
    have: int = 0
    need: int = 1

    @property
    def key(self) -> str:
        return self.duty.key

    @property
    def name(self) -> str:
        return self.duty.name

    @property
    def record(self) -> Found | None:
        return self.records[0] if self.records else None

    @property
    def is_manual(self) -> bool:
        return self.tick is not None

    @property
    def is_done(self) -> bool:
        return self.state in FULFILLED

    @property
    def done_on(self) -> date | None:
        if self.tick is not None:
            return self.tick.done_on
        return max(one.on for one in self.records) if self.is_done and self.records else None

    @property
    def owner(self) -> str:
        return str(Role(self.duty.owner_at(self.body)).label)

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def sign(self) -> str:
        return STATE_SIGNS[self.state]

    @property
    def url(self) -> str:
        return reverse("diary:duty", args=[self.body.code, self.key, self.on.isoformat()])

    @property
    def opens(self) -> str:
        """Address of the form that does it; empty where no room has one."""
        return address_of(self.duty.opens, self.body)


def address_of(opens: str, body: Body) -> str:
    name, _mark, query = opens.partition("?")
    if not name:
        return ""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    return f"{url}?{query}&body={body.code}" if query else f"{url}?body={body.code}"


def bodies_seen_by(user) -> list[Body]:
    """Bodies whose diary someone may read: one's own, and those below it."""
    found = Q(pk__in=())
    for grant in user.current_grants:
        if grant.role in READERS:
            found |= Q(path__startswith=grant.body.path)
    return list(Body.objects.filter(found, is_active=True).order_by("path"))


def year_of(body: Body, year: int, *, on: date) -> list[DatedDuty]:
    """All dated duties of a body's year as they stand on a day, in order of their days."""
    return years_of([body], year, on=on)[body.pk]


def years_of(bodies: Sequence[Body], year: int, *, on: date) -> dict[int, list[DatedDuty]]:
    """The same of many bodies, by body id."""
    if len(bodies) > 1:
        rulebook.read_together(bodies)
        calendars.read_together(bodies)
    kept = duties_of(bodies)
    facts = _facts_of(bodies, kept)
    shown = _records_of(bodies, kept, facts, year)
    ticks = {(one.body_id, one.key, one.on): one for one in _ticks(bodies, year)}
    beginnings = beginnings_of(bodies)
    found: dict[int, list[DatedDuty]] = {}
    for body in bodies:
        rows = []
        for duty in kept[body.pk]:
            if not duty.is_on:
                continue
            records, need = shown.of(body.pk, duty)
            met = [one.on for one in records] if duty.rule else ()
            for occurrence in occurrences(duty, year, facts[body.pk], met):
                tick = ticks.get((body.pk, duty.key, occurrence.on))
                rows.append(_dated(duty, body, occurrence, records, need, tick, on))
        begins = beginnings.get(body.pk)
        if begins:
            rows = [_excused(one, begins.on) for one in rows]
        found[body.pk] = sorted(rows, key=lambda one: (one.due, one.duty.name))
    return found


def _excused(one: DatedDuty, begins: date) -> DatedDuty:
    if one.deadline < begins and one.state == State.MISSED:
        return replace(one, state=State.BEFORE)
    return one


def _dated(
    duty: Duty,
    body: Body,
    when: Occurrence,
    records: Sequence[Found],
    need: int,
    tick: Tick | None,
    on: date,
) -> DatedDuty:
    own = sorted(
        (one for one in records if when.first <= one.on <= min(when.last, on)),
        key=lambda one: one.on,
    )
    have = len({one.part for one in own}) if need > 1 else min(len(own), 1)
    done_on = None
    if tick is not None:
        done_on = tick.done_on
    elif own and have >= need:
        done_on = _met_on(own, need)
    if done_on is not None:
        state = State.DONE if done_on <= when.deadline else State.LATE
    elif on > when.deadline:
        state = State.MISSED
    elif on >= when.due - timedelta(days=LEAD[Period(duty.period)]):
        state = State.DUE
    else:
        state = State.UPCOMING
    return DatedDuty(
        duty,
        body,
        when.on,
        when.due,
        when.deadline,
        when.how,
        state,
        tuple(own),
        tick,
        have if tick is None else need,
        need,
    )


def _met_on(own: Sequence[Found], need: int) -> date:
    """The day on which the last of those that must do it did so."""
    seen: set[int] = set()
    for one in own:
        seen.add(one.part)
        if need <= 1 or len(seen) >= need:
            return one.on
    return own[-1].on


def duties_of(bodies: Sequence[Body]) -> dict[int, list[Duty]]:
    """The duties of each body as it keeps them, also those it put off (`is_on` false)."""
    above = {pk for body in bodies for pk in _above(body)}
    settings = {(one.body_id, one.key): one for one in DutySetting.objects.filter(body__in=bodies)}
    own = list(OwnDuty.objects.filter(body__in=above, ended_on=None).select_related("body"))
    days = _activity_days(bodies)
    found: dict[int, list[Duty]] = {}
    for body in bodies:
        kept = []
        for duty in shipped_duties().values():
            if body.kind in duty.to:
                at = days.get((body.pk, duty.follows))
                kept.append(_changed(duty, settings.get((body.pk, duty.key)), at))
        for one in own:
            if one.body_id == body.pk or (one.below and one.body.contains(body)):
                kept.append(_changed(_own(one), settings.get((body.pk, one.key)), None))
        found[body.pk] = kept
    return found


def _above(body: Body) -> list[int]:
    return [int(pk) for pk in body.path.split("/") if pk]


def _activity_days(bodies: Sequence[Body]) -> dict[tuple[int, str], tuple[list[int], int]]:
    """Months and day of a body's own rule of recurrence, by the kind of activity."""
    kinds = {duty.follows for duty in shipped_duties().values() if duty.follows}
    rules = ActivityRule.objects.filter(
        body__in=bodies, kind__in=kinds, is_active=True, group=None, each_group=False
    ).order_by("pk")
    return {(one.body_id, one.kind): (one.months, one.day) for one in rules}


def _changed(
    duty: Duty, setting: DutySetting | None, rule_days: tuple[list[int], int] | None
) -> Duty:
    if rule_days is not None:
        by_rule, on_day = rule_days
        why = str(_("按本级的活动规则"))
        duty = replace(duty, months=tuple(by_rule), days=(on_day,), why=why, is_on=True)
    if setting is None:
        return duty
    months = tuple(setting.months) or duty.months
    day = setting.weekday if duty.period == Period.WEEK else setting.day
    days = (day,) if day else duty.days
    # What national law asks for stays, whatever was entered before the law said so.
    is_on = setting.is_on or bool(duty.law)
    return replace(duty, months=months, days=days, is_on=is_on, why=setting.reason)


def _own(one: OwnDuty) -> Duty:
    return Duty(
        key=one.key,
        name=one.name,
        period=one.period,
        words=one.words,
        months=tuple(one.months),
        days=(one.day,),
        owner=one.owner,
        source=one.source,
        is_own=True,
    )


def _facts_of(bodies: Sequence[Body], kept: Mapping[int, list[Duty]]) -> dict[int, Facts]:
    sessions: dict[int, list[tuple[date, date]]] = defaultdict(list)
    dated = Session.objects.filter(term__body__in=bodies, opens_on__isnull=False)
    for body_id, opens, closes in dated.values_list("term__body_id", "opens_on", "closes_on"):
        if opens:
            sessions[body_id].append((opens, closes or opens))
    terms: dict[int, list[tuple[date, date]]] = defaultdict(list)
    begun = Term.objects.filter(body__in=bodies, starts_on__isnull=False)
    for body_id, starts, ends in begun.values_list("body_id", "starts_on", "ends_on"):
        if starts:
            last = (ends or add_months(starts, 12 * YEARS_A_TERM)) - timedelta(days=1)
            terms[body_id].append((starts, last))
    return {
        body.pk: Facts(
            calendar_of(body), sessions[body.pk], terms[body.pk], _rules_of(body, kept[body.pk])
        )
        for body in bodies
    }


def _rules_of(body: Body, kept: Iterable[Duty]) -> dict[str, Rule]:
    return {duty.rule: rule(duty.rule, body) for duty in kept if duty.rule and duty.is_on}


def _ticks(bodies: Sequence[Body], year: int):
    # A term's duty is named by its last day, which may lie years ahead.
    return Tick.objects.filter(body__in=bodies, on__gte=date(year - 1, 1, 1)).select_related("by")


class _Shown:
    """Records of all sources, by body and source."""

    def __init__(self) -> None:
        self.records: dict[tuple[int, str, bool], list[Found]] = defaultdict(list)
        self.needed: dict[str, Mapping[int, int]] = {}

    def of(self, body_id: int, duty: Duty) -> tuple[list[Found], int]:
        """What shows a duty of a body, and how many parts must each have one."""
        is_term = duty.period == Period.TERM
        found = [
            one
            for proof in duty.proofs
            for one in self.records.get((body_id, proof.source, is_term), ())
            if _fits(one, proof)
        ]
        needs = [
            self.needed[proof.source].get(body_id, 0)
            for proof in duty.proofs
            if proof.source in self.needed
        ]
        return found, max([1, *needs])


def _fits(one: Found, proof: Proof) -> bool:
    if proof.kind and one.kind != proof.kind:
        return False
    return not proof.words or any(word in one.title for word in proof.words)


def _records_of(
    bodies: Sequence[Body],
    kept: Mapping[int, list[Duty]],
    facts: Mapping[int, Facts],
    year: int,
) -> _Shown:
    """Ask each source once for the year, and once more for what is due once a term."""
    shown = _Shown()
    wanted: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for duties in kept.values():
        for duty in duties:
            for proof in duty.proofs if duty.is_on else ():
                wanted[proof.source, duty.period == Period.TERM].add(proof.kind)
    starts = [first for one in facts.values() for first, _last in one.terms if first.year <= year]
    term_start = max(starts, default=date(year, 1, 1)) - timedelta(days=90)
    for (key, is_term), kinds in wanted.items():
        source = evidence.source(key)
        if source is None:
            continue
        # From a year before: some duties count from the last time they were done.
        first = term_start if is_term else date(year - 1, 1, 1)
        narrowed = frozenset() if "" in kinds else frozenset(kinds)
        for one in source.records(bodies, first, date(year, 12, 31), narrowed):
            shown.records[one.body_id, key, is_term].append(one)
        if source.needed is not None and key not in shown.needed:
            shown.needed[key] = source.needed(bodies)
    return shown


def plan_items(body: Body, year: int):
    """The items of a body's plan of a year, in order of their months."""
    return PlanItem.objects.filter(plan__body=body, plan__year=year).select_related(
        "plan", "topic", "carried_from__plan"
    )
