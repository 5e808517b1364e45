"""Lists as official ledgers (台账): title, unit, printed day, 序号, borders, ready to print.

A room declares its columns once (`Field`); the same declaration writes a row, tells whether an
edited cell still says the same, and stamps the row, so that a later change shows.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZipFile

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.sheets.tables import Cell, clean_text, column_letter
from lianxin.foundation.sheets.writing import MOST_CHARS, MOST_ROWS, sheet_name

ID_HEADING = gettext_lazy("编号(系统)")
STAMP_HEADING = gettext_lazy("版本(系统)")
HEADER_ROWS = 3
"""Title, unit and day, headings."""
STEP = 500
"""Rows between two looks at whether somebody wants the writing to stop."""
MOST_KNOWN = 4_000
"""Values of one column kept ready, as cells, while a sheet is written."""
SHORT = 40
"""Characters up to which a text may come again."""
LEVEL = 1
"""How hard rows are compressed: harder takes three times as long and saves a quarter."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FORMULA_LIKE = ("=", "+", "-", "@")
_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile("[\ufffe\uffff]")
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_END_OF_ROWS = b"</sheetData>"
_LAST_ROW = re.compile(rb'(<dimension ref="A1:[A-Z]+)[0-9]+')


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    PERCENT = "percent"
    """0.5 is shown as 50.0%."""
    YES = "yes"
    """是, or nothing."""


@dataclass(frozen=True)
class Field:
    """One column of a list.

    heading: as printed. value: takes a row, gives text, number, date or None.
    width: in characters. name: by which a re-import changes it; empty for none.
    is_stamped: False for what follows from today, not from the record (「还剩 3 天」).
    """

    heading: Any
    value: Callable[[Any], Any]
    width: int = 12
    kind: Kind = Kind.TEXT
    name: str = ""
    is_stamped: bool = True

    def same(self, cell: Cell, value: Any) -> bool:
        """Whether a cell that was read says what `value` is; `value` comes from `self.value`."""
        shown = self.shown(value)
        if shown is None:
            return not cell.text
        if self.kind in (Kind.NUMBER, Kind.PERCENT):
            try:
                return abs(float(cell.value or cell.text) - float(shown)) < 1e-9  # type: ignore[arg-type]
            except (TypeError, ValueError):
                return False
        if self.kind is Kind.DATE and isinstance(cell.value, date):
            found = cell.value
            return (found.date() if isinstance(found, datetime) else found) == shown
        if self.kind is Kind.MOMENT:
            read = cell.value
            return isinstance(read, datetime) and abs((read - shown).total_seconds()) < 60
        return cell.text == str(shown)

    def shown(self, value: Any) -> Any:
        """`value` as its cell holds it; None for an empty cell."""
        if value is None or value == "":
            return None
        if self.kind is Kind.YES:
            return _("是") if value else None
        if self.kind is Kind.MOMENT and isinstance(value, datetime):
            return (timezone.localtime(value) if value.tzinfo else value).replace(
                tzinfo=None, microsecond=0
            )
        if self.kind is Kind.TEXT or isinstance(value, str):
            return _cut(clean_text(str(value))) or None
        return value


@dataclass
class Listing:
    """One table of an export.

    unit: who keeps the list (填报单位). rows: read once, in order.
    count: rows there will be, for the choice between at once and in the background.
    key: the stable id of a row, 「suggestion-12」; None leaves the column out.
    is_revisable: also write the stamp a re-import needs to notice later changes.
    notes: lines under the title: the filter in words.
    """

    title: str
    unit: str
    fields: Sequence[Field]
    rows: Iterable[Any]
    count: int = 0
    key: Callable[[Any], str] | None = None
    is_revisable: bool = False
    name: str = ""
    notes: str = ""


def stamp(fields: Sequence[Field], row: Any) -> str:
    """Twelve characters that change when the record behind `row` says something else."""
    shown = [field.shown(field.value(row)) for field in fields if field.is_stamped]
    return _digest(["" if value is None else str(value) for value in shown])


