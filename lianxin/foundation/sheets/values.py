"""What every parser of cells shares: its result, its refusal, and cells that say nothing."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import Cell

T = TypeVar("T")

_NOTHING = re.compile(
    r"[-—–－/\\.。·…\s]*|无|未知|不详|暂无|待定|空|N/?A|null|None|nan|（略）|\(略\)", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"[\[【〔].*[\]】〕]")


class ValueRefused(Exception):
    """A cell whose meaning cannot be told; people read `reason`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A value and what a person should know about how it was read."""

    value: T
    warnings: tuple[str, ...] = ()


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, 「无」."""
    return not cell.text or bool(_NOTHING.fullmatch(cell.text))


def placeholder_warning(cell_text: str) -> str:
    """The warning for 「[手机号]」 and its like; empty for other text."""
    if not _PLACEHOLDER.fullmatch(cell_text):
        return ""
    return _("“{text}”是占位文字，留空未导入。").format(text=shorten(cell_text))


def shorten(text: str) -> str:
    """At most 30 characters of what was typed, for repeating it in a message."""
    return text if len(text) <= 30 else text[:29] + "…"
