"""Reading printed statistics: do the sums and the percentages of a paper table hold?

For tables that offices send in or publish, in the shape of
tests/data/suggestion_statistics.json. What is wrong is said in plain words and
never put right silently; what only looks wrong is explained.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TABLES = {
    "by_field": gettext_lazy("分类"),
    "by_unit": gettext_lazy("分单位"),
    "by_result": gettext_lazy("办理结果"),
    "by_satisfaction": gettext_lazy("代表评价"),
    "sources": gettext_lazy("来源"),
    "by_handler": gettext_lazy("承办方"),
}


@dataclass(frozen=True)
class Notice:
    """Something in a printed table that does not hold.

    table: key of the table concerned, "" for the whole item.
    kind: sum, percent or rounding (right but for the last printed digit).
    """

    item: str
    table: str
    kind: str
    words: str

    def as_json(self) -> dict[str, str]:
        return {"table": self.table, "kind": self.kind, "words": self.words}


@dataclass(frozen=True)
class _Row:
    label: str
    count: int | None
    share: Decimal | None


def check_printed(item: dict) -> list[Notice]:
    """What does not hold in one printed item; an empty list when all of it does.

    Items handled jointly, items merged after receipt and items not yet due are
    no mistakes: see `remarks_on`.
    """
    name = str(item.get("id", ""))
    found: list[Notice] = []
    for table in TABLES:
        rows = _rows(item.get(table))
        if rows:
            found += _check_table(item, name, table, rows)
    found += _check_parts(item, name)
    found += _check_shares(item, name)
    return found


def remarks_on(item: dict) -> list[str]:
    """What looks wrong in a printed item and is not, with the reason."""
    remarks = []
    total = _whole(item.get("total"))
    handlers = _rows(item.get("by_handler"))
    joint = _joint(item)
    if total is not None and handlers and joint and _sum(handlers) == total + joint:
        remarks.append(
            _(
                "各承办方合计 %(sum)s 件，其中合办的 %(joint)s 件各计了一次；按件去重为 %(total)s 件，相符。"
            )
            % {"sum": _sum(handlers), "joint": joint, "total": total}
        )
    received = _whole(item.get("received"))
    if total is not None and received is not None and received > total:
        remarks.append(
            _(
                "收到 %(received)s 件，并案后办理 %(total)s 件，减少的 %(less)s 件不是遗漏；每位提出人仍应得到答复。"
            )
            % {"received": received, "total": total, "less": received - total}
        )
    done, pending = _whole(item.get("done")), _whole(item.get("pending"))
    if done is not None and pending and done + pending == total:
        remarks.append(
            _("还有 %(pending)s 件在办；没有到期的不算超期，不计入按期答复率的分母。")
            % {"pending": pending}
        )
    listed, units = len(_rows(item.get("by_unit"))), _whole(item.get("units"))
    if listed and units and listed != units:
        remarks.append(
            _("分单位列出 %(listed)s 项，承办单位写 %(units)s 个：可能合并列示，请核对。")
            % {"listed": listed, "units": units}
        )
    return remarks


def _check_table(item, name, table, rows) -> Iterator[Notice]:
    label = TABLES[table]
    total = _whole(item.get("total"))
    base = total
    if all(row.count is not None for row in rows):
        added = _sum(rows)
        allowed = {total, _whole(item.get("gov_total"))}
        if table == "by_handler" and total is not None:
            allowed.add(total + _joint(item))
        if added in allowed:
            base = added
        elif total is not None:
            yield Notice(
                name,
                table,
                "sum",
                _(
                    "%(table)s各项合计 %(added)s 件，与总数 %(total)s 件差 %(gap)s 件。请核对是否漏列或者重复。"
                )
                % {"table": label, "added": added, "total": total, "gap": abs(total - added)},
            )
    elif all(row.count is None for row in rows):
        yield from _check_hundred(name, table, rows)
    for row in rows:
        if row.count is not None and row.share is not None and base:
            yield from _check_share(name, table, row.label, row.count, base, row.share)


def _check_hundred(name, table, rows) -> Iterator[Notice]:
    """Percentages alone must make up the whole, but for rounding."""
    shares = [row.share for row in rows if row.share is not None]
    if len(shares) != len(rows):
        return
    slack = sum((_unit(share) for share in shares), Decimal(0)) / 2
    if abs(sum(shares, Decimal(0)) - 100) > slack:
        yield Notice(
            name,
            table,
            "percent",
            _("%(table)s各项百分比合计 %(sum)s%%，不是 100%%。请核对。")
            % {"table": TABLES[table], "sum": sum(shares, Decimal(0))},
        )


def _check_share(name, table, label, count, base, share) -> Iterator[Notice]:
    """One printed percentage against its count; whole numbers only, half up."""
    unit = _unit(share)
    steps = int(Decimal(100) / unit)
    right = (2 * steps * count + base) // (2 * base)
    printed = int(share / unit)
    if printed == right:
        return
    is_near = abs(printed - right) == 1 and _cut(count, base, steps) == printed
    words = (
        _(
            "%(label)s %(count)s/%(base)s=%(exact)s%%，写作 %(printed)s%%，按四舍五入应为 %(right)s%%；同一表内取舍办法应当一致。"
        )
        if is_near
        else _(
            "%(label)s %(count)s/%(base)s=%(exact)s%%，写作 %(printed)s%%，两者不符。请核对件数和百分比。"
        )
    )
    yield Notice(
        name,
        table,
        "rounding" if is_near else "percent",
        words
        % {
            "label": label,
            "count": count,
            "base": base,
            "exact": f"{Decimal(10000 * count // base) / 100:.2f}",
            "printed": share,
            "right": right * unit,
        },
    )


def _cut(count: int, base: int, steps: int) -> int:
    """The share cut off instead of rounded."""
    return steps * count // base


def _check_parts(item, name) -> Iterator[Notice]:
    """Pairs of figures that must make up the total."""
    total = _whole(item.get("total"))
    if total is None:
        return
    pairs = [
        ("done", "pending", _("已办和在办")),
        ("main", "co", _("主办和协办")),
    ]
    for first, second, label in pairs:
        one, other = _whole(item.get(first)), _whole(item.get(second))
        if one is not None and other is not None and one + other != total:
            yield _unequal(name, first, label, one + other, total)
    origin = item.get("origin") or {}
    raised, converted = _whole(origin.get("建议")), _whole(origin.get("议案转建议"))
    if raised is not None and converted is not None and raised + converted != total:
        yield _unequal(name, "origin", _("建议和议案转建议"), raised + converted, total)
    key, titles = _whole(item.get("key")), item.get("key_titles")
    if key is not None and isinstance(titles, list) and len(titles) != key:
        yield _unequal(name, "key", _("列出的重点建议"), len(titles), key)
    for part in ("key", "gov_total", "not_gov"):
        number = _whole(item.get(part))
        if number is not None and number > total:
            yield Notice(
                name,
                part,
                "sum",
                _("其中数 %(part)s 件大于总数 %(total)s 件。请核对。")
                % {"part": number, "total": total},
            )


def _unequal(name, table, label, added, total) -> Notice:
    return Notice(
        name,
        table,
        "sum",
        _("%(label)s共 %(added)s 件，与 %(total)s 件不符。请核对。")
        % {"label": label, "added": added, "total": total},
    )


def _check_shares(item, name) -> Iterator[Notice]:
    total, part = _whole(item.get("total")), _whole(item.get("gov_total"))
    share = _decimal(item.get("gov_pct"))
    if total and part is not None and share is not None:
        yield from _check_share(name, "gov_total", _("政府系统承办"), part, total, share)
    rows = {row.label: row.count for row in _rows(item.get("by_satisfaction"))}
    satisfied = _decimal(item.get("satisfaction_rate"))
    counts = [count for count in rows.values() if count is not None]
    if satisfied is not None and counts and len(counts) == len(rows):
        good = sum(count for label, count in rows.items() if count and "不满意" not in label)
        yield from _check_share(
            name, "satisfaction_rate", _("满意和基本满意"), good, sum(counts), satisfied
        )
    for key in ("reply_rate", "meet_rate", "assign_rate", "satisfaction_rate"):
        share = _decimal(item.get(key))
        if share is not None and not 0 <= share <= 100:
            yield Notice(
                name, key, "percent", _("百分比 %s%% 不在 0 到 100 之间。请核对。") % share
            )


def _rows(table) -> list[_Row]:
    """Rows of a printed table: a number, or a pair of number and percentage."""
    if not isinstance(table, dict):
        return []
    rows = []
    for label, value in table.items():
        count, share = value if isinstance(value, list) and len(value) == 2 else (value, None)
        rows.append(_Row(str(label), _whole(count), _decimal(share)))
    return rows


def _joint(item) -> int:
    """How many times too often jointly handled items stand in the handlers' table."""
    return _sum(_rows(item.get("joint")))


def _sum(rows) -> int:
    return sum(row.count or 0 for row in rows)


def _whole(value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _decimal(value) -> Decimal | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else None


def _unit(share: Decimal) -> Decimal:
    """The last printed digit's place: 63.4 → 0.1, 27 → 1."""
    exponent = share.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))
