"""Pictures as they are kept: upright, no larger than needed, and telling no place or camera.

Every picture is decoded and written anew. So what a telephone adds (place,
time, device), what an editor hides behind the picture (scripts, archives) and
what only looks like a picture never reaches the disk.
"""

import io
import struct
import warnings
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from lianxin.foundation.files.kinds import JPEG, PNG, Kind
from lianxin.foundation.refusals import Refused

LONGEST_SIDE = 2560
"""Pixels; an A4 page photographed whole stays readable and prints at 220 dpi."""
MOST_PIXELS = 52_000_000
"""What the largest common telephones take (8192 × 6144); decoded it needs 160 MB."""
QUALITY = 86
MOST_PNG = 1024 * 1024
"""Bytes; a larger picture without transparency is kept as JPEG."""
READ = ("JPEG", "PNG", "GIF", "WEBP")
_BROKEN = (
    OSError,
    struct.error,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    EOFError,
    OverflowError,
    MemoryError,
    UnidentifiedImageError,
)


def clean_picture(file: IO[bytes]) -> tuple[ContentFile, Kind]:
    """The picture to keep instead of the uploaded one, and its kind: JPEG or PNG.

    Turned as its EXIF says, then without EXIF, XMP, comments and colour
    profile (converted to sRGB first); the longest side is at most LONGEST_SIDE.
    Of a moving picture the first image is kept. A PNG stays one while it is small
    or transparent; GIF and WebP, which office programs open badly, do not.
    Raises Refused, in words, for too many pixels and for what cannot be decoded.
    """
    file.seek(0)
    try:
        picture, is_drawn = _decoded(file)
        content, kind = _written(picture, is_drawn)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except _BROKEN as error:
        raise Refused(
            _("这张图片已损坏或者不完整，打不开。请在电脑或者手机上打开检查，另存一份后再上传。")
        ) from error
    finally:
        file.seek(0)
    return ContentFile(content), kind


def _decoded(file: IO[bytes]) -> tuple[Image.Image, bool]:
    with warnings.catch_warnings():
        # The limit below is ours and lower than the one Pillow warns of.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(file, formats=READ)
    is_drawn = picture.format in {"PNG", "GIF"}
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    # Lets the JPEG decoder leave out what shrinking would throw away: a quarter of the memory.
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    profile = picture.info.get("icc_profile")
    has_place_for_clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith(("I", "F")):
        # 16-bit greys: `convert` alone would cut them off instead of scaling.
        upright = upright.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    upright = upright.convert("RGBA" if has_place_for_clear else "RGB")
    upright = _in_srgb(upright, profile)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # A new image carries none of the old one's `info`.
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare, is_drawn


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as a screen without colour management shows them right."""
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode=picture.mode
            )
            or picture
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile for another colour space, or broken: slightly wrong colours
        # are better than no picture.
        return picture


def _written(picture: Image.Image, is_drawn: bool) -> tuple[bytes, Kind]:
    """is_drawn: it came as PNG or GIF, a screen shot or a drawing rather than a photograph."""
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    if picture.mode == "RGBA" or is_drawn:
        content = _as_png(picture)
        if picture.mode == "RGBA" or len(content) <= MOST_PNG:
            return content, PNG
    return jpeg_of(picture), JPEG


def _as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def jpeg_of(picture: Image.Image, quality: int = QUALITY) -> bytes:
    """The picture as JPEG; clear places become white, as on paper."""
    if picture.mode == "RGBA":
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        picture = white
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _too_many_pixels() -> Refused:
    return Refused(
        _("这张图片的像素超过 %(most)d 万，没有上传。请在手机或者电脑上缩小后再上传。")
        % {"most": MOST_PIXELS // 10_000}
    )
