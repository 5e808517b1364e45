"""The picture a voter keeps (查询卡): receipt number, query code, and a code to scan.

Drawn by us as a PNG, which a telephone can keep among its photographs.
"""

import io
from functools import lru_cache

import pylopdf_fonts_zh_cn as faces
import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from lianxin.work.voices.codes import shown

WIDE, HIGH = 600, 800
INK, RED, MUTED = "#1f2226", "#b01116", "#545b64"


def address_of(code: str) -> str:
    """Where the message is looked up: as people reach the site, whatever the request said."""
    return settings.LIANXIN_URL + reverse("portal:mine", args=[code])


def drawn(code: str, number: str, receiver: str) -> bytes:
    """The card as PNG.

    number: the receipt number; receiver: who gets the message.
    """
    card = Image.new("L", (WIDE, HIGH), "white").convert("RGB")
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, WIDE, 12), fill=RED)
    lines = (
        (50, 34, RED, _("留言查询卡")),
        (104, 24, INK, _("收件编号 %s") % number),
        (144, 22, MUTED, receiver),
    )
    for top, size, colour, words in lines:
        pen.text((WIDE / 2, top), words, font=_face(size), fill=colour, anchor="ma")
    scanned = io.BytesIO()
    symbol = segno.make(address_of(code), error="m")
    scale = 380 // symbol.symbol_size(border=2)[0]
    symbol.save(scanned, kind="png", scale=scale, border=2)
    picture = Image.open(scanned).convert("RGB")
    card.paste(picture, ((WIDE - picture.width) // 2, 190))
    below = (
        (585, 22, MUTED, _("查询码")),
        (620, 40, INK, shown(code)),
        (690, 22, MUTED, _("扫码，或者在公开页面“查办理”中输入查询码")),
        (726, 22, MUTED, _("谁有查询码，谁就能看这件留言，请收好")),
    )
    for top, size, colour, words in below:
        pen.text((WIDE / 2, top), words, font=_face(size), fill=colour, anchor="ma")
    out = io.BytesIO()
    card.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=8)
def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(faces.sans_path()), size)
