"""Scanned and photographed pages made for tests: paper with a code, dim, blurred, askew."""

from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

A4 = (1240, 1754)


def page(*texts: str, size: int = 260) -> Image.Image:
    """A page with some print and a QR of each text along its foot."""
    sheet = Image.new("L", A4, 250)
    pen = ImageDraw.Draw(sheet)
    for row in range(30):
        pen.rectangle((120, 120 + row * 40, 120 + 900 - (row * 97) % 400, 132 + row * 40), fill=40)
    for place, text in enumerate(texts):
        code = BytesIO()
        segno.make(text, error="m").save(code, kind="png", scale=8, border=2)
        drawn = Image.open(code).convert("L").resize((size, size), Image.Resampling.NEAREST)
        sheet.paste(drawn, (120 + place * (size + 160), 1420))
    return sheet


def on_a_desk(sheet: Image.Image, angle: float) -> Image.Image:
    """Turned by some degrees on a darker desk."""
    desk = Image.new("L", (sheet.width + 500, sheet.height + 500), 110)
    turned = sheet.rotate(angle, expand=True, fillcolor=110, resample=Image.Resampling.BICUBIC)
    turned.thumbnail((desk.width - 20, desk.height - 20))
    desk.paste(turned, ((desk.width - turned.width) // 2, (desk.height - turned.height) // 2))
    return desk


def dim(sheet: Image.Image) -> Image.Image:
    """In bad light: little contrast, darker to one side."""
    pale = ImageEnhance.Contrast(sheet).enhance(0.22)
    shade = Image.linear_gradient("L").rotate(90).resize(sheet.size)
    dark = Image.new("L", sheet.size, 30)
    return ImageEnhance.Brightness(
        Image.composite(pale, dark, shade.point(lambda v: 90 + v // 2))
    ).enhance(0.6)


def blurred(sheet: Image.Image, radius: float = 3.0) -> Image.Image:
    return sheet.filter(ImageFilter.GaussianBlur(radius))


def jpeg(sheet: Image.Image, quality: int = 60) -> bytes:
    kept = BytesIO()
    sheet.convert("RGB").save(kept, "JPEG", quality=quality)
    return kept.getvalue()


def png(sheet: Image.Image) -> bytes:
    kept = BytesIO()
    sheet.save(kept, "PNG")
    return kept.getvalue()


def pdf(*sheets: Image.Image) -> bytes:
    """What a scanner makes of a pile."""
    kept = BytesIO()
    first, *rest = [sheet.convert("L") for sheet in sheets]
    first.save(kept, "PDF", save_all=True, append_images=rest, resolution=150)
    return kept.getvalue()
