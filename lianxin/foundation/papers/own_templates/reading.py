"""Where each field stands in a template, and what is wrong with it, named by place.

A template may hold `{{ 字段 }}`, rows repeated over a field that has rows
(`{%tr for 条 in 逐条答复 %}` … `{{ 条.事项 }}` … `{%tr endfor %}`) and parts shown only
when a field is filled (`{% if 字段 %}` … `{% endif %}`). Everything else that the
template language could do is refused here, before it ever runs.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from lianxin.foundation.papers.own_templates.fields import Field, by_name, nearest
from lianxin.foundation.refusals import Refused

TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.S)
_FIELD = re.compile(r"^([^\W\d]\w*)(?:\.([^\W\d]\w*))?$")
_FOR = re.compile(r"^(?:(tr|p)\s+)?for\s+([^\W\d]\w*)\s+in\s+([^\W\d]\w*)$")
_IF = re.compile(r"^(?:(tr|p)\s+)?if\s+([^\W\d]\w*)(?:\.([^\W\d]\w*))?$")
_END = re.compile(r"^(?:(tr|p)\s+)?(endfor|endif|else)$")
_LEFT = re.compile(r"\{\{|\{%|\}\}|%\}|\{#|#\}")
_FULL_WIDTH = re.compile(r"｛\s*｛|｝\s*｝|｛\s*%|％\s*｝|｛\s*％")
_MOST_SHOWN = 24
_PARTS = (
    ("header", gettext_lazy("页眉")),
    ("footer", gettext_lazy("页脚")),
    ("footnotes", gettext_lazy("脚注")),
)
_NEVER_FILLED = {
    "docProps/core.xml": gettext_lazy("文档属性（标题、主题等）"),
    "word/endnotes.xml": gettext_lazy("尾注"),
}
# Names with a meaning of their own in the template language.
_TAKEN = frozenset({"loop", "self", "true", "false", "none", "not", "and", "or", "in", "is"})


@dataclass(frozen=True)
class Trouble:
    """One thing to put right. place: 第 3 段, 第 1 个表格第 2 行."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}：{self.words}"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: where a clerk finds it, its text, its element."""

    place: str
    text: str
    element: Any


@dataclass
class Reading:
    """What a template names (by the fields' Chinese names) and what is wrong with it."""

    used: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def read_template(file: IO[bytes], fields: Sequence[Field]) -> Reading:
    """Read a template that `guarding.refuse_unsafe` has let pass.

    Raises Refused when it cannot be read as a Word document at all.
    """
    file.seek(0)
    found = Reading()
    try:
        with zipfile.ZipFile(file) as archive:
            names = sorted(archive.namelist(), key=lambda name: ("word/document" not in name, name))
            for name in names:
                if where := _part_place(name):
                    _read_part(parse_xml(archive.read(name)), where, fields, found)
                elif name in _NEVER_FILLED and _LEFT.search(
                    archive.read(name).decode("utf-8", "replace")
                ):
                    found.troubles.append(
                        Trouble(str(_NEVER_FILLED[name]), _("这里不能写字段，请删除。"))
                    )
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile) as error:
        raise Refused(
            _("这个文件已损坏，打不开。请在电脑上打开检查，另存一份后再上传。")
        ) from error
    finally:
        file.seek(0)
    return found


def _part_place(name: str) -> str:
    """What a part is called in the places of its paragraphs; "" for one without text."""
    if name == "word/document.xml":
        return "body"
    for start, words in _PARTS:
        if re.fullmatch(rf"word/{start}\d*\.xml", name):
            return str(words)
    return ""


def _read_part(root: Any, where: str, fields: Sequence[Field], found: Reading) -> None:
    reader = _Reader(fields, found)
    for paragraph in paragraphs_of(root, "" if where == "body" else where):
        reader.read(paragraph)
    reader.finish()


def paragraphs_of(root: Any, where: str = "") -> Iterator[Paragraph]:
    """Paragraphs in the order of reading; empty ones are not counted, as nobody counts them."""
    body = root.find(qn("w:body"))
    yield from _blocks(root if body is None else body, where, [0, 0], "")


