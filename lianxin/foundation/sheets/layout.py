"""Find the header of a sheet, and what of the rest is content."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.headers import heading_forms, known_headings, plain_heading
from lianxin.foundation.sheets.tables import (
    EMPTY,
    Cell,
    Column,
    Flag,
    Limits,
    Note,
    Row,
    SheetRefused,
    Table,
    column_letter,
)

HEADER_WITHIN = 30
"""A header stands within the first so many rows with content."""

_TOTALS = re.compile(
    r"(本页|本表|全县|全镇|全乡)?(小\s*计|合\s*计|总\s*计|共\s*计|累\s*计|总\s*数)(?=$|[\s:：（(\d共])"
)
_FOOTERS = re.compile(
    r"(注|备注|说明|填表人|制表人?|审核人?|填报人|负责人|单位负责人|填报日期)\s*[:：]"
)


@dataclass
class Grid:
    """One sheet as it stands: cells by row and column, from the upper left corner.

    first_number: what the person calls the first row.
    merged: (first row, first column, last row, last column) of merged cells, from 0.
    uncomputed: names ("D5") of cells whose formula has no stored result.
    height, width: size before any cut; beyond the limits the rows are not all here.
    """

    sheet: str
    rows: list[list[Cell]]
    first_number: int = 1
    merged: list[tuple] = field(default_factory=list)
    uncomputed: frozenset[str] = frozenset()
    height: int = 0
    width: int = 0

    def trim(self):
        """Drop empty rows at the end and empty cells at the end of rows."""
        for row in self.rows:
            while row and not row[-1].text:
                row.pop()
        for name in self.uncomputed:
            match = re.fullmatch(r"([A-Z]+)(\d+)", name)
            row_index = int(match[2]) - 1 if match else -1
            if match and 0 <= row_index < len(self.rows):
                column = 0
                for letter in match[1]:
                    column = 26 * column + ord(letter) - 64
                self._put(row_index, column - 1, Cell("", None, Flag.UNCOMPUTED))
        while self.rows and not any(self.rows[-1]):
            self.rows.pop()

    def number(self, index: int) -> int:
        return self.first_number + index

    def at(self, row: int, column: int) -> Cell:
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else EMPTY

    def _put(self, row: int, column: int, cell: Cell):
        cells = self.rows[row]
        if column < len(cells):
            if not cells[column].text:
                cells[column] = cell
        elif column < 1_000:
            cells.extend([EMPTY] * (column - len(cells)))
            cells.append(cell)

    def fill_down(self, below: int):
        """Give every row of a merged column its value: one 代表团 beside all its deputies."""
        for top, left, bottom, right in self.merged:
            if left == right and top > below and bottom > top and self.at(top, left).text:
                for row in range(top + 1, min(bottom + 1, len(self.rows))):
                    self._put(row, left, self.at(top, left))


def lay_out(
    grids: list[Grid],
    *,
    filename: str,
    limits: Limits,
    words: Collection[str],
    sheet: str | None,
) -> Table:
    """The table in the named grid, or in the one whose header fits best.

    Raises SheetRefused where none has a header, or the chosen one is too large.
    """
    words = words or known_headings()
    wanted = [grid for grid in grids if sheet is None or grid.sheet == sheet]
    if sheet is not None and not wanted:
        names = "、".join(grid.sheet for grid in grids)
        raise SheetRefused(
            _("工作簿里没有名为“{sheet}”的表。现有的表：{names}。").format(sheet=sheet, names=names)
        )
    filled = [grid for grid in wanted if grid.rows or grid.width > limits.columns]
    if not filled:
        raise SheetRefused(_("表里没有内容。请确认选对了文件，内容没有放在隐藏的工作表里。"))
    scored = [(*_find_header(grid, words), grid) for grid in filled]
    # The first of the best, so that the order of sheets decides between equals.
    score, header, grid = max(scored, key=lambda found: found[0])
    _check_size(grid, limits)
    if score == 0:
        raise SheetRefused(
            _(
                "找不到表头（写着“姓名”“标题”等各列名称的那一行）。"
                "请在数据上方加一行表头，每列写明名称，再上传一次。"
            )
        )
    table = _table(grid, header, filename=filename, limits=limits, words=words)
    table.other_sheets = [other.sheet for other in filled if other is not grid]
    if table.other_sheets:
        table.notes.insert(
            0,
            Note(
                0,
                _("只读取了工作表“{sheet}”；另有 {names} 没有读取，需要的话请分别导入。").format(
                    sheet=grid.sheet, names="、".join(f"“{name}”" for name in table.other_sheets)
                ),
            ),
        )
    return table


def _check_size(grid: Grid, limits: Limits):
    height = max(grid.height, len(grid.rows))
    if height > limits.rows + HEADER_WITHIN:
        raise SheetRefused(
            _("表有 {rows} 行，超过上限 {limit} 行。请删去空行，或者分成几个文件。").format(
                rows=height, limit=limits.rows
            )
        )
    width = max([grid.width, *map(len, grid.rows)])
    if width > limits.columns:
        raise SheetRefused(
            _("表有 {columns} 列，超过上限 {limit} 列。请删去用不着的列后再上传。").format(
                columns=width, limit=limits.columns
            )
        )
    for index, row in enumerate(grid.rows):
        for place, cell in enumerate(row):
            if len(cell.text) > limits.cell_chars:
                raise SheetRefused(
                    _(
                        "第 {row} 行 {letter} 列有 {chars} 字，超过一格的上限 {limit} 字。"
                        "请检查该格内容，过长的部分请改放附件。"
                    ).format(
                        row=grid.number(index),
                        letter=column_letter(place),
                        chars=len(cell.text),
                        limit=limits.cell_chars,
                    )
                )


def _find_header(grid: Grid, words: Collection[str]) -> tuple[int, int]:
    """(score, index) of the row with most known headings; score 0 where no row will do.

    With no known heading at all, the first row of two or more different texts is taken, so that
    a page can still ask what its columns are.
    """
    best, place = 0, 0
    fallback = None
    for index, row in enumerate(grid.rows[: HEADER_WITHIN * 2]):
        texts = [cell.text for cell in row if cell.text]
        if not texts:
            continue
        known = sum(any(form in words for form in heading_forms(text)) for text in set(texts))
        # A lone known word among long texts is more likely content than a header.
        if known >= min(2, len(set(texts))) and 2 * known > best:
            best, place = 2 * known, index
        if fallback is None and len(set(texts)) > 1 and len(texts) == len(set(texts)):
            wordy = all(len(text) <= 30 and not text[0].isdecimal() for text in texts)
            if wordy and "：" not in "".join(texts):
                fallback = index
    if best:
        return best, place
    return (1, fallback) if fallback is not None else (0, 0)


def _table(grid: Grid, header: int, *, filename: str, limits: Limits, words) -> Table:
    columns, last = _columns(grid, header, words)
    grid.fill_down(last)
    table = Table(
        filename=filename,
        sheet=grid.sheet,
        header_row=grid.number(header),
        columns=columns,
        rows=[],
        titles=[cell.text for row in grid.rows[:header] for cell in row if cell.text],
    )
    heading = [plain_heading(column.text) for column in columns]
    banners = {
        (top, left)
        for top, left, bottom, right in grid.merged
        if top > last and right - left + 1 >= max(2, len(columns) // 2)
    }
    for index in range(last + 1, len(grid.rows)):
        cells = grid.rows[index]
        number = grid.number(index)
        if not any(cells):
            continue
        reason = _not_content(cells, heading, is_banner=_is_banner(index, cells, banners))
        if reason:
            table.notes.append(Note(number, reason))
            continue
        table.rows.append(Row(number, cells))
        table.notes.extend(_cell_notes(number, cells, columns))
    if len(table.rows) > limits.rows:
        raise SheetRefused(
            _("表有 {rows} 行，超过上限 {limit} 行。请删去空行，或者分成几个文件。").format(
                rows=len(table.rows), limit=limits.rows
            )
        )
    return table


def _columns(grid: Grid, header: int, words) -> tuple[list[Column], int]:
    """Columns of the header at row `header`, and the last row that belongs to it."""
    over = {}
    """Text of the group a column stands under."""
    last = header
    spans = [(top, left, bottom, right) for top, left, bottom, right in grid.merged]
    for top, left, bottom, right in spans:
        text = _one_line(grid.at(top, left).text)
        if top == header and bottom > header and left == right:
            last = max(last, min(bottom, header + 2))
        if right > left and bottom < header and bottom == header - 1 and text:
            over.update(dict.fromkeys(range(left, right + 1), text))
    has_subheadings = False
    for top, left, bottom, right in spans:
        if top == header == bottom and right > left:
            below = [grid.at(header + 1, column).text for column in range(left, right + 1)]
            if all(below) and all(len(text) <= 20 for text in below):
                has_subheadings = True
                text = _one_line(grid.at(top, left).text)
                over.update(dict.fromkeys(range(left, right + 1), text))
    if has_subheadings:
        last = max(last, header + 1)
    width = max((len(row) for row in grid.rows[header:]), default=0)
    seen: Counter[str] = Counter()
    columns = []
    for index in range(width):
        texts = [grid.at(row, index).text for row in range(header, last + 1)]
        own = _one_line(next((text for text in reversed(texts) if text), ""))
        group = over.get(index, "")
        if group == own or _is_title(group, grid, header, words):
            group = ""
        if not own and not any(index < len(row) and row[index] for row in grid.rows[last + 1 :]):
            continue
        seen[plain_heading(own)] += 1
        columns.append(Column(index, own, group, seen[plain_heading(own)]))
    return columns, last


def _is_title(text: str, grid: Grid, header: int, words) -> bool:
    """Whether a merged text above the header is the sheet's title rather than a group."""
    if not text:
        return False
    width = max(len(row) for row in grid.rows[: header + 1])
    return any(
        right - left + 1 >= width and _one_line(grid.at(top, left).text) == text
        for top, left, _bottom, right in grid.merged
        if top < header
    )


