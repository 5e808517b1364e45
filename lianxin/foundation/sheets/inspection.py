"""What a file really is, whatever its name says, and whether it is safe to open."""

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import Limits, SheetRefused


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    JSON = "json"


WORKBOOK_SUFFIXES = {".xlsx": Kind.XLSX, ".xls": Kind.XLS, ".ods": Kind.ODS}
TEXT_SUFFIXES = {".csv", ".txt", ".tsv"}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)


def inspect(file: BinaryIO, *, filename: str, limits: Limits) -> Kind:
    """The kind of `file`, checked for size, bombs, passwords and macros.

    file: seekable; left at its start.
    Raises SheetRefused for anything that is not a table we read, in words.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise SheetRefused(_("文件是空的。请确认选对了文件，再上传一次。"))
    if size > limits.file_bytes:
        raise SheetRefused(
            _(
                "文件有 {size} MB，超过上限 {limit} MB。请删去图片和多余的工作表，或者分成几个文件。"
            ).format(size=round(size / 2**20, 1), limit=limits.file_bytes // 2**20)
        )
    suffix = Path(filename).suffix.lower()
    if suffix not in {*WORKBOOK_SUFFIXES, *TEXT_SUFFIXES, ".json"}:
        raise SheetRefused(
            _(
                "不能读取“{suffix}”文件。请另存为 .xlsx（也可以用 .xls、.ods、.csv）后再上传。"
            ).format(suffix=suffix or filename[-20:])
        )
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK"):
        kind = _inspect_archive(file, limits)
    elif head.startswith(_COMPOUND):
        kind = _inspect_compound(file)
    else:
        _refuse_other_formats(head)
        if suffix in WORKBOOK_SUFFIXES:
            raise SheetRefused(
                _(
                    "文件名是“{suffix}”，内容却不是电子表格。请用表格软件打开，另存为 .xlsx 后再上传。"
                ).format(suffix=suffix)
            )
        kind = Kind.JSON if suffix == ".json" else Kind.TEXT
    file.seek(0)
    if kind in {Kind.XLSX, Kind.XLS, Kind.ODS} and suffix not in WORKBOOK_SUFFIXES:
        raise SheetRefused(
            _("文件名是“{suffix}”，内容却是电子表格。请把文件名改成“.{kind}”结尾后再上传。").format(
                suffix=suffix, kind=kind.value
            )
        )
    return kind


def _refuse_other_formats(head: bytes):
    for start, name in _OTHER_FORMATS:
        if head.startswith(start):
            raise SheetRefused(
                _("这是 {name} 文件，不是电子表格。请上传 .xlsx、.xls、.ods 或 .csv。").format(
                    name=name
                )
            )
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta")):
        raise SheetRefused(
            _(
                "这是网页（或 XML）文件改了扩展名，不是真正的电子表格。请用表格软件打开，另存为 .xlsx 后再上传。"
            )
        )


def _inspect_archive(file: BinaryIO, limits: Limits) -> Kind:
    damaged = _("文件已损坏，打不开。请用表格软件打开并重新保存，再上传一次。")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            manifest = _manifest(archive)
    except (zipfile.BadZipFile, ValueError, KeyError, OSError, RuntimeError, EOFError) as problem:
        raise SheetRefused(damaged) from problem
    except Exception as problem:
        # zipfile lets struct, zlib and lzma errors through; each means the same here.
        raise SheetRefused(damaged) from problem
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > limits.members
        or unpacked > limits.unpacked_bytes
        or (unpacked > 10 * 2**20 and unpacked > limits.ratio * max(packed, 1))
    ):
        raise SheetRefused(
            _(
                "文件解开后有 {size} MB、{count} 个部件，超出允许的范围，没有打开。"
                "请只保留要导入的那张表，另存为新文件后再上传。"
            ).format(size=unpacked // 2**20, count=len(members))
        )
    if any(member.flag_bits & 1 for member in members) or b"encryption-data" in manifest:
        raise SheetRefused(_PASSWORD())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetRefused(_MACRO())
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        raise SheetRefused(_("这是 .xlsb 格式的表格。请用表格软件打开，另存为 .xlsx 后再上传。"))
    if "word/document.xml" in names:
        raise SheetRefused(
            _("这是 Word 文档。请把其中的表格复制到电子表格里，存为 .xlsx 后再上传。")
        )
    if "content.xml" in names and b"opendocument.spreadsheet" in manifest:
        return Kind.ODS
    raise SheetRefused(
        _("这是压缩包或别的文件，不是电子表格。请解压后上传里面的 .xlsx、.xls、.ods 或 .csv。")
    )


def _manifest(archive: zipfile.ZipFile) -> bytes:
    """The first 64 KB of an OpenDocument manifest; empty for other archives."""
    try:
        with archive.open("META-INF/manifest.xml") as manifest:
            return manifest.read(2**16)
    except KeyError:
        return b""


def _inspect_compound(file: BinaryIO) -> Kind:
    content = file.read()
    if _stream("EncryptedPackage") in content:
        raise SheetRefused(_PASSWORD())
    if _stream("WordDocument") in content:
        raise SheetRefused(
            _("这是 Word 文档。请把其中的表格复制到电子表格里，存为 .xlsx 后再上传。")
        )
    if _stream("_VBA_PROJECT_CUR") in content:
        raise SheetRefused(_MACRO())
    if _stream("Workbook") in content or _stream("Book") in content:
        return Kind.XLS
    raise SheetRefused(_("文件不是电子表格，或者已损坏。请用表格软件打开，另存为 .xlsx 后再上传。"))


def _stream(name: str) -> bytes:
    """How the directory of an OLE file spells a stream's name."""
    return (name + "\0").encode("utf-16-le")


def _PASSWORD() -> str:
    return _("文件设了打开密码，无法读取。请用表格软件打开，去掉密码后保存，再上传一次。")


def _MACRO() -> str:
    return _("文件带有宏，为安全起见没有打开。请另存为不带宏的 .xlsx 后再上传。")
