"""From an uploaded table to its import: kept, looked at, rehearsed, carried out once.

The engine is `imports`, the same as behind `lianxin import`; here is only what a
page needs between two requests.
"""

import errno
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.faces.setup.imports import IMPORTERS, Pace, import_file
from lianxin.faces.setup.models import ImportBatch
from lianxin.faces.setup.revising import find_changes
from lianxin.foundation.files.storing import refuse_trouble
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.sheets import SheetRefused, Table, read_table
from lianxin.foundation.sheets.headers import ColumnMap, known_headings, map_columns
from lianxin.foundation.sheets.report import ImportReport
from lianxin.foundation.sheets.tables import clean_text
from lianxin.foundation.sheets.writing import OutColumn, OutSheet, write_workbook
from lianxin.foundation.tasks import background, enqueue
from lianxin.foundation.tasks.models import Cancelled, Job

KEPT_FOR = timedelta(days=1)
"""How long an upload waits for its confirmation; it holds personal data."""
LONG = 500
"""Rows from which a file is previewed and imported in the background."""
PIECE = 500
"""Rows to a transaction there: what others wait for at most."""
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
State = ImportBatch.State


def keep(upload: Any, *, kind: str, body: Body, by: Account) -> ImportBatch:
    """Keep an uploaded table until it is confirmed or dropped.

    Raises Refused for someone who may not import this kind there, an upload that
    did not arrive whole, a full disk. What is in the file is looked at later.
    """
    if not may(by, IMPORTERS[kind].permission, body):
        raise Refused(
            gettext("“%(kind)s”由%(body)s自己的工作人员导入，请换一个机构。")
            % {"kind": ImportBatch.Kind(kind).label, "body": body.short_name}
        )
    refuse_trouble(upload)
    batch = ImportBatch(
        kind=kind,
        body=body,
        by=by,
        filename=clean_text(upload.name or "")[-200:] or gettext("未命名"),
        sha256=_digest(upload.chunks()),
    )
    try:
        upload.seek(0)
        batch.file.save("", File(upload), save=False)
        batch.save()
    except OSError as error:
        _delete(batch)
        if error.errno not in NO_SPACE:
            raise
        raise Refused(
            _("服务器的磁盘已满，文件没有保存，其他内容也没有改动。请联系系统管理员清理后再上传。")
        ) from error
    return batch


def look(batch: ImportBatch) -> tuple[Table, ColumnMap]:
    """The table as it is read, and what its columns mean so far.

    Raises Refused, in words, for a file that cannot be read or is gone.
    """
    with _opened(batch) as file:
        try:
            table = read_table(
                file,
                filename=batch.filename,
                words=known_headings(batch.kind),
                sheet=batch.sheet or None,
            )
        except SheetRefused as refused:
            raise Refused(refused.message) from refused
    return table, map_columns(table.columns, batch.kind, answers=batch.chosen)


def compare_later(batch: ImportBatch, *, by: Account) -> Any:
    """Have a long exported table compared with what stands, in the background."""
    return enqueue(
        compare_in_background,
        by=by,
        body=batch.body,
        unique=f"compare:{batch.pk}",
        batch=batch.pk,
    )


@background(title=_("核对改好的表格"))
def compare_in_background(job: Any, *, batch: int) -> dict[str, Any]:
    """Keep as the preview what was changed in the table."""
    found = ImportBatch.objects.select_related("body", "by").get(pk=batch)
    table, _columns = look(found)
    find_changes(found, table, progress=lambda done: job.progress(done, len(table)))
    return {
        "url": reverse("setup:import_batch", args=[found.token]),
        "words": gettext("已核对 %(rows)d 行，请查看哪些格改了。") % {"rows": len(table)},
    }


def rehearse(batch: ImportBatch, *, by: Account) -> ImportReport:
    """Do the whole import, undo it, and keep what it would have done as the preview.

    Raises PermissionDenied; Refused when the file is gone; WrongStatus when it
    has been imported or dropped.
    """
    if not batch.is_waiting:
        raise WrongStatus(_("这次导入已经结束。需要再导入的，请重新上传文件。"))
    report = _run(batch, by=by, dry_run=True)
    batch.preview = _told(report)
    batch.save(update_fields=["preview", "answers", "sheet"])
    return report


