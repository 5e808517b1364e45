"""Write tables to .xlsx: real dates and numbers, ids as text, nothing that computes."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from os import PathLike
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import clean_text

MOST_ROWS = 1_048_575
MOST_CHARS = 32_767
"""Limits of the format itself: rows below the header, characters of a cell."""
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


@dataclass(frozen=True)
class OutColumn:
    """heading; width in characters, 0 to follow the heading; `percent` shows 0.5 as 50.0%."""

    heading: str
    width: int = 0
    percent: bool = False


@dataclass(frozen=True)
class OutSheet:
    """One sheet. A value is text, a number, a date, yes/no or None; nothing is computed.

    rows: read once, in order, so that a queryset's iterator will do.
    """

    name: str
    columns: Sequence[OutColumn]
    rows: Iterable[Sequence[Any]]


def write_workbook(target: str | PathLike | BinaryIO, sheets: Sequence[OutSheet]) -> int:
    """Write `sheets` to a path or a binary file; returns the number of rows of content.

    Ids and phone numbers stay text when given as text; text beginning with = + - @ stays text.
    Raises ValueError where a sheet has more rows than the format holds.
    """
    with tempfile.TemporaryDirectory(prefix="xlsx-") as folder:
        book = xlsxwriter.Workbook(
            target,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        formats = _Formats(book)
        written = 0
        names: set[str] = set()
        try:
            for sheet in sheets:
                written += _write_sheet(book, formats, sheet, sheet_name(sheet.name, names))
        except BaseException:
            # Rows already written wait in temporary files, which only `close` would shut.
            for page in book.worksheets():
                page.row_data_fh.close()
            raise
        book.close()
    return written


class _Formats:
    def __init__(self, book):
        body = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C8C8C8"}
        self.header = book.add_format(
            body | {"bold": True, "bg_color": "#F2F2F2", "valign": "vcenter"}
        )
        # "@" keeps 0038 as 0038 when somebody edits the cell.
        self.text = book.add_format(body | {"num_format": "@"})
        self.number = book.add_format(body)
        self.percent = book.add_format(body | {"num_format": "0.0%"})
        self.date = book.add_format(body | {"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format(body | {"num_format": "yyyy-mm-dd hh:mm"})


def _write_sheet(book, formats: _Formats, sheet: OutSheet, name: str) -> int:
    page = book.add_worksheet(name)
    for index, column in enumerate(sheet.columns):
        width = column.width or min(40, 4 + 2 * len(column.heading))
        page.set_column(index, index, width)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for index, column in enumerate(sheet.columns):
        page.write_string(0, index, column.heading, formats.header)
    row = 0
    for row, values in enumerate(sheet.rows, 1):
        if row > MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS} rows in sheet {name}")
        for index, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            _write_cell(page, formats, row, index, column, value)
    if sheet.columns:
        page.autofilter(0, 0, row, len(sheet.columns) - 1)
    return row


def _write_cell(page, formats: _Formats, row: int, index: int, column: OutColumn, value):
    if value is None or value == "":
        page.write_blank(row, index, None, formats.text)
    elif isinstance(value, bool):
        page.write_string(row, index, _("是") if value else _("否"), formats.text)
    elif isinstance(value, int | float) and abs(value) < 10**15:
        page.write_number(row, index, value, formats.percent if column.percent else formats.number)
    elif isinstance(value, datetime) and value.year >= 1900:
        page.write_datetime(row, index, value.replace(tzinfo=None), formats.moment)
    elif isinstance(value, date) and value.year >= 1900:
        page.write_datetime(row, index, value, formats.date)
    else:
        text = clean_text(str(value))
        if len(text) > MOST_CHARS:
            text = text[: MOST_CHARS - 10] + _("…（过长，未完）")
        page.write_string(row, index, text, formats.text)


def sheet_name(name: str, taken: set[str]) -> str:
    """A name the format accepts: 31 characters, no []:*?/\\, each name once."""
    base = name.translate(_FORBIDDEN_IN_NAMES).strip("' ")[:28] or "Sheet"
    found, number = base, 1
    while found.casefold() in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found.casefold())
    return found
