"""Reading the codes of photographed pages, and finding the forms in a pile."""

from io import BytesIO

import pytest

from lianxin.foundation.papers.scanning.codes import (
    Changed,
    Named,
    NotOurs,
    paper_code,
    read_code,
)
from lianxin.foundation.papers.scanning.reading import codes_on, cut, groups, pages_of
from lianxin.foundation.refusals import Refused
from tests import photographs

pytestmark = pytest.mark.any_database
CODE = "https://renda.hewang.example/papers/c/p.1234~qOqZ4iH5wK3yRkz0S3C1fT0pVb2Hn6o8mYxT1uJdE9g/"


class Paper:
    pk = 1234


def test_a_code_names_its_paper_and_nothing_else():
    assert read_code(f"https://renda.hewang.example{paper_code(Paper)}") == Named(paper_id=1234)


def test_a_changed_code_is_told_from_a_foreign_one():
    changed = paper_code(Paper).replace("p.1234", "p.1235")

    with pytest.raises(Changed):
        read_code(changed)
    for foreign in ("https://other.example/x", "BEGIN:VCARD", "", "/papers/c/"):
        with pytest.raises(NotOurs):
            read_code(foreign)


@pytest.mark.parametrize("angle", [0, 3, 90, 180, 271, 33, -20])
def test_a_code_is_read_however_the_page_lies(angle):
    assert codes_on(photographs.on_a_desk(photographs.page(CODE), angle)) == [CODE]


@pytest.mark.parametrize(
    "spoil",
    [
        photographs.dim,
        photographs.blurred,
        lambda sheet: photographs.dim(photographs.on_a_desk(sheet, 7)),
        lambda sheet: photographs.blurred(photographs.dim(sheet), 2),
    ],
    ids=["dim", "blurred", "dim and askew", "dim and blurred"],
)
def test_a_code_is_read_from_a_bad_photograph(spoil):
    photo = photographs.jpeg(spoil(photographs.page(CODE)), quality=40)

    [seen] = pages_of(BytesIO(photo), "photo.jpg")

    assert codes_on(seen) == [CODE]


def test_a_page_without_a_code_and_one_with_two():
    assert codes_on(photographs.page()) == []
    assert set(codes_on(photographs.page(CODE, "https://other.example/"))) == {
        CODE,
        "https://other.example/",
    }


def test_a_photo_held_upside_down_is_turned_by_its_note():
    from PIL import Image

    sheet = Image.new("L", (40, 20), 255)
    exif = sheet.getexif()
    exif[0x0112] = 6
    kept = BytesIO()
    sheet.save(kept, "JPEG", exif=exif)

    [seen] = pages_of(kept, "photo.jpg")

    assert seen.size == (20, 40)


def test_every_page_of_a_pdf_is_seen_and_can_be_cut_out():
    pile = photographs.pdf(photographs.page(CODE), photographs.page(), photographs.page("x:y"))

    assert [codes_on(one) for one in pages_of(BytesIO(pile), "pile.pdf")] == [[CODE], [], ["x:y"]]
    [last] = pages_of(BytesIO(cut(pile, 3, 3)), "last.pdf")
    assert codes_on(last) == ["x:y"]


def test_pages_without_a_code_belong_to_the_form_before_them():
    assert groups(["a", None, "a", "b", None], [True, False, True, True, False]) == [
        (1, 3),
        (4, 5),
    ]
    assert groups([None, None, "a"], [False, False, True]) == [(1, 2), (3, 3)]


def refusal(content, name):
    with pytest.raises(Refused) as refused:
        list(pages_of(BytesIO(content), name))
    return str(refused.value)


def test_what_is_no_scan_is_refused_in_words():
    assert "应当是照片" in refusal("文字".encode(), "a.txt")
    assert "已损坏" in refusal(b"%PDF-1.7\nnothing", "a.pdf")
    assert "已损坏" in refusal(photographs.png(photographs.page())[:300], "a.png")


def test_a_pdf_with_a_password_is_refused_in_words():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(photographs.pdf(photographs.page()))))
    writer.encrypt("secret", algorithm="RC4-128")
    kept = BytesIO()
    writer.write(kept)

    assert "加了打开密码" in refusal(kept.getvalue(), "a.pdf")


def test_too_many_pages_are_refused(monkeypatch):
    from lianxin.foundation.papers.scanning import reading

    monkeypatch.setattr(reading, "MOST_PAGES", 1)

    assert "一次最多 1 页" in refusal(
        photographs.pdf(photographs.page(), photographs.page()), "a.pdf"
    )
