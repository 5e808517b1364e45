"""The list behind a figure: the same queryset as the number, page by page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianxin.foundation.figures import links
from lianxin.foundation.figures.catalogue import Figure, Row, Scope, figure, one_each
from lianxin.foundation.figures.words import rate_words, words
from lianxin.foundation.rulebook.rules import rule
from lianxin.ui.paging import Page, paginate

MIN_N_KEY = "suggestion.rate_min_n"


@dataclass
class FigureList:
    """A figure of a scope with the records it counts; of a rate, its two sides.

    The number is computed once; a list longer than paging counts shows 「10000+」 instead,
    and the exact number to who asks for it (`exact=1`).
    """

    figure: Figure
    scope: Scope
    request: HttpRequest

    @cached_property
    def page(self) -> Page:
        if self.figure.records is None:
            return Page()
        found = self.figure.records(self.scope)
        return paginate(self.request, found, order=self.figure.order)

    @cached_property
    def rows(self) -> list[Row]:
        return [row_of(self.figure, record) for record in self.page]

    @cached_property
    def value(self) -> int | None:
        """The number; None where it is left uncounted until asked for."""
        one = self.figure
        if one.is_rate:
            return None
        # Counted already by the page, if each record counts once and all are seen.
        if one.measure is one_each and one.counted(self.scope) is self.scope:
            if not self.page.is_capped:
                return self.page.count
            return one.value(self.scope) if self.request.GET.get("exact") else None
        return one.value(self.scope)

    @property
    def words(self) -> str:
        """The number with its unit, or how it is at least."""
        if self.figure.is_rate:
            return rate_words(*self._sides, min_n=self.min_n)
        if self.value is None:
            return _("%(number)d 以上") % {"number": self.page.count}
        return words(self.figure, self.value)

    @property
    def caption(self) -> str:
        """How many records the list has, whatever each of them counts for."""
        number = f"{self.page.count}+" if self.page.is_capped else self.page.count
        return _("共 %s 条记录") % number

    @property
    def exact_url(self) -> str:
        """Where the exact number is counted; "" where it stands here."""
        if self.figure.is_rate or self.value is not None:
            return ""
        return f"?{links.query(self.scope)}&exact=1"

    @property
    def is_in_part(self) -> bool:
        """Whether the number counts more than this account sees."""
        if self.figure.is_rate or self.figure.counted(self.scope) is self.scope:
            return False
        return not self.page.is_capped and self.value != self._seen

    @cached_property
    def _seen(self) -> int:
        records = self.figure.records
        return self.figure.measure(records(self.scope)) if records else 0

    @property
    def has_amounts(self) -> bool:
        return self.figure.measure is not one_each

    @cached_property
    def _sides(self) -> tuple[int, int]:
        return self.figure.sides(self.scope)

    @cached_property
    def sides(self) -> list[tuple[Figure, str, str]]:
        """Of a rate, each side: the figure, its number in words, its list."""
        keys = (self.figure.numerator, self.figure.denominator)
        return [
            (one, words(one, value), links.url(one.key, self.scope))
            for one, value in zip(map(figure, keys), self._sides, strict=True)
        ]

    @cached_property
    def min_n(self) -> int:
        return min_n(self.scope)

    def amount_words(self, row: Row) -> str:
        return words(self.figure, row.amount)

    @property
    def lines(self) -> list[tuple[Row, str]]:
        """The rows of the page, each with what it adds in words."""
        return [(row, self.amount_words(row) if self.has_amounts else "") for row in self.rows]


def min_n(scope: Scope) -> int:
    """Below so many a rate says nothing, by the rulebook of the scope's body."""
    return rule(MIN_N_KEY, scope.body, scope.until).value


def row_of(one: Figure, record: Any) -> Row:
    """How a record stands in the list; by its own name where the room says nothing."""
    if one.row is not None:
        return one.row(record)
    return Row(words=str(record))
