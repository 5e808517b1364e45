"""One row of an import, read by the names of its fields; refused in words, whole."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from lianxin.foundation.sheets import Cell, Row
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
)
from lianxin.foundation.sheets.tables import EMPTY
from lianxin.foundation.sheets.values import placeholder_warning

_BLOCK_PLACEHOLDER = re.compile(r"[（(]\s*略\s*[）)]")


class RowRefused(Exception):
    """A row that is left out whole, with every problem found in it."""

    def __init__(self, *problems: tuple[str, str]):
        super().__init__(problems)
        self.problems = problems


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
