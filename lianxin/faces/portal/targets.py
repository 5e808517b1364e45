"""To whom a voter writes: a station, a deputy, or the body itself."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.portal.places import public_body, public_seats, station_of
from lianxin.foundation.people.models import Body, Office, Seat
from lianxin.work.stations.models import Station
from lianxin.work.voices.models import VoterMessage

Channel = VoterMessage.Channel


@dataclass(frozen=True)
class Target:
    """Who receives it, and what the voter is told about that before sending.

    villages: places to choose from. form: what the form's token is signed for.
    """

    body: Body
    channel: str
    name: str
    readers: str
    path: str
    villages: "QuerySet[Office]"
    station: Station | None = None
    seat: Seat | None = None
    form: str = field(default="")

    @property
    def person(self):
        return self.seat.person if self.seat else None

    @property
    def station_key(self) -> str:
        return str(self.station.pk) if self.station else ""


def to_station(code: str) -> Target:
    """The target behind a station's code. Raises Http404."""
    station = station_of(code)
    return Target(
        body=station.body,
        station=station,
        channel=Channel.STATION_CODE,
        name=station.name,
        readers=_("%s的站长、联络员和进站代表") % station.name,
        path=reverse("portal:to_station", args=[station.code]),
        villages=_villages(station.body).filter(stations=station),
        form=f"message.s{station.pk}",
    )


def to_deputy(pk: int) -> Target:
    """The target behind a deputy's code. Raises Http404."""
    seat = public_seats().filter(pk=pk).first()
    if seat is None:
        raise Http404
    return Target(
        body=seat.body,
        seat=seat,
        channel=Channel.DEPUTY_CODE,
        name=_("%s代表") % seat.person.name,
        readers=_("%(name)s代表和%(body)s人大的工作人员")
        % {"name": seat.person.name, "body": seat.body.short_name},
        path=reverse("portal:to_deputy", args=[seat.pk]),
        villages=_villages(seat.body),
        form=f"message.d{seat.pk}",
    )


def to_body(code: str) -> Target:
    """The target behind a body's page. Raises Http404."""
    body = public_body(code)
    return Target(
        body=body,
        channel=Channel.WEB,
        name=body.name,
        readers=_("%s人大的工作人员，由他们转给代表") % body.short_name,
        path=reverse("portal:to_body", args=[body.code]),
        villages=_villages(body),
        form=f"message.b{body.pk}",
    )


def _villages(body: Body) -> "QuerySet[Office]":
    return (
        Office.objects.current()
        .filter(kind=Office.Kind.VILLAGE, body__path__startswith=body.path)
        .order_by("body", "name")
    )
