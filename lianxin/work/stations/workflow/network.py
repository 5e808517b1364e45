"""Stations open, change and close; who keeps them, who sits there, whom they serve."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Office, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save, write
from lianxin.work.stations.models import Attachment, Staff, Station
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.queries import seats_for

OWN_WORDS = ("hours", "phone", "rooms", "introduction")
"""What the staff themselves keep up to date."""


@transaction.atomic
def open_station(
    name: str,
    *,
    body: Body,
    by: Account | None,
    kind: str = Station.Kind.STATION,
    villages: Iterable[Office] = (),
    **values: Any,
) -> Station:
    """Enter a station of `body`.

    villages: whom it serves; offices of the body that are villages.
    values: other fields of `Station`, by name.
    Raises PermissionDenied; Refused for a name that is taken or empty, and for
    what does not fit.
    """
    require(by, Permission.KEEP, body)
    station = Station(body=body, name=_name(name), kind=kind, **values)
    save(station)
    station.villages.set(_villages(body, villages))
    record(
        by,
        "station.open",
        station,
        gettext("设立%(kind)s：%(name)s")
        % {"kind": station.get_kind_display(), "name": station.name},
        after=_plain(station),
    )
    return station


@transaction.atomic
def change_station(
    station: Station, *, by: Account | None, villages: Iterable[Office] | None = None, **values: Any
) -> None:
    """Put right what is recorded of a station; what is not given stays.

    Raises PermissionDenied, WrongStatus when it is closed, Refused as `open_station`.
    """
    require(by, Permission.KEEP, station)
    _refuse_closed(station)
    if "name" in values:
        values["name"] = _name(values["name"])
    before = _plain(station)
    write(station, values)
    if villages is not None:
        station.villages.set(_villages(station.body, villages))
    after = _plain(station)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        record(
            by,
            "station.change",
            station,
            gettext("更正家站点资料：%(name)s") % {"name": station.name},
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


@transaction.atomic
def introduce(station: Station, *, by: Account | None, **values: str) -> None:
    """Say when the station is open and what it is like; its staff may.

    values: `hours`, `phone`, `rooms`, `introduction`. Raises as `change_station`.
    """
    require(by, Permission.INTRODUCE, station)
    _refuse_closed(station)
    before = {name: getattr(station, name) for name in OWN_WORDS}
    write(station, {name: values[name].strip() for name in OWN_WORDS if name in values})
    after = {name: getattr(station, name) for name in OWN_WORDS}
    if after != before:
        record(
            by,
            "station.introduce",
            station,
            gettext("更新开放时间和简介：%(name)s") % {"name": station.name},
            before=before,
            after=after,
        )


@transaction.atomic
def close_station(station: Station, *, by: Account | None, on: date, reason: str) -> None:
    """Close a station; its records stay. Its staff and deputies leave it on the same day.

    Raises PermissionDenied, WrongStatus when it is closed already, Refused
    without a reason or for a day before it opened.
    """
    require(by, Permission.KEEP, station)
    _refuse_closed(Station.objects.select_for_update().get(pk=station.pk))
    if not reason.strip():
        raise Refused(_("撤销家站点应当写明理由，供以后查考。"))
    write(station, {"closed_on": on})
    still_there = Q(until__isnull=True) | Q(until__gt=on)
    for held in (station.staff.all(), station.attached.all()):
        held.filter(still_there, since__lte=on).update(until=on)
    record(
        by,
        "station.close",
        station,
        gettext("撤销家站点：%(name)s") % {"name": station.name},
        reason=reason.strip(),
        after={"closed_on": on},
    )


@transaction.atomic
def appoint(
    station: Station,
    *,
    post: str,
    name: str,
    by: Account | None,
    since: date,
    phone: str = "",
    account: Account | None = None,
) -> Staff:
    """Put someone in a post of the station from `since` on.

    account: by which they sign in; a liaison without one cannot use the liaison's pages.
    Raises PermissionDenied, WrongStatus for a closed station, Refused when they hold
    the post already, or the account belongs to another county.
    """
    require(by, Permission.KEEP, station)
    _refuse_closed(station)
    name = " ".join(name.split()) or (account.name if account else "")
    if not name:
        raise Refused(_("请填写姓名，或者选择一个账号。"))
    held = station.staff.on(since).filter(post=post, name=name)
    if held.exists():
        raise Refused(
            gettext("%(name)s已经是本站的%(post)s，不用再登记。")
            % {"name": name, "post": Staff.Post(post).label}
        )
    if account and not account.grants.filter(body__path__startswith=f"/{station.body.county_id}/"):
        raise Refused(
            gettext("账号“%(name)s”不属于本县，请先为他开通本县的账号。") % {"name": account.name}
        )
    staff = Staff(
        station=station, post=post, name=name, phone=phone.strip(), account=account, since=since
    )
    save(staff)
    record(
        by,
        "station.appoint",
        station,
        gettext("%(name)s任%(post)s") % {"name": name, "post": staff.get_post_display()},
        after={"staff": staff.pk, "post": post, "name": name, "since": since},
    )
    return staff


@transaction.atomic
def end_post(staff: Staff, *, by: Account | None, until: date) -> None:
    """Someone leaves a post; `until` is their last day.

    Raises PermissionDenied, WrongStatus when they have left already, Refused for a
    day before they began.
    """
    station = staff.station
    require(by, Permission.KEEP, station)
    if staff.until is not None and staff.until <= until:
        raise WrongStatus(gettext("%(name)s已经离任，不用再登记。") % {"name": staff.name})
    write(staff, {"until": until})
    record(
        by,
        "station.end_post",
        station,
        gettext("%(name)s不再任%(post)s") % {"name": staff.name, "post": staff.get_post_display()},
        after={"staff": staff.pk, "until": until},
    )


@transaction.atomic
def attach_deputy(station: Station, seat: Seat, *, by: Account | None, since: date) -> Attachment:
    """A deputy joins the station (进站).

    seat: of the station's body or of a body above it.
    Raises PermissionDenied, WrongStatus for a closed station, Refused for a seat of
    elsewhere or not in office, and for a deputy who is there already.
    """
    require(by, Permission.KEEP, station)
    _refuse_closed(station)
    if not seats_for(station.body).filter(pk=seat.pk).exists():
        raise Refused(
            gettext("%(name)s不是本级或者上级的在任代表，不能编入本站。")
            % {"name": seat.person.name}
        )
    if station.attached.on(since).filter(seat__person=seat.person_id).exists():
        raise Refused(gettext("%(name)s代表已在本站，不用再登记。") % {"name": seat.person.name})
    attachment = Attachment(station=station, seat=seat, since=since)
    save(attachment)
    record(
        by,
        "station.attach",
        station,
        gettext("%(name)s代表进站") % {"name": seat.person.name},
        after={"seat": seat.pk, "since": since},
    )
    return attachment


@transaction.atomic
def detach_deputy(attachment: Attachment, *, by: Account | None, until: date) -> None:
    """A deputy leaves the station; `until` is the last day. Raises as `end_post`."""
    station = attachment.station
    require(by, Permission.KEEP, station)
    name = attachment.seat.person.name
    if attachment.until is not None and attachment.until <= until:
        raise WrongStatus(gettext("%(name)s代表已经离站，不用再登记。") % {"name": name})
    write(attachment, {"until": until})
    record(
        by,
        "station.detach",
        station,
        gettext("%(name)s代表离站") % {"name": name},
        after={"seat": attachment.seat_id, "until": until},
    )


@transaction.atomic
def pledge(attachment: Attachment, text: str, *, by: Account | None) -> None:
    """Write down what a deputy promises to do (履职承诺); the deputy or the station's people.

    Raises PermissionDenied, WrongStatus after the deputy has left, Refused for a text too long.
    """
    require(by, Permission.PLEDGE, attachment)
    if attachment.until is not None:
        raise WrongStatus(_("代表已经离站，承诺不能再改。"))
    before = attachment.pledge
    write(attachment, {"pledge": text.strip()})
    if attachment.pledge != before:
        name = attachment.seat.person.name
        record(
            by,
            "station.pledge",
            attachment.station,
            gettext("登记%(name)s代表的履职承诺") % {"name": name},
            before={"pledge": before},
            after={"pledge": attachment.pledge},
        )


def _villages(body: Body, villages: Iterable[Office]) -> list[Office]:
    found = list(villages)
    for village in found:
        if village.body_id != body.pk or village.kind != Office.Kind.VILLAGE:
            raise Refused(
                gettext("“%(name)s”不是本级的村（社区），请重新选择。") % {"name": village.name}
            )
    return found


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise Refused(_("请填写名称。"))
    return name


def _refuse_closed(station: Station) -> None:
    if station.closed_on is not None:
        raise WrongStatus(
            gettext("%(name)s已于 %(day)s 撤销，不能再改动。")
            % {"name": station.name, "day": station.closed_on}
        )


def _plain(station: Station) -> dict[str, Any]:
    """All that a change may touch, as the ledger keeps it."""
    values = {
        name: getattr(station, name)
        for name in (
            "kind",
            "name",
            "address",
            "hours",
            "phone",
            "rooms",
            "introduction",
            "longitude",
            "latitude",
            "opened_on",
            "is_public",
        )
    }
    values |= {name: str(value) for name, value in values.items() if isinstance(value, Decimal)}
    return values | {"villages": sorted(station.villages.values_list("pk", flat=True))}