def rehearse_later(batch: ImportBatch, *, by: Account) -> Any:
    """Have a long file rehearsed in the background; gives the job."""
    if not batch.is_waiting:
        raise WrongStatus(_("这次导入已经结束。需要再导入的，请重新上传文件。"))
    batch.preview = None
    batch.save(update_fields=["preview", "answers", "sheet"])
    return enqueue(
        rehearse_in_background, by=by, body=batch.body, unique=_rehearsal(batch), batch=batch.pk
    )


@background(title=_("导入预览"))
def rehearse_in_background(job: Any, *, batch: int) -> dict[str, Any]:
    """Do the whole import, undo it, keep the preview."""
    found = ImportBatch.objects.select_related("body", "by").get(pk=batch)
    # What it says of its progress would be undone with the rest.
    pace = Pace(look=lambda done: job.raise_if_cancelled())
    report = _run(found, by=found.by, dry_run=True, pace=pace)
    found.preview = _told(report)
    found.save(update_fields=["preview"])
    return {
        "url": reverse("setup:import_batch", args=[found.token]),
        "words": gettext("预览好了，共 %(rows)d 行，请核对后确认。") % {"rows": report.rows},
    }


def running_job(batch: ImportBatch) -> Job | None:
    """The job that works on an upload now, if one does."""
    names = [_rehearsal(batch), _import(batch), f"compare:{batch.pk}", f"revise:{batch.pk}"]
    return Job.objects.unfinished().filter(unique__in=names).first()


@transaction.atomic
def carry_out_later(batch: ImportBatch, *, by: Account) -> Any:
    """Have a long file imported in the background, some rows at a time; gives the job or None.

    Raises as `carry_out`; pressed twice, the second call gives None.
    """
    if not _begin(batch, by):
        return None
    return enqueue(
        import_in_background, by=by, body=batch.body, unique=_import(batch), batch=batch.pk
    )


@background(title=_("导入"))
def import_in_background(job: Any, *, batch: int) -> dict[str, Any]:
    """Import in pieces, so that others can work meanwhile.

    Each piece keeps its rows and the report about them in one transaction. Run again after a
    breakdown it reads the rows that were taken once more, to know doubles, and does the rest.
    """
    found = ImportBatch.objects.select_related("body", "by").get(pk=batch)
    held = found.report or {}
    report = ImportReport.from_json(held) if held.get("taken") else ImportReport()
    total = (found.preview or {}).get("rows", 0)

    def kept(done: int) -> None:
        found.report = _told(report) | {"taken": max(done, held.get("taken", 0))}
        found.save(update_fields=["report"])

    pace = Pace(
        rows=PIECE,
        taken=held.get("taken", 0),
        kept=kept,
        after=lambda done: job.progress(done, max(done, total)),
    )
    try:
        _run(found, by=found.by, dry_run=False, pace=pace, told=report)
    except Cancelled:
        with transaction.atomic():
            _note(found, report, stopped_at=(found.report or {}).get("taken", 0))
        raise
    if not held.get("noted"):
        with transaction.atomic():
            found.report = _told(report) | {"noted": True}
            found.save(update_fields=["report"])
            _note(found, report)
    return {
        "url": reverse("setup:import_batch", args=[found.token]),
        "words": gettext("新增 %(created)d，更新 %(updated)d，没有导入 %(refused)d。")
        % {
            "created": report.created,
            "updated": report.updated,
            "refused": len(report.refused),
        },
    }


def _rehearsal(batch: ImportBatch) -> str:
    return f"rehearse:{batch.pk}"


def _import(batch: ImportBatch) -> str:
    return f"import:{batch.pk}"


@transaction.atomic
def carry_out(batch: ImportBatch, *, by: Account) -> bool:
    """Import exactly the file that was previewed; returns whether this call did it.

    Pressed twice, the second call finds it done and does nothing.
    Raises PermissionDenied; Refused when it was never previewed, was dropped, or
    the file is gone or not the one that was previewed.
    """
    if not _begin(batch, by):
        return False
    report = _run(batch, by=by, dry_run=False)
    batch.report = _told(report)
    batch.save(update_fields=["report"])
    batch.refresh_from_db()
    _note(batch, report)
    return True


def _begin(batch: ImportBatch, by: Account) -> bool:
    """Take an upload from waiting to done; False for whoever comes second."""
    require(by, IMPORTERS[batch.kind].permission, batch.body)
    if batch.preview is None:
        raise Refused(_("还没有预览，不能导入。请先核对各列，再看预览。"))
    # The WHERE clause picks the winner when the button is pressed twice.
    waiting = ImportBatch.objects.filter(pk=batch.pk, by=by, state=State.WAITING)
    if not waiting.update(state=State.DONE, done_at=timezone.now(), report={}):
        batch.refresh_from_db()
        if batch.state == State.DROPPED:
            raise WrongStatus(_("这次导入已经放弃，没有导入。请重新上传文件。"))
        return False
    return True


