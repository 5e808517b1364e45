"""Binding parts into one PDF: cover, table of contents with true page numbers, bookmarks.

The pages of the parts are numbered through from 1, stamped in the upper corner as
archives do; cover and table of contents before them count i, ii … A reader's page
labels say the same.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.constants import PageLabelStyle

from lianxin.foundation.papers import fonts
from lianxin.foundation.papers.bundling.parts import Part
from lianxin.foundation.papers.rendering.pdf import pdf_of
from lianxin.foundation.papers.sheet import Sheet, heading, paragraph, table

STAMP = Path(__file__).parent / "stamp.typ"
WIDTHS = (3, 6, 6, 11, 6, 3, 3)
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Bound:
    """A bundle: the file, its pages counted all, and the rows of its table of contents."""

    content: bytes
    pages: int
    entries: list[dict[str, Any]]


def bind(
    cover: Sheet,
    contents_title: str,
    parts: Sequence[Part],
    *,
    apart: Sequence[tuple[str, str]] = (),
    remarks: Sequence[str] = (),
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Bound:
    """Bind `parts` in their order.

    apart: (name, why) of what cannot be bound in and is kept beside it (另附).
    remarks: sentences below the table of contents (备考), such as what is missing.
    on_progress: told how many of the parts are bound.
    """
    readers = [PdfReader(BytesIO(part.content)) for part in parts]
    entries = _entries(parts, [len(reader.pages) for reader in readers])
    front = [
        (_("封面"), PdfReader(BytesIO(pdf_of(cover)))),
        (
            contents_title,
            PdfReader(BytesIO(pdf_of(_contents(contents_title, entries, apart, remarks)))),
        ),
    ]
    writer = PdfWriter()
    for title, reader in front:
        _add(writer, title, reader)
    front_pages = len(writer.pages)
    for place, (part, reader) in enumerate(zip(parts, readers, strict=True), start=1):
        _add(writer, part.title, reader)
        on_progress(place, len(parts))
    total = len(writer.pages)
    _stamp(writer.pages[front_pages:])
    writer.set_page_label(0, front_pages - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    if total > front_pages:
        writer.set_page_label(front_pages, total - 1, style=PageLabelStyle.DECIMAL, start=1)
    writer.add_metadata({"/Title": cover.plain_title, "/Author": cover.issuer})
    writer.page_mode = "/UseOutlines"
    kept = BytesIO()
    writer.write(kept)
    return Bound(kept.getvalue(), total, entries)


def _entries(parts: Sequence[Part], counts: Sequence[int]) -> list[dict[str, Any]]:
    """Rows of the table of contents: what, and on which pages it stands."""
    found = []
    page = 1
    for place, (part, count) in enumerate(zip(parts, counts, strict=True), start=1):
        found.append(
            {
                "place": place,
                "number": part.number,
                "by": part.by,
                "title": part.title,
                "on": part.on.isoformat() if part.on else "",
                "first": page,
                "last": page + count - 1,
            }
        )
        page += count
    return found


def _contents(title, entries, apart, remarks) -> Sheet:
    head = (_("序号"), _("文号"), _("责任者"), _("题名"), _("日期"), _("页号"), _("页数"))
    rows = [
        (
            one["place"],
            one["number"],
            one["by"],
            one["title"],
            one["on"].replace("-", ""),
            one["first"],
            one["last"] - one["first"] + 1,
        )
        for one in entries
    ]
    blocks = [table(head, rows, WIDTHS)]
    if apart:
        blocks.append(heading(_("另附（未编入本卷，另行保存）")))
        blocks += [
            paragraph(f"{place}．{name}（{why}）") for place, (name, why) in enumerate(apart, 1)
        ]
    if remarks:
        blocks.append(heading(_("备考")))
        blocks += [paragraph(one) for one in remarks]
    return Sheet(title=title, blocks=blocks, has_closing=False)


def _add(writer: PdfWriter, title: str, reader: PdfReader) -> None:
    first = len(writer.pages)
    for page in reader.pages:
        added = writer.add_page(page)
        if added.rotation:
            # The number is stamped where a reader sees the upper corner.
            added.transfer_rotation_to_content()
    writer.add_outline_item(title=title, page_number=first)


def _stamp(pages: Sequence[PageObject]) -> None:
    """Print 1, 2, 3 … in the upper right corner of the pages."""
    if not pages:
        return
    font = fonts.chosen()["song"]
    wanted = [
        {
            "width": float(page.cropbox.width),
            "height": float(page.cropbox.height),
            "number": str(number),
            "font": font,
        }
        for number, page in enumerate(pages, start=1)
    ]
    with _one_at_a_time:
        made = _compiler().compile(
            sys_inputs={"pages": json.dumps(wanted, ensure_ascii=False)}, format="pdf"
        )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no PDF")
    for page, number in zip(pages, PdfReader(BytesIO(made)).pages, strict=True):
        page.merge_transformed_page(
            number,
            Transformation().translate(float(page.cropbox.left), float(page.cropbox.bottom)),
        )


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        str(STAMP), root=str(STAMP.parent), font_paths=[str(path) for path in fonts.folders()]
    )
