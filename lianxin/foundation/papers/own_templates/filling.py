"""Filling a checked template with the values of one record."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from lxml import etree

from lianxin.foundation.papers.own_templates.fields import Field, context_of
from lianxin.foundation.papers.own_templates.reading import (
    TAG,
    paragraphs_of,
    read_template,
    text_nodes,
)
from lianxin.foundation.refusals import Refused


class _Environment(ImmutableSandboxedEnvironment):
    """Names and rows only: no attributes of objects, no calls, filters or globals.

    `reading` has refused all of that already; this is the second lock.
    """

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        raise SecurityError(attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        raise SecurityError(str(argument))

    def call(self, *args: Any, **kwargs: Any) -> Any:
        raise SecurityError("call")


def fill(file: IO[bytes], fields: Sequence[Field], values: Mapping[str, Any]) -> bytes:
    """The document of one record, as DOCX.

    file: a template that was checked when it was uploaded; read anew here, because
        the fields of a kind may have changed since.
    values: by the fields' keys.
    Raises Refused, naming the places, when it no longer fits.
    """
    if troubles := read_template(file, fields).troubles:
        raise Refused(
            _("模板和现在的字段对不上，请改好后重新上传。%s")
            % "；".join(str(one) for one in troubles[:5])
        )
    template = DocxTemplate(BytesIO(_joined(file)))
    try:
        template.render(context_of(fields, values), jinja_env=_Environment(), autoescape=True)
    except (
        TemplateError,
        SecurityError,
        etree.XMLSyntaxError,
        ValueError,
        AttributeError,
    ) as error:
        raise Refused(
            _("这份模板填不出来。请检查 for、if 与它们的结尾是否成对、位置是否相当。")
        ) from error
    filled = BytesIO()
    template.save(filled)
    return filled.getvalue()


def _joined(file: IO[bytes]) -> bytes:
    """The template with each field in a single run, however Word has split it."""
    file.seek(0)
    document = Document(file)
    _join_fields(document.element)
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/header", "/footer")):
            continue
        _join_fields(relation.target_part._element)
    kept = BytesIO()
    document.save(kept)
    file.seek(0)
    return kept.getvalue()


def _join_fields(root: Any) -> None:
    for paragraph in paragraphs_of(root):
        nodes = text_nodes(paragraph.element)
        for found in reversed(list(TAG.finditer(paragraph.text))):
            _gather(nodes, found.start(), found.end())


def _gather(nodes: list[Any], start: int, end: int) -> None:
    """Move the text between two places of a paragraph into the run where it begins."""
    position = 0
    first = None
    for node in nodes:
        text = node.text or ""
        left, right = max(start - position, 0), min(end - position, len(text))
        position += len(text)
        if left >= right:
            continue
        if first is None:
            first = node
            if right == end - position + len(text):
                return
            first_left, whole = left, text[left:right]
        else:
            whole += text[left:right]
            node.text = text[:left] + text[right:]
            node.set(qn("xml:space"), "preserve")
    if first is not None:
        first.text = (first.text or "")[:first_left] + whole
        first.set(qn("xml:space"), "preserve")
