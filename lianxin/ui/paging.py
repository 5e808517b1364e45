"""Paging by key: any page costs the same, however deep it lies and however long the list is.

A page is found by the last row of the page before it, never by counting rows
away (OFFSET). The cursor in the address, `after=` or `before=`, names that row.

    page = paginate(request, Suggestion.objects.published())
    page = paginate(request, streams, order=DUE_SOONEST, rows=Matter.objects.for_list())
"""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

PER_PAGE = 20
COUNT_AT_MOST = 10_000
"""Counted no further than this: a list of a million would be read to its end."""


@dataclass(frozen=True)
class Key:
    """One column of an order; rows without a value in it must be filtered out before.

    name: a field of the model, or the name given to `expression`.
    read: makes the database's value of what JSON kept in the cursor.
    """

    name: str
    descending: bool = False
    read: Callable[[Any], Any] = int
    expression: Expression | None = None


@dataclass(frozen=True)
class Order:
    """Columns in their order; the last one tells any two rows apart."""

    keys: tuple[Key, ...]

    def of(self, queryset: QuerySet, *, reverse: bool = False) -> QuerySet:
        """`queryset` in this order, or from its end."""
        named = {key.name: key.expression for key in self.keys if key.expression is not None}
        return queryset.annotate(**named).order_by(
            *(f"-{key.name}" if key.descending != reverse else key.name for key in self.keys)
        )

    def beyond(self, values: Sequence[Any], *, reverse: bool = False) -> Q:
        """Rows that come after the row with these values, or before it."""
        found = []
        for place, key in enumerate(self.keys):
            same = {one.name: values[at] for at, one in enumerate(self.keys[:place])}
            way = "lt" if key.descending != reverse else "gt"
            found.append(Q(**same, **{f"{key.name}__{way}": values[place]}))
        if len(self.keys) == 1:
            return found[0]
        # Says nothing new, but without it no database starts in the index here.
        first = self.keys[0]
        way = "lte" if first.descending != reverse else "gte"
        return Q(**{f"{first.name}__{way}": values[0]}) & reduce(or_, found)


NEWEST = Order((Key("pk", descending=True),))


@dataclass
class Page:
    """Some rows of a list, and the addresses of those before and after them.

    count: rows in the whole list, at most COUNT_AT_MOST.
    first: place of the first row in the list, from 1; as the list was when
        the reader came from its beginning.
    newer_url, older_url: query strings, empty where nothing follows.
    """

    rows: list[Any] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    first: int = 1
    newer_url: str = ""
    older_url: str = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def last(self) -> int:
        """Place of the last row in the list."""
        return self.first + len(self.rows) - 1

    @property
    def count_words(self) -> str:
        """共 128 件, 共 10000+ 件."""
        return _("共 %s 件") % (f"{self.count}+" if self.is_capped else self.count)

    @property
    def place_words(self) -> str:
        """第 21—40 件."""
        return _("第 %(first)s—%(last)s 件") % {"first": self.first, "last": self.last}


def paginate(
    request: HttpRequest,
    found: QuerySet | Sequence[QuerySet],
    *,
    order: Order = NEWEST,
    rows: QuerySet | None = None,
    per_page: int = PER_PAGE,
) -> Page:
    """The page that the address asks for, in three queries at most whatever the size.

    found: the rows of the list; or several querysets that share no row, each
        of which the database can walk in an index where it could not walk
        their union.
    rows: draws the rows of the page (select_related and so on); needed for
        several querysets, else `found` itself is taken.
    A cursor that makes no sense gives the first page.
    """
    streams = [found] if isinstance(found, QuerySet) else list(found)
    back = request.GET.get("before", "")
    cursor = _read(back or request.GET.get("after", ""), order)
    page = Page()
    if cursor:
        place, values = cursor
        keys = _keys(streams, order, per_page + 1, values, reverse=bool(back))
        has_more = len(keys) > per_page
        keys = keys[:per_page]
        if back:
            keys.reverse()
            page.first = max(place - len(keys), 1)
        else:
            page.first = place + 1
        has_newer, has_older = (has_more, True) if back else (True, has_more)
    if not cursor or not keys or (back and not has_more):
        # Going back ends on a whole first page, also when rows came or went meanwhile.
        keys = _keys(streams, order, per_page + 1)
        has_newer, has_older = False, len(keys) > per_page
        keys, page.first = keys[:per_page], 1
    page.rows = _rows(keys, streams[0] if rows is None and streams else rows)
    if has_newer or has_older:
        counted = count_up_to(streams, COUNT_AT_MOST)
        page.count, page.is_capped = min(counted, COUNT_AT_MOST), counted > COUNT_AT_MOST
    else:
        page.count = len(keys)
    if has_newer:
        page.newer_url = _address(request, "before", _write(page.first, keys[0]))
    if has_older:
        page.older_url = _address(request, "after", _write(page.last, keys[-1]))
    return page


