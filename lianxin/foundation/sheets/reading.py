"""Read one table from a file that came from outside.

`read_table` raises SheetRefused and nothing else, whatever the bytes are.
"""

import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, time
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.inspection import Kind, inspect
from lianxin.foundation.sheets.layout import Grid, lay_out
from lianxin.foundation.sheets.plaintext import decode, split_rows
from lianxin.foundation.sheets.records import read_records
from lianxin.foundation.sheets.tables import (
    DEFAULT_LIMITS,
    EMPTY,
    Cell,
    Flag,
    Limits,
    SheetRefused,
    Table,
    Value,
    clean_text,
)

_WORKBOOK = Path(__file__).with_name("workbook.py")
_HEADER_DEPTH = 40
_ROUNDED_FROM = 1e15
_FORMULA_LIKE = re.compile(r"[=@]|[+-](?![\d\s.]*$|-*$)")


def read_table(
    source: str | PathLike | BinaryIO,
    *,
    filename: str = "",
    limits: Limits = DEFAULT_LIMITS,
    words: Collection[str] = (),
    sheet: str | None = None,
) -> Table:
    """The table in an .xlsx, .xls, .ods, .csv, .txt or .json file.

    source: a path, or a seekable binary file, which is read from its start.
    filename: name the person knows it by; by default that of the path.
    words: headings to look for, as `headers.plain_heading` writes them; by default all known.
    sheet: name of the sheet; by default the visible one whose header fits best.
    Raises SheetRefused, whose message says what is wrong and what to do.
    """
    if isinstance(source, str | PathLike):
        path = Path(source)
        try:
            with path.open("rb") as file:
                return _read(file, filename or path.name, limits, words, sheet)
        except OSError as problem:
            raise SheetRefused(
                _("打不开文件“{name}”。请检查文件是否存在、有没有读取权限。").format(name=path.name)
            ) from problem
    return _read(source, filename, limits, words, sheet)


def _read(file: BinaryIO, filename: str, limits: Limits, words, sheet) -> Table:
    kind = inspect(file, filename=filename, limits=limits)
    if kind is Kind.TEXT:
        grids = [Grid(sheet="", rows=_cells(split_rows(decode(file.read()), limits)))]
    elif kind is Kind.JSON:
        names, records = read_records(file.read(), limits)
        # The header of a JSON file stands at "row 0", so that record 1 is row 1.
        grids = [Grid(sheet="", rows=_cells([names, *records]), first_number=0)]
    else:
        grids = _open_workbook(file, kind, limits)
    for grid in grids:
        grid.trim()
    return lay_out(grids, filename=filename, limits=limits, words=words, sheet=sheet)


def _open_workbook(file: BinaryIO, kind: Kind, limits: Limits) -> list[Grid]:
    try:
        with tempfile.TemporaryDirectory(prefix="sheet-") as folder:
            # The parser goes by the extension, so the name follows the content.
            path = Path(folder) / f"book.{kind.value}"
            with path.open("wb") as copy:
                shutil.copyfileobj(file, copy)
            result = _ask_reader(path, kind, limits)
    except OSError as problem:
        raise SheetRefused(
            _("服务器暂时读不了文件（{reason}）。请稍后再试；仍不行的，请告诉系统管理员。").format(
                reason=problem.strerror
            )
        ) from problem
    grids = []
    for found in result["sheets"]:
        if found["width"] > limits.columns:
            # Told only if this is the sheet that is wanted.
            grids.append(Grid(sheet=found["name"], rows=[], width=found["width"]))
            continue
        grids.append(
            Grid(
                sheet=found["name"],
                rows=[[_typed_cell(value) for value in row] for row in found["rows"]],
                height=found["height"],
                merged=[tuple(box) for box in found["merged"]],
                uncomputed=frozenset(found.get("uncomputed", ())),
            )
        )
    return grids


def _ask_reader(path: Path, kind: Kind, limits: Limits) -> dict:
    options = {**asdict(limits), "kind": kind.value, "header_depth": _HEADER_DEPTH}
    try:
        answer = subprocess.run(
            [sys.executable, "-I", str(_WORKBOOK), str(path)],
            input=json.dumps(options).encode(),
            capture_output=True,
            timeout=2 * limits.seconds,
            check=True,
        )
        result = json.loads(answer.stdout)
    except (subprocess.SubprocessError, ValueError) as problem:
        raise SheetRefused(
            _(
                "表格内容过大，或者已损坏，没有读完。"
                "请只保留要导入的行和列，另存为新的 .xlsx 后再上传。"
            )
        ) from problem
    refused = result.get("refused")
    if refused == "password":
        raise SheetRefused(
            _("文件设了打开密码，无法读取。请用表格软件打开，去掉密码后保存，再上传一次。")
        )
    if refused == "text":
        raise SheetRefused(
            _("表格里的文字超过 {limit} 字。请分成几个文件。").format(limit=limits.total_chars)
        )
    if refused:
        raise SheetRefused(_("文件已损坏，打不开。请用表格软件打开并重新保存，再上传一次。"))
    return result


def _cells(rows: list[list[str]]) -> list[list[Cell]]:
    return [[_text_cell(text) for text in row] for row in rows]


def _text_cell(raw: str) -> Cell:
    text = clean_text(raw)
    if not text:
        return EMPTY
    flag = Flag.FORMULA_LIKE if _FORMULA_LIKE.match(text) else None
    return Cell(text, text, flag)


def _typed_cell(raw) -> Cell:
    """A cell from what the reader sent: text, number, yes/no, {"d": …} or {"t": …}."""
    if isinstance(raw, str):
        return _text_cell(raw)
    if isinstance(raw, dict):
        value: Value = _moment(raw)
        return Cell(value.isoformat() if isinstance(value, date | time) else str(value), value)
    if isinstance(raw, bool):
        return Cell(_("是") if raw else _("否"), raw)
    if isinstance(raw, int | float):
        return _number_cell(raw)
    return EMPTY


def _number_cell(number: int | float) -> Cell:
    if isinstance(number, float):
        if not math.isfinite(number):
            return EMPTY
        if number.is_integer() and abs(number) < 1e21:
            number = int(number)
    flag = Flag.ROUNDED if abs(number) >= _ROUNDED_FROM else None
    return Cell(str(number) if isinstance(number, int) else f"{number:.15g}", number, flag)


def _moment(raw: dict) -> Value:
    text = raw.get("d") or raw.get("t") or ""
    try:
        if "d" not in raw:
            return time.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    midnight = moment.hour == moment.minute == moment.second == 0
    return moment.date() if midnight else moment
