"""The ledger's tables as a page draws them: every number with the address of its list."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models.answers import ResultClass
from lianxin.work.suggestions.measures import LABELS, PROMISE_MEASURES
from lianxin.work.suggestions.scope import Scope
from lianxin.work.suggestions.statistics import Rate, measured, percent, rates
from lianxin.work.suggestions.tally import TABLE_MEASURES, Tally

# Rates shown large; the others stand in the table below them.
MAIN = ("on_time", "meeting", "solving", "satisfaction", "promise", "closing")
TITLES = {
    "body": gettext_lazy("按机构"),
    "office": gettext_lazy("按承办单位"),
    "topic": gettext_lazy("按类别"),
    "result": gettext_lazy("按办理结果"),
}
HEADS = {
    "body": gettext_lazy("机构"),
    "office": gettext_lazy("承办单位"),
    "topic": gettext_lazy("类别"),
    "result": gettext_lazy("办理结果"),
}
# Narrow columns want short heads.
HEADINGS = {
    "overdue": gettext_lazy("超期"),
    "satisfied": gettext_lazy("评满意"),
    "dissatisfied": gettext_lazy("评不满意"),
}
CELL = '<td class="num{}" data-label="{}">{}</td>'
RESULTS = dict(ResultClass.choices)


@dataclass(frozen=True)
class Figure:
    """A number and the list behind it; without one when there is nothing to list."""

    label: Any
    number: int
    url: str


@dataclass(frozen=True)
class RateFigure:
    """A rate as it is shown: in words, with both its sides."""

    rate: Rate
    numerator: Figure
    denominator: Figure

    @property
    def label(self):
        return self.rate.kind.label

    @property
    def words(self) -> str:
        return rate_words(self.rate.numerator, self.rate.denominator, self.rate.min_n)

    @property
    def has_value(self) -> bool:
        return self.rate.denominator > 0 and not self.rate.is_small


@dataclass(frozen=True)
class Row:
    """One line of a table. url: the ledger of that body, for rows of bodies."""

    name: str
    figures: list[Figure]
    satisfaction: str
    has_rate: bool
    url: str = ""

    @property
    def cells(self) -> SafeString:
        """The figures as cells, put together here: a county's page has seven hundred of them,
        and a template takes longer over them than the database over counting."""
        return format_html_join("", CELL, (self._cell(figure) for figure in self.figures))

    def _cell(self, figure: Figure) -> tuple[str, str, SafeString | int]:
        if not figure.url:
            return " nought", figure.label, figure.number
        return "", figure.label, format_html('<a href="{}">{}</a>', figure.url, figure.number)


@dataclass
class Ledger:
    """All that the ledger page shows."""

    scope: Scope
    address: dict
    tally: Tally = field(init=False)
    counts: dict[str, int] = field(init=False)
    rates: list[RateFigure] = field(init=False)

    def __post_init__(self):
        # Said once for the page: a county's tables have some hundred cells.
        self._items = f"{reverse('reports:items')}?{urlencode(self.address)}"
        self._labels = {name: str(label) for name, label in LABELS.items()}
        self._headings = self._labels | {name: str(label) for name, label in HEADINGS.items()}
        self.tally = Tally(self.scope)
        self.counts = self.tally.totals() | measured(self.scope, PROMISE_MEASURES)
        self.rates = [
            RateFigure(
                rate,
                self._side(rate, "numerator", rate.kind.numerator),
                self._side(rate, "denominator", rate.kind.denominator),
            )
            for rate in rates(self.scope, self.counts).values()
        ]

    def _side(self, rate, side, measure) -> Figure:
        url = f"{self._items}&rate={rate.kind.key}&side={side}"
        return Figure(self._labels[measure], self.counts[measure], url)

    @property
    def main_rates(self) -> list[RateFigure]:
        by_key = {one.rate.kind.key: one for one in self.rates}
        return [by_key[key] for key in MAIN]

    @property
    def figures(self) -> list[Figure]:
        """Counts worth a tile; those that are nothing are left out."""
        names = (
            "received",
            "merged",
            "handled",
            "under_review",
            "pending",
            "overdue",
            "late",
            "reworked",
            "key",
            "promises_overdue",
        )
        always = {"received", "handled"}
        return [
            self._figure(self._labels[name], name, self.counts[name])
            for name in names
            if self.counts[name] or name in always
        ]

    @property
    def tables(self) -> list[dict]:
        dimensions = ["body"] if self.scope.include_below else []
        return [
            {
                "key": dimension,
                "title": TITLES[dimension],
                "head": HEADS[dimension],
                "rows": self._rows(dimension),
            }
            for dimension in [*dimensions, "office", "topic", "result"]
        ]

    @property
    def columns(self) -> list:
        return [self._headings[measure] for measure in TABLE_MEASURES]

    def _rows(self, dimension: str) -> list[Row]:
        rows = []
        for row in self.tally.by(dimension):
            narrowing = {dimension: row["row_value"]}
            if dimension == "body":
                narrowing["reach"] = "own"
            # Of a name that stands twice in an address the later one counts.
            narrowed = f"&{urlencode(narrowing)}"
            rows.append(
                Row(
                    name=_name(dimension, row["row_name"]),
                    figures=[
                        self._figure(self._headings[measure], measure, row[measure], narrowed)
                        for measure in TABLE_MEASURES
                    ],
                    satisfaction=rate_words(row["satisfied"], row["judged"], self.scope.yard.min_n),
                    has_rate=row["judged"] >= self.scope.yard.min_n,
                    url=self._body_url(row["row_value"]) if dimension == "body" else "",
                )
            )
        return rows

    def _body_url(self, body: int) -> str:
        query = self.address | {"body": body, "reach": "own"}
        return f"{reverse('reports:ledger')}?{urlencode(query)}"

    def _figure(self, label: str, measure: str, number: int, narrowed: str = "") -> Figure:
        url = f"{self._items}&figure={measure}{narrowed}" if number else ""
        return Figure(label, number, url)


def rate_words(numerator: int, denominator: int, min_n: int) -> str:
    """94.6%, or why there is no figure: a proud 100 % of three items says nothing."""
    if denominator == 0:
        return _("无")
    if denominator < min_n:
        return _("样本过少（n<%(n)s），不作评价") % {"n": min_n}
    return f"{percent(numerator, denominator)}%"


def _name(dimension: str, name: str) -> str:
    if dimension == "result":
        return str(RESULTS.get(name, _("还没有答复")))
    return name or _("未分类")
