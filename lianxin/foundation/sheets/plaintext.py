"""Tables in plain text: which encoding, which separator, which rows."""

import codecs
import csv
import io

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import Limits, SheetRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ",\t;|，"
# Of a text that is truly GB18030, nearly all Chinese characters are everyday ones; another
# encoding read as GB18030 gives rare ones in plenty.
_EVERYDAY_SHARE = 0.85


def decode(content: bytes) -> str:
    """Text of a .csv or .txt in UTF-8, UTF-16 with its mark, or GB18030.

    Raises SheetRefused where the encoding is another one, or cannot be told.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return _without_nul(content.decode(encoding))
            except UnicodeDecodeError as problem:
                raise SheetRefused(_unreadable()) from problem
    if b"\0" in content:
        raise SheetRefused(_unreadable())
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as problem:
        raise SheetRefused(_unreadable(_guess(content))) from problem
    if not _looks_chinese(text):
        raise SheetRefused(_unreadable(_guess(content)))
    return _without_nul(text)


def split_rows(text: str, limits: Limits) -> list[list[str]]:
    """Rows of cells; a quoted cell may hold line breaks, as spreadsheets write them.

    Raises SheetRefused for broken quotes and for too many rows, columns or characters.
    """
    separator = _separator(text)
    rows: list[list[str]] = []
    # The module's limit on a cell is one number for the whole process; `limits` is checked by
    # the reader, which can say where the cell is.
    if csv.field_size_limit() < limits.file_bytes:
        csv.field_size_limit(limits.file_bytes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.rows + 100 or len(row) > limits.columns:
                break
    except csv.Error as problem:
        raise SheetRefused(
            _(
                "第 {row} 行附近的引号不成对，无法分清各列。"
                "请用表格软件打开检查该行，另存为 .xlsx 后再上传。"
            ).format(row=len(rows) + 1)
        ) from problem
    return rows


def _separator(text: str) -> str:
    """The mark that splits most of the first lines into the same number of cells."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    best, score = ",", 0
    for mark in _SEPARATORS:
        counts = [line.count(mark) for line in lines]
        common = max(set(counts), key=counts.count) if counts else 0
        found = counts.count(common) * common if common else sum(counts) // 2
        if found > score:
            best, score = mark, found
    return best


def _looks_chinese(text: str) -> bool:
    others = [char for char in text if not char.isascii()]
    if not others:
        return True
    everyday = 0
    for char in others:
        try:
            char.encode("gb2312")
        except UnicodeEncodeError:
            continue
        everyday += 1
    return everyday >= _EVERYDAY_SHARE * len(others)


def _guess(content: bytes) -> str:
    """Name of the encoding it may be, to help whoever must save it anew; or nothing."""
    guess = from_bytes(content[:20_000]).best()
    return guess.encoding if guess and guess.encoding not in {"utf_8", "gb18030"} else ""


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise SheetRefused(_unreadable())
    return text


def _unreadable(guess: str = "") -> str:
    message = _(
        "认不出文件的文字编码（可用 UTF-8、GB18030，或带标记的 UTF-16），读出来会是乱码，没有导入。"
        "请用表格软件打开，确认文字正常，另存为 .xlsx 后再上传。"
    )
    return message + (_("（看起来像 {name}。）").format(name=guess) if guess else "")