def _blocks(parent: Any, where: str, counts: list[int], cell: str) -> Iterator[Paragraph]:
    """counts: paragraphs and tables so far. cell: the table's place when inside one."""
    for child in parent:
        if child.tag == qn("w:p"):
            text = text_of(child)
            if not cell and text.strip():
                counts[0] += 1
            place = cell or _("第 %d 段") % max(counts[0], 1)
            place = f"{where}{place}"
            yield Paragraph(place, text, child)
            for box in child.iter(qn("w:txbxContent")):
                yield from _blocks(box, f"{place}{_('的文本框')}", [0, 0], "")
        elif child.tag == qn("w:tbl"):
            counts[1] += 1
            for number, row in enumerate(child.iter(qn("w:tr")), start=1):
                here = _("第 %(table)d 个表格第 %(row)d 行") % {"table": counts[1], "row": number}
                for inner in row.iterchildren(qn("w:tc"), qn("w:sdt")):
                    yield from _blocks(inner, where, [0, 0], cell or here)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:footnote"), qn("w:tc")):
            yield from _blocks(child, where, counts, cell)


def text_of(paragraph: Any) -> str:
    """The text as read, across the runs Word has split it into; boxes are read apart."""
    return "".join(node.text or "" for node in text_nodes(paragraph))


def text_nodes(paragraph: Any) -> list[Any]:
    return [node for node in paragraph.iter(qn("w:t")) if _paragraph_of(node) is paragraph]


def _paragraph_of(node: Any) -> Any:
    return next(node.iterancestors(qn("w:p")), None)


@dataclass(frozen=True)
class _Opened:
    """A for or if that waits for its end.

    within: the table or cell that holds it: what is repeated or left out must lie
        in one piece, or the document would come out torn.
    """

    word: str
    place: str
    form: str
    row: str
    rows: tuple[Field, ...]
    within: Any


