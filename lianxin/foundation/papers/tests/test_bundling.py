"""Bundles: the table of contents tells the truth about where each paper stands."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader, PdfWriter

from lianxin.foundation.files.storing import store
from lianxin.foundation.papers.bundling.binding import bind
from lianxin.foundation.papers.bundling.parts import CannotBind, Part, part_of_file
from lianxin.foundation.papers.rendering.pdf import pdf_of
from lianxin.foundation.papers.sheet import Sheet, paragraph
from lianxin.foundation.people.tests.factories import county

COVER = Sheet(title="禾望县代表建议办理卷宗", issuer="禾望县人大", has_closing=False)


def sheet(title, lines):
    blocks = [paragraph(f"{title}第{number}行") for number in range(lines)]
    return pdf_of(Sheet(title=title, blocks=blocks, has_closing=False))


def outside(width, height, *, rotate=0, text="外来文件"):
    """A PDF of a strange size, some of them turned."""
    page = PdfReader(BytesIO(sheet(text, 2))).pages[0]
    writer = PdfWriter()
    added = writer.add_page(page)
    added.scale_to(width, height)
    if rotate:
        added.rotate(rotate)
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.fixture(scope="module")
def bound():
    parts = [
        Part("建议原件", sheet("建议原件", 60), by="张示例", on=date(2026, 3, 1)),
        Part("答复函", sheet("答复函", 3), number="禾交函〔2026〕12号", by="县交通运输局"),
        Part("横放的图纸", outside(842, 595, text="横放的图纸")),
        Part("转过来的扫描件", outside(595, 842, rotate=90, text="转过来的扫描件")),
        Part("留痕", sheet("留痕", 30)),
    ]
    told = []
    made = bind(
        COVER,
        "归档文件目录",
        parts,
        apart=[("原始表格.xlsx", "不是 PDF 或者图片")],
        remarks=["本卷缺：县水利局联系代表的记录。"],
        on_progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (5, 5)
    return made


def front_pages(reader):
    return next(n for n, label in enumerate(reader.page_labels) if label == "1")


def test_each_entry_stands_on_the_page_the_contents_name(bound):
    reader = PdfReader(BytesIO(bound.content))
    front = front_pages(reader)

    assert len(reader.pages) == bound.pages
    for entry in bound.entries:
        first = reader.pages[front + entry["first"] - 1].extract_text().replace("\n", "")
        assert entry["title"] in first
    assert bound.entries[0]["last"] > 1
    assert bound.entries[1]["first"] == bound.entries[0]["last"] + 1


def test_the_printed_contents_show_the_same_numbers(bound):
    reader = PdfReader(BytesIO(bound.content))
    text = "".join(page.extract_text() for page in reader.pages[: front_pages(reader)])
    text = re.sub(r"\s", "", text)

    assert "归档文件目录" in text
    for entry in bound.entries:
        count = entry["last"] - entry["first"] + 1
        assert f"{entry['title']}{entry['on'].replace('-', '')}{entry['first']}{count}" in text
    assert "禾交函〔2026〕12号" in text
    assert "1．原始表格.xlsx（不是PDF或者图片）" in text
    assert "本卷缺：县水利局联系代表的记录。" in text


def test_every_page_bears_its_number_in_the_upper_corner(bound):
    reader = PdfReader(BytesIO(bound.content))
    front = front_pages(reader)

    for number, page in enumerate(reader.pages[front:], start=1):
        found: list[str] = []

        def see(text, _cm, tm, _font, _size, found=found, cm_page=page):
            x, y = tm[4] * _cm[0] + _cm[4], tm[5] * _cm[3] + _cm[5]
            right = float(cm_page.cropbox.right) - x
            top = float(cm_page.cropbox.top) - y
            if text.strip() and right < 60 and top < 45:
                found.append(text.strip())

        page.extract_text(visitor_text=see)
        assert found == [str(number)], number
        assert page.rotation == 0


def test_bookmarks_and_page_labels_lead_to_each_part(bound):
    reader = PdfReader(BytesIO(bound.content))
    marks = {
        mark.title: reader.get_destination_page_number(mark)
        for mark in reader.outline
        if not isinstance(mark, list)
    }
    front = front_pages(reader)

    assert list(marks) == ["封面", "归档文件目录", *(one["title"] for one in bound.entries)]
    assert marks["答复函"] == front + bound.entries[1]["first"] - 1
    assert reader.page_labels[:2] == ["i", "ii"]


@pytest.fixture
def keep(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body = county()
    return lambda content, name: store(ContentFile(content, name), by=None, body=body)


def picture(size, kind="JPEG"):
    kept = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(kept, kind)
    return kept.getvalue()


def test_pictures_are_placed_on_pages_that_suit_them(keep):
    lying = part_of_file(keep(picture((800, 300)), "现场.jpg"), "现场照片")
    upright = part_of_file(keep(picture((300, 800), "PNG"), "现场.png"), "现场照片")

    [page] = PdfReader(BytesIO(lying.content)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    [page] = PdfReader(BytesIO(upright.content)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_what_cannot_be_bound_says_why(keep):
    locked = PdfWriter(clone_from=PdfReader(BytesIO(sheet("密", 1))))
    locked.encrypt("secret", algorithm="RC4-128")
    kept = BytesIO()
    locked.write(kept)

    for content, name, why in (
        ("文字".encode(), "说明.txt", "不是 PDF 或者图片"),
        (kept.getvalue(), "密.pdf", "加了密码"),
        (b"%PDF-1.7\nnothing here", "坏.pdf", "已损坏"),
    ):
        with pytest.raises(CannotBind, match=why):
            part_of_file(keep(content, name), "附件")


def test_a_file_that_is_gone_is_named_not_crashed_into(keep):
    stored = keep(sheet("在", 1), "在.pdf")
    stored.file.storage.delete(stored.file.name)

    with pytest.raises(CannotBind, match="不在服务器上"):
        part_of_file(stored, "附件")
