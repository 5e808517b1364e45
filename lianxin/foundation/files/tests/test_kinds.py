"""What may be uploaded, decided by content; hostile files are refused in words."""

import io
import zipfile

import pytest
import xlsxwriter

from lianxin.foundation.files.kinds import DOC, DOCX, JPEG, PDF, PNG, TEXT, TEXT_GB, XLS, XLSX, look
from lianxin.foundation.refusals import Refused

PNG_BYTES = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
TYPES = "[Content_Types].xml"


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("名册").write(0, 0, "姓名")
    return out.getvalue()


def ole(*names: str) -> bytes:
    entries = b"".join(b"\0" * 4 + name.encode("utf-16-le") + b"\0" * 4 for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + entries


DOCX_BYTES = packed({TYPES: b"<Types/>", "word/document.xml": b"<w:document/>"})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("建议.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", PDF),
        ("照片.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", JPEG),
        ("照片.jpg", PNG_BYTES, PNG),
        ("建议.docx", DOCX_BYTES, DOCX),
        ("名册.xlsx", workbook(), XLSX),
        ("旧建议.doc", ole("WordDocument"), DOC),
        ("旧名册.xls", ole("Workbook"), XLS),
        ("WPS 文稿.wps", ole("WordDocument"), DOC),
        ("说明.txt", "关于改造农村道路照明的建议 𠮷".encode(), TEXT),
        ("说明.txt", "关于改造农村道路照明的建议".encode("gb18030"), TEXT_GB),
        ("说明.txt", b"\xef\xbb\xbfa,b", TEXT),
    ],
)
def test_documents_and_pictures_are_known_by_content(name, content, kind):
    assert look(io.BytesIO(content), name) is kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("合同.pdf", b"MZ\x90\0" + b"\0" * 60, "程序"),
        ("合同.pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 60, "程序"),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n", "程序"),
        ("run.txt", b"@echo off\r\n", "程序"),
        ("页面.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>", "网页"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "网页"),
        ("图.png", b"<?xml version='1.0'?><svg/>", "网页"),
        ("宏.docm", packed({TYPES: b"<Types/>", "word/vbaProject.bin": b"x"}), "宏"),
        (
            "宏.docx",
            packed({TYPES: b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
            "宏",
        ),
        ("宏.doc", ole("WordDocument", "Macros", "_VBA_PROJECT"), "宏"),
        ("密.docx", ole("EncryptedPackage"), "密码"),
        ("材料.zip", packed({"setup.txt": b"x"}), "压缩包"),
        ("材料.rar", b"Rar!\x1a\x07\x01\0", "压缩包"),
        ("坏.docx", DOCX_BYTES[:40], "损坏"),
        ("演示.pptx", packed({TYPES: b"<Types/>", "ppt/presentation.xml": b""}), "不支持"),
        ("录音.mp3", b"ID3\x03\0\0\0", "录音"),
        ("照片.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        ("数据.bin", b"\x01\x02\x03\x04" * 10, "不支持"),
        ("数据.txt", b"abc\0def", "不支持"),
        ("安装.msi", ole("Binary.dll"), "不支持"),
    ],
)
def test_hostile_and_other_files_are_refused_in_words(name, content, words):
    with pytest.raises(Refused, match=words):
        look(io.BytesIO(content), name)


def test_an_archive_that_would_unpack_to_gigabytes_is_refused_unopened(monkeypatch):
    bomb = packed({TYPES: b"<Types/>", "word/document.xml": b"\0" * 2_000_000})
    monkeypatch.setattr("lianxin.foundation.files.kinds.MOST_UNPACKED", 1_000_000)

    with pytest.raises(Refused, match="过大"):
        look(io.BytesIO(bomb), "炸弹.docx")


def test_a_damaged_archive_says_so_whatever_is_damaged():
    whole = bytearray(DOCX_BYTES)

    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            look(io.BytesIO(bytes(damaged)), "坏.docx")
        except Refused:
            continue


def test_the_file_is_left_at_its_beginning():
    file = io.BytesIO(DOCX_BYTES)

    look(file, "建议.docx")

    assert file.tell() == 0
