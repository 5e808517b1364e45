"""DOCX of a sheet, for offices that go on writing in Word or WPS.

The same parts in the same layout as page.typ: the faces are named as office
computers have them (仿宋_GB2312 …), the grid is 22 lines of 28 characters.
"""

import io
from typing import Any

import segno
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from lianxin.foundation.papers.fonts import FACES
from lianxin.foundation.papers.rendering.addresses import absolute
from lianxin.foundation.papers.sheet import Block, Sheet

RED = RGBColor(0xE6, 0x00, 0x12)
PITCH = Pt(28.98)
# 22 lines of 225 mm in twentieths of a point.
LINE_PITCH = "580"
CHARACTER = Pt(16)
LEFT, CENTRE, RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


def docx_of(sheet: Sheet) -> bytes:
    """The sheet as an editable document."""
    document = Document()
    _set_page(document, sheet)
    _head(document, sheet)
    _line(document, sheet.title.split("|"), CENTRE, "biao", 22, bold=True, exact=35, after=True)
    if sheet.addressee:
        _line(document, _("%s：") % sheet.addressee, LEFT)
    for block in sheet.blocks:
        _DRAW[block["t"]](document, block, sheet)
    _closing(document, sheet)
    _imprint(document, sheet)
    core = document.core_properties
    core.title, core.author = _clean(sheet.plain_title), _clean(sheet.issuer)
    core.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document, sheet: Sheet) -> None:
    normal = document.styles["Normal"]
    # The grid's character width is counted from this size.
    normal.font.size = CHARACTER
    _set_face(normal, "fang")
    section = document.sections[0]
    if sheet.is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        margins = (28, 36, 26, 36)
    else:
        section.page_width, section.page_height = Mm(210), Mm(297)
        margins = (37, 26, 35, 28)
    top, right, bottom, left = map(Mm, margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = Mm(bottom.mm - 7 - 5)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        _page_number(footer.paragraphs[0], side)
    if sheet.head == "letter":
        # 信函格式: no number on the first page.
        section.different_first_page_header_footer = True
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), LINE_PITCH)
    # 28 characters of 15.79 pt instead of 16: in 4096ths of a point.
    grid.set(qn("w:charSpace"), str(round(-0.21 * 4096)))


def _head(document, sheet: Sheet) -> None:
    if sheet.is_void:
        _line(document, _("（作废）"), CENTRE, "hei")
    if sheet.code:
        _code(document, sheet.code)
    if sheet.corner:
        _line(document, sheet.corner, RIGHT, "hei")
    if sheet.head == "none":
        if sheet.number:
            _line(document, sheet.number, RIGHT)
        return
    size: float = 38 if sheet.head == "file" else 30
    # Room for 28 characters: a longer mark is set smaller, never broken.
    size = min(size, 440 / max(1, len(sheet.mark)))
    mark = _line(document, sheet.mark, CENTRE, "biao", size, bold=True, exact=0, colour=RED)
    mark.paragraph_format.space_before = Mm(35 if sheet.head == "file" else 0)
    if sheet.head == "letter":
        _border(mark, "bottom", "thickThinSmallGap", 24, colour="E60012")
        if sheet.number:
            _line(document, sheet.number, RIGHT)
        return
    words = sheet.number
    if sheet.leader:
        words += "　　　　" + _("签发人：%s") % sheet.leader
    number = _line(document, words, CENTRE, before=True)
    _border(number, "bottom", "single", 12, colour="E60012")
    _line(document, "", CENTRE)


def _closing(document, sheet: Sheet) -> None:
    for place, name in enumerate(sheet.attachments):
        several = f"{place + 1}." if len(sheet.attachments) > 1 else ""
        begin = _("附件：") if place == 0 else "　　　"
        _line(document, f"　　{begin}{several}{name}", LEFT, before=place == 0)
    if sheet.has_closing:
        inset = 4 if sheet.is_sealed else 2
        # The name centred over the day: half the difference further left or right.
        over = (len(sheet.issuer) * 16 - _width(sheet.day)) / 2
        name = _line(document, sheet.issuer, RIGHT, before=True)
        day = _line(document, sheet.day, RIGHT)
        day.paragraph_format.right_indent = Pt(max(inset * 16, over if sheet.is_sealed else 0))
        name.paragraph_format.right_indent = Pt(max(0, inset * 16 - over))
        name.paragraph_format.keep_with_next = True
    if sheet.note:
        _indented(_line(document, _("（%s）") % sheet.note, LEFT))


