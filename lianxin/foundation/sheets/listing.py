"""Lists as official ledgers (台账): title, unit, printed day, 序号, borders, ready to print.

A room declares its columns once (`Field`); the same declaration writes a row, tells whether an
edited cell still says the same, and stamps the row, so that a later change shows.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from os import PathLike
from typing import Any, BinaryIO

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
MOST_KNOWN = 50_000
"""Short texts kept ready while a sheet is written."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FORMULA_LIKE = ("=", "+", "-", "@")
_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile("[\ufffe\uffff]")


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
    return _digest([field.shown(field.value(row)) for field in fields if field.is_stamped])


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
        book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": folder})
        book.set_calc_mode("manual")
        styles = _Styles(book)
        names: set[str] = set()
        written = 0
        try:
            for listing in listings:
                page = book.add_worksheet(sheet_name(listing.name or listing.title, names))
                written += _Page(page, styles, listing).write(progress, written)
        except BaseException:
            for page in book.worksheets():
                page.row_data_fh.close()
            raise
        book.close()
    return written


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

    def write(self, progress, before: int) -> int:
        self._head()
        # The headings are still held back; from here on this class writes the rows.
        self.page._write_single_row(HEADER_ROWS)
        done = 0
        file = self.page.row_data_fh
        for done, text in enumerate(self._rows(), 1):
            if done > MOST_ROWS - HEADER_ROWS:
                raise ValueError(f"more than {MOST_ROWS} rows in {self.listing.title}")
            file.write(text)
            if progress and done % STEP == 0:
                progress(before + done)
        last = HEADER_ROWS + done - 1
        self.page.dim_rowmax = last
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
        listing = self.listing
        kinds = {kind: style._get_xf_index() for kind, style in self.styles.kinds.items()}
        quoted, system = self.styles.quoted._get_xf_index(), self.styles.system._get_xf_index()
        columns = [
            (
                f'<c r="{column_letter(index)}',
                field.value,
                field.shown,
                kinds[field.kind],
                field.kind is Kind.YES,
            )
            for index, field in enumerate(listing.fields, 1)
        ]
        stamped = [index for index, field in enumerate(listing.fields) if field.is_stamped]
        number_style, text_style = kinds[Kind.NUMBER], kinds[Kind.TEXT]
        key, is_revisable = listing.key, listing.is_revisable
        id_letter, stamp_letter = column_letter(self.width), column_letter(self.width + 1)
        # Offices, names of places and words of status come again and again.
        known: dict[str, tuple[str | None, str]] = {}
        for number, row in enumerate(listing.rows, 1):
            line = number + HEADER_ROWS
            parts = [
                f'<row r="{line}"><c r="A{line}" s="{number_style}"><v>{number}</v></c>',
            ]
            held = []
            for begin, value, shown, style, is_yes in columns:
                raw = value(row)
                if type(raw) is str and not is_yes:
                    entry = known.get(raw)
                    if entry is None:
                        found = shown(raw)
                        entry = (found, _inline(found, text_style, quoted) if found else "")
                        if len(raw) < 40 and len(known) < MOST_KNOWN:
                            known[raw] = entry
                    held.append(entry[0])
                    parts.append(
                        f"{begin}{line}{entry[1]}" if entry[1] else f'{begin}{line}" s="{style}"/>'
                    )
                    continue
                found = shown(raw)
                held.append(found)
                if found is None:
                    parts.append(f'{begin}{line}" s="{style}"/>')
                elif isinstance(found, str):
                    parts.append(f"{begin}{line}{_inline(found, style, quoted)}")
                elif isinstance(found, datetime):
                    parts.append(f'{begin}{line}" s="{style}"><v>{_serial(found)}</v></c>')
                elif isinstance(found, date):
                    days = found.toordinal() - _DAY_ZERO
                    parts.append(f'{begin}{line}" s="{style}"><v>{days}</v></c>')
                else:
                    parts.append(f'{begin}{line}" s="{style}"><v>{found}</v></c>')
            if key:
                parts.append(_text(f"{id_letter}{line}", key(row), system))
                if is_revisable:
                    mark = _digest([held[index] for index in stamped])
                    parts.append(_text(f"{stamp_letter}{line}", mark, system))
            parts.append("</row>")
            yield "".join(parts)


def _text(place: str, text: str, style: int) -> str:
    return f'<c r="{place}{_inline(text, style, style)}'


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


def _digest(values: list[Any]) -> str:
    text = "\x1f".join("" if value is None else str(value) for value in values)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _cut(text: str) -> str:
    if len(text) <= MOST_CHARS:
        return text
    return text[: MOST_CHARS - 10] + _("…（过长，未完）")
