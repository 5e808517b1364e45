"""Fixing a figure as of a day, and saying later what has changed since.

found = pin(scope, "suggestions.received", by=request.user)     # in a transaction
difference(found, request.user).words                           # 核定时 22 件，现在 21 件
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope, one_each
from lianxin.foundation.figures.listing import row_of
from lianxin.foundation.figures.models import Pin
from lianxin.foundation.figures.permissions import Permission
from lianxin.foundation.figures.words import rate_words, words
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import may

MOST_KEPT = 200_000
"""Records a pin remembers; of a larger figure only the value is kept."""
MOST_LISTED = 100
"""Changed records of each sort that a difference names; the rest are a number."""
EVER = (date(1949, 1, 1), date(2199, 12, 31))


def pin(scope: Scope, key: str, by: Account | None) -> Pin:
    """Fix the figure as it is now, with what it counts.

    by: who fixed it; None for a command. With `scope.user` it is counted as that account
    sees it, and so compared later. Raises KeyError for a figure that no room offers.
    """
    one = catalogue.figure(key)
    made = Pin(
        key=key,
        body=scope.body,
        since=scope.since,
        until=scope.until,
        scope={"below": scope.below, "public": scope.public, "narrowed": dict(scope.narrowed)},
        pinned_by=by,
        seen_by=scope.user,
    )
    if one.is_rate:
        made.value, made.denominator = one.sides(scope)
        made.is_whole = False
    else:
        made.value = one.value(scope)
        counted = amounts(one, scope)
        made.is_whole = counted is not None
        made.amounts = counted or {}
    made.save()
    return made


def scope_of(pinned: Pin) -> Scope:
    """The scope that was pinned."""
    said = pinned.scope
    return Scope(
        pinned.body,
        pinned.since,
        pinned.until,
        below=said.get("below", False),
        user=pinned.seen_by,
        public=said.get("public", False),
        narrowed=said.get("narrowed", {}),
    )


def amounts(one: Figure, scope: Scope) -> dict[int, int] | None:
    """What each record adds now, by id; None if there are more than a pin keeps."""
    if one.records is None:
        return None
    found = one.records(one.counted(scope))
    pairs: Iterable[tuple[int, int]]
    if one.amount:
        kept = found.order_by().values_list("pk", one.amount)[: MOST_KEPT + 1]
        pairs = ((pk, amount or 0) for pk, amount in kept)
    elif one.measure is one_each or one.row is None:
        pairs = ((pk, 1) for pk in found.order_by().values_list("pk", flat=True)[: MOST_KEPT + 1])
    else:
        several = found.order_by()[: MOST_KEPT + 1]
        pairs = ((record.pk, one.row(record).amount) for record in several)
    counted = dict(pairs)
    return counted if len(counted) <= MOST_KEPT else None


@dataclass(frozen=True)
class Change:
    """One record that counts otherwise than it did; `why` in words."""

    row: Row
    before: int
    after: int
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """What changed in a figure since it was fixed.

    figure: None when no room offers it any more; then `now` is None too. blind: the name of
    whose eyes it was counted with, when that account may no longer read the body's figures.
    added, removed, changed: as far as the account may see them; hidden: how many more.
    """

    pin: Pin
    figure: Figure | None
    now: int | None
    denominator: int | None
    added: list[Change]
    removed: list[Change]
    changed: list[Change]
    hidden: int = 0
    blind: str = ""

    @property
    def is_same(self) -> bool:
        """Neither the number nor a record of it is otherwise than it was."""
        same = self.now == self.pin.value and self.denominator == self.pin.denominator
        return same and not (self.added or self.removed or self.changed or self.hidden)

    @property
    def then_words(self) -> str:
        return self._words(self.pin.value, self.pin.denominator)

    @property
    def now_words(self) -> str:
        return "" if self.now is None else self._words(self.now, self.denominator)

    @property
    def words(self) -> str:
        """The difference in one sentence."""
        names: dict[str, Any] = {"then": self.then_words, "now": self.now_words}
        if self.blind:
            names["name"] = self.blind
            return (
                _(
                    "核定时 %(then)s。当时按%(name)s的权限统计，这个账号现在看不到本机构了，无法比较。"
                )
                % names
            )
        if self.figure is None or self.now is None:
            return _("核定时 %(then)s；现在没有这个数字了，无法比较。") % names
        if self.is_same:
            return _("核定时 %(then)s，现在相同。") % names
        if self.figure.is_rate:
            return _("核定时 %(then)s，现在 %(now)s。") % names
        if self.now == self.pin.value:
            return _("核定时 %(then)s，现在数目相同，但所数的记录变了。") % names
        names["by"] = words(self.figure, abs(self.now - self.pin.value))
        if self.now > self.pin.value:
            return _("核定时 %(then)s，现在 %(now)s，增加 %(by)s。") % names
        return _("核定时 %(then)s，现在 %(now)s，减少 %(by)s。") % names

    @property
    def hidden_words(self) -> str:
        """How many changed records are not shown; "" for none."""
        if not self.hidden:
            return ""
        return _("还有 %d 条变动的记录没有列出：您无权查看，或者太多。") % self.hidden

    def _words(self, value: int, denominator: int | None) -> str:
        if denominator is not None:
            return rate_words(value, denominator)
        return words(self.figure, value) if self.figure else str(value)


def difference(pinned: Pin, user: Account | None) -> Difference:
    """What changed since, in the records that `user` may see (all of them for None)."""
    try:
        one = catalogue.figure(pinned.key)
    except KeyError:
        return Difference(pinned, None, None, None, [], [], [])
    scope = scope_of(pinned)
    if pinned.seen_by is not None and not may(pinned.seen_by, Permission.READ, pinned.body):
        blind = pinned.seen_by.name
        return Difference(pinned, one, None, pinned.denominator, [], [], [], blind=blind)
    if one.is_rate:
        now, denominator = one.sides(scope)
        return Difference(pinned, one, now, denominator, [], [], [])
    now = one.value(scope)
    counted = amounts(one, scope) if pinned.is_whole else None
    if counted is None:
        return Difference(pinned, one, now, None, [], [], [])
    return _compared(pinned, one, scope, now, counted, user)


def _compared(pinned, one, scope, now, counted, user) -> Difference:
    before = pinned.amounts
    added = [pk for pk in counted if pk not in before]
    removed = [pk for pk in before if pk not in counted]
    changed = [pk for pk, amount in counted.items() if before.get(pk, amount) != amount]
    seen = replace(scope, user=user)
    new = _changes(one, _these(one, seen, added), before, counted)
    other = _changes(one, _these(one, seen, changed), before, counted)
    gone = _gone(one, seen, removed, before)
    hidden = len(added) + len(removed) + len(changed) - len(new) - len(gone) - len(other)
    return Difference(pinned, one, now, None, new, gone, other, hidden)


def _these(one: Figure, scope: Scope, pks: list[int]) -> list[Any]:
    """Those of the records that the scope's account sees, newest first."""
    if not pks or one.records is None:
        return []
    newest = sorted(pks, reverse=True)[:MOST_LISTED]
    return list(one.records(scope).filter(pk__in=newest).order_by("-pk"))


