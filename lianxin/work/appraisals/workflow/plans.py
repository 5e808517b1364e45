"""The year's plan: batches, and who reports in which."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, save
from lianxin.work.appraisals.models import Batch, Subject
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.queries import coverage_of
from lianxin.work.appraisals.workflow.common import note


@transaction.atomic
def open_batch(
    body, *, year: int, name: str, due_on: date, by, today: date, seats: Sequence[Seat] = ()
) -> Batch:
    """Plan a batch. seats: who reports in it; nobody may be in two batches of one year."""
    batch = Batch(body=body, year=year, name=name.strip(), due_on=due_on, by=by)
    require(by, Permission.PLAN, batch)
    if due_on.year != year:
        raise Refused(_("述职的日期不在 %d 年内。请核对年度和日期。") % year)
    save(batch)
    _put_in(batch, seats, today)
    note(
        by,
        "open_batch",
        batch,
        _("安排%(batch)s代表述职，%(number)d 人") % {"batch": batch, "number": len(seats)},
        after={"due_on": due_on.isoformat(), "seats": [one.pk for one in seats]},
    )
    return batch


@transaction.atomic
def put_in(batch: Batch, seats: Sequence[Seat], *, by, today: date) -> None:
    """Put more deputies into a batch."""
    require(by, Permission.PLAN, batch)
    locked(batch)
    if not seats:
        raise Refused(_("还没有选择代表。请勾选要列入的代表。"))
    _put_in(batch, seats, today)
    note(
        by,
        "put_in",
        batch,
        _("%(batch)s增加述职代表：%(names)s")
        % {"batch": batch, "names": "、".join(one.person.name for one in seats)},
    )


def _put_in(batch: Batch, seats: Sequence[Seat], today: date) -> None:
    taken = set(
        Subject.objects.filter(
            batch__body=batch.body, batch__year=batch.year, seat__in=seats
        ).values_list("seat_id", flat=True)
    )
    for seat in seats:
        if seat.body_id != batch.body_id or seat.state != Seat.State.IN_OFFICE:
            raise Refused(_("%s不是本级在任代表，不能列入。请刷新名单。") % seat.person.name)
        if seat.pk in taken:
            raise Refused(_("%s今年已经列入别的批次。请去掉后再保存。") % seat.person.name)
        save(
            Subject(
                body=batch.body,
                batch=batch,
                seat=seat,
                since=_since(seat),
                until=max(_since(seat), min(batch.due_on, date(batch.year, 12, 31))),
            )
        )


def _since(seat: Seat) -> date:
    """The day after the last report to voters; the first day of the seat before any."""
    last = (
        Subject.objects.reported()
        .filter(seat=seat)
        .order_by("-meeting__on")
        .values_list("meeting__on", flat=True)
        .first()
    )
    return last or seat.started_on


@transaction.atomic
def take_out(subject: Subject, *, by) -> None:
    """Take one out of the plan again, as long as nothing was written or arranged."""
    require(by, Permission.PLAN, subject)
    row = locked(subject)
    if row.meeting_id is not None or row.report_state != Subject.Report.NONE:
        raise WrongStatus(_("已经起草述职报告或者安排会议的，不能从批次里去掉。"))
    words = _("从%(batch)s去掉%(name)s") % {"batch": subject.batch or "", "name": subject.name}
    about = subject.batch or subject.body
    note(by, "take_out", about, words)
    subject.delete()


def proposed_share(body, *, year: int, today: date) -> int:
    """How many should report this year so that all have within the term (每届至少一次).

    The waiting spread evenly over the years left of the five; all of them in the last.
    """
    coverage = coverage_of(body, today)
    term = body.terms.order_by("-number").first()
    if term is None or term.starts_on is None:
        return len(coverage.waiting)
    left = max(1, term.starts_on.year + 5 - year)
    return -(-len(coverage.waiting) // left)
