"""Small files of every kind, made in memory."""

import io
import struct
import zipfile

import xlsxwriter

from lianxin.foundation.sheets import read_table

HEADER = ["代表证号", "姓名", "性别", "出生年月"]


def xlsx(*sheets: dict) -> io.BytesIO:
    """A workbook; each sheet is {"name", "rows", "merge": [(range, text)], "hidden"}."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.get("name"))
        for row, values in enumerate(sheet.get("rows", [])):
            for column, value in enumerate(values):
                if value is not None:
                    page.write(row, column, value)
        for place, text in sheet.get("merge", []):
            page.merge_range(place, text)
        if sheet.get("hidden"):
            page.hide()
    book.close()
    file.seek(0)
    return file


def with_member(name: str, content: bytes, *, base: io.BytesIO | None = None) -> io.BytesIO:
    """A workbook with one member added, or put in place of its own."""
    base = base or xlsx({"rows": [HEADER, ["1", "张示例", "男", "1975"]]})
    made = io.BytesIO()
    with (
        zipfile.ZipFile(base) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            if member != name:
                target.writestr(member, source.read(member))
        target.writestr(name, content)
    made.seek(0)
    return made


def sheet_xml(cells: str) -> bytes:
    """A worksheet with these raw <row> elements."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def compound(*streams: str) -> io.BytesIO:
    """The outside of an OLE file: its mark, and a directory that names `streams`."""
    names = b"".join(
        (name + "\0").encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2)
        for name in streams
    )
    return io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names.ljust(1024, b"\0"))


def read(file, filename="名册.xlsx", **options):
    """`read_table` of bytes, or of a file made here."""
    return read_table(
        io.BytesIO(file) if isinstance(file, bytes) else file, filename=filename, **options
    )


def column(table, heading: str):
    return next(column for column in table.columns if column.text == heading)


def texts(table, heading: str) -> list[str]:
    return [row[column(table, heading)].text for row in table]