def _changes(one, records, before, counted) -> list[Change]:
    return [
        Change(row_of(one, record), before.get(record.pk, 0), counted.get(record.pk, 0))
        for record in records
    ]


def _gone(one: Figure, scope: Scope, pks: list[int], before: dict[int, int]) -> list[Change]:
    """Records that counted and no longer do, as far as the account may still see them."""
    if not pks or one.records is None:
        return []
    since, until = EVER
    moved = _these(one, replace(scope, since=since, until=until, narrowed={}), pks)
    found = {record.pk: (record, _("不在这些日期或这一类里了")) for record in moved}
    rest = [pk for pk in pks if pk not in found]
    for record in _visible(one.records(scope).model, rest, scope.user):
        found[record.pk] = (record, _("不再符合统计口径"))
    return [
        Change(row_of(one, found[pk][0]), before[pk], 0, found[pk][1])
        for pk in sorted(found, reverse=True)
    ]


def _visible(model: Any, pks: list[int], user: Account | None) -> QuerySet | list:
    """Records of a model that the account may see; none where the model cannot say."""
    found = model._default_manager.filter(pk__in=sorted(pks, reverse=True)[:MOST_LISTED])
    if user is None:
        return found
    return found.visible_to(user) if hasattr(found, "visible_to") else []