def _is_banner(index: int, cells: list[Cell], banners: set[tuple[int, int]]) -> bool:
    filled = [place for place, cell in enumerate(cells) if cell.text]
    return len(filled) == 1 and (index, filled[0]) in banners


def _not_content(cells: list[Cell], heading: list[str], *, is_banner: bool) -> str:
    """Why a row is no record, in words; empty for a record."""
    first = next((cell.text for cell in cells if cell.text), "")
    if any(_TOTALS.match(cell.text) for cell in cells[:3] if len(cell.text) <= 30):
        return _("“{text}”是合计行，没有导入。").format(text=first[:20])
    if _FOOTERS.match(first) and sum(bool(cell.text) for cell in cells) <= 4:
        return _("“{text}”是表尾说明，没有导入。").format(text=first[:20])
    if is_banner:
        return _("“{text}”是分组标题，没有导入。").format(text=first[:20])
    texts = [plain_heading(cell.text) for cell in cells if cell.text]
    if len(texts) > 1 and texts == [text for text in heading if text]:
        return _("重复的表头，没有导入。")
    return ""


def _cell_notes(number: int, cells: list[Cell], columns: list[Column]) -> list[Note]:
    notes = []
    for column in columns:
        cell = cells[column.index] if column.index < len(cells) else EMPTY
        name = column.text or column_letter(column.index)
        if cell.flag is Flag.FORMULA_LIKE:
            notes.append(
                Note(
                    number,
                    _("“{name}”以“{mark}”开头，按普通文字处理。").format(
                        name=name, mark=cell.text[0]
                    ),
                )
            )
        elif cell.flag is Flag.UNCOMPUTED:
            notes.append(
                Note(
                    number,
                    _(
                        "“{name}”是没有算出结果的公式，读出来是空的。请用表格软件打开并保存一次。"
                    ).format(name=name),
                )
            )
    return notes


def _one_line(text: str) -> str:
    return " ".join(text.split())