class _Reader:
    """Reads the paragraphs of one part; what is opened must be closed in the same part."""

    def __init__(self, fields: Sequence[Field], found: Reading) -> None:
        self.fields = fields
        self.known = by_name(fields)
        self.found = found
        self.open: list[_Opened] = []

    def read(self, paragraph: Paragraph) -> None:
        place, text = paragraph.place, paragraph.text
        if _FULL_WIDTH.search(text):
            self._say(place, _("用了全角大括号，请改成半角的 {{ 和 }}。"))
        for tag in TAG.finditer(text):
            if tag.group(1) is not None:
                self._field(place, tag.group(1).strip())
            else:
                self._statement(place, tag.group(2).strip(), paragraph)
        rest = TAG.sub("", text)
        if left := _LEFT.search(rest):
            self._unclosed(place, rest, left.group())

    def finish(self) -> None:
        for one in self.open:
            ending = "endfor" if one.word == "for" else "endif"
            self._say(
                one.place,
                _("这里的 {%% %(word)s %%} 没有结束，请在后面加上 {%% %(end)s %%}。")
                % {"word": one.word, "end": ending},
            )

    def _say(self, place: str, words: str) -> None:
        self.found.troubles.append(Trouble(place, words))

    def _unclosed(self, place: str, rest: str, mark: str) -> None:
        if mark in ("{#", "#}"):
            self._say(place, _("不能写 {# #} 注释，请删除。"))
        elif mark in ("{{", "{%"):
            shown = rest[rest.index(mark) :][:_MOST_SHOWN]
            closing = "}}" if mark == "{{" else "%}"
            self._say(
                place,
                _("“%(shown)s”只有左边的 %(left)s，缺少右边的 %(right)s；一个字段要写在同一段里。")
                % {"shown": shown, "left": mark, "right": closing},
            )
        else:
            opening = "{{" if mark == "}}" else "{%"
            self._say(
                place,
                _("多出一个 %(right)s，前面缺少 %(left)s。") % {"left": opening, "right": mark},
            )

    def _field(self, place: str, inner: str) -> None:
        match = _FIELD.match(inner)
        if match is None or inner in _TAKEN:
            plain = nearest(inner, self.fields) if inner else ""
            if plain and re.sub(r"\s+", "", inner) == plain:
                self._say(
                    place,
                    _("字段“%(name)s”中间有空格，请写成“%(plain)s”。")
                    % {"name": inner, "plain": plain},
                )
            elif not inner:
                self._say(place, _("大括号里没有字段名。"))
            else:
                self._say(
                    place,
                    _("“%s”不是字段名。大括号里只能写字段名，不能写算式、引号和其他符号。")
                    % inner[:_MOST_SHOWN],
                )
            return
        self._name(place, match.group(1), match.group(2), is_shown=True)

    def _name(self, place: str, name: str, item: str | None, *, is_shown: bool) -> None:
        """A field, or with `item` one of a row that a `for` around it names."""
        if item is not None:
            rows = next((one.rows for one in reversed(self.open) if one.row == name), None)
            if rows is None:
                self._say(
                    place,
                    _("“%(name)s.%(item)s”不是字段名：“%(name)s”不在重复的行里。")
                    % {"name": name, "item": item},
                )
            elif item not in by_name(rows):
                self._unknown(place, item, rows)
            return
        if any(one.row == name for one in self.open):
            self._say(place, _("“%s”是一整行，请写明其中的哪一项。") % name)
            return
        known = self.known.get(name)
        if known is None:
            self._unknown(place, name, self.fields)
        elif known.is_list and is_shown:
            self._say(
                place,
                _(
                    "“%(name)s”有多行，请写成 {%%tr for 行 in %(name)s %%}，行里写 {{ 行.%(item)s }}。"
                )
                % {"name": name, "item": known.items[0].name},
            )
        elif known.name not in self.found.used:
            self.found.used.append(known.name)

    def _unknown(self, place: str, name: str, fields: Sequence[Field]) -> None:
        words = _("没有“%s”这个字段") % name[:_MOST_SHOWN]
        if guess := nearest(name, fields):
            words += _("，是不是“%s”？") % guess
        else:
            words += _("，请从字段表里选。")
        self._say(place, words)

    def _statement(self, place: str, inner: str, paragraph: Paragraph) -> None:
        if match := _FOR.match(inner):
            form, row, name = match.groups()
            known = self.known.get(name)
            if known is None:
                self._unknown(place, name, [one for one in self.fields if one.is_list])
            elif not known.is_list:
                self._say(place, _("“%s”只有一个值，不能重复成行。") % name)
            elif row in self.known or row in _TAKEN:
                self._say(place, _("行的名字“%s”和字段同名，请换一个，例如“行”。") % row)
            elif known.name not in self.found.used:
                self.found.used.append(known.name)
            self._enter("for", place, form, row, known.items if known else (), paragraph)
        elif match := _IF.match(inner):
            form, name, item = match.groups()
            self._name(place, name, item, is_shown=False)
            self._enter("if", place, form, "", (), paragraph)
        elif match := _END.match(inner):
            self._leave(place, match.group(1), match.group(2), paragraph)
        else:
            self._say(
                place,
                _("不能写“{%% %s %%}”。只能用 for（重复有多行的字段）和 if（字段不为空才显示）。")
                % inner[:_MOST_SHOWN],
            )

    def _enter(self, word, place, form, row, rows, paragraph) -> None:
        inside = next(paragraph.element.iterancestors(qn("w:tr")), None) is not None
        if form == "tr" and not inside:
            self._say(place, _("{%tr … %} 只能写在表格里。"))
        self.open.append(_Opened(word, place, form or "", row, rows, _holder(paragraph, form)))

    def _leave(self, place: str, form: str | None, word: str, paragraph: Paragraph) -> None:
        wanted = "if" if word in ("endif", "else") else "for"
        if not self.open or self.open[-1].word != wanted:
            self._say(place, _("这里的 {%% %s %%} 前面没有与它配对的开头。") % word)
            return
        opened = self.open[-1]
        if opened.form != (form or ""):
            self._say(
                place,
                _("开头写的是“%s”，结尾的写法要与它一致。") % f"{{%{opened.form} {wanted}",
            )
        elif opened.within is not _holder(paragraph, form):
            self._say(
                place,
                _("{%% %(word)s %%} 和它的开头（%(place)s）不在同一个表格或者单元格里。")
                % {"word": word, "place": opened.place},
            )
        if word != "else":
            self.open.pop()


def _holder(paragraph: Paragraph, form: str | None) -> Any:
    """The table of a repeated row; else what the paragraph lies in."""
    if form == "tr":
        return next(paragraph.element.iterancestors(qn("w:tbl")), None)
    return paragraph.element.getparent()
