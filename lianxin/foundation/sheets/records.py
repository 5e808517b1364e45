"""Tables kept as JSON: a list of flat records, or {"items": [...]}."""

import json

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.tables import Limits, SheetRefused


def read_records(content: bytes, limits: Limits) -> tuple[list[str], list[list[str]]]:
    """(names of the fields, one list of texts per record).

    A list inside a record is joined by ";", a record inside a record lends its fields.
    Raises SheetRefused where the file is no such list.
    """
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise SheetRefused(
            _("文件不是完整的 JSON（UTF-8）。请重新导出，或者另存为 .xlsx 后再上传。")
        ) from problem
    items = data.get("items") if isinstance(data, dict) else data
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SheetRefused(
            _("JSON 里没有记录清单。应当是一个列表，或者在 items 下放一个列表，每条记录一组字段。")
        )
    if len(items) > limits.rows:
        raise SheetRefused(
            _("文件有 {rows} 条，超过上限 {limit} 条。请分成几个文件。").format(
                rows=len(items), limit=limits.rows
            )
        )
    flat = [_flatten(item) for item in items]
    names = list(dict.fromkeys(name for item in flat for name in item))
    if len(names) > limits.columns:
        raise SheetRefused(
            _("文件有 {columns} 个字段，超过上限 {limit} 个。请只保留要导入的字段。").format(
                columns=len(names), limit=limits.columns
            )
        )
    return names, [[item.get(name, "") for name in names] for item in flat]


def _flatten(item: dict) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, dict):
            for inner, inner_value in value.items():
                flat.setdefault(inner, _text(inner_value))
        else:
            flat[name] = _text(value)
    return flat


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(_text(part) for part in value if not isinstance(part, list | dict))
    if isinstance(value, dict):
        return ""
    return str(value)
