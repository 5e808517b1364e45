"""The page by GB/T 9704-2012, measured in the PDF itself; DOCX of the same sheet."""

import io
import zipfile
from collections import Counter
from itertools import pairwise

import pdfplumber
import pytest
from docx import Document

from lianxin.foundation.papers import fonts
from lianxin.foundation.papers.rendering import docx_of, pdf_of
from lianxin.foundation.papers.sheet import (
    Sheet,
    cell,
    figure,
    form,
    heading,
    lines,
    linked,
    new_page,
    paragraph,
    qr,
    small,
    table,
)

pytestmark = pytest.mark.any_database
HOSTILE = "#set page(red) [*粗*] \\u{41} $x$ <script>alert(1)</script> {{ 1 }} 𠮷 喆堃"
EMOJI = "\U0001f600"


def mm(points: float) -> float:
    return points / 72 * 25.4


def pages_of(sheet: Sheet):
    with pdfplumber.open(io.BytesIO(pdf_of(sheet))) as pdf:
        yield from pdf.pages


def text_of(sheet: Sheet) -> str:
    return "".join(page.extract_text() for page in pages_of(sheet))


def full_page():
    sheet = Sheet(title="满页", blocks=[paragraph("的" * 3000)], has_closing=False)
    return list(pages_of(sheet))[1]


def letter(**parts) -> Sheet:
    values = {
        "title": "关于交办|第38号代表建议的函",
        "head": "letter",
        "mark": "禾望县人民代表大会常务委员会",
        "corner": "A",
        "number": "禾人常交〔2026〕12号",
        "addressee": "县交通运输局",
        "blocks": [heading("一、建议内容"), heading("（一）时限", 2), paragraph("请按期答复。")],
        "attachments": ["代表建议原件", "征询意见表"],
        "issuer": "禾望县人民代表大会常务委员会",
        "day": "2026年3月5日",
        "note": "联系电话：0000-1234567",
        "copies": "县人民政府督查室",
        "imprint": "禾望县人大常委会办公室",
        "imprint_on": "2026年3月5日印发",
    } | parts
    return Sheet(**values)


def test_a_page_full_of_text_has_22_lines_of_28_characters_within_the_margins():
    page = full_page()
    body = [char for char in page.chars if char["text"] == "的"]
    rows = Counter(round(char["top"]) for char in body)

    assert (round(mm(page.width)), round(mm(page.height))) == (210, 297)
    assert len(rows) == 22
    assert set(rows.values()) == {28}
    assert mm(min(char["x0"] for char in body)) == pytest.approx(28, abs=1)
    assert mm(page.width - max(char["x1"] for char in body)) == pytest.approx(26, abs=1)
    assert mm(min(char["top"] for char in body)) == pytest.approx(37, abs=1)


def test_the_text_is_in_the_standards_size_and_pitch():
    body = [char for char in full_page().chars if char["text"] == "的"]
    tops = sorted({round(char["top"], 2) for char in body})
    pitches = {round(mm(below - above), 1) for above, below in pairwise(tops)}

    assert {round(char["size"], 1) for char in body} == {16.0}
    assert pitches == {round(225 / 22, 1)}


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages():
    sheet = Sheet(title="满页", blocks=[paragraph("的" * 1500)], has_closing=False)
    places = []
    for page in pages_of(sheet):
        number = [char for char in page.chars if char["top"] > page.height - 90]
        number = [char for char in number if char["text"] not in "的 "]
        assert "".join(char["text"] for char in number)[0] == "—"
        assert {round(char["size"]) for char in number} == {14}
        places.append(min(char["x0"] for char in number) > page.width / 2)

    assert places == [True, False, True]


def test_each_part_is_set_in_its_face():
    families = fonts.chosen()
    found: dict[str, tuple[str, float]] = {}
    for page in pages_of(letter()):
        for char in page.chars:
            found.setdefault(char["text"], (char["fontname"].split("+")[-1], char["size"]))

    def is_in(char, face, size):
        name, measured = found[char]
        family = families[face][0].removesuffix(" R").replace(" ", "").replace("CJKSC", "CJKsc")
        return name.replace(" ", "").startswith(family[:9]) and round(measured) == size

    assert is_in("号", "fang", 16) or is_in("号", "biao", 22)
    assert is_in("一", "hei", 16)
    assert is_in("限", "kai", 16)
    assert is_in("于", "biao", 22)
    assert is_in("抄", "fang", 14)


