"""Filings in the county's own layout, and the whole return at once."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from lianxin.foundation.sheets.writing import OutColumn, OutSheet, sheet_name, write_workbook
from lianxin.work.returns.computing import Rolled, last_versions, roll_up
from lianxin.work.returns.layouts import fill
from lianxin.work.returns.models import Layout, Return, Version

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def version_file(version: Version) -> bytes:
    """What a body sent, in the county's layout, or as a plain table where it has none."""
    asked = version.filing.asked_in
    layout = asked.layouts.first()
    values: dict[str, int | str] = {
        one["code"]: one["text"] if one["value"] is None else one["value"] for one in version.values
    }
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


def is_archive(asked: Return) -> bool:
    return asked.layouts.exists()


def _filled(layout: Layout, values: dict[str, int | str]) -> bytes:
    with layout.file.file.open("rb") as kept:
        return fill(BytesIO(kept.read()), values)


def _own_names(asked: Return, version: Version | None = None) -> dict[str, int | str]:
    names: dict[str, int | str] = {
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


def _sums(rows: list[Rolled]) -> dict[str, int | str]:
    """The sum of what was sent; people as computed, for they are not added."""
    found: dict[str, int | str] = {}
    for one in rows:
        value = one.whole if one.line.counts_people else one.sent
        if value is not None:
            found[one.line.code] = value
    return found


def _sheet_of(version: Version) -> OutSheet:
    filing = version.filing
    rows = [
        [
            one["label"],
            one["text"] if one["value"] is None else one["value"],
            one["unit"],
            one["computed"],
            one["note"],
        ]
        for one in version.values
    ]
    rows.append([_("签字"), f"{version.signed_by} {version.signed_on}", "", None, ""])
    columns = [_("项目"), _("报送数"), _("单位"), _("系统计算"), _("说明")]
    return OutSheet(filing.body.short_name, [OutColumn(one) for one in columns], rows)


def _sheet_of_sums(asked: Return, rows: list[Rolled]) -> OutSheet:
    bodies = [one.body for one in asked.filings.select_related("body")]
    columns = [
        _("项目"),
        _("单位"),
        _("报送合计"),
        _("已报单位系统计算"),
        _("相差"),
        _("全部系统计算"),
        *(one.short_name for one in bodies),
    ]
    lines = [
        [
            one.line.label,
            one.line.unit,
            one.sent,
            one.computed,
            one.difference,
            one.whole,
            *(one.by_body.get(body.pk, "") for body in bodies),
        ]
        for one in rows
    ]
    return OutSheet(_("汇总"), [OutColumn(one) for one in columns], lines)


def _plain(sheets: list[OutSheet]) -> bytes:
    made = BytesIO()
    write_workbook(made, sheets)
    return made.getvalue()