def ordered_pks(
    found: QuerySet | Sequence[QuerySet], *, order: Order = NEWEST, most: int = 1_000_000
) -> list[int]:
    """Ids of all rows of a list in the order its pages show them, at most `most`; one query."""
    streams = [found] if isinstance(found, QuerySet) else list(found)
    return [keys[-1] for keys in _keys(streams, order, most)]


def count_up_to(streams: Sequence[QuerySet], most: int) -> int:
    """Rows of all `streams` together, in one query; counts each no further than `most` + 1."""
    parts: list[str] = []
    params: list[Any] = []
    for stream in streams:
        try:
            query = stream.order_by().values("pk")[: most + 1].query
            sql, values = query.sql_with_params()
        except EmptyResultSet:
            continue
        # Nothing typed is in `sql`: Django has put it into the parameters.
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608
        params += values
    if not parts:
        return 0
    with connections[streams[0].db].cursor() as database:
        database.execute(f"SELECT {' + '.join(parts)}", params)
        return database.fetchone()[0]


def _keys(streams, order, number, values=None, *, reverse=False) -> list[tuple]:
    """The order's values of the next `number` rows; the last of each is the row's id."""
    names = [key.name for key in order.keys]
    parts = []
    for stream in streams:
        part = order.of(stream, reverse=reverse)
        if values is not None:
            part = part.filter(order.beyond(values, reverse=reverse))
        parts.append(part.values_list(*names)[:number])
    if len(parts) == 1:
        return list(parts[0])
    compiled: list[str] = []
    params: list[Any] = []
    for part in parts:
        try:
            sql, found = part.query.sql_with_params()
        except EmptyResultSet:
            continue
        compiled.append(f"SELECT * FROM ({sql}) AS part{len(compiled)}")  # noqa: S608
        params += found
    if not compiled:
        return []
    places = ", ".join(
        f"{place} {'DESC' if key.descending != reverse else 'ASC'}"
        for place, key in enumerate(order.keys, start=1)
    )
    joined = " UNION ALL ".join(compiled)
    with connections[streams[0].db].cursor() as database:
        database.execute(f"{joined} ORDER BY {places} LIMIT {int(number)}", params)
        return database.fetchall()


def _rows(keys, queryset) -> list[Any]:
    if not keys:
        return []
    by_pk = {row.pk: row for row in queryset.filter(pk__in=[key[-1] for key in keys])}
    return [by_pk[key[-1]] for key in keys if key[-1] in by_pk]


def _write(place: int, values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    text = json.dumps([place, *plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order) -> tuple[int, list[Any]] | None:
    """Place and values that a cursor names; None for one that makes no sense."""
    if not cursor or len(cursor) > 600:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        place, *values = json.loads(text)
        if len(values) != len(order.keys) or not 0 <= place < 2**31 or "\\u0000" in text:
            return None
        read = [key.read(value) for key, value in zip(order.keys, values, strict=True)]
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in read):
        return None
    return int(place), read


def _address(request: HttpRequest, name: str, cursor: str) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    asked.pop("before", None)
    asked[name] = cursor
    return f"?{asked.urlencode()}"