def test_a_letter_has_its_red_rules_and_no_number_on_its_first_page():
    first = next(pages_of(letter(blocks=[paragraph("的" * 900)])))
    widths = [mm(line["x1"] - line["x0"]) for line in first.lines]
    foot = [char for char in first.chars if char["text"] == "—"]

    assert sum(width == pytest.approx(170, abs=1) for width in widths) == 4
    assert foot == []


def test_the_name_of_the_issuer_is_centred_over_the_day_four_characters_from_the_right():
    page = list(pages_of(letter(issuer="县交通运输局")))[-1]
    words = {word["text"]: word for word in page.extract_words()}
    name, day = words["县交通运输局"], words["2026年3月5日"]
    right = page.width - 26 / 25.4 * 72

    assert right - day["x1"] == pytest.approx(64, abs=2)
    assert (name["x0"] + name["x1"]) / 2 == pytest.approx((day["x0"] + day["x1"]) / 2, abs=1)


def test_a_mark_too_long_for_one_line_is_made_narrower_and_not_broken():
    page = next(
        pages_of(letter(head="file", mark="禾望县人民代表大会常务委员会代表工作委员会文件"))
    )
    mark = [char for char in page.chars if char["non_stroking_color"] != (0,)][:22]

    assert len({round(char["top"]) for char in mark}) == 1
    assert mm(mark[-1]["x1"] - mark[0]["x0"]) < 157


def test_what_people_typed_is_text_and_never_markup():
    sheet = letter(
        title=HOSTILE,
        addressee=HOSTILE,
        issuer=HOSTILE,
        copies=HOSTILE,
        blocks=[
            paragraph(HOSTILE + EMOJI),
            form(cell("理由", HOSTILE, sign=HOSTILE), [cell("甲", HOSTILE), cell("乙", "")]),
            table(["一", "二"], [[HOSTILE, figure("12", "/ledger/")]], [1, 1]),
            linked("共", figure("3", "/x"), HOSTILE),
            qr("/x", HOSTILE),
            small(HOSTILE),
            new_page(HOSTILE),
            lines(3),
        ],
    )
    plain = text_of(sheet).replace("\n", "").replace(" ", "")
    document = Document(io.BytesIO(docx_of(sheet)))
    written = [line.text for line in document.paragraphs]

    for piece in ("#setpage(red)", "[*粗*]", "\\u{41}", "<script>alert(1)</script>", "𠮷"):
        assert piece in plain
    assert HOSTILE + EMOJI in written


def test_control_characters_do_not_break_the_document():
    sheet = Sheet(title="标题\x0b", blocks=[paragraph("甲\x00乙")])

    assert "甲乙" in docx_words(sheet)
    assert pdf_of(sheet).startswith(b"%PDF")


def docx_words(sheet):
    return "".join(line.text for line in Document(io.BytesIO(docx_of(sheet))).paragraphs)


def test_the_docx_has_the_same_page_and_grid():
    content = docx_of(letter())
    section = Document(io.BytesIO(content)).sections[0]
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        words = parts.read("word/document.xml").decode()
        settings = parts.read("word/settings.xml").decode()

    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
    assert 'w:type="linesAndChars"' in words
    assert 'w:linePitch="580"' in words
    assert "仿宋_GB2312" in words
    assert "方正小标宋简体" in words
    assert "evenAndOddHeaders" in settings


def test_a_paper_is_drawn_with_the_faces_the_program_brings_alone(monkeypatch, tmp_path):
    from lianxin.foundation.papers.rendering import pdf

    monkeypatch.setenv("LIANXIN_FONTS", str(tmp_path / "none"))
    monkeypatch.setattr(
        fonts, "families_here", lambda: frozenset({"Noto Serif SC", "Noto Sans SC"})
    )
    fonts.chosen.cache_clear()
    try:
        report = {one.face: one for one in fonts.report()}
        assert pdf.pdf_of(letter()).startswith(b"%PDF")
    finally:
        fonts.chosen.cache_clear()

    assert report["仿宋"].family == "Noto Serif SC"
    assert report["仿宋"].is_standin
    assert not report["黑体"].is_standin


def test_links_and_codes_name_the_whole_address(settings):
    settings.LIANXIN_URL = "https://renda.example"
    sheet = Sheet(title="报告", blocks=[linked("共", figure("3", "/ledger/items/?figure=met"))])

    page = next(pages_of(sheet))

    assert [link["uri"] for link in page.hyperlinks] == [
        "https://renda.example/ledger/items/?figure=met"
    ]
