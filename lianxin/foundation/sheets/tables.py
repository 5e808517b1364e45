"""What reading a spreadsheet gives: a table of cells, with row numbers as a person sees them."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple
from unicodedata import is_normalized

Value = str | int | float | bool | date | datetime | time | None

# Marks that change how a line is shown but not what it says; they hide in copied text. The
# last two are no characters, and no workbook holds them.
_UNSEEN = frozenset("\ufffe\uffff\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad") | {
    chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


class SheetRefused(Exception):
    """A file that is not read; people read `message`: what is wrong and what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Limits:
    """How large a file may be. One county's yearly tables stay far below."""

    file_bytes: int = 20 * 2**20
    members: int = 2_000
    """Files inside an .xlsx or .ods, which are zip archives."""
    unpacked_bytes: int = 200 * 2**20
    ratio: int = 200
    """Unpacked size over packed size, beyond 10 MB unpacked."""
    rows: int = 20_000
    columns: int = 200
    cell_chars: int = 20_000
    total_chars: int = 20_000_000
    memory_bytes: int = 2**30
    """Address space of the process that opens a workbook."""
    seconds: int = 60


DEFAULT_LIMITS = Limits()


class Flag(StrEnum):
    """Why a cell deserves a second look."""

    FORMULA_LIKE = "formula_like"
    """Text that begins with = + - @; kept as text and never computed."""

    ROUNDED = "rounded"
    """A number of more than 15 digits, whose last digits the spreadsheet has zeroed."""

    UNCOMPUTED = "uncomputed"
    """A formula saved without its result: the cell reads as empty."""


class Cell(NamedTuple):
    """One cell: the trimmed text a person sees, and the value in its own type."""

    text: str = ""
    value: Value = None
    flag: Flag | None = None

    def __bool__(self):
        return bool(self.text) or self.flag is Flag.UNCOMPUTED


EMPTY = Cell()


@dataclass(frozen=True)
class Column:
    """One column of the header.

    index: place in the row, from 0; `letter` is what the spreadsheet calls it.
    text: heading as read, on one line. group: heading above it, where two rows were merged.
    occurrence: 1 for the first column of that heading, 2 for the second.
    """

    index: int
    text: str
    group: str = ""
    occurrence: int = 1

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True)
class Row:
    """One row of content; `number` is what the spreadsheet shows at its left."""

    number: int
    cells: list[Cell]

    def __getitem__(self, column: "Column | int") -> Cell:
        index = column if isinstance(column, int) else column.index
        return self.cells[index] if index < len(self.cells) else EMPTY


class Note(NamedTuple):
    """Something the reader did that a person should know; row 0 is the file as a whole."""

    row: int
    text: str


@dataclass
class Table:
    """A header and its rows, with what stood above and what was left out."""

    filename: str
    sheet: str
    header_row: int
    columns: list[Column]
    rows: list[Row]
    titles: list[str] = field(default_factory=list)
    """Text of the rows above the header: the title, 填报单位."""
    notes: list[Note] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    """Visible sheets with content that were not read."""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def clean_text(text: str) -> str:
    """Text as it may be kept: trimmed, lines by \\n, no control or unseen characters.

    A lone surrogate, which no database takes, becomes U+FFFD.
    """
    if text.isprintable() and (text.isascii() or is_normalized("NFC", text)):
        # No character of _UNSEEN or of those below is printable.
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = []
    for char in text:
        if char in _UNSEEN:
            continue
        category = unicodedata.category(char)
        if category == "Cs":
            kept.append("\ufffd")
        elif category != "Cc" or char in "\n\t":
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).strip()
