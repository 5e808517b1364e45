"""What every import does alike: rows one by one, refusals in words, nothing half-done."""

import gc
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from os import PathLike
from typing import Any, BinaryIO, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.faces.setup.imports.rows import RowReader, RowRefused
from lianxin.foundation.ledger.chain import Gathering, gathered
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import at_the_command_line, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.search.index import together
from lianxin.foundation.sheets import Row, SheetRefused, Table, read_table
from lianxin.foundation.sheets.headers import (
    ColumnMap,
    alias_table,
    known_headings,
    map_columns,
)
from lianxin.foundation.sheets.report import ImportReport, Remark
from lianxin.foundation.sheets.writing import OutSheet

TOGETHER = 200
"""Rows written together where nothing stands against it."""
RARELY = 200
"""Rows of a rehearsal between two looks at whether somebody wants it to stop."""


class Done(StrEnum):
    """What became of a row; the names of the report's counts."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class FileRefused(Exception):
    """A file of which nothing can be imported; people read `message`."""

    def __init__(self, message: object):
        super().__init__(message)
        self.message = str(message)


class Importer(ABC):
    """One kind of import. `begin` once, then `take` for each row, each in its own savepoint."""

    kind: ClassVar[str]
    permission: ClassVar[str]

    def __init__(self, body: Body, by: Account | None, today: date, table: Table):
        self.body = body
        # None only at the command line, where the steps take it for the administrator.
        self.by: Any = by
        self.today = today
        self.table = table

    def begin(self) -> None:  # noqa: B027 - most imports need no more
        """Prepare; raise FileRefused where nothing can be imported into this body."""

    @abstractmethod
    def take(self, row: RowReader) -> Done:
        """Import one row. Raises RowRefused, Refused."""

    def refresh(self) -> None:  # noqa: B027 - most imports read nothing ahead
        """Read ahead what many rows ask; at the start of each transaction, after `begin`."""

    def wrote(self, events: int) -> None:  # noqa: B027
        """Told at the end of each transaction how many events its rows left in the ledger."""

    def defer(self, row: RowReader) -> bool:
        """Whether the row can be written later together with others; then it is kept for that.

        Writes nothing. Rows that hang on a deferred one are not deferred: see `hangs`.
        """
        return False

    def hangs(self, row: RowReader) -> bool:
        """Whether the row can only be taken once the deferred ones are written."""
        return True

    def settle(self) -> None:  # noqa: B027
        """Write the deferred rows, all or none. Raises what `take` raises."""

    def end(self, report: ImportReport) -> None:  # noqa: B027
        """Add what is true of the file as a whole."""

    @classmethod
    @abstractmethod
    def sheets(cls, body: Body) -> list[OutSheet]:
        """The records of a body, as `take` would read them unchanged."""


@dataclass
class Imported:
    """What an import did, and what a page needs to ask before doing it."""

    report: ImportReport
    table: Table | None = None
    columns: ColumnMap | None = None


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it, the collector of cyclic garbage looks through all objects less often.

    A large table and its report live until the end; looked through at the usual pace
    they cost a quarter of the time of twenty thousand rows.
    """
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@seldom_collected()
def run(
    importer: type[Importer],
    source: str | PathLike | BinaryIO,
    *,
    body: Body,
    by: Account | None,
    today: date,
    filename: str = "",
    sheet: str | None = None,
    answers: Mapping[int, str] | None = None,
    dry_run: bool = False,
    pace: "Pace | None" = None,
    told: ImportReport | None = None,
) -> Imported:
    """Import a file into a body; good rows are kept, refused rows leave nothing behind.

    by: the account that imports, or None for a command run by the administrator.
    filename, sheet: as for `read_table`. answers: as for `map_columns`.
    dry_run: do everything, then undo it; the report is the same.
    pace: for one that goes on in pieces. told: the report to go on with, which an earlier
        run began.
    Raises PermissionDenied unless `by` may import into `body`.
    """
    if by is not None:
        require(by, importer.permission, body)
    report = told or ImportReport()
    try:
        table = read_table(
            source, filename=filename, words=known_headings(importer.kind), sheet=sheet
        )
    except SheetRefused as refused:
        report.refuse(0, "", refused.message)
        return Imported(report)
    columns = map_columns(table.columns, importer.kind, answers=answers)
    if not report.rows:
        _warn_about_file(report, table, columns)
    report.rows = len(table)
    if columns.missing:
        for question in columns.missing:
            report.refuse(table.header_row, "", question.text)
        return Imported(report, table, columns)
    allowed = at_the_command_line() if by is None else nullcontext()
    with allowed:
        work = Work(importer(body, by, today, table), columns, report, dry_run=dry_run)
        work.take_all(pace or Pace())
    return Imported(report, table, columns)


def _warn_about_file(report: ImportReport, table: Table, columns: ColumnMap):
    for note in table.notes:
        report.warn(note.row, "", note.text)
    for question in columns.questions:
        if question.column is not None:
            report.warn(table.header_row, question.column.text, question.text)