def _imprint(document, sheet: Sheet) -> None:
    if not sheet.copies and not sheet.imprint:
        return
    rows = []
    if sheet.copies:
        rows.append(_("抄送：%s。") % sheet.copies)
    if sheet.imprint:
        rows.append(f"{sheet.imprint}\t{sheet.imprint_on}")
    _line(document, "", LEFT)
    for place, words in enumerate(rows):
        row = _line(document, words, LEFT, size=14, exact=24)
        row.paragraph_format.left_indent = row.paragraph_format.right_indent = Pt(14)
        row.paragraph_format.tab_stops.add_tab_stop(Mm(151), WD_TAB_ALIGNMENT.RIGHT)
        _border(row, "top", "single", 8 if place == 0 else 6)
        if place == len(rows) - 1:
            _border(row, "bottom", "single", 8)


def _paragraph(document, block: Block, sheet: Sheet) -> None:
    _indented(_line(document, block["x"], WD_ALIGN_PARAGRAPH.JUSTIFY))


def _heading(document, block: Block, sheet: Sheet) -> None:
    face = {1: "hei", 2: "kai"}.get(block["level"], "fang")
    _indented(_line(document, block["x"], LEFT, face))


def _rich(document, block: Block, sheet: Sheet) -> None:
    line = _indented(_line(document, "", WD_ALIGN_PARAGRAPH.JUSTIFY))
    for piece in block["pieces"]:
        _linked(line, piece, 16)


def _form(document, block: Block, sheet: Sheet) -> None:
    table = document.add_table(rows=0, cols=4)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    widths = [Mm(26), Mm(52), Mm(26), Mm(52)]
    for row in block["rows"]:
        cells = table.add_row().cells
        for place, one in enumerate(row):
            label, value = cells[2 * place], cells[2 * place + 1]
            if len(row) == 1:
                value = cells[1].merge(cells[3])
            _in_cell(label, one["label"], "hei", 13, CENTRE)
            words = one["value"] + "\n" * max(0, int(one["lines"]) - 1 - one["value"].count("\n"))
            _in_cell(value, words if one["lines"] > 1 else one["value"], "fang", 14, LEFT)
            if one["sign"]:
                sign = value.add_paragraph()
                sign.alignment = RIGHT
                _run(sign, one["sign"], "fang", 14)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=False):
            cell.width = width


def _table(document, block: Block, sheet: Sheet) -> None:
    table = document.add_table(rows=1, cols=len(block["head"]))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    room = 225 if sheet.is_landscape else 156
    widths = [Mm(room * share / sum(block["widths"])) for share in block["widths"]]
    for cell, words in zip(table.rows[0].cells, block["head"], strict=True):
        _in_cell(cell, words, "hei", 12, CENTRE)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for values in block["rows"]:
        for cell, piece in zip(table.add_row().cells, values, strict=True):
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(16)
            _linked(cell.paragraphs[0], piece, 12)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _lines(document, block: Block, sheet: Sheet) -> None:
    for _number in range(block["n"]):
        _border(_line(document, "", LEFT), "bottom", "single", 4, colour="777777", between=True)


def _code(document, path: str) -> None:
    """In the header, so that every page bears it."""
    picture = io.BytesIO()
    segno.make(absolute(path), error="q", micro=False).save(picture, kind="png", scale=8, border=2)
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        picture.seek(0)
        line = header.paragraphs[0]
        line.alignment = RIGHT
        line.add_run().add_picture(picture, width=Mm(20))


def _qr(document, block: Block, sheet: Sheet) -> None:
    picture = io.BytesIO()
    segno.make(absolute(block["url"]), error="m").save(picture, kind="png", scale=8, border=1)
    picture.seek(0)
    line = document.add_paragraph()
    line.add_run().add_picture(picture, width=Mm(26))
    for words in block["x"].split("\n"):
        _line(document, words, LEFT, size=12, exact=18)


