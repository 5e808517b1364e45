"""The sheet: what stands on a paper, as plain JSON values.

Each kind composes a sheet from its fields; PDF, DOCX and the page in the
browser are all drawn from it. Text is text everywhere: nothing in it is ever
read as markup.

Source of the parts and their order: GB/T 9704-2012.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Block = dict[str, Any]
Cell = dict[str, Any]
Head = Literal["file", "letter", "none"]


@dataclass
class Sheet:
    """One paper.

    head: "file" has the red name of the issuer and a red rule (文件), "letter"
        the red double rules (信函格式), "none" begins with the title.
    mark: words of the red head.
    corner: mark at the top right of the first page, the class letter of an answer.
    leader: who signed it (签发人), printed beside the number of a "file".
    title: "|" says where a line may break.
    is_sealed: the issuer's seal goes over name and date.
    has_closing: issuer and date at the end; forms carry them in their cells.
    note: contact or the like (附注), printed in brackets below the date.
    code: path of the QR on every page by which a signed copy is filed again.
    imprint, imprint_on: 印发机关 and day; with the copies they make the 版记.
    """

    title: str
    head: Head = "none"
    mark: str = ""
    corner: str = ""
    leader: str = ""
    number: str = ""
    addressee: str = ""
    blocks: list[Block] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    issuer: str = ""
    day: str = ""
    is_sealed: bool = True
    has_closing: bool = True
    note: str = ""
    copies: str = ""
    imprint: str = ""
    imprint_on: str = ""
    code: str = ""
    is_landscape: bool = False
    is_void: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def plain_title(self) -> str:
        return self.title.replace("|", "")


def paragraph(text: str) -> Block:
    return {"t": "p", "x": text}


def paragraphs(text: str) -> list[Block]:
    """Each line that is not empty as a paragraph of its own."""
    return [paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def heading(text: str, level: int = 1) -> Block:
    """level: 1 is 「一、」 in 黑体, 2 is 「（一）」 in 楷体."""
    return {"t": "h", "x": text, "level": level}


def figure(text: str, url: str = "") -> dict[str, str]:
    """A piece of text; `url` is the path of the records it counts."""
    return {"x": text, "url": url}


def linked(*pieces: str | dict[str, str]) -> Block:
    """A paragraph of pieces, some of which are links."""
    return {"t": "rich", "pieces": [figure(one) if isinstance(one, str) else one for one in pieces]}


def cell(label: Any, value: Any = "", *, lines: float = 1, sign: Any = "") -> Cell:
    """A labelled box of a form.

    lines: room for at least so many lines of handwriting.
    sign: words at the box's lower right, 「签名：　　　年　月　日」.
    """
    return {"label": str(label), "value": _text(value), "lines": lines, "sign": str(sign)}


def form(*rows: Any) -> Block:
    """A ruled form. rows: each one wide cell, or a list of two halves."""
    return {"t": "form", "rows": [[row] if isinstance(row, dict) else list(row) for row in rows]}


def table(head: Sequence[Any], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> Block:
    """A ruled table whose head repeats on every page.

    widths: shares of the width, one for each column. A value may be a `figure`.
    """
    return {
        "t": "table",
        "head": [str(name) for name in head],
        "rows": [
            [value if isinstance(value, dict) else figure(_text(value)) for value in row]
            for row in rows
        ],
        "widths": list(widths),
    }


def lines(number: int) -> Block:
    """Ruled lines for handwriting."""
    return {"t": "lines", "n": number}


def qr(path: str, words: str) -> Block:
    """A QR code that opens `path` of this site, with words beside it."""
    return {"t": "qr", "x": words, "url": path}


def new_page(title: str = "") -> Block:
    """What follows begins a page of its own, under a title like the sheet's."""
    return {"t": "page", "x": title}


def centred(text: str) -> Block:
    """A line in 楷体 in the middle, below the title: the occasion, who reports."""
    return {"t": "centre", "x": text}


def cover(title: str, below: Iterable[str]) -> Block:
    """The cover of a booklet, alone on its page. title: "|" says where a line breaks."""
    return {"t": "cover", "x": title, "plain": title.replace("|", ""), "below": list(below)}


def small(text: str) -> Block:
    """A note in smaller letters, without indent."""
    return {"t": "small", "x": text}


def day_words(day: date | None) -> str:
    """2026年3月5日, as GB/T 9704 writes days; blanks where there is none yet."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　月　日"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return day_words(value)
    return str(value)
