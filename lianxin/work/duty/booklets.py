"""Booklets of a whole body in one file to print, made behind the pages."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypdf import PdfReader, PdfWriter

from lianxin.engines.tenure import duties_at
from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Term
from lianxin.foundation.people.permissions import require
from lianxin.foundation.tasks import background, enqueue
from lianxin.work.duty.files import file_of
from lianxin.work.duty.papers.booklet import booklet_of
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.queries import Period, period_of


def ask_for_booklets(body: Body, term: Term | None, period: Period, *, by: Account) -> Any:
    """Have the booklets of a body's deputies made; gives the Job."""
    require(by, Permission.KEEP, body)
    return enqueue(
        make_booklets,
        by=by,
        body=body,
        unique=f"booklets {body.pk} {term.pk if term else ''} {period.value}",
        of=body.pk,
        term=term.pk if term else 0,
        period=period.value,
        account=by.pk,
    )


@background(title=gettext_lazy("印制全体代表履职档案"), retries=1)
def make_booklets(job, *, of: int, term: int, period: str, account: int) -> dict[str, Any]:
    """The job: rights are asked anew, as they may have ended while it waited."""
    by = Account.objects.get(pk=account)
    body = Body.objects.get(pk=of)
    require(by, Permission.KEEP, body)
    today = localdate()
    days = period_of(Term.objects.filter(pk=term).first(), period, today)
    seats = [
        duty.seat
        for duty in duties_at(body, days.since, days.until)
        if not term or duty.seat.term_id == term
    ]
    writer = PdfWriter()
    for done, seat in enumerate(seats, 1):
        job.raise_if_cancelled()
        seat.body = body if seat.body_id == body.pk else seat.body
        _bind(writer, seat.person.name, booklet_of(file_of(seat, days, today=today)))
        job.progress(done, len(seats))
    kept = BytesIO()
    writer.write(kept)
    title = _("%(body)s代表履职档案%(period)s") % {
        "body": body.short_name,
        "period": days.words.replace(" ", ""),
    }
    with transaction.atomic():
        stored = store(ContentFile(kept.getvalue(), f"{title}.pdf"), by=by, body=body)
        record(
            by,
            "duty.print_booklets",
            body,
            _("印制%(title)s，%(number)d 册") % {"title": title, "number": len(seats)},
        )
    return {
        "file": stored.pk,
        "words": _("共 %(number)d 册 %(pages)d 页，每册从右页开始，可以双面打印。")
        % {"number": len(seats), "pages": len(writer.pages)},
    }


def _bind(writer: PdfWriter, name: str, content: bytes) -> None:
    """Add one booklet; it begins on the front of a sheet also when both sides are printed."""
    if len(writer.pages) % 2:
        writer.add_blank_page()
    first = len(writer.pages)
    for page in PdfReader(BytesIO(content)).pages:
        writer.add_page(page)
    writer.add_outline_item(title=name, page_number=first)
