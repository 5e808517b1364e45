"""Receipts: read on the screen, handed over on paper, reminded."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.bulletins import telling
from lianxin.work.bulletins.models import Bulletin, Receipt
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.workflow.counting import recount
from lianxin.work.bulletins.workflow.drafting import named, note
from lianxin.work.bulletins.workflow.issuing import issued_only

Way = Receipt.Way
REMIND = "bulletin.remind_days"
"""Between two reminders of one bulletin; nobody is pressed every day to read."""


@transaction.atomic
def read(receipt: Receipt, *, by: Account | None, today: date) -> bool:
    """A deputy says that he has read it. Returns whether this was the first time.

    A second press changes nothing and leaves no event. Raises PermissionDenied; WrongStatus
    for a bulletin that was replaced or withdrawn.
    """
    require(by, Permission.READ, receipt)
    bulletin = receipt.bulletin
    unread = Receipt.objects.filter(pk=receipt.pk, way=Way.NONE)
    if unread.exists():
        issued_only(bulletin)
    if not unread.update(way=Way.SCREEN, read_on=today, marked_by=by):
        receipt.refresh_from_db()
        return False
    receipt.refresh_from_db()
    recount([receipt], today)
    note(by, "read", bulletin, gettext("阅读%s") % named(bulletin))
    return True


@transaction.atomic
def hand_over(
    bulletin: Bulletin, receipts: Iterable[Receipt], *, on: date, by: Account | None, today: date
) -> int:
    """Mark as handed over on paper, many at once; who has read it stays so.

    on: day of delivery, not before the issue. Returns how many were marked.
    Raises PermissionDenied; WrongStatus; Refused for nobody chosen and a day that cannot be.
    """
    require(by, Permission.KEEP, bulletin)
    issued_only(bulletin)
    chosen = [one.pk for one in receipts]
    if not chosen:
        raise Refused(_("还没有选人。请勾选已经送到的代表。"))
    if bulletin.issued_on is None or not bulletin.issued_on <= on <= today:
        raise Refused(_("送达日期应当在发出以后、今天以前。请改日期。"))
    rows = Receipt.objects.filter(bulletin=bulletin, pk__in=chosen, way=Way.NONE)
    marked = list(rows.select_related("person", "seat", "bulletin").select_for_update(of=("self",)))
    rows.update(way=Way.PAPER, read_on=on, marked_by=by)
    for one in marked:
        one.way = Way.PAPER
    recount(marked, today)
    names = "、".join(one.person.name for one in marked)
    if marked:
        note(
            by,
            "paper",
            bulletin,
            gettext("纸质送达 %(number)s 人：%(names)s") % {"number": len(marked), "names": names},
            after={"persons": [one.person_id for one in marked], "on": on.isoformat()},
        )
    return len(marked)


@transaction.atomic
def take_back(receipt: Receipt, *, by: Account | None, today: date) -> None:
    """Undo a mark of paper delivery made by mistake; a deputy's own reading is his.

    Raises PermissionDenied; WrongStatus unless it is marked as delivered on paper.
    """
    require(by, Permission.KEEP, receipt.bulletin)
    issued_only(receipt.bulletin)
    rows = Receipt.objects.filter(pk=receipt.pk, way=Way.PAPER)
    if not rows.update(way=Way.NONE, read_on=None, marked_by=None):
        raise WrongStatus(_("这条不是“纸质送达”，不能撤销。请刷新页面核对。"))
    receipt.refresh_from_db()
    recount([receipt], today)
    note(
        by,
        "paper_undone",
        receipt.bulletin,
        gettext("撤销%s的纸质送达标记") % receipt.person.name,
    )


def remind_every(bulletin: Bulletin, today: date) -> timedelta:
    """How long after a reminder the next may go out (rulebook `bulletin.remind_days`)."""
    return timedelta(days=int(rule(REMIND, bulletin.body, today).value or 0))


@transaction.atomic
def remind(bulletin: Bulletin, *, by: Account | None, today: date) -> tuple[int, int]:
    """Remind those who have not read it. Returns how many were told, and how many have no account.

    Raises PermissionDenied; WrongStatus; Refused within the days of the rulebook
    and where everyone has read it.
    """
    require(by, Permission.KEEP, bulletin)
    issued_only(bulletin)
    every = remind_every(bulletin, today)
    if bulletin.reminded_on is not None and today < bulletin.reminded_on + every:
        raise Refused(
            gettext("%(day)s 提醒过了，%(days)s 天内不再提醒。年长代表可以送纸质件，再登记送达。")
            % {"day": bulletin.reminded_on.isoformat(), "days": every.days}
        )
    waiting = Receipt.objects.filter(bulletin=bulletin, counts=True).unread()
    people = set(waiting.values_list("person", flat=True))
    if not people:
        raise Refused(_("都已经读了，不用提醒。"))
    accounts = list(Account.objects.filter(person__in=people, is_active=True))
    if not accounts:
        raise Refused(_("没读的代表都没有账号，提醒不到。请送纸质件，再登记送达。"))
    free = Q(reminded_on__isnull=True) | Q(reminded_on__lte=today - every)
    if not Bulletin.objects.filter(free, pk=bulletin.pk).update(reminded_on=today):
        raise WrongStatus(_("刚刚有人提醒过了。请刷新页面。"))
    bulletin.reminded_on = today
    event = note(by, "remind", bulletin, gettext("提醒还没有读的代表 %d 人") % len(accounts))
    telling.tell_reminded(bulletin, accounts, event)
    return len(accounts), len(people) - len(accounts)
