"""Tables from outside and to outside: spreadsheets and text, read safely and written plainly."""

from lianxin.foundation.sheets.reading import read_table
from lianxin.foundation.sheets.tables import (
    Cell,
    Column,
    Flag,
    Limits,
    Note,
    Row,
    SheetRefused,
    Table,
)

__all__ = [
    "Cell",
    "Column",
    "Flag",
    "Limits",
    "Note",
    "Row",
    "SheetRefused",
    "Table",
    "read_table",
]
