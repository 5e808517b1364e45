"""导入: upload, what the columns mean, preview, and only then the import itself."""

from functools import wraps
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.faces.setup import batches, revising
from lianxin.faces.setup.forms.imports import ColumnsForm, UploadForm
from lianxin.faces.setup.imports.sessions import current_term
from lianxin.faces.setup.models import ImportBatch
from lianxin.faces.setup.sight import bodies_staffed_by, choose
from lianxin.faces.setup.views.deputies import XLSX
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets import exports
from lianxin.foundation.sheets.revising import RowChange
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, words_of

SHOWN = 200
"""Remarks shown on the page; all of them are in the downloaded workbook."""
RECENT = 10
ROWS = 50
"""Differing rows on one page."""


class DrawnRow:
    """A row of differences as the page draws it: may it be ticked, and how it stands."""

    def __init__(self, row: RowChange):
        self.of = row
        self.is_open = revising.is_open(row)
        self.words, self.tone, self.note = "", "", ""
        if row.outcome == revising.APPLIED:
            self.words, self.tone = _("已改好"), "ok"
        elif row.outcome == revising.ALREADY:
            self.words = _("已经是这样")
        elif row.outcome:
            self.words, self.tone, self.note = _("没有改"), "bad", row.outcome
        elif row.refused or not self.is_open:
            self.words, self.tone, self.note = _("不能改"), "bad", row.refused
        elif row.is_stale:
            self.words, self.tone = _("导出以后又有改动"), "warn"
            self.note = _("“原来”一栏是系统现在的内容。确认以表格为准的，才勾选。")


def of_own_batch(view):
    """Give the view the account's own upload: another's does not exist, not even a colleague's."""

    @wraps(view)
    def wrapper(request, batch):
        bodies = bodies_staffed_by(request.user)
        if not bodies.exists():
            raise PermissionDenied(_("导入由人大工作人员办理。"))
        mine = ImportBatch.objects.filter(by=request.user, body__in=bodies)
        return view(request, get_object_or_404(mine.select_related("body"), token=batch))

    return wrapper


@never_cache
@require_http_methods(FORM)
def upload(request):
    body, bodies = choose(bodies_staffed_by(request.user), request.user, request.GET.get("body"))
    kind = request.GET.get("kind", ImportBatch.Kind.DEPUTIES)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        bodies=bodies,
        initial={"body": body.code, "kind": kind},
    )
    status = 200
    if request.method == "POST":
        status = UNFIT
        batches.sweep()
        if form.is_valid():
            wanted = form.cleaned_data
            if wanted["kind"] == ImportBatch.Kind.DEPUTIES and _lacks_term(wanted["body"]):
                messages.warning(request, _("代表归在届里，请先登记本届，再上传名册。"))
                return redirect("setup:term_new", pk=wanted["body"].pk)
            try:
                return _begin(request, wanted["file"], wanted["kind"], wanted["body"])
            except Refused as refusal:
                form.add_error("file", words_of(refusal))
    done = ImportBatch.objects.filter(
        body__in=[one.pk for one in bodies], state=ImportBatch.State.DONE
    ).select_related("body", "by")
    context = {"form": form, "body": body, "recent": done.order_by("-done_at")[:RECENT]}
    return render(request, "setup/imports/upload.html", context, status=status)


def _lacks_term(body) -> bool:
    return not body.is_street and current_term(body) is None


def _begin(request, file, kind: str, body) -> HttpResponse:
    """Keep the file; go on to the columns if something is to be asked, else to the preview."""
    batch = batches.keep(file, kind=kind, body=body, by=request.user)
    try:
        table, columns = batches.look(batch)
        if kind := revising.kind_of_table(table):
            return _begin_revision(request, batch, table, kind)
    except Refused:
        batches.drop(batch)
        raise
    if columns.questions:
        return redirect("setup:import_columns", batch=batch.token)
    return _rehearse(request, batch, len(table))


def _rehearse(request, batch: ImportBatch, rows: int) -> HttpResponse:
    """Go on to the preview, or to the job that makes it for a long file."""
    if rows > batches.LONG:
        return redirect("tasks:job", batches.rehearse_later(batch, by=request.user).pk)
    batches.rehearse(batch, by=request.user)
    return redirect("setup:import_batch", batch=batch.token)


def _begin_revision(request, batch: ImportBatch, table, kind: str) -> HttpResponse:
    """An exported table comes back: go on to what was changed in it."""
    batch.kind, batch.is_revision = kind, True
    batch.save(update_fields=["kind", "is_revision"])
    if len(table) > exports.AT_ONCE:
        return redirect("tasks:job", batches.compare_later(batch, by=request.user).pk)
    revising.find_changes(batch, table)
    return redirect("setup:import_batch", batch=batch.token)


@never_cache
@require_http_methods(FORM)
@of_own_batch
def columns(request, batch: ImportBatch):
    """What each column means: known ones are filled in, the others are asked."""
    if not batch.is_waiting or batch.is_revision:
        return redirect("setup:import_batch", batch=batch.token)
    if request.method == "POST" and "other_sheet" in request.POST:
        return _change_sheet(request, batch)
    try:
        table, known = batches.look(batch)
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        return redirect("setup:import")
    form = ColumnsForm(request.POST or None, table=table, columns=known, kind=batch.kind)
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            batch.answers = form.answers
            try:
                return _rehearse(request, batch, len(table))
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
    context = {
        "batch": batch,
        "form": form,
        "table": table,
        "asked": sum(row["is_asked"] for row in form.rows),
        "missing": known.missing,
    }
    return render(request, "setup/imports/columns.html", context, status=status)


