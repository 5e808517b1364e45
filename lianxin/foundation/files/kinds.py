"""What a file is, by what it contains: its name and the browser's word are not believed.

Only documents and pictures are kept, and none that can run something: no
macros, no scripts, no pages. What is refused is named, with the way out.
"""

import zipfile
from dataclasses import dataclass
from typing import IO

import filetype
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.refusals import Refused

HEAD = 8192
MOST_ZIP_ENTRIES = 5000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_TEXT_LOOKED_AT = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ALLOWED_WORDS = gettext_lazy(
    "PDF、Word（doc、docx）、Excel（xls、xlsx）、纯文本（txt）、图片（jpg、png、gif、webp）"
)


@dataclass(frozen=True)
class Kind:
    """An allowed kind; the first extension is used when the name has none that fits."""

    content_type: str
    extensions: tuple[str, ...]


PDF = Kind("application/pdf", ("pdf",))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
PNG = Kind("image/png", ("png",))
GIF = Kind("image/gif", ("gif",))
WEBP = Kind("image/webp", ("webp",))
TEXT = Kind("text/plain; charset=utf-8", ("txt",))
TEXT_GB = Kind("text/plain; charset=gb18030", ("txt",))
# WPS writes the same containers under names of its own.
DOC = Kind("application/msword", ("doc", "wps"))
XLS = Kind("application/vnd.ms-excel", ("xls", "et"))
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))

BY_SIGNATURE = {
    "application/pdf": PDF,
    "image/jpeg": JPEG,
    "image/png": PNG,
    "image/apng": PNG,
    "image/gif": GIF,
    "image/webp": WEBP,
}
PROGRAMS = {"exe", "elf", "deb", "rpm", "crx", "wasm", "swf", "cab", "ar"}
PACKED = {"rar", "7z", "gz", "bz2", "xz", "tar", "zst", "lz", "lz4", "Z", "lzo", "br", "epub"}
# Read as text these are pages, drawings or scripts, whatever their name says.
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<!--", b"<body", b"<head")
SCRIPTS = (b"#!", b"@echo", b"<?php", b"<%")


def look(file: IO[bytes], name: str) -> Kind:
    """The kind of an uploaded file; `file` is left at its beginning.

    name: as typed by the uploader; tells plain text from what merely looks so.
    Raises Refused, in words, for everything that is not allowed.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        return _look(file, head, name.rpartition(".")[2].lower())
    finally:
        file.seek(0)


def _look(file: IO[bytes], head: bytes, extension: str) -> Kind:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _look_inside_zip(file)
    if head.startswith(OLE):
        return _look_inside_ole(file)
    guess = filetype.guess(head)
    if guess is None:
        return _look_at_text(file, head, extension)
    if kind := BY_SIGNATURE.get(guess.mime):
        return kind
    if guess.extension in PROGRAMS:
        raise Refused(_("这个文件是程序，不能上传。请只上传文档和图片。"))
    if guess.extension in PACKED:
        raise _packed()
    if guess.extension in {"heic", "avif"}:
        raise Refused(_("这种手机照片格式（HEIC）很多电脑打不开。请在手机上另存为 JPG 后再上传。"))
    if guess.mime.startswith(("audio/", "video/")):
        raise Refused(_("录音和录像不能作为附件。请上传文档或者图片。"))
    raise _not_allowed()


def _look_inside_zip(file: IO[bytes]) -> Kind:
    """Word and Excel files are zip archives; nothing is unpacked to find out."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if len(entries) > MOST_ZIP_ENTRIES or (
                sum(entry.file_size for entry in entries) > MOST_UNPACKED
            ):
                raise Refused(_("这个文件展开以后过大，可能有问题，不能上传。请另存一份后再试。"))
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
                raise _has_macros()
            if "[Content_Types].xml" not in names:
                raise _packed()
            # Read as far as a real one goes, so that a bomb stays packed.
            with archive.open("[Content_Types].xml") as listed:
                types = listed.read(MOST_TEXT_LOOKED_AT)
    except Refused:
        raise
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, OSError, EOFError):
        raise _broken() from None
    except Exception as error:
        # zlib.error and its like: whatever a damaged archive makes the reader raise.
        raise _broken() from error
    if b"macroEnabled" in types:
        raise _has_macros()
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    raise _not_allowed()


def _look_inside_ole(file: IO[bytes]) -> Kind:
    """Old Word and Excel files: a small file system with names in UTF-16."""
    file.seek(0)
    content = file.read()
    names = {
        name
        for name in (
            "_VBA_PROJECT",
            "VBA",
            "Macros",
            "WordDocument",
            "Workbook",
            "Book",
            "EncryptedPackage",
        )
        if _entry(name) in content
    }
    if names & {"_VBA_PROJECT", "VBA", "Macros"}:
        raise _has_macros()
    if "EncryptedPackage" in names:
        raise Refused(_("这个文件加了打开密码，别人看不了。请去掉密码后再上传。"))
    if "WordDocument" in names:
        return DOC
    if names & {"Workbook", "Book"}:
        return XLS
    raise _not_allowed()


def _entry(name: str) -> bytes:
    """A directory entry's name as it lies in the file: followed by its ending zero."""
    return b"\0\0" + name.encode("utf-16-le") + b"\0\0"


def _look_at_text(file: IO[bytes], head: bytes, extension: str) -> Kind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if start.startswith(MARKUP):
        raise Refused(
            _("网页和矢量图（HTML、SVG、XML）可能带有脚本，不能上传。请另存为 PDF 后再上传。")
        )
    if start.startswith(SCRIPTS):
        raise Refused(_("这个文件是程序，不能上传。请只上传文档和图片。"))
    if extension not in TEXT.extensions:
        raise _not_allowed()
    file.seek(0)
    content = file.read()
    if b"\0" in content:
        raise _not_allowed()
    for kind, encoding in ((TEXT, "utf-8-sig"), (TEXT_GB, "gb18030")):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return kind
    raise _not_allowed()


def _not_allowed() -> Refused:
    return Refused(
        _("不支持这种文件。可以上传：%(kinds)s。其他文件请另存为 PDF 后再上传。")
        % {"kinds": ALLOWED_WORDS}
    )


def _packed() -> Refused:
    return Refused(_("压缩包不能上传。请解压以后，把里面的文档逐个上传。"))


def _has_macros() -> Refused:
    return Refused(_("这个文件带有宏或者程序，不能上传。请另存为不带宏的文档或者 PDF 后再上传。"))


def _broken() -> Refused:
    return Refused(_("这个文件已损坏，打不开。请在电脑上打开检查，另存一份后再上传。"))
