"""Labelled files by which learning and likeness are measured."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.plaintext import decode
from lianxin.foundation.sheets.tables import SheetRefused

ID = "msg_id"
EXACT, ISSUE = "exact_body", "same_issue"


class WrongFile(Exception):
    """The file is not there, cannot be read or lacks a column; the message says which."""


def read_rows(path: str, columns: Iterable[str]) -> list[dict[str, str]]:
    """Rows of a CSV in UTF-8, with or without its mark, UTF-16 or GB18030.

    columns: names that the header must have. Raises WrongFile.
    """
    try:
        text = decode(Path(path).read_bytes())
    except OSError as problem:
        raise WrongFile(
            _("打不开文件“%s”。请检查文件是否存在、有没有读取权限。") % path
        ) from problem
    except SheetRefused as problem:
        raise WrongFile(
            _("认不出文件“%s”的文字编码。请另存为 UTF-8 的 CSV 再试。") % path
        ) from problem
    # A text of the internet may be longer than what the module takes for a cell.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), restval="")
    try:
        header = [(name or "").strip() for name in reader.fieldnames or []]
        reader.fieldnames = header
        missing = [name for name in columns if name not in header]
        if missing:
            raise WrongFile(
                _("文件“%(path)s”缺少列：%(columns)s。现有的列：%(header)s。")
                % {
                    "path": path,
                    "columns": "、".join(missing),
                    "header": "、".join(filter(None, header)) or _("（没有）"),
                }
            )
        return [{name: (row.get(name) or "") for name in header} for row in reader]
    except csv.Error as problem:
        raise WrongFile(_("文件“%s”不是完整的 CSV（引号不成对）。") % path) from problem


def read_groups(path: str) -> tuple[list[set[str]], list[set[str]]]:
    """Groups of copies and groups of one issue. Raises WrongFile for another kind."""
    found: dict[str, dict[str, set[str]]] = {EXACT: {}, ISSUE: {}}
    for number, row in enumerate(read_rows(path, ("group_id", "kind", ID)), start=2):
        kind = row["kind"].strip()
        if kind not in found:
            raise WrongFile(
                _("标注文件第 %(row)d 行的 kind 是“%(kind)s”，只能是 %(exact)s 或者 %(issue)s。")
                % {"row": number, "kind": kind, "exact": EXACT, "issue": ISSUE}
            )
        found[kind].setdefault(row["group_id"], set()).add(row[ID])
    return list(found[EXACT].values()), list(found[ISSUE].values())
