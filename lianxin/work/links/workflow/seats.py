"""When a seat has ended: its voters go to a successor, or their data are erased.

The voters agreed to be kept in touch with by a deputy; once there is none, the purpose is
achieved. The clerk ends all links or hands them over in one step; what nobody has dealt
with is erased after the days of the rulebook (`link.retention_days`).

Source: 个人信息保护法 arts. 6, 19, 47; 代表法 (2025), arts. 28, 62.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.tasks import background, schedule
from lianxin.work.links.models import LinkedVoter
from lianxin.work.links.permissions import Permission, home_of

KEY = "link.retention_days"
ENDED = Seat.State.ENDED


@dataclass(frozen=True)
class Left:
    """An ended seat whose voters nobody has dealt with. erased_on: the day it happens alone."""

    seat: Seat
    number: int
    erased_on: date


def left_by_ended(bodies: Iterable[Body]) -> list[Left]:
    """Ended seats with open links at these bodies, in stroke order; one query and the rules."""
    found = (
        Seat.objects.filter(
            state=ENDED, linked_voters__until__isnull=True, linked_voters__body__in=list(bodies)
        )
        .select_related("person", "body", "group__body")
        .annotate(number=Count("linked_voters"))
        .order_by("person__stroke_key", "pk")
    )
    return [Left(seat, seat.number, erased_on(seat)) for seat in found]


def erased_on(seat: Seat) -> date:
    """First day on which the data of an ended seat's voters are erased by themselves.

    Raises ValueError for a seat that has not ended.
    """
    if seat.ended_on is None:
        raise ValueError(f"seat {seat.pk} has not ended")
    days = int(rule(KEY, home_of(seat), seat.ended_on).value or 0)
    return seat.ended_on + timedelta(days=days)


def successors(seat: Seat) -> Any:
    """Deputies in office of the same body, the same person's new seat among them."""
    home = home_of(seat)
    found = Seat.objects.in_office().exclude(pk=seat.pk)
    found = found.filter(group__body=home) if home.is_street else found.filter(body=home)
    return found.select_related("person", "body", "group__body", "term").order_by(
        "person__stroke_key", "pk"
    )


@transaction.atomic
def end_all(seat: Seat, *, reason: str, by: Account | None, today: date) -> int:
    """End every link of an ended seat and erase the voters' data; how many there were.

    Raises PermissionDenied; WrongStatus for a seat that has not ended, or with no link
    left; Refused without a reason.
    """
    require(by, Permission.REGISTER, seat)
    _ended(seat)
    if not reason.strip():
        raise Refused(_("请写明原因，如“任期届满，没有移交”。不要写选民姓名。"))
    number = _erase(seat, reason.strip(), today)
    if not number:
        raise WrongStatus(_("没有未结束的联系了。请刷新页面核对。"))
    record(
        by,
        "link.end_all",
        seat,
        _("结束%(deputy)s的全部联系，%(number)d 名选民的个人资料已删除")
        % {"deputy": seat.person.name, "number": number},
        reason=reason.strip(),
    )
    return number


@transaction.atomic
def hand_over(seat: Seat, *, to: Seat, by: Account | None, today: date) -> int:
    """Hand all voters of an ended seat over to a deputy in office; how many went.

    The data stay under the same restriction: the new deputy reads his own, the clerk with
    a reason. The day of agreement goes along; the rows of the ended seat are erased and
    stay for the counts. A voter the new deputy has already is not entered twice.
    Raises PermissionDenied; WrongStatus; Refused for a deputy who is not of the body.
    """
    require(by, Permission.REGISTER, seat)
    _ended(seat)
    home = home_of(seat)
    if not successors(seat).filter(pk=to.pk).exists():
        raise Refused(_("只能移交给本级在任的代表。请重新选择。"))
    open_ones = list(
        LinkedVoter.objects.select_for_update(of=("self",)).filter(seat=seat, until__isnull=True)
    )
    if not open_ones:
        raise WrongStatus(_("没有未结束的联系了。请刷新页面核对。"))
    known = set(LinkedVoter.objects.filter(seat=to, until=None).values_list("name", "phone"))
    moved = [
        LinkedVoter(
            body=home,
            seat=to,
            since=today,
            **{name: getattr(one, name) for name in COPIED},
        )
        for one in open_ones
        if (one.name, one.phone) not in known
    ]
    _erase(seat, _("移交继任代表"), today)
    LinkedVoter.objects.bulk_create(moved)
    record(
        by,
        "link.hand_over",
        seat,
        _("%(deputy)s联系的选民移交%(to)s，%(number)d 名")
        % {"deputy": seat.person.name, "to": to.person.name, "number": len(moved)},
        after={"to": to.pk, "already": len(open_ones) - len(moved)},
    )
    return len(moved)


COPIED = (
    *LinkedVoter.PERSONAL,
    "kind",
    "born",
    "village",
    "persons",
    "agreed_on",
)


def _ended(seat: Seat) -> None:
    if seat.state != ENDED:
        raise WrongStatus(
            _("%s的代表资格没有终止，不能一次结束或者移交。请逐条办理。") % seat.person.name
        )


def _erase(seat: Seat, reason: str, today: date) -> int:
    emptied: dict[str, Any] = dict.fromkeys(LinkedVoter.PERSONAL, "")
    emptied |= {"born": None, "until": today, "end_reason": reason[:200]}
    # A link that was to begin later never did.
    future = LinkedVoter.objects.filter(seat=seat, until__isnull=True, since__gt=today)
    return future.update(**emptied | {"since": today}) + LinkedVoter.objects.filter(
        seat=seat, until__isnull=True
    ).update(**emptied)


@transaction.atomic
def erase_overdue(today: date) -> int:
    """Erase what nobody dealt with after the days of the rulebook; how many voters."""
    # Of seats that have such voters: a missing row has no `until` either.
    running = LinkedVoter.objects.filter(until__isnull=True)
    seats = Seat.objects.filter(state=ENDED, pk__in=running.values("seat"))
    erased = 0
    for seat in seats.select_related("person", "body", "group__body"):
        if seat.ended_on is None or today < erased_on(seat):
            continue
        number = _erase(seat, _("代表资格终止，保存期满"), today)
        erased += number
        record(
            None,
            "link.erase_overdue",
            seat,
            _("%(deputy)s的代表资格终止，保存期满，%(number)d 名联系选民的个人资料已删除")
            % {"deputy": seat.person.name, "number": number},
        )
    return erased


@background(title=gettext_lazy("删除已终止代表联系选民的个人资料"), retries=3)
def erase_of_ended_seats(job):
    """Every night; what is done once stays done."""
    return erase_overdue(timezone.localdate())


def schedule_erasing() -> None:
    schedule(erase_of_ended_seats, cron="20 3 * * *")
