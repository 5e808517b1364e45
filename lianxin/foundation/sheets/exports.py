"""Lists leave as spreadsheets: the same address, `as=xlsx` added, gives the list as a table.

A room writes one module-level function that builds the export from an account and the query of
the address, with the page's own filters and permissions, and answers with it:

    if exports.is_asked(request):
        return exports.answer(request, suggestions_export)

Short lists come at once, long ones from a job that builds them anew in the background.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files import File
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.sheets.listing import Listing, write_listings
from lianxin.foundation.tasks import background, enqueue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 5_000
"""Rows up to which the answer is the file itself."""
_PLACE = ("after", "before", "page", "as")
"""What of an address says which page is shown, not which rows the list has."""


@dataclass
class Export:
    """What leaves in one file.

    title: name of the file, before the day. body: for whom the file is made.
    step: the ledger's name for the event, where personal data leave; empty for none.
    """

    title: str
    listings: Sequence[Listing]
    body: Any = None
    step: str = ""

    @property
    def count(self) -> int:
        return sum(listing.count for listing in self.listings)

    @property
    def filename(self) -> str:
        return f"{self.title}{localdate():%Y%m%d}.xlsx"


Builder = Callable[[Any, QueryDict], Export]


def is_asked(request: HttpRequest) -> bool:
    """Whether the address asks for the table and not for the page."""
    return request.GET.get("as") == "xlsx"


def address(request: HttpRequest) -> str:
    """The query that gives the list of this address, all its pages, as a table."""
    asked = request.GET.copy()
    for name in _PLACE:
        asked.pop(name, None)
    asked["as"] = "xlsx"
    return f"?{asked.urlencode()}"


def answer(request: HttpRequest, build: Builder) -> HttpResponse | FileResponse:
    """The file, or for a long list the page of the job that writes it.

    build: a module-level function; a worker finds it by its name.
    Raises what `build` raises: PermissionDenied, Http404.
    """
    export = build(request.user, request.GET)
    if request.method == "HEAD":
        return HttpResponse(content_type=XLSX)
    if export.count > AT_ONCE:
        path = f"{build.__module__}.{build.__qualname__}"
        query = address(request).removeprefix("?")
        job = enqueue(
            write_in_background,
            by=request.user,
            body=export.body,
            unique=f"export:{request.user.pk}:{sha256(f'{path}?{query}'.encode()).hexdigest()}",
            build=path,
            query=query,
        )
        return redirect("tasks:job", job.pk)
    # Closed, and with that removed, by the response.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    written = write_listings(file, export.listings)
    _note(export, request.user, written)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=export.filename, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


@background(title=gettext_lazy("导出表格"))
def write_in_background(job, *, build: str, query: str) -> dict[str, Any]:
    """Build the list anew, as whoever asked sees it now, and keep it for them to fetch."""
    # Here, because rooms import this module before Django has loaded its models.
    from lianxin.foundation.files.storing import store

    export = import_string(build)(job.by, QueryDict(query))
    total = export.count
    with tempfile.TemporaryFile() as file:
        written = write_listings(
            file, export.listings, progress=lambda done: job.progress(done, max(done, total))
        )
        job.progress(written, written)
        file.seek(0)
        with transaction.atomic():
            stored = store(File(file, name=export.filename), by=job.by, body=export.body)
            _note(export, job.by, written)
    return {
        "file": stored.pk,
        "words": _("“%(title)s”共 %(count)d 行，已写好。")
        % {"title": export.title, "count": written},
    }


def _note(export: Export, by: Any, count: int) -> None:
    if not export.step:
        return
    with transaction.atomic():
        record(
            by,
            export.step,
            export.body,
            _("导出%(title)s，%(count)d 行") % {"title": export.title, "count": count},
        )


def in_order(rows: Any, pks: Sequence[int], *, chunk: int = 500) -> Iterator[Any]:
    """The records of a queryset in the order of `pks`, some hundred in memory at a time."""
    for start in range(0, len(pks), chunk):
        some = pks[start : start + chunk]
        found = rows.in_bulk(some)
        yield from (found[pk] for pk in some if pk in found)
