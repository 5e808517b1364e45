"""Files made to do harm: each is refused in words, or kept as something harmless."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lianxin.foundation.files.kinds import DOCX, JPEG, PDF, PNG, TEXT, XLSX
from lianxin.foundation.files.storing import prepare
from lianxin.foundation.files.tests import factories
from lianxin.foundation.refusals import Refused

pytestmark = pytest.mark.any_database
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\0\x03" + b"\0" * 300 + b"PE\0\0"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def office(main="word/document.xml", kind=WORD, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}"/></Types>')
        archive.writestr(main, "<w/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def bomb() -> bytes:
    return office(**{f"word__{number}": b"\0" * 50_000_000 for number in range(7)})


def many_entries() -> bytes:
    return office(**{f"word__{number}": b"" for number in range(6000)})


def wide_png() -> bytes:
    content = bytearray(factories.png())
    content[16:24] = (50_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def packed_pdf(inside: bytes) -> bytes:
    """A PDF whose objects lie compressed in an object stream, as most are today."""
    body = zlib.compress(b"1 0 2 20 " + inside)
    return factories.pdf("x").replace(
        b"xref\n",
        b"9 0 obj\n<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\n"
        b"endobj\nxref\n" % (len(body), body),
        1,
    )


REFUSED = {
    "an empty file": ("a.pdf", lambda: b"", "空的"),
    "a drawing with a script": ("a.svg", lambda: SVG, "脚本"),
    "a drawing with a script named png": ("a.png", lambda: SVG, "脚本"),
    "a page named png": ("a.png", lambda: b"<!DOCTYPE html>" + SCRIPT, "脚本"),
    "a page named txt": ("a.txt", lambda: b"\n  <html>" + SCRIPT, "脚本"),
    "a page in UTF-16 named txt": ("a.txt", lambda: "<html>".encode("utf-16"), "不支持"),
    "a program named pdf": ("合同.pdf", lambda: EXE, "程序"),
    "a program with two endings": ("合同.pdf.exe", lambda: EXE, "程序"),
    "a program of Linux named jpg": ("a.jpg", lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 300, "程序"),
    "a shell script named txt": ("a.txt", lambda: b"#!/bin/sh\nrm -rf /", "程序"),
    "a batch file named txt": ("a.txt", lambda: b"@echo off\r\ndel *", "程序"),
    "a PHP page named txt": ("a.txt", lambda: b"<?php system($_GET['c']);", "程序|脚本"),
    "text with zeros": ("a.txt", lambda: b"hello\0world", "不支持"),
    "a zip bomb named docx": ("a.docx", bomb, "展开以后过大"),
    "an archive of too many parts": ("a.docx", many_entries, "展开以后过大"),
    "an archive named docx": ("a.docx", lambda: zipped("a.txt"), "压缩包"),
    "an archive climbing out": ("a.docx", lambda: zipped("../../etc/passwd"), "压缩包"),
    "macros": ("a.docm", lambda: office(word__vbaProject_bin=b"x", kind=MACRO), "宏"),
    "macros named docx": ("a.docx", lambda: office(kind=MACRO), "宏"),
    "macros without saying so": ("a.docx", lambda: zipped_macros(), "宏"),
    "a program inside a document": ("a.docx", lambda: with_program(), "宏或者程序"),
    "a picture of too many pixels": ("a.png", wide_png, "像素"),
    "a photograph cut short": ("a.jpg", lambda: factories.jpeg((300, 300))[:600], "不完整"),
    "only the head of a picture": ("a.gif", lambda: b"GIF89a" + b"\xff" * 20, "不完整"),
    "a PDF with a script": (
        "a.pdf",
        lambda: factories.pdf("x", extra=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        "脚本",
    ),
    "a PDF with a script written otherwise": (
        "a.pdf",
        lambda: factories.pdf("x", extra=b"/OpenAction<</S/J#61va#53cript/JS(app.alert(1))>>"),
        "脚本",
    ),
    "a PDF that starts a program": (
        "a.pdf",
        lambda: factories.pdf("x", extra=b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
        "自动动作",
    ),
    "a PDF with its script compressed": (
        "a.pdf",
        lambda: packed_pdf(b"<</S/JavaScript/JS(1)>>" + b" " * 50),
        "脚本",
    ),
    "a PDF with a file packed in": (
        "a.pdf",
        lambda: factories.pdf("x", extra=b"/Names<</EmbeddedFiles<</Names[]>>>>"),
        "夹带",
    ),
    "a photograph of a telephone nobody can open": (
        "a.jpg",
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64,
        "HEIC.*另存为 JPG",
    ),
    "a film": ("a.jpg", lambda: b"\0\0\0\x18ftypisom\0\0\0\0isomiso2" + b"\0" * 64, "录像"),
    "rubbish": ("a.docx", lambda: b"\x13\x37" * 100, "不支持"),
}


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


def zipped_macros() -> bytes:
    return office(**{"word__vbaProject.bin": b"x"})


def with_program() -> bytes:
    return office(**{"word__embeddings__setup.exe": EXE})


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_words(case):
    name, content, words = REFUSED[case]

    with pytest.raises(Refused, match=words):
        prepare(SimpleUploadedFile(name, content(), "image/png"))


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept"),
    [
        ("../../../etc/passwd.pdf", factories.pdf("x"), PDF, "passwd.pdf"),
        ("..\\..\\win.ini.pdf", factories.pdf("x"), PDF, "win.ini.pdf"),
        ("合同.exe", factories.pdf("x"), PDF, "合同.pdf"),
        ("合同.php.pdf", factories.pdf("x"), PDF, "合同.php.pdf"),
        ("\u202egpj.exe", factories.png(), PNG, "gpj.png"),
        ("a\0.html\0.png", factories.png(), PNG, "a.html.png"),
        ("a.html", factories.jpeg(), JPEG, "a.jpg"),
        ("a.txt", b"=cmd|' /C calc'!A0", TEXT, "a.txt"),
        ("a.xlsx", office("xl/workbook.xml"), XLSX, "a.xlsx"),
        ("a.docx", office(**{"..__..__x": b"never unpacked"}), DOCX, "a.docx"),
    ],
)
def test_kept_under_a_name_that_says_what_it_is(name, content, kind, kept):
    upload = SimpleUploadedFile("x", content, "text/html")
    # Past the setter, which would already take off a part: a generated file has none.
    vars(upload)["_name"] = name
    prepared = prepare(upload)

    assert (prepared.kind, prepared.name) == (kind, kept)


@pytest.mark.parametrize(
    "hidden",
    [SCRIPT, office(), factories.pdf("x", extra=b"/OpenAction<</S/JavaScript>>"), EXE],
    ids=["page", "archive", "pdf", "program"],
)
@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_two_files_in_one_leave_only_the_picture(form, hidden):
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, form)

    prepared = prepare(SimpleUploadedFile("a.png", out.getvalue() + hidden))

    kept = prepared.content.read()
    assert hidden[:20] not in kept
    assert b"JavaScript" not in kept
    assert Image.open(io.BytesIO(kept)).size == (20, 20)
