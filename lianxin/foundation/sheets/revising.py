"""What was changed in an exported table: row by row, cell by cell, against what stands now.

Rows are known by 编号(系统); the stamp in 版本(系统) tells whether the record has changed since
the table was taken. Nothing is written here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.headers import plain_heading
from lianxin.foundation.sheets.listing import ID_HEADING, STAMP_HEADING, Field, stamp
from lianxin.foundation.sheets.tables import Cell, Column, Row, Table

CHUNK = 500
"""Rows whose records are looked up together."""


@dataclass
class Change:
    """One cell that says something else than the record.

    name: the field's machine name. refused: why it cannot be changed from here.
    """

    name: str
    heading: str
    old: str
    new: str
    refused: str = ""


@dataclass
class RowChange:
    """One row with its changed cells.

    key: its 编号(系统). what: names the record for people. is_stale: the record has changed
    since the table was taken. refused: why nothing of the row can be done.
    outcome: what became of it, once somebody has decided.
    """

    number: int
    key: str
    what: str = ""
    changes: list[Change] = field(default_factory=list)
    is_stale: bool = False
    refused: str = ""
    outcome: str = ""

    @property
    def wanted(self) -> list[Change]:
        """Cells that may be changed."""
        return [change for change in self.changes if not change.refused]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "RowChange":
        changes = [Change(**change) for change in told["changes"]]
        return cls(**{**told, "changes": changes})


@dataclass
class Compared:
    """A whole table: rows read, rows that say nothing new, and the others."""

    rows: int = 0
    unchanged: int = 0
    differing: list[RowChange] = field(default_factory=list)


@dataclass(frozen=True)
class Revisable:
    """What a kind of list says about its own rows.

    lines: rows of the list for these keys, as the exporting side makes them; a key that is
        unknown, or not the reader's to change, is left out.
    what: names a row. read_only: why a cell cannot be changed from here, empty if it can.
    """

    fields: Sequence[Field]
    lines: Callable[[list[str]], Mapping[str, Any]]
    what: Callable[[Any], str]
    read_only: Callable[[Any, Field], str]


def system_columns(table: Table) -> tuple[Column | None, Column | None]:
    """The columns 编号(系统) and 版本(系统) of a table, where it has them."""
    found = {plain_heading(column.text): column for column in table.columns}
    return (
        found.get(plain_heading(str(ID_HEADING))),
        found.get(plain_heading(str(STAMP_HEADING))),
    )


def headings(fields: Sequence[Field]) -> set[str]:
    """What to look for when reading such a table again."""
    words = [_("序号"), str(ID_HEADING), str(STAMP_HEADING)]
    return {plain_heading(word) for word in [*words, *(str(one.heading) for one in fields)]}


def compare(
    table: Table, kind: Revisable, *, progress: Callable[[int], None] | None = None
) -> Compared:
    """Every cell of an exported table beside what its record says now.

    A column that was taken out is not compared; an emptied cell is a change. Rows that were
    taken out do nothing.
    """
    id_column, stamp_column = system_columns(table)
    if id_column is None:
        raise ValueError("no column of ids")
    columns = {plain_heading(column.text): column for column in table.columns}
    pairs = [
        (one, columns[plain_heading(str(one.heading))])
        for one in kind.fields
        if plain_heading(str(one.heading)) in columns
    ]
    found = Compared()
    seen: dict[str, int] = {}
    for start in range(0, len(table.rows), CHUNK):
        rows = table.rows[start : start + CHUNK]
        lines = kind.lines([row[id_column].text for row in rows if row[id_column].text])
        for row in rows:
            found.rows += 1
            mark = row[stamp_column].text if stamp_column else ""
            changed = _compare_row(row, row[id_column].text, mark, lines, kind, pairs, seen)
            if changed is None:
                found.unchanged += 1
            else:
                found.differing.append(changed)
        if progress:
            progress(found.rows)
    return found


def _compare_row(
    row: Row,
    key: str,
    mark: str,
    lines: Mapping[str, Any],
    kind: Revisable,
    pairs: list[tuple[Field, Column]],
    seen: dict[str, int],
) -> RowChange | None:
    changed = RowChange(row.number, key, _named(row, pairs))
    if not key:
        changed.refused = _(
            "没有编号(系统)，是新加的行。新增请另存成一张表，去掉系统两列，从“导入”办理。"
        )
        return changed
    if key in seen:
        changed.refused = _("与第 %(row)d 行的编号(系统)相同。请只保留一行。") % {"row": seen[key]}
        return changed
    seen[key] = row.number
    line = lines.get(key)
    if line is None:
        changed.refused = _("编号(系统)“%(key)s”对不上您能改动的记录，没有改动。请重新导出。") % {
            "key": key[:40]
        }
        return changed
    changed.what = kind.what(line)
    changed.changes = list(_cells(row, line, kind, pairs))
    if not changed.changes:
        return None
    changed.is_stale = bool(mark) and mark != stamp(kind.fields, line)
    return changed


def _cells(row: Row, line: Any, kind: Revisable, pairs) -> Iterator[Change]:
    for one, column in pairs:
        cell, value = row[column], one.value(line)
        # What follows from today, not from the record, says something else each day.
        if not one.is_stamped or one.same(cell, value):
            continue
        refused = kind.read_only(line, one)
        yield Change(one.name, str(one.heading), words(one, value), _typed(cell), refused)


def words(one: Field, value: Any) -> str:
    """What a cell of the list shows, as text."""
    shown = one.shown(value)
    return "" if shown is None else str(shown)


def _typed(cell: Cell) -> str:
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    return cell.value.isoformat() if isinstance(cell.value, date) else cell.text


def _named(row: Row, pairs: list[tuple[Field, Column]]) -> str:
    """Something to know a row by that has no record: its title or name."""
    texts = [row[column].text for one, column in pairs if one.name in {"title", "name"}]
    return next(iter(texts), "")[:60]
