"""PDF by typst, in the layout of GB/T 9704-2012 (see page.typ)."""

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

from lianxin.foundation.papers import fonts
from lianxin.foundation.papers.rendering.addresses import for_print, qr_svg
from lianxin.foundation.papers.sheet import Sheet

PAGE = Path(__file__).parent / "page.typ"
ARCHIVAL: Literal["a-2b"] = "a-2b"

# A compiler takes one paper at a time.
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Kept: looking through the fonts takes a second, drawing then a few milliseconds."""
    return typst.Compiler(
        str(PAGE), root=str(PAGE.parent), font_paths=[str(path) for path in fonts.folders()]
    )


def pdf_of(sheet: Sheet) -> bytes:
    """The sheet as PDF/A-2b; as plain PDF where a character has no glyph in any face.

    The sheet goes in as JSON: nothing in it is read as markup.
    """
    values = sheet.as_json() | {
        "plain_title": sheet.plain_title,
        "faces": fonts.chosen(),
        "code_svg": qr_svg(sheet.code, error="q") if sheet.code else "",
        "blocks": [for_print(block) for block in sheet.blocks],
    }
    inputs = {"sheet": json.dumps(values, ensure_ascii=False)}
    with _one_at_a_time:
        try:
            drawn = _compiler().compile(sys_inputs=inputs, format="pdf", pdf_standards=[ARCHIVAL])
        except typst.TypstError:
            drawn = _compiler().compile(sys_inputs=inputs, format="pdf")
    if not isinstance(drawn, bytes):
        raise TypeError("typst gave no document")
    return drawn


def forget() -> None:
    """Begin anew with the faces that are here now."""
    fonts.forget()
    _compiler.cache_clear()
