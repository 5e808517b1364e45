"""Counting suggestions: figures, rates and the records behind each of them.

Everything is counted by the database, each item once, however many offices
handle it jointly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from lianxin.engines.matters.models import (
    Assignment,
    Matter,
    Promise,
    Proposer,
    Reply,
    ReturnRequest,
)
from lianxin.engines.matters.queries import visible_q
from lianxin.foundation.people.models import Body
from lianxin.work.suggestions.measures import (
    ANSWERING,
    ASKS_ELSEWHERE,
    HANDLED,
    MEASURES,
    PROMISE_MEASURES,
    RATES,
    RATES_BY_KEY,
    REPLIED,
    RateKind,
    Yardstick,
    yardstick,
)
from lianxin.work.suggestions.models import Suggestion


@dataclass(frozen=True)
class Scope:
    """Which suggestions are counted.

    body, include_below: those of one body, or of all below it too.
    year: statistical year; None for all years. session: of one session only.
    office, topic, result, satisfaction: narrower still, for one row of a table.
    user: only what this account may see; None for commands.
    """

    body: Any
    year: int | None
    on: date
    include_below: bool = False
    session_id: int | None = None
    office_id: int | None = None
    topic: str | None = None
    result: str | None = None
    satisfaction: str | None = None
    user: Any = None

    @cached_property
    def yard(self) -> Yardstick:
        return yardstick(self.body, self.on)

    def matters(self, kind: str = Matter.Kind.SUGGESTION) -> QuerySet[Matter]:
        """All matters of the scope, whatever their status."""
        found = Matter.objects.filter(kind=kind, county_id=self.body.county_id)
        if not (self.include_below and self.body.parent_id is None):
            found = found.filter(body_id=self.body.pk)
        if self.year is not None:
            found = found.filter(year=self.year)
        if self.session_id is not None:
            found = found.filter(suggestion__session_id=self.session_id)
        if self.topic is not None:
            found = found.filter(topic=self.topic)
        if self.result is not None:
            found = found.filter(result_class=self.result)
        if self.satisfaction is not None:
            found = found.filter(satisfaction=self.satisfaction)
        if self.office_id is not None:
            found = found.filter(
                pk__in=_answering(Assignment.objects.filter(office_id=self.office_id)).values(
                    "matter_id"
                )
            )
        return found if self.user is None else found.filter(visible_q(self.user))

    def promises(self) -> QuerySet[Promise]:
        """Promises in the answers of the scope's matters."""
        matters = self.matters().filter(status__in=REPLIED)
        # Asked promise by promise: a county has fewer of them than of matters.
        return Promise.objects.filter(
            Exists(matters.filter(pk=OuterRef("reply__assignment__matter_id"))),
            county_id=self.body.county_id,
            reply__state=Reply.State.ISSUED,
        ).exclude(state=Promise.State.REPLACED)

    def narrowed(self, **to) -> "Scope":
        return replace(self, **to)


@dataclass(frozen=True)
class Rate:
    """A share, with both its sides; never one number alone.

    percent: one decimal, half up; None where nothing is counted.
    is_small: too few to say anything (rulebook suggestion.rate_min_n).
    """

    kind: RateKind
    numerator: int
    denominator: int
    min_n: int

    @property
    def percent(self) -> float | None:
        return percent(self.numerator, self.denominator)

    @property
    def is_small(self) -> bool:
        return 0 < self.denominator < self.min_n

    def as_json(self) -> dict:
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "percent": self.percent,
        }


@dataclass(frozen=True)
class Statistics:
    """Counts and rates of a scope.

    counts: figures by measure. breakdowns: by dimension, value → number of items.
    """

    scope: Scope
    counts: dict[str, int]
    breakdowns: dict[str, dict[str, Any]]
    rates: dict[str, Rate]

    def as_json(self) -> dict:
        return {
            "body": self.scope.body.code,
            "name": self.scope.body.name,
            "year": self.scope.year,
            "on": self.scope.on.isoformat(),
            "include_below": self.scope.include_below,
            "counts": self.counts | self.breakdowns,
            "rates": {key: rate.as_json() for key, rate in self.rates.items()},
            "labels": {key: str(rate.kind.label) for key, rate in self.rates.items()},
            "too_few": [key for key, rate in self.rates.items() if rate.is_small],
        }


def percent(numerator: int, denominator: int) -> float | None:
    """Per cent with one decimal, half up, counted in whole numbers; None of nothing."""
    if denominator == 0:
        return None
    return (2000 * numerator + denominator) // (2 * denominator) / 10


def suggestion_statistics(
    body, year: int | None, *, on: date, include_below: bool = False, user=None
) -> Statistics:
    """All figures of a body's suggestions in a year.

    on: the day as of which lateness and promises are judged.
    include_below: a county with its townships and streets.
    user: count only what this account may see.
    """
    scope = Scope(body, year, on, include_below=include_below, user=user)
    counts = figures(scope)
    return Statistics(scope, counts | extra_figures(scope), breakdowns(scope), rates(scope, counts))


