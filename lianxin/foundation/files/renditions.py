"""Thumbnails and pages of stored files: drawn when first asked for, then kept beside them."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageOps

from lianxin.foundation.files.models import Rendition, StoredFile, drawn_path
from lianxin.foundation.files.pdf_pages import CannotShow, count_pages, draw_page
from lianxin.foundation.files.pictures import jpeg_of
from lianxin.foundation.files.storing import written

THUMBNAIL_SIDE = 192
"""Pixels; square, cut from the upper middle, so that a list needs no cutting of its own."""
EDGE = "#c9c5bd"
MOST_PAGES = 200
"""Pages shown on the web; a longer document is downloaded."""


def pages_of(stored: StoredFile) -> int:
    """How many pages can be shown; 0 when the file cannot be shown at all."""
    if stored.is_picture:
        return 1
    if not stored.is_pdf:
        return 0
    if stored.pages is None:
        try:
            with stored.file.open("rb") as pdf:
                stored.pages = count_pages(pdf)
        except CannotShow as trouble:
            if trouble.is_passing:
                raise
            stored.pages = 0
        StoredFile.objects.filter(pk=stored.pk).update(pages=stored.pages)
    return min(stored.pages, MOST_PAGES)


def thumbnail_of(stored: StoredFile) -> Rendition | None:
    """A small picture of the file's first page; None where there is none."""
    return _kept(stored, Rendition.Kind.THUMBNAIL, 1)


def page_of(stored: StoredFile, page: int) -> Rendition | None:
    """A page of a PDF as a picture; None where there is none or it cannot be drawn."""
    if not stored.is_pdf or not 1 <= page <= pages_of(stored):
        return None
    return _kept(stored, Rendition.Kind.PAGE, page)


def _kept(stored: StoredFile, kind: Rendition.Kind, page: int) -> Rendition | None:
    found = Rendition.objects.filter(stored=stored, kind=kind, page=page).first()
    if found is None:
        if not stored.can_be_shown:
            return None
        found = _draw(stored, kind, page)
    return found if found.file else None


def _draw(stored: StoredFile, kind: Rendition.Kind, page: int) -> Rendition:
    drawn = Rendition(stored=stored, kind=kind, page=page)
    try:
        content, drawn.width, drawn.height = (
            _thumbnail(stored) if kind == Rendition.Kind.THUMBNAIL else _page(stored, page)
        )
    except CannotShow as trouble:
        if trouble.is_passing:
            raise
        content = b""
    if not content:
        return _saved(drawn)
    with written(drawn_path(drawn, ""), ContentFile(content)) as name:
        drawn.file.name = name
        return _saved(drawn)


def _saved(drawn: Rendition) -> Rendition:
    try:
        with transaction.atomic():
            drawn.save(force_insert=True)
    except IntegrityError:
        # Someone else opened the page in the same moment: theirs is as good, ours
        # is left to the sweep.
        return Rendition.objects.get(stored=drawn.stored, kind=drawn.kind, page=drawn.page)
    return drawn


def _page(stored: StoredFile, page: int) -> tuple[bytes, int, int]:
    with stored.file.open("rb") as pdf:
        return draw_page(pdf, page)


def _thumbnail(stored: StoredFile) -> tuple[bytes, int, int]:
    if stored.is_pdf:
        first = page_of(stored, 1)
        if first is None:
            raise CannotShow(_("这份 PDF 不能在网页上显示。请下载后打开。"))
        with first.file.open("rb") as file:
            return _small(file)
    with stored.file.open("rb") as file:
        return _small(file)


def _small(file: Any) -> tuple[bytes, int, int]:
    try:
        opened = Image.open(file, formats=("JPEG", "PNG", "GIF", "WEBP"))
        opened.draft("RGB", (THUMBNAIL_SIDE * 2, THUMBNAIL_SIDE * 2))
        picture = opened.convert("RGBA" if "A" in opened.getbands() else "RGB")
        small = ImageOps.fit(picture, (THUMBNAIL_SIDE, THUMBNAIL_SIDE), centering=(0.5, 0.2))
        # A page is as white as the list it stands in.
        corner = THUMBNAIL_SIDE - 1
        ImageDraw.Draw(small).rectangle((0, 0, corner, corner), outline=EDGE, width=4)
        return jpeg_of(small, quality=75), small.width, small.height
    except (OSError, ValueError, SyntaxError) as error:
        # Kept before pictures were cleaned on arrival.
        raise CannotShow(_("这张图片不能在网页上显示。请下载后打开。")) from error
