"""Leaders linked with deputies and places (S-039)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Office, Person, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.links.models import Link
from lianxin.work.links.permissions import Permission, home_of
from lianxin.work.stations.models import Station


@transaction.atomic
def link(
    *,
    body: Body,
    leader: Person,
    by: Account | None,
    today: date,
    seat: Seat | None = None,
    village: Office | None = None,
    station: Station | None = None,
    unit: Body | None = None,
    since: date | None = None,
) -> Link:
    """Link a leader of `body` with one deputy or one place.

    leader: of the presidium, the standing committee or the government. unit: a township
    or street below. since: today unless said.
    Raises PermissionDenied; Refused for a deputy or place of elsewhere, for oneself,
    for a link that exists.

    Source: 代表法 (2025), art. 28 (DP-07).
    """
    require(by, Permission.LINK, body)
    _refuse_elsewhere(body, leader, seat, village, station, unit)
    since = since or today
    if since > today:
        raise Refused(_("联系起不能晚于今天。请改为开始联系的日期。"))
    one = Link(
        body=body,
        leader=leader,
        seat=seat,
        village=village,
        station=station,
        unit=unit,
        since=since,
    )
    save(one)
    record(
        by,
        "link.link",
        one,
        gettext("%(leader)s联系%(whom)s") % {"leader": leader.name, "whom": one.whom},
        after={"since": since},
    )
    return one


def _refuse_elsewhere(body, leader, seat, village, station, unit) -> None:
    if leader.county_id != body.county_id:
        raise Refused(_("联系人不是本县的人员。请重新选择。"))
    if seat is not None:
        if not body.contains(home_of(seat)):
            raise Refused(gettext("%s不是本级或者下级的代表。请重新选择。") % seat.person.name)
        if seat.state != Seat.State.IN_OFFICE:
            raise WrongStatus(
                gettext("%s现在不能执行代表职务，不能再安排联系。") % seat.person.name
            )
        if seat.person_id == leader.pk:
            raise Refused(_("联系的代表就是本人。请选择另一名代表。"))
    for place in (village, station):
        if place is not None and not body.contains(place.body):
            raise Refused(gettext("%s不在本级范围内。请重新选择。") % place)
    if unit is not None and (unit.pk == body.pk or not body.contains(unit)):
        raise Refused(gettext("%s不是本级的下级。请重新选择。") % unit.short_name)


@transaction.atomic
def end_link(one: Link, *, reason: str, by: Account | None, today: date) -> None:
    """End a link; its contacts stay.

    Raises PermissionDenied; WrongStatus when it is over; Refused without a reason.
    """
    require(by, Permission.LINK, one)
    if not reason.strip():
        raise Refused(_("请写明为什么不再联系。"))
    # The WHERE clause picks the winner when two press at once.
    if not Link.objects.filter(pk=one.pk, until__isnull=True).update(until=today):
        raise WrongStatus(_("这条联系已经结束。请刷新页面核对。"))
    one.until = today
    record(
        by,
        "link.end",
        one,
        gettext("%(leader)s不再联系%(whom)s") % {"leader": one.leader.name, "whom": one.whom},
        reason=reason.strip(),
    )