def figures(scope: Scope) -> dict[str, int]:
    """Every measure of the scope, in three queries."""
    elsewhere = measured(scope, ASKS_ELSEWHERE)
    return Tally(scope).totals() | elsewhere | measured(scope, PROMISE_MEASURES)


def measured(scope: Scope, names: Iterable[str]) -> dict[str, int]:
    """The named measures, all of matters or all of promises, in one query."""
    wanted = list(names)
    is_of_promises = wanted[0] in PROMISE_MEASURES
    known = PROMISE_MEASURES if is_of_promises else MEASURES
    records = scope.promises() if is_of_promises else scope.matters()
    return records.aggregate(
        **{name: Count("pk", filter=known[name](scope.yard)) for name in wanted}
    )


class Tally:
    """All measures of a scope's matters by body, topic and result, read in one pass.

    The database counts; what is added up here are some hundred rows however
    many matters there are.
    """

    KEYS = ("body_id", "topic", "result_class")

    def __init__(self, scope: Scope):
        self.scope = scope
        self.names = [name for name in MEASURES if name not in ASKS_ELSEWHERE]
        grouped: Any = scope.matters().order_by().values_list(*self.KEYS)
        self.rows = list(
            grouped.annotate(
                **{name: Count("pk", filter=MEASURES[name](scope.yard)) for name in self.names}
            )
        )

    def totals(self) -> dict[str, int]:
        """Every measure of the whole scope."""
        return dict(zip(self.names, self._sums(self.rows, self.names), strict=True))

    def by(self, key: str) -> list[dict[str, Any]]:
        """One row for each value of `key` with something handled: see `table`."""
        place = self.KEYS.index(key)
        groups: dict[Any, list] = {}
        for row in self.rows:
            groups.setdefault(row[place], []).append(row)
        names = self._names_of(key, groups)
        found = [
            {"row_value": value, "row_name": names[value]}
            | dict(zip(TABLE_MEASURES, self._sums(rows, TABLE_MEASURES), strict=True))
            for value, rows in groups.items()
        ]
        return _in_order([row for row in found if row["handled"]])

    def _sums(self, rows, names) -> list[int]:
        places = [len(self.KEYS) + self.names.index(name) for name in names]
        return [sum(row[place] for row in rows) for place in places]

    def _names_of(self, key: str, values) -> dict[Any, str]:
        if key != "body_id":
            return {value: value for value in values}
        return dict(Body.objects.filter(pk__in=values).values_list("pk", "short_name"))


def rates(scope: Scope, counts: dict[str, int]) -> dict[str, Rate]:
    """Every rate, from figures already counted."""
    return {
        kind.key: Rate(kind, counts[kind.numerator], counts[kind.denominator], scope.yard.min_n)
        for kind in RATES
    }


def records_behind(scope: Scope, measure: str) -> QuerySet:
    """The matters (or promises) that the figure counts. Raises KeyError for an unknown one."""
    if measure in PROMISE_MEASURES:
        return scope.promises().filter(PROMISE_MEASURES[measure](scope.yard))
    return scope.matters().filter(MEASURES[measure](scope.yard))


def side_of_rate(key: str, side: str) -> str:
    """The measure on one side of a rate. Raises KeyError for an unknown rate or side."""
    kind = RATES_BY_KEY[key]
    return {"numerator": kind.numerator, "denominator": kind.denominator}[side]


def extra_figures(scope: Scope) -> dict[str, int]:
    """What is counted in tables beside the matters themselves."""
    handled = scope.matters().filter(status__in=HANDLED)
    requests = ReturnRequest.objects.filter(assignment__matter__in=scope.matters())
    returns = requests.aggregate(
        asked=Count("pk"), agreed=Count("pk", filter=Q(decision=ReturnRequest.Decision.AGREED))
    )
    joint = _answering(Assignment.objects.filter(matter__in=handled)).values("matter")
    return {
        "motions": scope.matters(Matter.Kind.MOTION)
        .filter(MEASURES["received"](scope.yard))
        .count(),
        "was_motion": Suggestion.objects.filter(matter_ptr__in=handled, was_motion=True).count(),
        "returns_asked": returns["asked"],
        "returns_agreed": returns["agreed"],
        "offices": _answering(Assignment.objects.filter(matter__in=handled)).aggregate(
            n=Count("office", distinct=True)
        )["n"],
        "proposers": Proposer.objects.filter(
            matter__in=scope.matters().filter(MEASURES["accepted"](scope.yard)),
            state=Proposer.State.CONFIRMED,
        ).aggregate(n=Count("person", distinct=True))["n"],
        "joint": joint.annotate(n=Count("pk")).filter(n__gt=1).count(),
    }


