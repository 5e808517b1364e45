"""The catalogue of figures: what each is, in words, and the records it counts.

A room registers its figures in its `AppConfig.ready`, from a file `figures.py`:

    catalogue.register(
        Figure("activities.held", _("活动次数"), _("次"), _("已举行并有记录的活动，一次算一件"),
               room=_("代表活动"), records=held, row=row_of_activity, statistic="T19")
    )

A figure is never stored: it is the measure of a queryset, and the page behind it lists
that same queryset. What an account may not see is not in its queryset, nor in its figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lianxin.foundation.people.models import Account, Body
from lianxin.ui.paging import NEWEST, Order


@dataclass(frozen=True)
class Scope:
    """Whose records of which days.

    body, below: those of one body, or of all below it too. since, until: both included.
    user: only what this account may see; None for commands and for what is published.
    public: only what is published. narrowed: further conditions by name, as a figure
    itself offers them (`Figure.parts`). by_day: by the days as they are, also where a room
    counts whole years by its statistical year. is_whole: asked for the number alone, by an
    account that may know more than it sees (`Figure.known_to`).
    """

    body: Body
    since: date
    until: date
    below: bool = False
    user: Account | None = None
    public: bool = False
    narrowed: Mapping[str, str] = field(default_factory=dict)
    by_day: bool = False
    is_whole: bool = False

    def last_year(self) -> "Scope":
        """The same days a year before; 29 February becomes the 28th."""
        return replace(self, since=_year_before(self.since), until=_year_before(self.until))

    def bodies(self) -> list[int]:
        """Ids of the bodies counted."""
        if not self.below:
            return [self.body.pk]
        return self.body.ids_within()


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True)
class Row:
    """How one record stands in the list behind a figure.

    on: its day, if it has one. words: what it is. url: its own page. body: where.
    amount: what it adds to the figure. note: what stands beside it. public_url: its page
    for anybody, once published.
    """

    words: str
    url: str = ""
    on: date | None = None
    body: str = ""
    amount: int = 1
    note: str = ""
    public_url: str = ""


def one_each(found: QuerySet) -> int:
    """Every record counts once."""
    return found.count()


@dataclass(frozen=True)
class Figure:
    """One figure of the catalogue.

    key: "room.figure", stable: reports and pins store it. name, unit: 活动次数, 次.
    formula: in words, what is counted and what is not. room: who answers for it.
    records: the queryset it counts. measure: what of it; one a record if not said.
    row: how a record is listed. parts: kinds it divides into, name → (label, choices);
    a part narrows the scope. numerator, denominator: keys, for a rate, which has no
    records of its own. statistic: its number in the list of statistics (T01-T48).
    is_money: counted in 分 and shown in 元 or 万元. has_public: its records may be
    opened by anybody when `Scope.public` is set.

    excludes: what is not counted, in words, where the formula leaves room for doubt.
    amount: the column whose value a record adds, where it is not one; pins keep it.
    day: the record's date column, for counts by month; "" where it has none.
    order: in which its list runs, so that an index serves it; newest first if not said.
    known_to: who may know the whole number although they see fewer of its records (or
    none): `records` is then asked with `is_whole`. Without it everyone's number is that of
    the records they see. The records come with what `row` reads (select_related): a list
    asks for them once.
    """

    key: str
    name: Any
    unit: Any
    formula: Any
    room: Any
    records: Callable[[Scope], QuerySet] | None = None
    measure: Callable[[QuerySet], int] = one_each
    row: Callable[[Any], Row] | None = None
    parts: Mapping[str, tuple[Any, Callable[[Scope], Mapping[str, Any]]]] = field(
        default_factory=dict
    )
    numerator: str = ""
    denominator: str = ""
    statistic: str = ""
    is_money: bool = False
    has_public: bool = False
    excludes: Any = ""
    amount: str = ""
    day: str = ""
    order: Order = NEWEST
    known_to: Callable[[Scope], bool] | None = None

    @property
    def is_rate(self) -> bool:
        return bool(self.denominator)

    def value(self, scope: Scope) -> int:
        """The figure of a scope; of a rate, its numerator's."""
        if self.records is None:
            return figure(self.numerator).value(scope)
        return self.measure(self.records(self.counted(scope)))

    def sides(self, scope: Scope) -> tuple[int, int]:
        """Numerator and denominator of a rate."""
        return figure(self.numerator).value(scope), figure(self.denominator).value(scope)

    def counted(self, scope: Scope) -> Scope:
        """The scope whose records make the number: all of them for those who may know it."""
        if scope.user is not None and self.known_to is not None and self.known_to(scope):
            return replace(scope, is_whole=True)
        return scope


_figures: dict[str, Figure] = {}


def register(*figures: Figure) -> None:
    """Add figures; the same key again replaces the one before."""
    for one in figures:
        _figures[one.key] = one


def figures() -> list[Figure]:
    """The whole catalogue, in the order in which rooms registered."""
    return list(_figures.values())


def figure(key: str) -> Figure:
    """The figure of that key. Raises KeyError when no room offers it any more."""
    return _figures[key]
