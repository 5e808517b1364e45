"""Import and export of rosters, offices, suggestions, stations, activities: page and command."""

from collections.abc import Mapping
from datetime import date
from os import PathLike
from typing import BinaryIO

from lianxin.faces.setup.imports.activities import ActivityImporter
from lianxin.faces.setup.imports.deputies import DeputyImporter
from lianxin.faces.setup.imports.offices import OfficeImporter
from lianxin.faces.setup.imports.pipeline import Imported, Importer, Pace, run
from lianxin.faces.setup.imports.stations import StationImporter
from lianxin.faces.setup.imports.suggestions import SuggestionImporter
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.sheets.report import ImportReport
from lianxin.foundation.sheets.writing import write_workbook

IMPORTERS: dict[str, type[Importer]] = {
    importer.kind: importer
    for importer in (
        DeputyImporter,
        OfficeImporter,
        SuggestionImporter,
        StationImporter,
        ActivityImporter,
    )
}

__all__ = ["IMPORTERS", "Imported", "Pace", "export_records", "import_file"]


def import_file(
    kind: str,
    source: str | PathLike | BinaryIO,
    *,
    body: Body,
    by: Account | None,
    today: date,
    filename: str = "",
    sheet: str | None = None,
    answers: Mapping[int, str] | None = None,
    dry_run: bool = False,
    pace: Pace | None = None,
    told: ImportReport | None = None,
) -> Imported:
    """Import `source` as one of IMPORTERS ("deputies", "activities"); see `pipeline.run`."""
    return run(
        IMPORTERS[kind],
        source,
        body=body,
        by=by,
        today=today,
        filename=filename,
        sheet=sheet,
        answers=answers,
        dry_run=dry_run,
        pace=pace,
        told=told,
    )


def export_records(
    kind: str, target: str | PathLike | BinaryIO, *, body: Body, by: Account | None
) -> int:
    """Write the body's records to an .xlsx that imports again as unchanged; returns their number.

    Raises PermissionDenied unless `by` (None: a command) may import them.
    """
    importer = IMPORTERS[kind]
    if by is not None:
        require(by, importer.permission, body)
    return write_workbook(target, importer.sheets(body))