def breakdowns(scope: Scope) -> dict[str, dict[str, Any]]:
    """Number of items by each dimension.

    By office and by role an item handled jointly stands under each of its
    offices; every other breakdown adds up to `handled` (by_status to all received).
    """
    handled = scope.matters().filter(status__in=HANDLED)
    answering = _answering(Assignment.objects.filter(matter__in=handled))
    active = Assignment.objects.active().filter(matter__in=handled)
    return {
        "by_status": _grouped(scope.matters().exclude(status__in=("draft", "cosigning")), "status"),
        "by_occasion": _grouped(Suggestion.objects.filter(matter_ptr__in=handled), "occasion"),
        "by_topic": _grouped(handled, "topic"),
        "by_body": _grouped(handled, "body__short_name"),
        "by_level": _grouped(handled, "body__kind"),
        "by_result": _grouped(handled.exclude(result_class=""), "result_class"),
        "by_letter": _by_letter(scope),
        "by_satisfaction": _grouped(handled.exclude(satisfaction=""), "satisfaction"),
        "by_office": _grouped(answering, "office__name"),
        "by_office_kind": _grouped(answering, "office__kind", count="matter"),
        "by_role": _grouped(active, "role"),
        "by_office_role": _by_office_role(active),
    }


def _grouped(records: QuerySet, field: str, count: str = "pk") -> dict[str, int]:
    rows = records.order_by().values(field).annotate(n=Count(count, distinct=count != "pk"))
    return {str(row[field] or ""): row["n"] for row in rows.order_by("-n", field)}


def _by_office_role(active: QuerySet) -> dict[str, dict[str, int]]:
    """How each office is involved: 主办, 协办, 分办."""
    rows = active.order_by().values_list("office__name", "role").annotate(n=Count("pk"))
    found: dict[str, dict[str, int]] = {}
    for name, role, number in rows.order_by("office__name", "role"):
        found.setdefault(name, {})[role] = number
    return found


def _by_letter(scope: Scope) -> dict[str, int]:
    """By the letter printed on the answer that decides the item's class, each item once."""
    letters = (
        _answering(Assignment.objects.filter(matter__in=scope.matters()))
        .filter(
            matter__status__in=REPLIED,
            replies__state=Reply.State.ISSUED,
            replies__result_class=F("matter__result_class"),
        )
        .exclude(replies__letter="")
        .order_by()
        .values("matter")
        .annotate(letter=Min("replies__letter"))
        .values_list("letter", flat=True)
    )
    found: dict[str, int] = {}
    for letter in letters.iterator():
        found[letter] = found.get(letter, 0) + 1
    return dict(sorted(found.items()))


def _answering(assignments):
    return assignments.filter(role__in=ANSWERING).exclude(status=Assignment.Status.TAKEN_BACK)


TABLE_MEASURES = (
    "handled",
    "replied",
    "pending",
    "overdue",
    "closed",
    "solved",
    "judged",
    "satisfied",
    "dissatisfied",
)
DIMENSIONS = {
    "office": "lead_office_id",
    "body": "body_id",
    "topic": "topic",
    "result": "result_class",
}


def table(scope: Scope, dimension: str) -> list[dict[str, Any]]:
    """One row for each office, body, topic or result class, with TABLE_MEASURES.

    Rows are dicts of row_value, row_name and the measures. By office an item
    handled jointly stands in each of its offices' rows: rows then add up to
    more than the items.
    """
    if dimension == "office":
        return offices_table(scope)
    return Tally(scope).by(DIMENSIONS[dimension])


def offices_table(scope: Scope) -> list[dict[str, Any]]:
    """The table by office, in two queries: few items have more than one answering office."""
    handled = scope.matters().filter(status__in=HANDLED)
    alone = handled.filter(is_joint=False, lead_office__isnull=False)
    in_force = [one for one in Assignment.Status if one != Assignment.Status.TAKEN_BACK]
    # In one call, so that role and status are those of the same assignment.
    jointly = handled.filter(
        is_joint=True, assignments__role__in=ANSWERING, assignments__status__in=in_force
    )
    counted = {
        measure: Count("pk", filter=MEASURES[measure](scope.yard)) for measure in TABLE_MEASURES
    }
    found: dict[int, dict[str, Any]] = {}
    for matters, office in ((alone, "lead_office"), (jointly, "assignments__office")):
        grouped: Any = matters.order_by().values(
            row_value=F(f"{office}_id"), row_name=F(f"{office}__name")
        )
        for row in grouped.annotate(**counted):
            known = found.setdefault(row["row_value"], row | dict.fromkeys(TABLE_MEASURES, 0))
            for measure in TABLE_MEASURES:
                known[measure] += row[measure]
    return _in_order(list(found.values()))


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (-row["handled"], str(row["row_name"])))
