"""Which column means what: headings as printed, mapped by a table of aliases.

What the table does not settle is asked: `map_columns` returns questions for a page to put, and
takes the answers back.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import Column

_DECORATION = re.compile(r"[\s*★:]+")
_PARENTHESES = re.compile(r"\([^()]*\)$")
IGNORE = ""
"""The answer "do not import this column"."""


@dataclass(frozen=True)
class FieldSpec:
    """One thing an import knows about a record."""

    name: str
    label: str
    required: bool = False
    many: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class AliasTable:
    """The fields of one kind of import, and how headings lead to them."""

    kind: str
    fields: dict[str, FieldSpec]
    by_heading: dict[str, tuple[str, ...]]
    """Plain heading → names of the fields it may mean."""
    ignored: frozenset[str]


class QuestionKind(StrEnum):
    UNKNOWN = "unknown"
    """No alias: which field, if any, is this column?"""

    AMBIGUOUS = "ambiguous"
    """Several columns for one field, or several fields for one column."""

    MISSING = "missing"
    """A required field has no column."""


@dataclass(frozen=True)
class Question:
    """What a page asks before importing; `candidates` are names of fields, likeliest first."""

    kind: QuestionKind
    text: str
    column: Column | None = None
    candidates: tuple[str, ...] = ()


@dataclass
class ColumnMap:
    """Field name → column; a second column of a `many` field is "phone.2"."""

    columns: dict[str, Column] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    ignored: list[Column] = field(default_factory=list)

    @property
    def missing(self) -> list[Question]:
        """Questions without whose answer nothing can be imported."""
        return [each for each in self.questions if each.kind is QuestionKind.MISSING]

    def slots(self, name: str) -> list[Column]:
        """All columns of a field: `phone`, `phone.2` …"""
        return [
            column
            for slot, column in self.columns.items()
            if slot == name or slot.startswith(name + ".")
        ]


def plain_heading(text: str) -> str:
    """A heading for comparing: 「 文化\\n程度*」 → 「文化程度」."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", text)).casefold()


def heading_forms(text: str) -> list[str]:
    """The ways a heading may be looked up: 「年龄(岁)」 as it is, then 「年龄」."""
    plain = plain_heading(text)
    bare = _PARENTHESES.sub("", plain)
    return [plain] if bare in {plain, ""} else [plain, bare]


@cache
def _tables() -> dict[str, AliasTable]:
    path = files("lianxin.foundation.sheets").joinpath("data/header_aliases.yaml")
    tables = {}
    for kind, content in yaml.safe_load(path.read_text("utf-8")).items():
        specs = {
            name: FieldSpec(
                name=name,
                label=entry["label"],
                required=entry.get("required", False),
                many=entry.get("many", False),
                aliases=tuple(entry["aliases"]),
            )
            for name, entry in content["fields"].items()
        }
        by_heading: dict[str, tuple[str, ...]] = {}
        for spec in specs.values():
            for alias in dict.fromkeys(plain_heading(each) for each in (*spec.aliases, spec.label)):
                by_heading[alias] = (*by_heading.get(alias, ()), spec.name)
        ignored = frozenset(plain_heading(each) for each in content["ignored"])
        tables[kind] = AliasTable(kind, specs, by_heading, ignored)
    return tables


def alias_table(kind: str) -> AliasTable:
    """Aliases for "deputies", "offices" or "suggestions"; KeyError for anything else."""
    return _tables()[kind]


@cache
def known_headings(kind: str | None = None) -> frozenset[str]:
    """All plain headings of one kind, or of all kinds: what a header row is known by."""
    tables = [alias_table(kind)] if kind else [*_tables().values()]
    return frozenset(heading for table in tables for heading in (*table.by_heading, *table.ignored))


def map_columns(
    columns: Sequence[Column],
    kind: str,
    *,
    answers: Mapping[int, str] | None = None,
) -> ColumnMap:
    """Map the columns of a table to the fields of `kind`.

    answers: index of a column → name of a field, or IGNORE, as a person decided; an answer wins
        over the alias table.
    Columns nobody knows and fields with two columns become questions; the rest is mapped, so
    that a command line may go on without asking.
    """
    table = alias_table(kind)
    answers = answers or {}
    found = ColumnMap()
    for column in columns:
        if column.index in answers:
            names: tuple[str, ...] = (answers[column.index],)
            if names == (IGNORE,) or names[0] not in table.fields:
                found.ignored.append(column)
                continue
        else:
            names = _candidates(column, table)
        slot = next(filter(None, (_slot(name, table, found) for name in names)), None)
        if slot:
            found.columns[slot] = column
        elif names:
            found.questions.append(_second_column(column, names, table, found))
        elif not any(form in table.ignored for form in heading_forms(column.text)):
            found.questions.append(_unknown(column, table, found))
        else:
            found.ignored.append(column)
    for spec in table.fields.values():
        if spec.required and spec.name not in found.columns:
            text = _("表里没有“{label}”这一列。请指出哪一列是，或在表里补上再上传。").format(
                label=spec.label
            )
            found.questions.append(Question(QuestionKind.MISSING, text, None, (spec.name,)))
    return found


def _candidates(column: Column, table: AliasTable) -> tuple[str, ...]:
    """Fields a heading may mean; with its group first: 「单位」 over 「名称」 is 「单位名称」."""
    texts = [column.group + column.text, column.text] if column.group else [column.text]
    for text in texts:
        for form in heading_forms(text):
            if form in table.by_heading:
                return table.by_heading[form]
    return ()


def _slot(name: str, table: AliasTable, found: ColumnMap) -> str | None:
    """The next free slot of a field; None where it has its only column already."""
    if name not in found.columns:
        return name
    if not table.fields[name].many:
        return None
    return f"{name}.{len(found.slots(name)) + 1}"


def _second_column(column, names, table: AliasTable, found: ColumnMap) -> Question:
    label = table.fields[names[0]].label
    first = found.columns[names[0]]
    text = _("“{label}”有两列：{first} 列和 {second} 列。先取 {first} 列，请确认。").format(
        label=label, first=first.letter, second=column.letter
    )
    return Question(QuestionKind.AMBIGUOUS, text, column, tuple(names))


def _unknown(column: Column, table: AliasTable, found: ColumnMap) -> Question:
    """Ask about a column, suggesting free fields whose names share characters with it."""
    plain = set(plain_heading(column.text))
    free = [spec for spec in table.fields.values() if _slot(spec.name, table, found)]

    def likeness(spec: FieldSpec) -> float:
        return max(
            len(plain & set(alias)) / len(plain | set(alias) or {""})
            for alias in (spec.label, *spec.aliases)
        )

    likely = sorted((spec for spec in free if likeness(spec) >= 0.3), key=likeness, reverse=True)
    name = column.text or column.letter
    text = _("“{name}”（{letter} 列）不知道是什么，没有导入。").format(
        name=name, letter=column.letter
    )
    return Question(QuestionKind.UNKNOWN, text, column, tuple(spec.name for spec in likely[:3]))
