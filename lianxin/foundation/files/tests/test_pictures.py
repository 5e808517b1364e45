"""Pictures are kept upright, small enough, and without the place where they were taken."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from lianxin.foundation.files import pictures
from lianxin.foundation.files.kinds import JPEG, PNG
from lianxin.foundation.files.pictures import LONGEST_SIDE, clean_picture
from lianxin.foundation.files.tests import factories
from lianxin.foundation.refusals import Refused

pytestmark = pytest.mark.any_database


def clean(content: bytes):
    kept, kind = clean_picture(ContentFile(content))
    kept = kept.read()
    return kept, kind, Image.open(io.BytesIO(kept))


def saved(picture: Image.Image, form: str, **kwargs) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **kwargs)
    return out.getvalue()


def test_the_place_and_the_camera_of_a_photograph_are_gone():
    taken = factories.jpeg(has_place=True)
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825)[1] == "N"
    assert b"Exif" in taken

    kept, kind, picture = clean(taken)

    assert kind is JPEG
    for trace in (b"LX-CAMERA", b"Exif", b"2026:03:14", factories.PLACE.encode()):
        assert trace in taken
        assert trace not in kept
    assert not picture.getexif()
    assert set(picture.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_what_other_formats_note_beside_the_picture_is_gone(form):
    exif = Image.Exif()
    exif[0x010F] = "LX-CAMERA"
    noted = saved(Image.new("RGB", (20, 20), "green"), form, exif=exif, xmp=b"<x>LX-XMP</x>")
    assert b"LX-CAMERA" in noted

    kept, _kind, _picture = clean(noted)

    assert b"LX-" not in kept


def test_what_is_hidden_behind_the_picture_is_gone():
    script = b"<script>alert(1)</script>PK\x03\x04 evil"

    for content in (factories.png(), factories.jpeg()):
        assert b"script" not in clean(content + script)[0]


def test_a_photograph_held_sideways_stands_upright():
    _kept, _kind, picture = clean(factories.jpeg((64, 48), turned=6))

    assert picture.size == (48, 64)
    # The left half was red; turned clockwise it is the upper one.
    red, _green, blue = picture.getpixel((24, 8))
    assert red > 200 > 60 > blue


def test_a_large_photograph_is_shrunk_and_a_small_one_is_not_blown_up():
    assert max(clean(factories.jpeg((3200, 1600)))[2].size) == LONGEST_SIDE
    assert clean(factories.jpeg((640, 480)))[2].size == (640, 480)


def test_a_small_drawing_stays_a_png_and_a_large_one_without_clear_places_does_not(monkeypatch):
    assert clean(factories.png())[1] is PNG
    assert clean(factories.png(mode="RGBA", colour=(200, 0, 0, 90)))[2].mode == "RGBA"

    monkeypatch.setattr(pictures, "MOST_PNG", 10)

    assert clean(factories.png())[1] is JPEG
    assert clean(factories.png(mode="RGBA", colour=(200, 0, 0, 90)))[1] is PNG


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_is_read(mode):
    _kept, _kind, picture = clean(factories.png(mode=mode))

    assert picture.mode in {"RGB", "RGBA"}


def test_sixteen_bit_greys_are_scaled_not_cut_off():
    _kept, _kind, picture = clean(saved(Image.new("I;16", (8, 8), 32768), "PNG"))

    assert abs(picture.getpixel((4, 4))[0] - 128) < 4


def test_colours_of_a_printing_press_become_those_of_a_screen():
    _kept, kind, picture = clean(saved(Image.new("CMYK", (8, 8), (0, 0, 0, 255)), "JPEG"))

    assert (kind, picture.mode) == (JPEG, "RGB")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_image_is_kept(form):
    first, second = (Image.new("RGB", (20, 20), colour) for colour in ("red", "blue"))

    _kept, kind, picture = clean(saved(first, form, save_all=True, append_images=[second]))

    assert kind in (JPEG, PNG)
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((10, 10))[0] > 200


def test_too_many_pixels_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)

    with pytest.raises(Refused, match="像素"):
        clean(factories.png((20, 20)))


@pytest.mark.parametrize("size", [(60_000, 60_000), (9_000, 9_000)])
def test_a_decompression_bomb_is_refused(size):
    """A header that claims more than there is; nothing of it is unpacked."""
    content = bytearray(factories.png())
    content[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    import zlib

    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")

    with pytest.raises(Refused, match="像素"):
        clean(bytes(content))


@pytest.mark.parametrize("left", [30, 200, 700])
def test_a_picture_cut_short_is_refused(left):
    whole = factories.jpeg((200, 200))
    assert len(whole) > left

    with pytest.raises(Refused, match="不完整"):
        clean(whole[:left])
