"""PDFs are drawn, searched and blacked out apart from us."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from lianxin.foundation.files import pdf_pages
from lianxin.foundation.files.pdf_child import pixels
from lianxin.foundation.files.pdf_pages import (
    Busy,
    CannotShow,
    black_out_pdf,
    count_pages,
    draw_page,
    find_words,
)
from lianxin.foundation.files.tests.factories import pdf

pytestmark = pytest.mark.any_database


def drawn(content: bytes, page: int = 1) -> Image.Image:
    jpeg, width, height = draw_page(ContentFile(content), page)
    picture = Image.open(io.BytesIO(jpeg)).convert("L")
    assert picture.size == (width, height)
    return picture


def dark(picture: Image.Image, box) -> tuple[int, int]:
    """The darkest and the lightest grey within a box in percent, but for its blurred edge."""
    left, top, right, bottom = pixels(box, picture.size)
    greys = picture.crop((left + 3, top + 3, right - 3, bottom - 3)).tobytes()
    return min(greys), max(greys)


def test_pages_are_counted_and_drawn():
    content = pdf("one", "two", "three")

    assert count_pages(ContentFile(content)) == 3
    picture = drawn(content, 3)
    assert max(picture.size) == pdf_pages.LONGEST_SIDE
    assert min(picture.tobytes()) < 60


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_word_that_was_found_is_gone_from_the_copy_and_its_neighbour_is_not(turned):
    content = pdf("first page", "call Wang Laowu now", turned=turned)
    search = find_words(ContentFile(content), ["laowu"])
    (found,) = search.found
    assert (found.page, found.word, search.has_text) == (2, "laowu", True)
    assert "Wang" in found.around

    copy = black_out_pdf(ContentFile(content), [(found.page, *found.box)])

    assert dark(drawn(copy, 2), found.box)[1] < 60
    assert dark(drawn(content, 2), found.box)[1] > 200
    # What is left is white with some letters, not black all over.
    assert drawn(copy, 2).resize((1, 1)).tobytes()[0] > 200
    for words in (["laowu"], ["first"], ["call"]):
        assert find_words(ContentFile(copy), words) == ([], False, False)
    for letters in (b"Laowu", b"Helvetica", b"Tj"):
        assert letters in content
        assert letters not in copy


def test_a_name_is_found_set_apart_broken_or_in_rare_letters():
    """Names of two characters are printed 张　伟 to fill three places."""
    meaning = {"A": "张", "B": "伟", "C": "\u3000", "D": "⽅", "E": "赵"}
    content = pdf("ABE", "ACBE", "EA B", "EAE", "DA", meaning=meaning)

    search = find_words(ContentFile(content), ["张伟", "方张"])

    assert [(one.page, one.word) for one in search.found] == [
        (1, "张伟"),
        (2, "张伟"),
        (3, "张伟"),
        (5, "方张"),
    ]


def test_numbers_of_telephones_and_identity_cards_are_found():
    content = pdf(
        "tel 13800001234, 138-0000-1234", "id 11010119900307888X of 2026", "sum 138000012345"
    )

    search = find_words(ContentFile(content), [], with_numbers=True)

    assert [(one.page, one.word) for one in search.found] == [
        (1, "13800001234"),
        (1, "138-0000-1234"),
        (2, "11010119900307888X"),
    ]


def test_a_box_is_rounded_outwards():
    assert pixels([10.04, 20.04, 5.01, 5.01], (100, 100)) == (10, 20, 16, 26)
    assert pixels([99, 99, 50, 50], (100, 100)) == (99, 99, 100, 100)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\nnothing else",
        pdf("cut short")[:200],
        pdf("x").replace(b"/Count 1", b"/Count 1").replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]"),
        b"%PDF-1.4\n" + b"[" * 200_000,
    ],
)
def test_a_broken_pdf_is_refused_in_words(content):
    with pytest.raises(CannotShow, match="下载"):
        draw_page(ContentFile(content), 1)


def test_a_page_a_kilometre_long_is_drawn_small():
    content = pdf("x").replace(b"[0 0 595 842]", b"[0 0 9 900000]")

    assert max(drawn(content).size) <= pdf_pages.LONGEST_SIDE


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdf_pages.pdf_child, "__file__", str(slow))
    monkeypatch.setitem(pdf_pages.SECONDS, "look", -2.2)

    with pytest.raises(Busy, match="过一会儿"):
        count_pages(ContentFile(pdf("x")))


def test_the_reader_of_pdfs_knows_nothing_of_us(monkeypatch, tmp_path):
    """A PDF that takes over its reader finds no password in the environment."""
    nosy = tmp_path / "nosy.py"
    nosy.write_text("import json, os; print(json.dumps({'pages': sorted(os.environ)}))")
    monkeypatch.setattr(pdf_pages.pdf_child, "__file__", str(nosy))
    monkeypatch.setenv("DATABASE_URL", "postgres://user:secret@host/lianxin")

    seen: Any = count_pages(ContentFile(pdf("x")))

    assert "DATABASE_URL" not in seen