def _change_sheet(request, batch: ImportBatch) -> HttpResponse:
    """Read another sheet of the workbook; answers given for the first one mean nothing there."""
    old = batch.sheet
    batch.sheet, batch.answers = request.POST["other_sheet"][:255], {}
    try:
        batches.look(batch)
    except Refused as refusal:
        batch.sheet = old
        messages.error(request, words_of(refusal))
    else:
        batch.preview = None
        batch.save(update_fields=["sheet", "answers", "preview"])
    return redirect("setup:import_columns", batch=batch.token)


@never_cache
@require_safe
@of_own_batch
def batch_detail(request, batch: ImportBatch):
    """The preview of a waiting upload, or what the import did."""
    if batch.state == ImportBatch.State.DROPPED:
        messages.info(request, _("这次导入已经放弃或者过期，没有导入。请重新上传文件。"))
        return redirect("setup:import")
    if batch.is_revision and batch.preview is not None:
        return _differences(request, batch)
    told = batch.report if batch.state == ImportBatch.State.DONE else batch.preview
    if not told and (job := batches.running_job(batch)):
        return redirect("tasks:job", job.pk)
    if not told and batch.is_revision:
        return redirect("setup:import")
    if not told:
        return redirect("setup:import_columns", batch=batch.token)
    whole = [remark for remark in told["refused"] if not remark["row"]]
    context = {
        "batch": batch,
        "told": told,
        "whole": whole,
        "refused": [remark for remark in told["refused"] if remark["row"]][:SHOWN],
        "warnings": told["warnings"][:SHOWN],
        "shown": SHOWN,
        "changes": told["created"] + told["updated"],
        # Rows done so far; only an import in the background that has not ended says it.
        "taken": told.get("taken") if "noted" not in told else None,
        "job": batches.running_job(batch) if "taken" in told else None,
        "differs": batch.preview is not None
        and batch.report is not None
        and "taken" not in batch.report
        and any(
            batch.preview[name] != batch.report[name]
            for name in ("created", "updated", "unchanged", "refused_count")
        ),
    }
    return render(request, "setup/imports/batch.html", context)


@require_POST
@of_own_batch
def confirm(request, batch: ImportBatch):
    try:
        if (batch.preview or {}).get("rows", 0) > batches.LONG:
            if job := batches.carry_out_later(batch, by=request.user):
                return redirect("tasks:job", job.pk)
            is_ours = False
        else:
            is_ours = batches.carry_out(batch, by=request.user)
    except Refused as refusal:
        messages.error(request, words_of(refusal))
    else:
        if is_ours:
            messages.success(request, _("已导入。"))
        else:
            messages.info(request, _("这个文件已经导入过了，没有重复导入。"))
    return redirect("setup:import_batch", batch=batch.token)


def _differences(request, batch: ImportBatch):
    """The rows of an exported table that were changed, cell by cell."""
    found = revising.rows_of(batch)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    is_open = [row for row in found if revising.is_open(row)]
    applied = [row for row in found if row.outcome == revising.APPLIED]
    stale = sum(row.is_stale for row in is_open)
    context = {
        "batch": batch,
        "told": batch.preview,
        "page": page,
        "rows": [DrawnRow(row) for row in page],
        "counts": {
            "open": len(is_open) - stale,
            "stale": stale,
            "applied": len(applied),
            "refused": len(found) - len(is_open) - len(applied),
        },
    }
    return render(request, "setup/imports/differences.html", context)


@require_POST
@of_own_batch
def apply(request, batch: ImportBatch):
    """Apply the rows that were ticked, or all that can be."""
    numbers = None
    if request.POST.get("which") != "all":
        numbers = {int(text) for text in request.POST.getlist("row") if text.isdecimal()}
    before = _applied(batch)
    try:
        job = revising.apply_rows(batch, by=request.user, numbers=numbers)
    except Refused as refusal:
        messages.error(request, words_of(refusal))
    else:
        if job is not None:
            return redirect("tasks:job", job.pk)
        done = _applied(batch) - before
        messages.success(request, _("改好 %(number)d 行。") % {"number": done})
    page = request.POST.get("page", "")
    here = reverse("setup:import_batch", args=[batch.token])
    return redirect(f"{here}?page={page}" if page.isdecimal() and page != "1" else here)


def _applied(batch: ImportBatch) -> int:
    return sum(row.outcome == revising.APPLIED for row in revising.rows_of(batch))


@require_POST
@of_own_batch
def drop(request, batch: ImportBatch):
    batches.drop(batch)
    messages.success(request, _("已放弃，没有导入，上传的文件已删除。"))
    return redirect("setup:import")


@require_safe
@of_own_batch
def refused(request, batch: ImportBatch):
    """The rows that were left out, each with its reason, as a workbook."""
    told = batch.report or batch.preview or {}
    if not told.get("refused"):
        raise Http404(_("没有被拒的行。"))
    buffer = BytesIO()
    batches.write_refused(batch, buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    name = _("没有导入的行（%(file)s）.xlsx") % {"file": batch.filename.rpartition(".")[0][:60]}
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