def write_listings(
    target: str | PathLike | BinaryIO,
    listings: Sequence[Listing],
    *,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write `listings`, one sheet each; returns the number of rows of content.

    progress: told every few hundred rows how many are written; what it raises stops the
        writing and leaves nothing behind.
    """
    with tempfile.TemporaryDirectory(prefix="xlsx-") as folder:
        frame = Path(folder, "frame.xlsx")
        book = xlsxwriter.Workbook(frame, {"tmpdir": folder})
        book.set_calc_mode("manual")
        styles = _Styles(book)
        names: set[str] = set()
        pages: list[tuple[Path, int]] = []
        written = 0
        for listing in listings:
            page = book.add_worksheet(sheet_name(listing.name or listing.title, names))
            rows = Path(folder, f"rows{len(pages)}")
            done = _Page(page, styles, listing).write(rows, progress, written)
            pages.append((rows, done))
            written += done
        book.close()
        _fill(target, frame, pages)
    return written


def _fill(
    target: str | PathLike | BinaryIO, frame: Path, pages: Sequence[tuple[Path, int]]
) -> None:
    """Write to `target` the workbook `frame`, whose sheets have only heads, with their rows.

    pages: for each sheet the file of its rows, as XML, and how many there are.
    """
    with (
        ZipFile(frame) as book,
        ZipFile(target, "w", ZIP_DEFLATED, compresslevel=LEVEL) as whole,
    ):
        for name in book.namelist():
            content = book.read(name)
            sheet = _SHEET.fullmatch(name)
            if sheet is None:
                whole.writestr(name, content)
                continue
            rows, count = pages[int(sheet[1]) - 1]
            last = str(HEADER_ROWS + count).encode()
            head, tail = content.split(_END_OF_ROWS)
            size = len(content) + rows.stat().st_size
            is_large = size * 1.05 > ZIP64_LIMIT
            with whole.open(name, "w", force_zip64=is_large) as part, rows.open("rb") as file:
                part.write(_LAST_ROW.sub(rb"\g<1>" + last, head, count=1))
                shutil.copyfileobj(file, part, 1 << 20)
                part.write(_END_OF_ROWS + tail)


class _Styles:
    def __init__(self, book):
        body = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#8C8C8C"}
        self.title = book.add_format(
            {"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.unit = book.add_format({"valign": "vcenter"})
        self.day = book.add_format({"valign": "vcenter", "align": "right"})
        self.header = book.add_format(
            body | {"bold": True, "bg_color": "#F2F2F2", "valign": "vcenter", "align": "center"}
        )
        self.system = book.add_format(
            body | {"font_color": "#7A7A7A", "font_size": 8, "num_format": "@", "text_wrap": False}
        )
        # "@" keeps 0038 as 0038, and =1+1 as text, when somebody edits the cell.
        self.kinds = {
            Kind.TEXT: book.add_format(body | {"num_format": "@"}),
            Kind.YES: book.add_format(body | {"num_format": "@", "align": "center"}),
            Kind.NUMBER: book.add_format(body),
            Kind.PERCENT: book.add_format(body | {"num_format": "0.0%"}),
            Kind.DATE: book.add_format(body | {"num_format": "yyyy-mm-dd"}),
            Kind.MOMENT: book.add_format(body | {"num_format": "yyyy-mm-dd hh:mm"}),
        }
        # With the sign that Excel gives to text typed behind an apostrophe.
        self.quoted = book.add_format(body | {"num_format": "@", "quote_prefix": True})


class _Page:
    """One worksheet. Its rows are written as text: cell by cell would take twice as long."""

    def __init__(self, page, styles: _Styles, listing: Listing):
        self.page, self.styles, self.listing = page, styles, listing
        self.system = [str(ID_HEADING)] if listing.key else []
        if listing.key and listing.is_revisable:
            self.system.append(str(STAMP_HEADING))
        self.width = 1 + len(listing.fields)

    def write(self, target: Path, progress, before: int) -> int:
        """Write the rows to `target`, and the rest to the page; returns how many rows."""
        self._head()
        done = 0
        with target.open("w", encoding="utf-8", newline="") as file:
            for done, text in enumerate(self._rows(), 1):
                if done > MOST_ROWS - HEADER_ROWS:
                    raise ValueError(f"more than {MOST_ROWS} rows in {self.listing.title}")
                file.write(text)
                if progress and done % STEP == 0:
                    progress(before + done)
        last = HEADER_ROWS + done - 1
        self.page.autofilter(HEADER_ROWS - 1, 0, last, self.width + len(self.system) - 1)
        self.page.print_area(0, 0, last, self.width - 1)
        return done

    def _head(self):
        page, styles, listing = self.page, self.styles, self.listing
        page.set_column(0, 0, 6)
        for index, field in enumerate(listing.fields, 1):
            page.set_column(index, index, field.width)
        for index in range(self.width, self.width + len(self.system)):
            # One level of an outline: a click hides them.
            page.set_column(index, index, 16, None, {"level": 1})
        page.set_row(0, 32)
        page.set_row(1, 20)
        page.set_row(2, 32)
        self._span(0, 0, self.width - 1, listing.title, styles.title)
        today = timezone.localdate()
        day = _("打印日期：%(year)d年%(month)d月%(day)d日") % {
            "year": today.year,
            "month": today.month,
            "day": today.day,
        }
        unit = _("填报单位：%(unit)s") % {"unit": listing.unit}
        if listing.notes:
            unit += f"　　{listing.notes}"
        middle = max(0, self.width - 1 - max(1, self.width // 3))
        self._span(1, 0, middle, unit, styles.unit)
        if middle + 1 < self.width:
            self._span(1, middle + 1, self.width - 1, day, styles.day)
        headings = [_("序号"), *(str(field.heading) for field in listing.fields), *self.system]
        for index, heading in enumerate(headings):
            page.write_string(2, index, heading, styles.header)
        page.freeze_panes(HEADER_ROWS, min(3, self.width - 1))
        page.repeat_rows(HEADER_ROWS - 1)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_footer("&C" + _("第 &P 页，共 &N 页"))

    def _span(self, row: int, first: int, last: int, text: str, style):
        text = clean_text(text)
        if first == last:
            self.page.write_string(row, first, text, style)
        else:
            self.page.merge_range(row, first, row, last, "", style)
            self.page.write_string(row, first, text, style)

    def _rows(self) -> Iterator[str]:
        """Each row as XML: its number stands before each cell, so it joins what is between."""
        listing = self.listing
        system = self.styles.system._get_xf_index()
        number_style = self.styles.kinds[Kind.NUMBER]._get_xf_index()
        columns = [
            (field.value, column.known, column.kept_types, column.cell)
            for index, field in enumerate(listing.fields, 1)
            for column in [_Column(field, self.styles, self._after(index))]
        ]
        stamped = [index for index, field in enumerate(listing.fields) if field.is_stamped]
        key, is_revisable = listing.key, listing.is_revisable
        after_number, after_key = self._after(0), self._after(self.width)
        for number, row in enumerate(listing.rows, 1):
            cells = []
            for value, known, kept_types, cell in columns:
                raw = value(row)
                found = known.get(raw) if type(raw) in kept_types else None
                cells.append(found or cell(raw))
            parts = [
                '<row r="',
                '"><c r="A',
                f'" s="{number_style}"><v>{number}</v></c>{after_number}',
                *[between for _held, between in cells],
            ]
            if key:
                parts.append(_inline(key(row), system, system) + after_key)
                if is_revisable:
                    mark = _digest([cells[index][0] for index in stamped])
                    parts.append(_inline(mark, system, system) + "</row>")
            yield str(number + HEADER_ROWS).join(parts)

    def _after(self, index: int) -> str:
        """What comes between the cell of column `index` and the number of the next one."""
        is_last = index == self.width + len(self.system) - 1
        return "</row>" if is_last else f'<c r="{column_letter(index + 1)}'


class _Column:
    """The cells of one column. Offices, days and words of status come again and again."""

    def __init__(self, field: Field, styles: _Styles, after: str):
        self.field, self.after = field, after
        self.style = styles.kinds[field.kind]._get_xf_index()
        self.quoted = styles.quoted._get_xf_index()
        self.text_style = styles.kinds[Kind.TEXT]._get_xf_index()
        self.known: dict[Any, tuple[str, str]] = {}
        # Values of one column that are equal must look alike: 1 is True, and says another thing.
        self.kept_types = _KEPT_TYPES[field.kind is Kind.YES]
        if field.kind is Kind.YES:
            self.text_style = self.style

    def cell(self, raw: Any) -> tuple[str, str]:
        """What is stamped of a value, and its cell from behind the row's number to the next."""
        found = self.field.shown(raw)
        if found is None:
            rest = f'" s="{self.style}"/>'
        elif isinstance(found, str):
            rest = _inline(found, self.text_style, self.quoted)
        else:
            rest = f'" s="{self.style}"><v>{_number(found)}</v></c>'
        made = ("" if found is None else str(found), rest + self.after)
        is_short = not isinstance(raw, str) or len(raw) < SHORT
        if is_short and type(raw) in self.kept_types and len(self.known) < MOST_KNOWN:
            self.known[raw] = made
        return made


_KEPT_TYPES = {
    False: frozenset({str, int, date, type(None)}),
    True: frozenset({bool, type(None)}),
}


def _number(value: Any) -> Any:
    """A number as it is, a day or moment as the number that stands for it."""
    if isinstance(value, datetime):
        return _serial(value)
    return value.toordinal() - _DAY_ZERO if isinstance(value, date) else value


def _inline(text: str, style: int, quoted: int) -> str:
    """What follows the place of a cell of text; one that looks like a formula is marked."""
    if text.startswith(_FORMULA_LIKE):
        style = quoted
    if not text.isalnum():
        text = _NO_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if "_x" in text:
            text = _ESCAPED.sub(r"_x005F_\1", text)
    return f'" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def _serial(moment: datetime) -> float:
    part = (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
    return moment.toordinal() - _DAY_ZERO + round(part, 9)


def _digest(held: list[str]) -> str:
    text = "\x1f".join(held)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _cut(text: str) -> str:
    if len(text) <= MOST_CHARS:
        return text
    return text[: MOST_CHARS - 10] + _("…（过长，未完）")
