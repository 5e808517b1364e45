"""Read one workbook in a process of its own: `python workbook.py FILE < OPTIONS > RESULT`.

Started by `reading`, never imported by it. A workbook comes from outside; what it makes the
parser do (a cell in row 1,048,576 alone asks for gigabytes) ends with this process, whose memory
and time are bounded, and not with the site. Options and result are JSON.

Result: {"sheets": [{"name", "rows", "height", "width", "merged", "uncomputed"}]} with visible
sheets only, or {"refused": one of REASONS, ...}. A date is {"d": iso}, a time {"t": iso}.
"""

import contextlib
import datetime
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

REASONS = ("password", "broken", "text")
MERGES = 20_000
UNCOMPUTED = 1_000
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# A cell whose formula stands without a value: <c r="D5"><f>…</f></c> or an empty <v/>.
WITHOUT_VALUE = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*'
    rb"(?:<v\s*/>\s*|<v>\s*</v>\s*)?</c>"
)


def main():
    options = json.load(sys.stdin)
    bound(options["memory_bytes"], options["seconds"])
    json.dump(read(sys.argv[1], options), sys.stdout)


def bound(memory: int, seconds: int):
    """Bytes of address space and seconds of processor time, where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def read(path: str, options: dict) -> dict:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = []
        chars = 0
        for meta in book.sheets_metadata:
            if (
                meta.typ is not python_calamine.SheetTypeEnum.WorkSheet
                or meta.visible is not python_calamine.SheetVisibleEnum.Visible
            ):
                continue
            found = read_sheet(book, meta.name, options)
            chars += sum(len(cell) for row in found["rows"] for cell in row if type(cell) is str)
            if chars > options["total_chars"]:
                return {"refused": "text"}
            sheets.append(found)
    except python_calamine.PasswordError:
        return {"refused": "password"}
    except MemoryError:
        raise
    except BaseException as problem:
        # A panic of the parser is no Exception; whatever it is, the file cannot be read.
        return {"refused": "broken", "problem": str(problem)[:200]}
    if options["kind"] == "xlsx":
        add_uncomputed(path, sheets)
    return {"sheets": sheets}


def read_sheet(book, name: str, options: dict) -> dict:
    sheet = book.get_sheet_by_name(name)
    # `total_height` is the last index, one less than the height.
    height, width = (end + 1 for end in sheet.end or (-1, -1))
    found: dict = {"name": name, "height": height, "width": width, "rows": [], "merged": []}
    if sheet.end is None or width > options["columns"]:
        return found
    most = options["rows"] + options["header_depth"]
    rows = sheet.to_python(skip_empty_area=False, nrows=min(height, most + 1))
    found["rows"] = [[plain(value) for value in row] for row in rows]
    merged = sheet.merged_cell_ranges or []
    found["merged"] = [[*start, *end] for start, end in merged[:MERGES]]
    return found


def plain(value):
    if isinstance(value, datetime.datetime | datetime.date):
        return {"d": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"t": value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {"t": str(value)}
    return value


def add_uncomputed(path: str, sheets: list[dict]):
    """Name the cells whose formula has no stored result; reading them as empty loses data."""
    with contextlib.suppress(Exception), zipfile.ZipFile(path) as archive:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in parse(archive.read("xl/_rels/workbook.xml.rels"))
        }
        parts = {
            sheet.get("name"): targets.get(sheet.get(OFFICE + "id"), "")
            for sheet in parse(archive.read("xl/workbook.xml")).iter()
            if sheet.tag.endswith("}sheet")
        }
        for sheet in sheets:
            part = parts.get(sheet["name"], "").removeprefix("/xl/")
            content = archive.read("xl/" + part)
            found = []
            if b"<f" in content:
                for match in WITHOUT_VALUE.finditer(content):
                    found.append(match[1].decode())
                    if len(found) == UNCOMPUTED:
                        break
            sheet["uncomputed"] = found


def parse(content: bytes):
    # Whatever the XML expands to, this process is bounded.
    return ElementTree.fromstring(content)  # noqa: S314


if __name__ == "__main__":
    main()
