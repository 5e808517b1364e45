"""What a bundle is bound from: parts that are pages, and things that can only be named."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lianxin.foundation.files.models import StoredFile

DOTS_PER_INCH = 150
SHORT, LONG = 1240, 1754
"""An A4 page at that resolution."""
MARGIN = 90
MOST_PIXELS = 80_000_000


@dataclass(frozen=True)
class Part:
    """One entry of the table of contents.

    content: its pages as PDF. number: 文号. by: 责任者. on: its date, if known.
    """

    title: str
    content: bytes
    number: str = ""
    by: str = ""
    on: date | None = None


class CannotBind(Exception):
    """The file has no pages that could be bound in; the message says why, in words."""


def part_of_file(stored: StoredFile, title: str, **details) -> Part:
    """A stored PDF or picture as a part. Raises CannotBind for anything else."""
    if not (stored.is_picture or stored.content_type == "application/pdf"):
        raise CannotBind(_("不是 PDF 或者图片"))
    try:
        with stored.file.open("rb") as kept:
            content = kept.read()
    except FileNotFoundError:
        raise CannotBind(_("文件不在服务器上")) from None
    pages = _picture(content) if stored.is_picture else _checked(content)
    return Part(title, pages, **details)


def _checked(content: bytes) -> bytes:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise CannotBind(_("加了密码"))
        if not len(reader.pages):
            raise CannotBind(_("没有页面"))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise CannotBind(_("已损坏")) from error
    return content


def _picture(content: bytes) -> bytes:
    """A picture on an A4 page, upright or lying as suits it; never enlarged beyond its dots."""
    try:
        opened = Image.open(BytesIO(content))
        if opened.width * opened.height > MOST_PIXELS:
            raise CannotBind(_("图片过大"))
        turned = ImageOps.exif_transpose(opened) or opened
        lying = turned.width > turned.height
        room = (LONG, SHORT) if lying else (SHORT, LONG)
        turned.thumbnail((room[0] - 2 * MARGIN, room[1] - 2 * MARGIN))
        page = Image.new("RGB", room, "white")
        place = ((room[0] - turned.width) // 2, (room[1] - turned.height) // 2)
        if turned.mode in ("RGBA", "LA", "P"):
            turned = turned.convert("RGBA")
            page.paste(turned, place, turned)
        else:
            page.paste(turned.convert("RGB"), place)
        kept = BytesIO()
        page.save(kept, "PDF", resolution=DOTS_PER_INCH, quality=85)
        return kept.getvalue()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise CannotBind(_("已损坏")) from error
