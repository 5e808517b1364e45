"""An exported table comes back: what was changed in it, shown first, applied row by row.

The differences are kept with the upload (`ImportBatch.preview`); applying needs them only, and
asks the record of each row again. Each row is one transaction: all its cells or none.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.faces.setup.models import ImportBatch
from lianxin.faces.setup.revisers import REVISERS, Reviser, kind_of
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.sheets import Table
from lianxin.foundation.sheets.revising import (
    Revisable,
    RowChange,
    compare,
    system_columns,
    words,
)
from lianxin.foundation.sheets.values import ValueRefused
from lianxin.foundation.tasks import background, enqueue

AT_ONCE = 200
"""Rows applied while the reader waits; more are applied in the background."""
KEPT_EVERY = 50
"""Rows after which it is written down how far the work is."""
APPLIED, ALREADY = "applied", "already"


def kind_of_table(table: Table) -> str:
    """Which kind of exported list a table is; empty for any other table."""
    column, _stamp = system_columns(table)
    if column is None:
        return ""
    return next((kind for row in table.rows if (kind := kind_of(row[column].text))), "")


def find_changes(
    batch: ImportBatch, table: Table, *, progress: Callable[[int], None] | None = None
) -> None:
    """Compare the table with what stands now, and keep what differs as the preview."""
    reviser = _reviser(batch, batch.by)
    found = compare(
        table,
        Revisable(reviser.fields, reviser.lines, reviser.what, reviser.read_only),
        progress=progress,
    )
    batch.preview = {
        "rows": found.rows,
        "unchanged": found.unchanged,
        "differing": [row.as_json() for row in found.differing],
    }
    batch.save(update_fields=["preview", "kind", "is_revision"])


def rows_of(batch: ImportBatch) -> list[RowChange]:
    """The rows that differ, with what became of them."""
    return [RowChange.from_json(told) for told in (batch.preview or {}).get("differing", [])]


def is_open(row: RowChange) -> bool:
    """Whether the row can still be applied."""
    return bool(row.wanted) and not row.refused and row.outcome not in (APPLIED, ALREADY)


def apply_rows(batch: ImportBatch, *, by: Account, numbers: Collection[int] | None) -> Any:
    """Apply the rows of these numbers, or all that are open and not stale.

    Many rows are applied by a job, which is given back; few at once, which gives None.
    Raises Refused when there is nothing to apply, WrongStatus when the upload was dropped.
    """
    if batch.state == ImportBatch.State.DROPPED or batch.preview is None:
        raise WrongStatus(_("这次上传已经放弃或者过期，没有改动。请重新上传。"))
    chosen = [row.number for row in rows_of(batch) if _is_chosen(row, numbers)]
    if not chosen:
        raise Refused(_("没有选中可以改的行。请勾选要改的行。"))
    if len(chosen) > AT_ONCE:
        return enqueue(
            apply_in_background,
            by=by,
            body=batch.body,
            unique=f"revise:{batch.pk}",
            batch=batch.pk,
            numbers=None if numbers is None else chosen,
        )
    _apply(batch, by, set(chosen), lambda done: None)
    return None


@background(title=gettext_lazy("改表"))
def apply_in_background(job, *, batch: int, numbers: list[int] | None) -> dict[str, Any]:
    """Apply the rows; run again after a breakdown it finds those done, and does the others."""
    found = ImportBatch.objects.get(pk=batch)
    chosen = {row.number for row in rows_of(found) if _is_chosen(row, numbers)}
    total = len(chosen)
    applied, refused = _apply(found, job.by, chosen, lambda done: job.progress(done, total))
    return {
        "url": reverse("setup:import_batch", args=[found.token]),
        "words": _("改好 %(applied)d 行，没有改 %(refused)d 行。")
        % {"applied": applied, "refused": refused},
    }


def _is_chosen(row: RowChange, numbers: Collection[int] | None) -> bool:
    if not is_open(row):
        return False
    return not row.is_stale if numbers is None else row.number in numbers


def _apply(batch: ImportBatch, by: Account, chosen: set[int], progress) -> tuple[int, int]:
    reviser = _reviser(batch, by)
    rows = rows_of(batch)
    applied = refused = done = 0
    try:
        for row in rows:
            if row.number not in chosen:
                continue
            row.outcome = _apply_row(reviser, row)
            done += 1
            if row.outcome == APPLIED:
                applied += 1
            elif row.outcome != ALREADY:
                refused += 1
            if done % KEPT_EVERY == 0:
                _keep(batch, rows)
                progress(done)
    finally:
        # Also when the job is cancelled: the page says which rows are done.
        if not transaction.get_connection().needs_rollback:
            _keep(batch, rows)
            _note(batch, by, applied, refused)
    return applied, refused


def _apply_row(reviser: Reviser, row: RowChange) -> str:
    """Change one record, all cells or none; the outcome, or why it was refused."""
    try:
        with transaction.atomic():
            line = reviser.lines([row.key]).get(row.key)
            if line is None:
                return _("记录已经不在，没有改动。")
            now = {field.name: words(field, field.value(line)) for field in reviser.fields}
            wanted = {one.name: one.new for one in row.wanted if now[one.name] != one.new}
            if not wanted:
                return ALREADY
            moved = [one for one in row.wanted if now[one.name] not in (one.old, one.new)]
            if moved:
                return _("“%(heading)s”刚刚又有改动，现在是“%(now)s”。请重新导出。") % {
                    "heading": moved[0].heading,
                    "now": now[moved[0].name][:40],
                }
            locked = [
                reviser.read_only(line, field) for field in reviser.fields if field.name in wanted
            ]
            if any(locked):
                return next(reason for reason in locked if reason)
            reviser.apply(line, wanted)
    except ValueRefused as refusal:
        return refusal.reason
    except (Refused, PermissionDenied) as refusal:
        return str(refusal)
    except ValidationError as error:
        return "；".join(error.messages)
    except (IntegrityError, DataError):
        return _("与已有的记录冲突，没有改动。请核对该行的编号和姓名（标题）。")
    return APPLIED


def _keep(batch: ImportBatch, rows: list[RowChange]) -> None:
    told = dict(batch.preview or {}) | {"differing": [row.as_json() for row in rows]}
    batch.preview = told
    outcomes = [row.outcome for row in rows if row.outcome]
    applied = outcomes.count(APPLIED)
    batch.report = {
        "rows": told["rows"],
        "created": 0,
        "updated": applied,
        "unchanged": told["unchanged"] + outcomes.count(ALREADY),
        "refused": [],
        "warnings": [],
        "refused_count": len(rows) - applied - outcomes.count(ALREADY),
        "warning_count": 0,
    }
    batch.state = ImportBatch.State.DONE
    batch.done_at = timezone.now()
    batch.save(update_fields=["preview", "report", "state", "done_at"])


def _note(batch: ImportBatch, by: Account, applied: int, refused: int) -> None:
    """One event for the table as a whole; each changed record has its own."""
    if not applied:
        return
    with transaction.atomic():
        record(
            by,
            f"revise.{batch.kind}",
            batch.body,
            _("按改好的表格（%(file)s）改动 %(applied)d 行，没有改 %(refused)d 行")
            % {"file": batch.filename[:80], "applied": applied, "refused": refused},
            after={"sha256": batch.sha256, "rows": applied},
        )


def _reviser(batch: ImportBatch, by: Account) -> Reviser:
    return REVISERS[batch.kind](by, timezone.localdate())
