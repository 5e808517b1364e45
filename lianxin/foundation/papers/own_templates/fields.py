"""The fields a template may name, under a Chinese and an English name each."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# What XML cannot hold, and what the filling library would take for a break.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Field:
    """One field of a paper kind.

    name: what a clerk writes between the braces, 承办单位.
    key: the same in English, `office`; also the key of the record's values.
    sample: a value as it would be printed.
    items: for a field with rows (逐条答复), the fields of one row.
    """

    name: str
    key: str
    sample: str = ""
    items: tuple["Field", ...] = ()

    @property
    def names(self) -> tuple[str, str]:
        return (self.name, self.key)

    @property
    def is_list(self) -> bool:
        return bool(self.items)


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields under both of their names."""
    return {name: field for field in fields for name in field.names}


def nearest(name: str, fields: Iterable[Field]) -> str:
    """The field name that was probably meant, or "" when none is near."""
    known = by_name(fields)
    plain = re.sub(r"\s+", "", name)
    if plain in known:
        return plain
    found = difflib.get_close_matches(plain.lower(), known, n=1, cutoff=0.5)
    return found[0] if found else ""


def context_of(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a template reads: every field under both names, nothing else.

    values: by `key`; what is missing is printed empty, never as an error.
    """
    context: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.key)
        if field.is_list:
            rows = value if isinstance(value, list | tuple) else []
            plain: Any = [context_of(field.items, row) for row in rows if isinstance(row, Mapping)]
        else:
            plain = _words(value)
        context[field.name] = context[field.key] = plain
    return context


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = "\n".join(_words(one) for one in value)
    return _UNPRINTABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
