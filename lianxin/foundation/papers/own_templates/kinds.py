"""What a template of a paper kind may name, and its values on a real paper."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.own_templates.fields import Field
from lianxin.foundation.papers.sheet import day_words

COMMON = (
    ("number", gettext_lazy("文号"), "禾人常交〔2026〕12号"),
    ("title", gettext_lazy("标题"), ""),
    ("addressee", gettext_lazy("主送"), ""),
    ("copies", gettext_lazy("抄送"), ""),
    ("issuer", gettext_lazy("发文机关"), "禾望县人民代表大会常务委员会"),
    ("signatory", gettext_lazy("签发人"), "林主任"),
    ("issued_on", gettext_lazy("印发日期"), "2026年3月11日"),
    ("drafter", gettext_lazy("拟稿人"), "周文书"),
)
"""Fields every paper has, whatever its kind."""


def fields_of(kind: kinds.Kind) -> list[Field]:
    """All fields of a kind, its own first; a name stands once."""
    found = [_field(one) for one in kind.fields]
    taken = {name for field in found for name in field.names}
    for key, label, sample in COMMON:
        field = Field(str(label), key, sample)
        if not taken & set(field.names):
            found.append(field)
    return found


def _field(one: kinds.Field) -> Field:
    # Between braces a name is one word: 「承办单位（主办）」 is written 承办单位主办.
    name = re.sub(r"\W", "", str(one.label)) or one.name
    return Field(name, one.name, str(one.sample), tuple(_field(row) for row in one.rows))


def values_of(paper: Paper) -> dict[str, Any]:
    """What the fields of a paper say now; what it does not bear yet is empty."""
    issuer = paper.office or paper.body
    return {
        **paper.fields,
        "number": paper.number,
        "title": paper.title.replace("|", ""),
        "addressee": paper.addressee,
        "copies": paper.copies,
        "issuer": issuer.name,
        "signatory": paper.signatory,
        "issued_on": day_words(paper.issued_on) if paper.issued_on else "",
        "drafter": paper.drafted_by.name if paper.drafted_by else "",
    }


def samples_of(kind: kinds.Kind) -> dict[str, Any]:
    """Values to show a template with while there is no paper of its kind yet."""
    return {
        field.key: [{item.key: item.sample for item in field.items}]
        if field.is_list
        else (field.sample or _("（%s）") % field.name)
        for field in fields_of(kind)
    }
