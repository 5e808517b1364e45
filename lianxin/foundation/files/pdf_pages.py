"""PDF pages as pictures, words found on them, and copies with places blacked out.

The work is done by pdf_child.py in a process of its own: pdfium is written in
C++ and what people upload is not to be trusted with the web server's memory.
"""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, NamedTuple

from django.core.files import File
from django.utils.translation import gettext as _

from lianxin.foundation.files import pdf_child
from lianxin.foundation.refusals import Refused

LONGEST_SIDE = 1600
"""Pixels of a page on screen: readable on a desk, 200 KB for a telephone."""
COPY_LONGEST_SIDE = 2000
"""Pixels of a page in a public copy: 170 dpi on A4."""
SECONDS = {"look": 15, "page": 20, "words": 45, "copy": 120}
NUMBERS = [
    r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{9}[\dx](?!\d)",
]
# A page of pictures takes one core for a second; more at once would only queue.
_ROOM = BoundedSemaphore(2)
log = logging.getLogger(__name__)


class CannotShow(Refused):
    """The PDF cannot be drawn; the file itself may still be downloaded.

    is_passing: only now; later it may succeed.
    """

    is_passing = False


class Busy(CannotShow):
    is_passing = True


class Found(NamedTuple):
    """A word on a page: where, and what stands around it."""

    page: int
    box: tuple[float, float, float, float]
    word: str
    around: str


class Search(NamedTuple):
    """What was found; whether the PDF has letters at all; whether there was more."""

    found: list[Found]
    has_text: bool
    is_cut: bool


def count_pages(pdf: Any) -> int:
    """How many pages a stored PDF has. Raises CannotShow."""
    with _asked(pdf, "look") as (answer, _folder):
        return answer["pages"]


def draw_page(pdf: Any, page: int) -> tuple[bytes, int, int]:
    """A page as JPEG, with its width and height in pixels. Raises CannotShow."""
    with _asked(pdf, "page", page=page, longest=LONGEST_SIDE) as (answer, folder):
        return (folder / "page.jpg").read_bytes(), answer["width"], answer["height"]


def find_words(pdf: Any, words: Sequence[str], *, with_numbers: bool = False) -> Search:
    """Where the words stand, page by page, even set apart or broken by a line end.

    with_numbers: also numbers of mobile telephones and of identity cards.
    """
    numbers = NUMBERS if with_numbers else []
    with _asked(pdf, "words", words=list(words), numbers=numbers) as (answer, _folder):
        found = [
            Found(one["page"], tuple(one["box"]), one["word"], one["around"])
            for one in answer["found"]
        ]
        return Search(found, answer["has_text"], answer["is_cut"])


def black_out_pdf(pdf: Any, boxes: Sequence[Sequence[float]]) -> bytes:
    """A PDF of pictures of the pages, black within the boxes (page, x, y, width, height).

    Nothing of the old file is taken over: no letters, no metadata, no layers.
    """
    order = {"boxes": [list(box) for box in boxes], "longest": COPY_LONGEST_SIDE}
    with _asked(pdf, "copy", **order) as (_answer, folder):
        return (folder / "copy.pdf").read_bytes()


@contextmanager
def _asked(pdf: Any, task: str, **order: Any) -> Iterator[tuple[dict, Path]]:
    """Give the child its order; yields the answer and the folder with what it wrote.

    pdf: a FieldFile or File; it is copied to the folder, as it may lie on
    another machine.
    """
    if not _ROOM.acquire(timeout=SECONDS["page"]):
        raise Busy(_("正在生成的预览太多，请过一会儿再打开。"))
    try:
        with tempfile.TemporaryDirectory(prefix="lianxin-pdf-") as name:
            folder = Path(name)
            with (folder / "in.pdf").open("wb") as out:
                for chunk in File(pdf).chunks():
                    out.write(chunk)
            order |= {"do": task, "pdf": str(folder / "in.pdf"), "out": name}
            yield _run(task, order), folder
    finally:
        _ROOM.release()


def _run(task: str, order: dict) -> dict:
    seconds = SECONDS[task]
    try:
        done = subprocess.run(
            [sys.executable, "-I", pdf_child.__file__],
            input=json.dumps(order | {"seconds": seconds}).encode(),
            capture_output=True,
            # The child's limit counts its own work; this one also time spent waiting.
            timeout=2 * seconds + 5,
            # Not ours: the environment holds the database's password.
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("a PDF took longer than %s s to %s", seconds, task)
        raise Busy(_("这份 PDF 一时显示不出来。请过一会儿再打开，或者下载后打开。")) from None
    if done.returncode == pdf_child.NEEDS_PASSWORD:
        raise CannotShow(_("这份 PDF 加了打开密码，不能在网页上显示。请下载后用密码打开。"))
    if done.returncode:
        log.warning("a PDF could not be read to %s: exit %s", task, done.returncode)
        raise CannotShow(_("这份 PDF 不能在网页上显示。请下载后打开；仍打不开的，请重新上传。"))
    return json.loads(done.stdout)
