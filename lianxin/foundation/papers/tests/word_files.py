"""Word documents made for tests: plain ones, and what must be refused."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from docx import Document

from lianxin.foundation.papers.own_templates.fields import Field

FIELDS = (
    Field("标题", "title", "关于修复柳溪村石板桥的建议"),
    Field("承办单位", "office", "县交通运输局"),
    Field("办理期限", "due_on", "2026年6月11日"),
    Field(
        "逐条答复",
        "items",
        items=(Field("事项", "request", "加固桥墩"), Field("说明", "answer", "已加固")),
    ),
)
VALUES = {
    "title": "关于修复<石板桥>的建议",
    "office": "县交通运输局",
    "due_on": "2026年6月11日",
    "items": [
        {"request": "加固桥墩", "answer": "已加固"},
        {"request": "更换护栏", "answer": "列入明年计划"},
    ],
}


def word(*paragraphs: str, build: Callable | None = None) -> BytesIO:
    """A document of these paragraphs; `build` adds to it."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if build:
        build(document)
    kept = BytesIO()
    document.save(kept)
    kept.seek(0)
    return kept


def runs(document, *pieces: str):
    """A paragraph whose text is split into runs, as Word does while one types."""
    paragraph = document.add_paragraph()
    for piece in pieces:
        paragraph.add_run(piece).bold = len(piece) % 2 == 0
    return paragraph


def with_part(file: BytesIO, name: str, content: bytes, *, replace=(b"", b"")) -> BytesIO:
    """The same archive with a part added, or with bytes replaced in an existing one."""
    changed = BytesIO()
    with (
        zipfile.ZipFile(file) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == name and replace[0]:
                assert replace[0] in text
                text = text.replace(*replace)
            new.writestr(entry.filename, text)
        if content:
            new.writestr(name, content)
    changed.seek(0)
    return changed


def text_of(content: bytes) -> str:
    """All that a filled document says, one line a paragraph or cell."""
    document = Document(BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += ["|".join(cell.text for cell in row.cells) for row in table.rows]
    for section in document.sections:
        lines += [paragraph.text for paragraph in section.header.paragraphs]
    return "\n".join(lines)
