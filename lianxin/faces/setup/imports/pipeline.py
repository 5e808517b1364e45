"""What every import does alike: rows one by one, refusals in words, nothing half-done."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from os import PathLike
from typing import Any, BinaryIO, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import at_the_command_line, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets import Cell, Row, SheetRefused, Table, read_table
from lianxin.foundation.sheets.fields import (
    Parsed,
    ValueRefused,
    is_nothing,
    parse_phones,
    refuse_rounded,
)
from lianxin.foundation.sheets.headers import (
    AliasTable,
    ColumnMap,
    alias_table,
    known_headings,
    map_columns,
)
from lianxin.foundation.sheets.report import ImportReport, Remark
from lianxin.foundation.sheets.tables import EMPTY
from lianxin.foundation.sheets.values import placeholder_warning
from lianxin.foundation.sheets.writing import OutSheet

_BLOCK_PLACEHOLDER = re.compile(r"[（(]\s*略\s*[）)]")


class Done(StrEnum):
    """What became of a row; the names of the report's counts."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class RowRefused(Exception):
    """A row that is left out whole, with every problem found in it."""

    def __init__(self, *problems: tuple[str, str]):
        super().__init__(problems)
        self.problems = problems


class FileRefused(Exception):
    """A file of which nothing can be imported; people read `message`."""

    def __init__(self, message: object):
        super().__init__(message)
        self.message = str(message)


class RowReader:
    """One row, asked by the names of fields; collects its problems and warnings."""

    def __init__(self, row: Row, columns: ColumnMap, aliases: AliasTable):
        self.number = row.number
        self.problems: list[tuple[str, str]] = []
        self.warnings: list[tuple[str, str]] = []
        self._row = row
        self._columns = columns
        self._aliases = aliases

    def label(self, field: str) -> str:
        """What people call a field."""
        return self._aliases.fields[field].label

    def has(self, field: str) -> bool:
        """Whether the file has a column for `field`."""
        return field in self._columns.columns

    def cell(self, field: str) -> Cell:
        column = self._columns.columns.get(field)
        return self._row[column] if column else EMPTY

    def warn(self, field: str, reason: object):
        self.warnings.append((self.label(field) if field else "", str(reason)))

    def refuse(self, field: str, reason: object):
        """Note a problem; `check` then leaves the row out."""
        self.problems.append((self.label(field) if field else "", str(reason)))

    def check(self):
        """Raise RowRefused if any problem was noted."""
        if self.problems:
            raise RowRefused(*self.problems)

    def text(self, field: str, *, most: int = 0) -> str:
        """Text of a field; empty for a dash, 「无」 or a placeholder.

        most: characters the record holds; more is a problem, since cutting loses words.
        """
        cell = self.cell(field)
        if is_nothing(cell) or _BLOCK_PLACEHOLDER.fullmatch(cell.text):
            return ""
        if warning := placeholder_warning(cell.text):
            self.warn(field, warning)
            return ""
        try:
            refuse_rounded(cell)
        except ValueRefused as refused:
            self.refuse(field, refused.reason)
            return ""
        if most and len(cell.text) > most:
            self.refuse(
                field,
                _("有 {chars} 字，最多 {most} 字。请精简后再导入。").format(
                    chars=len(cell.text), most=most
                ),
            )
        return cell.text

    def line(self, field: str, *, most: int = 0) -> str:
        """`text` without line breaks."""
        return " ".join(self.text(field, most=most).split())

    def parse(self, field: str, parser: Callable[..., Parsed], **options) -> Any:
        """The parsed value of a field; None where it is empty or was refused."""
        try:
            parsed = parser(self.cell(field), **options)
        except ValueRefused as refused:
            self.refuse(field, refused.reason)
            return None
        for warning in parsed.warnings:
            self.warn(field, warning)
        return parsed.value

    def phones(self, field: str) -> list[str]:
        """Numbers in all columns of a field."""
        found: list[str] = []
        for slot, column in self._columns.columns.items():
            if slot == field or slot.startswith(field + "."):
                try:
                    parsed = parse_phones(self._row[column])
                except ValueRefused as refused:
                    self.refuse(field, refused.reason)
                    continue
                for warning in parsed.warnings:
                    self.warn(field, warning)
                found.extend(number for number in parsed.value if number not in found)
        return found


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
) -> Imported:
    """Import a file into a body; good rows are kept, refused rows leave nothing behind.

    by: the account that imports, or None for a command run by the administrator.
    filename, sheet: as for `read_table`. answers: as for `map_columns`.
    dry_run: do everything, then undo it; the report is the same.
    Raises PermissionDenied unless `by` may import into `body`.
    """
    if by is not None:
        require(by, importer.permission, body)
    report = ImportReport()
    try:
        table = read_table(
            source, filename=filename, words=known_headings(importer.kind), sheet=sheet
        )
    except SheetRefused as refused:
        report.refuse(0, "", refused.message)
        return Imported(report)
    columns = map_columns(table.columns, importer.kind, answers=answers)
    report.rows = len(table)
    _warn_about_file(report, table, columns)
    if columns.missing:
        for question in columns.missing:
            report.refuse(table.header_row, "", question.text)
        return Imported(report, table, columns)
    allowed = at_the_command_line() if by is None else nullcontext()
    with allowed, transaction.atomic():
        _take_rows(importer(body, by, today, table), columns, report)
        if dry_run:
            transaction.set_rollback(True)
    return Imported(report, table, columns)


def _warn_about_file(report: ImportReport, table: Table, columns: ColumnMap):
    for note in table.notes:
        report.warn(note.row, "", note.text)
    for question in columns.questions:
        if question.column is not None:
            report.warn(table.header_row, question.column.text, question.text)


def _take_rows(work: Importer, columns: ColumnMap, report: ImportReport):
    try:
        work.begin()
    except FileRefused as refused:
        report.refuse(0, "", refused.message)
        return
    aliases = alias_table(work.kind)
    for row in work.table:
        reader = RowReader(row, columns, aliases)
        try:
            with transaction.atomic():
                done = work.take(reader)
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
    work.end(report)


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