def _note(batch: ImportBatch, report: ImportReport, *, stopped_at: int | None = None) -> None:
    """One event for the import as a whole. stopped_at: rows done when it was cancelled."""
    record(
        batch.by,
        f"import.{batch.kind}",
        batch.body,
        gettext(
            "导入%(kind)s（%(file)s）：新增 %(created)d，更新 %(updated)d，没有导入 %(refused)d"
        )
        % {
            "kind": batch.get_kind_display(),
            "file": batch.filename[:80],
            "created": report.created,
            "updated": report.updated,
            "refused": len(report.refused),
        },
        reason=""
        if stopped_at is None
        else gettext("中途取消：共 %(rows)d 行，处理到第 %(done)d 行")
        % {"rows": report.rows, "done": stopped_at},
        after={"sha256": batch.sha256, "rows": report.rows},
    )


def drop(batch: ImportBatch) -> None:
    """Give up an upload: its file goes at once. One already imported stays as it is."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=State.WAITING)
    if waiting.update(state=State.DROPPED, preview=None):
        _delete(batch)


def sweep() -> None:
    """Remove uploads older than a day: the file, and the words that name people."""
    old = ImportBatch.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).exclude(file="")
    for batch in old:
        _delete(batch)
        batch.file = ""
        batch.preview = None
        if batch.state == State.WAITING:
            batch.state = State.DROPPED
        if batch.report:
            batch.report = {**batch.report, "refused": [], "warnings": []}
        batch.save(update_fields=["file", "preview", "state", "report"])


def write_refused(batch: ImportBatch, target: BinaryIO) -> None:
    """Write the rows that were left out as a workbook: why, and what they held."""
    told = batch.report or batch.preview or {}
    write_workbook(target, [_refused_sheet(batch, told.get("refused", []))])


def _refused_sheet(batch: ImportBatch, remarks: list[dict[str, Any]]) -> OutSheet:
    columns = [
        OutColumn(gettext("行号"), 8),
        OutColumn(gettext("栏目"), 14),
        OutColumn(gettext("没有导入的理由"), 60),
    ]
    cells: dict[int, list[str]] = {}
    try:
        table, _columns = look(batch)
    except Refused:
        width = 0
    else:
        columns += [OutColumn(column.text or column.letter) for column in table.columns]
        width = len(table.columns)
        cells = {row.number: [row[column].text for column in table.columns] for row in table}

    def rows() -> Iterator[list[str]]:
        for remark in remarks:
            place = str(remark["row"]) if remark["row"] else gettext("全表")
            held = cells.get(remark["row"], [""] * width)
            yield [place, remark["field"], remark["reason"], *held]

    return OutSheet(gettext("没有导入的行"), columns, rows())


def _run(
    batch: ImportBatch,
    *,
    by: Account,
    dry_run: bool,
    pace: Pace | None = None,
    told: ImportReport | None = None,
) -> ImportReport:
    with _opened(batch) as file:
        return import_file(
            batch.kind,
            file,
            body=batch.body,
            by=by,
            today=timezone.localdate(),
            filename=batch.filename,
            sheet=batch.sheet or None,
            answers=batch.chosen,
            dry_run=dry_run,
            pace=pace,
            told=told,
        ).report


def _told(report: ImportReport) -> dict[str, Any]:
    told = report.as_json()
    return told | {
        "refused_count": len(report.refused),
        "warning_count": len(report.warnings),
    }


def _opened(batch: ImportBatch) -> Any:
    """The file, open; the very bytes that were uploaded."""
    gone = Refused(_("上传的文件已经清理（只保留一天），没有导入。请重新上传。"))
    if not batch.file:
        raise gone
    try:
        file = batch.file.storage.open(str(batch.file.name), "rb")
    except FileNotFoundError:
        raise gone from None
    if _digest(file.chunks()) != batch.sha256:
        file.close()
        raise Refused(_("服务器上的文件与上传时不一样，没有导入。请重新上传，并告诉系统管理员。"))
    file.seek(0)
    return file


def _digest(chunks: Any) -> str:
    hasher = hashlib.sha256()
    for chunk in chunks:
        hasher.update(chunk)
    return hasher.hexdigest()


def _delete(batch: ImportBatch) -> None:
    if batch.file:
        batch.file.storage.delete(str(batch.file.name))