def _page(document, block: Block, sheet: Sheet) -> None:
    line = _line(document, block["x"], CENTRE, "biao", 22, bold=True, exact=35, after=True)
    line.paragraph_format.page_break_before = True


def _cover(document, block: Block, sheet: Sheet) -> None:
    for _blank in range(4):
        _line(document, "", CENTRE)
    _line(document, block["x"].split("|"), CENTRE, "biao", 36, bold=True, exact=58, after=True)
    for _blank in range(6):
        _line(document, "", CENTRE)
    for words in block["below"]:
        _line(document, words, CENTRE)


def _centre(document, block: Block, sheet: Sheet) -> None:
    _line(document, block["x"], CENTRE, "kai")


def _small(document, block: Block, sheet: Sheet) -> None:
    for words in block["x"].split("\n"):
        _line(document, words, LEFT, size=12, exact=18)


_DRAW = {
    "p": _paragraph,
    "h": _heading,
    "rich": _rich,
    "form": _form,
    "table": _table,
    "lines": _lines,
    "qr": _qr,
    "page": _page,
    "cover": _cover,
    "centre": _centre,
    "small": _small,
}


def _line(
    document,
    words: str | list[str],
    side,
    face: str = "fang",
    size: float = 16,
    *,
    bold: bool = False,
    exact: float | None = None,
    before: bool = False,
    after: bool = False,
    colour: RGBColor | None = None,
) -> Any:
    """A paragraph without indent. exact: height of a line in points, 0 for what it needs."""
    line = document.add_paragraph()
    form = line.paragraph_format
    form.space_before, form.space_after = PITCH if before else Emu(0), PITCH if after else Emu(0)
    if exact != 0:
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(exact) if exact else PITCH
    line.alignment = side
    for place, part in enumerate([words] if isinstance(words, str) else words):
        if place:
            line.add_run().add_break()
        run = _run(line, part, face, size)
        run.font.bold = bold
        if colour is not None:
            run.font.color.rgb = colour
    return line


def _indented(line) -> Any:
    """Two characters in, whatever their size."""
    indent = line._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "632")
    return line


def _run(line, words: str, face: str, size: float) -> Any:
    run = line.add_run(_clean(words))
    run.font.size = Pt(size)
    _set_face(run, face)
    return run


def _set_face(styled, face: str) -> None:
    name = FACES[face].office_name
    styled.font.name = name
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _in_cell(cell, words: str, face: str, size: float, side) -> None:
    for place, part in enumerate(words.split("\n")):
        line = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        line.alignment = side
        line.paragraph_format.line_spacing = Pt(size * 1.4)
        _run(line, part, face, size)


def _linked(line, piece: dict[str, str], size: float) -> None:
    run = _run(line, piece["x"], "fang", size)
    if piece["url"]:
        target = line.part.relate_to(
            absolute(piece["url"]), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        line._p.append(link)
        link.append(run._r)


def _border(line, side: str, style: str, eighths: int, *, colour="auto", between=False) -> None:
    """A rule above or below a paragraph. eighths: its thickness in eighths of a point."""
    properties = line._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders,
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:rPr",
        )
    # Word joins the rules of neighbours that look alike, unless told what lies between.
    for name in (side, "between") if between else (side,):
        rule = OxmlElement(f"w:{name}")
        rule.set(qn("w:val"), style)
        rule.set(qn("w:sz"), str(eighths))
        rule.set(qn("w:space"), "1")
        rule.set(qn("w:color"), colour)
        borders.append(rule)


def _page_number(line, side) -> None:
    """— 1 — in 4号 宋体, one character from the outer edge."""
    line.alignment = side
    form = line.paragraph_format
    form.left_indent = form.right_indent = Pt(14)
    _run(line, "— ", "song", 14)
    run = _run(line, "", "song", 14)
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)
    _run(line, " —", "song", 14)


def _width(words: str) -> float:
    """Width in points at 16 pt: what is ASCII is half as wide."""
    return sum(8 if char.isascii() else 16 for char in words)


def _clean(words: str) -> str:
    """Without the control characters XML cannot hold."""
    return "".join(char for char in words if char >= " " or char in "\t\n")
