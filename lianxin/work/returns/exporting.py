"""Filings in the county's own layout, and the whole return at once."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.writing import OutColumn, OutSheet, sheet_name, write_workbook
from lianxin.work.returns.amounts import in_sheet
from lianxin.work.returns.computing import Rolled, last_versions, roll_up
from lianxin.work.returns.layouts import LAST, Value, fill
from lianxin.work.returns.models import Layout, Return, Version

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def version_file(version: Version) -> bytes:
    """What a body sent, in the county's layout, or as a plain table where it has none."""
    asked = version.filing.asked_in
    layout = asked.layouts.first()
    values: dict[str, Value] = {one["code"]: _cell(one, "value") for one in version.values}
    values |= {one["code"] + LAST: _cell(one, "last") for one in version.values if "last" in one}
    if layout is None:
        return _plain([_sheet_of(version)])
    return _filled(layout, values | _own_names(asked, version))


def whole_file(asked: Return) -> bytes:
    """Everything in one archive: the sums, and each body's, each in the county's layout.

    Without a layout one workbook with a sheet for each.
    """
    rows = roll_up(asked)
    versions = sorted(last_versions(asked).values(), key=lambda one: one.filing.body.path)
    layout = asked.layouts.first()
    if layout is None:
        return _plain([_sheet_of_sums(asked, rows), *(_sheet_of(one) for one in versions)])
    made = BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        sums = _filled(layout, _sums(rows) | _own_names(asked))
        archive.writestr(f"{sheet_name(_('合计'), names)}.xlsx", sums)
        archive.writestr(
            f"{sheet_name(_('对照'), names)}.xlsx", _plain([_sheet_of_sums(asked, rows)])
        )
        for one in versions:
            name = sheet_name(one.filing.body.short_name, names)
            archive.writestr(f"{name}.xlsx", version_file(one))
    return made.getvalue()


def _cell(one: dict, name: str) -> Value:
    """A sent value for a cell: words, a number, money in its unit; "" of nothing."""
    found = in_sheet(one.get(name), one.get("money", ""))
    if found is None:
        return one["text"] if name == "value" else ""
    return found


def is_archive(asked: Return) -> bool:
    return asked.layouts.exists()


def _filled(layout: Layout, values: dict[str, Value]) -> bytes:
    with layout.file.file.open("rb") as kept:
        return fill(BytesIO(kept.read()), values)


def _own_names(asked: Return, version: Version | None = None) -> dict[str, Value]:
    names: dict[str, Value] = {
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "unit": version.filing.body.name if version else asked.body.name,
    }
    if version:
        names |= {
            "signed_by": version.signed_by,
            "signed_on": version.signed_on.isoformat(),
            "sent_on": version.sent_on.isoformat(),
        }
    return names


def _sums(rows: list[Rolled]) -> dict[str, Value]:
    """The sum of what was sent; people as computed, for they are not added."""
    found: dict[str, Value] = {}
    for one in rows:
        for code, number in ((one.line.code, one.shown), (one.line.code + LAST, one.last)):
            value = in_sheet(number, one.line.money)
            if value is not None:
                found[code] = value
    return found


def _sheet_of(version: Version) -> OutSheet:
    filing = version.filing
    compares = filing.asked_in.compares
    rows = []
    for one in version.values:
        money = one.get("money", "")
        value, last = one["value"], one.get("last")
        change = None if value is None or last is None else value - last
        rows.append(
            [
                _label(one["label"], one.get("narrowed", "")),
                _cell(one, "value"),
                one["unit"],
                in_sheet(one["computed"], money),
                *([in_sheet(last, money), in_sheet(change, money)] if compares else []),
                one["note"],
            ]
        )
    extra = [_("上年同期"), _("增减")] if compares else []
    signed = f"{version.signed_by} {version.signed_on}"
    rows.append([_("签字"), signed, "", None, *[None for _one in extra], ""])
    columns = [_("项目"), _("报送数"), _("单位"), _("系统计算"), *extra, _("说明")]
    return OutSheet(filing.body.short_name, [OutColumn(one) for one in columns], rows)


def _label(label: str, narrowed: str) -> str:
    return f"{label}（{narrowed}）" if narrowed else label


def _sheet_of_sums(asked: Return, rows: list[Rolled]) -> OutSheet:
    bodies = [one.body for one in asked.filings.select_related("body")]
    columns = [
        _("项目"),
        _("单位"),
        _("报送合计"),
        *([_("上年同期"), _("增减")] if asked.compares else []),
        _("已报单位系统计算"),
        _("相差"),
        _("全部系统计算"),
        *(one.short_name for one in bodies),
    ]
    lines = []
    for one in rows:
        before = [one.last, one.change] if asked.compares else []
        numbers = [one.sent, *before, one.computed, one.difference, one.whole]
        lines.append(
            [
                _label(one.line.label, one.line.narrowed_words),
                one.line.unit,
                *(in_sheet(number, one.line.money) for number in numbers),
                *(one.by_body.get(body.pk, "") for body in bodies),
            ]
        )
    return OutSheet(_("汇总"), [OutColumn(one) for one in columns], lines)


def _plain(sheets: list[OutSheet]) -> bytes:
    made = BytesIO()
    write_workbook(made, sheets)
    return made.getvalue()
