"""What a template's file must not carry: programs, outside links, other files, bombs."""

import re
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from lianxin.foundation.files.kinds import DOCX, look
from lianxin.foundation.refusals import Refused

MOST_UNPACKED = 40 * 1024 * 1024
MOST_TEXT = 4 * 1024 * 1024
MOST_SQUEEZED = 150
"""How many times larger than packed a part may be; Word's own stay below 30."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_EXTERNAL = re.compile(rb"""<Relationship\b[^>]*\bTargetMode\s*=\s*["']External["'][^>]*>""", re.I)
_TARGET = re.compile(rb"""\bTarget\s*=\s*["']([^"']*)["']""", re.I)
# Fields of Word that fetch something from elsewhere when the document is opened.
_FETCHING = re.compile(
    rb"(?:>|\s|&quot;)(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT|DATABASE)\s", re.I
)
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>.*?</w:instrText>|w:instr=\"[^\"]*\"", re.S)
_REVISED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\b[^>]*w:author=")


def refuse_unsafe(file: IO[bytes], name: str) -> None:
    """Raise Refused, naming what is wrong, unless the file is a plain Word document.

    file: left at its beginning. name: as uploaded.
    """
    if look(file, name) is not DOCX:
        raise Refused(
            _("模板应当是 Word 文档（docx）。请在 Word 或者 WPS 里另存为 docx 后再上传。")
        )
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _look_inside(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise Refused(
            _("这个文件已损坏，打不开。请在电脑上打开检查，另存一份后再上传。")
        ) from error
    finally:
        file.seek(0)


def _look_inside(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    for entry in entries:
        # A part that says less than it holds is cut off there by zipfile itself.
        grown = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > 1024 * 1024 and grown > MOST_SQUEEZED:
            raise _bomb()
        if entry.filename.endswith((".xml", ".rels")) and entry.file_size > MOST_TEXT:
            raise _bomb()
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _bomb()
    names = {entry.filename for entry in entries}
    lowered = {name.lower() for name in names}
    if any(name.startswith(("word/embeddings/", "word/activex/")) for name in lowered):
        raise Refused(
            _(
                "文档里嵌入了别的文件（对象、表格或者控件），不能作为模板。请删除嵌入的对象后再上传。"
            )
        )
    types = archive.read("[Content_Types].xml")
    if WORD.encode() not in types:
        raise Refused(
            _("这是 Word 模板或者其他格式，不是普通文档。请打开后另存为“Word 文档（docx）”再上传。")
        )
    for name in sorted(names):
        if name.endswith(".rels"):
            _look_at_links(archive.read(name))
        elif name.endswith(".xml"):
            _look_at_part(archive.read(name))


def _look_at_links(text: bytes) -> None:
    if found := _EXTERNAL.search(text):
        target = _TARGET.search(found.group())
        shown = target.group(1).decode("utf-8", "replace")[:80] if target else ""
        raise Refused(
            _("文档里有指向外部的链接“%s”，不能作为模板。请取消超链接、改为普通文字后再上传。")
            % shown
        )
    if b"/aFChunk" in text or b"/subDocument" in text:
        raise Refused(_("文档里嵌入了别的文件，不能作为模板。请删除嵌入的内容后再上传。"))


def _look_at_part(text: bytes) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(
            _("这个文件不是 Word 正常保存的格式，不能作为模板。请在 Word 里另存一份后再上传。")
        )
    if any(_FETCHING.search(found.group()) for found in _INSTRUCTION.finditer(text)):
        raise Refused(_("文档里有会从别处取内容的域，不能作为模板。请删除这个域后再上传。"))
    if _REVISED.search(text):
        raise Refused(_("文档里还有修订痕迹。请在“审阅”里接受或者拒绝全部修订，再上传。"))


def _bomb() -> Refused:
    return Refused(_("这个文件展开以后过大，可能有问题，不能上传。请另存一份后再试。"))