class Work:
    """The rows of one import, taken some at a time, each some in a transaction of its own."""

    def __init__(self, importer: Importer, columns: ColumnMap, report: ImportReport, *, dry_run):
        self.importer, self.columns, self.report, self.dry_run = importer, columns, report, dry_run
        self._aliases = alias_table(importer.kind)
        self._deferred: list[tuple[RowReader, Row, bool]] = []

    def take_all(self, pace: "Pace") -> None:
        """Take every row; raises what `pace.after` raises, between two transactions."""
        rows = list(self.importer.table)
        size = len(rows) if self.dry_run or not pace.rows else pace.rows
        starts = range(0, max(len(rows), 1), max(size, 1))
        for start in starts:
            some = rows[start : start + size]
            with transaction.atomic():
                real = not self.dry_run
                with together(is_real=real), gathered(is_real=real) as events:
                    if start == 0 and not self._begin():
                        return
                    self.importer.refresh()
                    for place, row in enumerate(some, start):
                        self._meet(row, events, counts=place >= pace.taken)
                        if self.dry_run and place % RARELY == 0:
                            pace.look(place)
                    self._settle(events)
                    if start + size >= len(rows):
                        self.importer.end(self.report)
                    self.importer.wrote(len(events.events))
                if real:
                    pace.kept(start + len(some))
                else:
                    transaction.set_rollback(True)
            pace.after(start + len(some))
        self.report.refused.sort(key=attrgetter("row"))
        self.report.warnings.sort(key=attrgetter("row"))

    def _begin(self) -> bool:
        try:
            self.importer.begin()
        except FileRefused as refused:
            self.report.refuse(0, "", refused.message)
            return False
        return True

    def _meet(self, row: Row, events: Gathering, *, counts: bool) -> None:
        """Put the row aside to be written with others, or take it now."""
        reader = RowReader(row, self.columns, self._aliases)
        try:
            is_deferred = self.importer.defer(reader)
        except RowRefused:
            # Told by the slow way, with all that it says.
            is_deferred = False
        if is_deferred:
            self._deferred.append((reader, row, counts))
            if len(self._deferred) >= TOGETHER:
                self._settle(events)
            return
        if self._deferred and self.importer.hangs(reader):
            self._settle(events)
        self._take(row, events, counts=counts)

    def _settle(self, events: Gathering) -> None:
        """Write the rows put aside; where they cannot be written together, one by one."""
        deferred, self._deferred = self._deferred, []
        if not deferred:
            return
        try:
            with events.attempt():
                self.importer.settle()
        except (RowRefused, Refused, PermissionDenied, ValidationError, DatabaseError):
            for _reader, row, counts in deferred:
                self._take(row, events, counts=counts)
            return
        for reader, row, counts in deferred:
            if counts:
                self.report.created += 1
                for label, reason in reader.warnings:
                    self.report.warn(row.number, label, reason)

    def _take(self, row: Row, events: Gathering, *, counts: bool) -> None:
        """Take one row: all of it or nothing. counts: False for one told of before a breakdown."""
        report = self.report if counts else ImportReport()
        reader = RowReader(row, self.columns, self._aliases)
        try:
            with events.attempt():
                done = self.importer.take(reader)
        except RowRefused as refused:
            report.refused.append(_as_one(row.number, refused.problems))
        except Refused as refused:
            report.refuse(row.number, "", refused)
        except PermissionDenied as denied:
            report.refuse(row.number, "", denied)
        except ValidationError as error:
            report.refuse(row.number, "", "；".join(error.messages))
        except (IntegrityError, DataError):
            report.refuse(
                row.number, "", _("与已有的记录冲突，没有导入。请核对该行的编号和姓名（标题）。")
            )
        else:
            setattr(report, done.value, getattr(report, done.value) + 1)
            for label, reason in reader.warnings:
                report.warn(row.number, label, reason)


@dataclass
class Pace:
    """How an import goes on: how many rows to a transaction, and who is told.

    rows: 0 for all in one. taken: rows that an earlier run wrote and told of before it broke
    down; they are read again, and not counted again.
    kept: told inside each transaction how many rows are done by its end.
    after: the same after it is committed; look: now and then during a rehearsal. What these
    raise ends the import between two transactions.
    """

    rows: int = 0
    taken: int = 0
    kept: Callable[[int], None] = lambda done: None
    after: Callable[[int], None] = lambda done: None
    look: Callable[[int], None] = lambda done: None


def _as_one(number: int, problems: tuple[tuple[str, str], ...]) -> Remark:
    """One refusal for one row: the first field, all reasons."""
    first = problems[0][0]
    reasons = [
        reason
        if label in {first, ""}
        else _("{label}：{reason}").format(label=label, reason=reason)
        for label, reason in problems
    ]
    return Remark(number, first, " ".join(dict.fromkeys(reasons)))
