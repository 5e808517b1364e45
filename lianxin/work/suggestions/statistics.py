"""Counting suggestions: figures, rates and the records behind each of them.

Everything is counted by the database, each item once, however many offices
handle it jointly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from lianxin.engines.matters.models import (
    Assignment,
    Matter,
    Proposer,
    Reply,
    ReturnRequest,
)
from lianxin.work.suggestions.measures import (
    ASKS_ELSEWHERE,
    HANDLED,
    MEASURES,
    PROMISE_MEASURES,
    RATES,
    RATES_BY_KEY,
    REPLIED,
    RateKind,
)
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.scope import Scope, answering
from lianxin.work.suggestions.tally import Tally


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
    joint = answering(Assignment.objects.filter(matter__in=handled)).values("matter")
    return {
        "motions": scope.matters(Matter.Kind.MOTION)
        .filter(MEASURES["received"](scope.yard))
        .count(),
        "was_motion": Suggestion.objects.filter(matter_ptr__in=handled, was_motion=True).count(),
        "returns_asked": returns["asked"],
        "returns_agreed": returns["agreed"],
        "offices": answering(Assignment.objects.filter(matter__in=handled)).aggregate(
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
    owing = answering(Assignment.objects.filter(matter__in=handled))
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
        "by_office": _grouped(owing, "office__name"),
        "by_office_kind": _grouped(owing, "office__kind", count="matter"),
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
        answering(Assignment.objects.filter(matter__in=scope.matters()))
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
