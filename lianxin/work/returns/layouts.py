"""The county's own spreadsheet: what it must not carry, what it names, and filling it in.

A cell is named by words in it, 「{{ suggestions }}」, or by a name of the workbook. The file
stays as it was but for these cells: a number becomes a number, words become text that no
program computes. Formulas over them are computed anew when the file is opened.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any, BinaryIO, cast

from django.utils.translation import gettext as _
from lxml import etree

from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets.inspection import Kind, inspect
from lianxin.foundation.sheets.tables import Limits, SheetRefused

Value = int | float | str
"""What a cell takes; money comes in its unit, with two decimals."""
LIMITS = Limits(file_bytes=5 * 2**20, members=300, unpacked_bytes=40 * 2**20, ratio=100)
MOST_PART = 8 * 2**20
MOST_CELLS = 50_000
OWN_NAMES = frozenset({"unit", "since", "until", "signed_by", "signed_on", "sent_on"})
"""What every layout may name beside the lines: who sends, for which days, signed when."""
LAST = "_last"
"""Behind a code: the same number a year before, where the return compares."""

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
_ANY_FIELD = re.compile(r"\{\{(.*?)\}\}")
_REFERENCE = re.compile(r"^'?([^'!]+)'?!\$?([A-Z]{1,3})\$?(\d{1,7})$")
_PLACE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_FORBIDDEN_PARTS = (
    "xl/externallinks/",
    "xl/embeddings/",
    "xl/activex/",
    "xl/ctrlprops/",
    "xl/querytables/",
    "xl/model/",
    "xl/macrosheets/",
)
_FORBIDDEN_FILES = ("xl/connections.xml", "xl/vbaproject.bin")
# Functions that fetch or start something when the file is opened.
_FETCHING = re.compile(r"\b(WEBSERVICE|HYPERLINK|RTD|DDE|CALL|REGISTER|IMPORTDATA|EXEC)\s*\(", re.I)


def refuse_unsafe(file: IO[bytes], name: str) -> None:
    """Raise Refused, naming what is wrong, unless the file is a plain .xlsx workbook.

    file: seekable, left at its beginning. name: as uploaded.
    """
    try:
        kind = inspect(cast(BinaryIO, file), filename=name, limits=LIMITS)
    except SheetRefused as refusal:
        raise Refused(refusal.message) from refusal
    if kind is not Kind.XLSX:
        raise Refused(_("报表格式应当是 .xlsx 文件。请用表格软件打开，另存为 .xlsx 后再上传。"))
    try:
        with zipfile.ZipFile(file) as book:
            _look_inside(book)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise Refused(_("文件已损坏，打不开。请用表格软件打开并重新保存，再上传一次。")) from error
    finally:
        file.seek(0)


def _look_inside(book: zipfile.ZipFile) -> None:
    names = {entry.filename.lower() for entry in book.infolist()}
    if names & set(_FORBIDDEN_FILES) or any(one.startswith(_FORBIDDEN_PARTS) for one in names):
        raise Refused(
            _("表格里嵌入了程序、控件、别的文件或者外部数据，不能作为报表格式。请删除后再上传。")
        )
    cells = 0
    for entry in book.infolist():
        if entry.file_size > MOST_PART:
            raise Refused(_("表格里的一个工作表过大。请删去多余的行、列和图片后再上传。"))
        if entry.filename.endswith(".rels"):
            _look_at_links(_read(book, entry.filename))
        elif entry.filename.endswith((".xml", ".vml")):
            text = _read(book, entry.filename)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or not _is_utf8(text):
                raise Refused(
                    _("这个文件不是表格软件正常保存的格式。请打开后另存为 .xlsx 再上传。")
                )
            if entry.filename.startswith("xl/worksheets/"):
                cells += text.count(b"<c ")
                _look_at_formulas(text)
    if cells > MOST_CELLS:
        raise Refused(_("表格有格式的格子太多。请把报表单独存成一个文件再上传。"))


def _read(book: zipfile.ZipFile, name: str) -> bytes:
    """A part, never more of it than allowed, whatever the archive says of its size."""
    with book.open(name) as part:
        text = part.read(MOST_PART + 1)
    if len(text) > MOST_PART:
        raise Refused(_("表格里的一个工作表过大。请删去多余的行、列和图片后再上传。"))
    return text


def _is_utf8(text: bytes) -> bool:
    return not text.startswith((b"\xff\xfe", b"\xfe\xff"))


def _look_at_links(text: bytes) -> None:
    for link in _tree(text).iter("{*}Relationship"):
        if link.get("TargetMode", "").lower() == "external":
            raise Refused(
                _("表格里有指向外部的链接“%s”，不能作为报表格式。请取消链接后再上传。")
                % (link.get("Target") or "")[:80]
            )


def _look_at_formulas(text: bytes) -> None:
    for formula in _tree(text).iter(f"{{{NS}}}f"):
        words = formula.text or ""
        if _FETCHING.search(words) or "|" in words or "[" in words:
            raise Refused(
                _("表格里的公式“%s”会从别处取内容，不能作为报表格式。请改成数值或者普通公式。")
                % words[:60]
            )


def _tree(text: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_("文件已损坏，打不开。请用表格软件打开并重新保存，再上传一次。")) from error


class Workbook:
    """The parts of a workbook that filling it in reads and writes."""

    def __init__(self, file: IO[bytes]):
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            self.parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        self.book = _tree(self.parts["xl/workbook.xml"])
        self.sheets = dict(self._sheets())
        self.strings = self._strings()

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """Name of each sheet and the path of its part."""
        links = _tree(self.parts["xl/_rels/workbook.xml.rels"])
        targets = {one.get("Id"): one.get("Target", "") for one in links.iter("{*}Relationship")}
        for sheet in self.book.iter(f"{{{NS}}}sheet"):
            target = targets.get(sheet.get(f"{{{REL}}}id"), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in self.parts and path.startswith("xl/worksheets/"):
                yield sheet.get("name", ""), path

    def _strings(self) -> list[str]:
        text = self.parts.get("xl/sharedStrings.xml")
        if text is None:
            return []
        return [
            "".join(part.text or "" for part in one.iter(f"{{{NS}}}t"))
            for one in _tree(text).iter(f"{{{NS}}}si")
        ]

    def words_in(self, cell: Any) -> str:
        """The text of a cell; "" for a number or a formula."""
        if cell.find(f"{{{NS}}}f") is not None:
            return ""
        if cell.get("t") == "s":
            index = cell.findtext(f"{{{NS}}}v") or ""
            number = int(index) if index.isdecimal() else -1
            return self.strings[number] if 0 <= number < len(self.strings) else ""
        if cell.get("t") == "inlineStr":
            return "".join(part.text or "" for part in cell.iter(f"{{{NS}}}t"))
        return ""

    def named_cells(self) -> Iterator[tuple[str, str, str]]:
        """Names of the workbook that point to one cell: name, part, place."""
        for one in self.book.iter(f"{{{NS}}}definedName"):
            name, found = one.get("name", ""), _REFERENCE.match((one.text or "").strip())
            if found and found[1] in self.sheets and not name.startswith("_xlnm"):
                yield name.lower(), self.sheets[found[1]], f"{found[2]}{found[3]}"

    def packed(self) -> bytes:
        """The workbook as a file, computed anew when it is opened."""
        calc = self.book.find(f"{{{NS}}}calcPr")
        if calc is None:
            calc = etree.SubElement(self.book, f"{{{NS}}}calcPr")
            # The schema has an order: it stands behind names and before the rest.
            names = self.book.find(f"{{{NS}}}definedNames")
            before = names if names is not None else self.book.find(f"{{{NS}}}sheets")
            before.addnext(calc)
        calc.set("fullCalcOnLoad", "1")
        self.parts["xl/workbook.xml"] = _bytes(self.book)
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.parts.items():
                archive.writestr(name, text)
        return made.getvalue()


def names_in(file: IO[bytes]) -> set[str]:
    """Codes that a layout names. Raises Refused for a field that is not written as one."""
    book = Workbook(file)
    found = set()
    for path in book.sheets.values():
        for cell in _tree(book.parts[path]).iter(f"{{{NS}}}c"):
            words = book.words_in(cell)
            codes = FIELD.findall(words)
            if len(codes) != len(_ANY_FIELD.findall(words)):
                raise Refused(
                    _("格子 %(place)s 里的“%(words)s”写得不对。请写成 {{ 代码 }}，代码用小写字母。")
                    % {"place": cell.get("r", ""), "words": words[:40]}
                )
            found.update(codes)
    return found


def names_of_cells(file: IO[bytes]) -> set[str]:
    """Names of the workbook that point to one cell."""
    return {name for name, _path, _place in Workbook(file).named_cells()}


def fill(file: IO[bytes], values: Mapping[str, Value]) -> bytes:
    """The layout with `values` by code in its cells; what has no value is left empty."""
    book = Workbook(file)
    named: dict[str, dict[str, str]] = {}
    for name, path, place in book.named_cells():
        if name in values:
            named.setdefault(path, {})[place] = name
    for path in book.sheets.values():
        tree = _tree(book.parts[path])
        changed = False
        for cell in list(tree.iter(f"{{{NS}}}c")):
            words = book.words_in(cell)
            code = named.get(path, {}).pop(cell.get("r", ""), "")
            if code:
                _write(cell, values[code])
            elif FIELD.search(words):
                _write(cell, _filled(words, values))
            else:
                continue
            changed = True
        for place, name in named.get(path, {}).items():
            _write(_new_cell(tree, place), values[name])
            changed = True
        if changed:
            book.parts[path] = _bytes(tree)
    return book.packed()


def _filled(words: str, values: Mapping[str, Value]) -> Value:
    """A number where the field is all of the cell; else the words with values in them."""
    whole = FIELD.fullmatch(words.strip())
    if whole:
        return values.get(whole[1], "")
    return FIELD.sub(lambda found: str(values.get(found[1], "")), words)


def _write(cell: Any, value: Value) -> None:
    for part in list(cell):
        cell.remove(part)
    if isinstance(value, int | float):
        cell.attrib.pop("t", None)
        etree.SubElement(cell, f"{{{NS}}}v").text = str(value)
        return
    # Text inside the cell, never a formula, whatever it begins with.
    cell.set("t", "inlineStr")
    inside = etree.SubElement(etree.SubElement(cell, f"{{{NS}}}is"), f"{{{NS}}}t")
    inside.text = "".join(one for one in value if one >= " " or one in "\n\t")


def _new_cell(tree: Any, place: str) -> Any:
    """The empty cell of a place, put where the format wants it: rows and cells in order."""
    found = _PLACE.match(place)
    if found is None:
        raise Refused(_("格式里的名称指向的格子不存在。请重新上传格式。"))
    number = int(found[2])
    data = tree.find(f"{{{NS}}}sheetData")
    row = next((one for one in data if int(one.get("r", "0")) == number), None)
    if row is None:
        row = etree.Element(f"{{{NS}}}row", r=str(number))
        later = next((one for one in data if int(one.get("r", "0")) > number), None)
        if later is None:
            data.append(row)
        else:
            later.addprevious(row)
    cell = etree.Element(f"{{{NS}}}c", r=place)
    behind = next((one for one in row if _column(one.get("r", "")) > _column(place)), None)
    if behind is None:
        row.append(cell)
    else:
        behind.addprevious(cell)
    return cell


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def _bytes(tree: Any) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
