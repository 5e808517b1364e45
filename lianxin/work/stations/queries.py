"""What can be asked of the network: rows of the list, whom a body may attach, who is left out."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from lianxin.foundation.people.models import Body, Office, Seat
from lianxin.work.stations.models import Attachment, Staff, Station


def for_list(stations: QuerySet[Station]) -> QuerySet[Station]:
    """All that one row shows, in a fixed number of queries.

    `staff_now` and `deputies_now` hold those in force today.
    """
    return stations.select_related("body").prefetch_related(
        Prefetch("staff", Staff.objects.on(), to_attr="staff_now"),
        Prefetch(
            "attached",
            Attachment.objects.on().select_related("seat__person", "seat__body"),
            to_attr="deputies_now",
        ),
        Prefetch("villages", Office.objects.order_by("name"), to_attr="villages_now"),
    )


def seats_for(body: Body) -> QuerySet[Seat]:
    """Seats that may be attached to a station of `body`: its own deputies' and those above it."""
    above = [int(pk) for pk in body.path.split("/") if pk]
    return (
        Seat.objects.in_office()
        .filter(body__in=above)
        .select_related("person", "body")
        .order_by("-body__path", "person__stroke_key", "pk")
    )


def villages_of(body: Body) -> QuerySet[Office]:
    """Villages and communities of a body."""
    return (
        Office.objects.current().filter(body=body, kind=Office.Kind.VILLAGE).order_by("name", "pk")
    )


def left_out(villages: QuerySet[Office]) -> QuerySet[Office]:
    """Of `villages` those that no open station covers."""
    covering = Station.objects.open().filter(villages=OuterRef("pk"))
    return villages.filter(~Exists(covering))


@dataclass(frozen=True)
class Coverage:
    """How far a body's network reaches."""

    body: Body
    stations: list[Station]
    villages: int
    missing: list[Office]

    @property
    def covered(self) -> int:
        return self.villages - len(self.missing)

    @property
    def percent(self) -> int:
        """Whole percent, never 100 while a village is left out."""
        return self.covered * 100 // self.villages if self.villages else 0


def coverage_of(bodies: QuerySet[Body]) -> list[Coverage]:
    """Coverage of each body that has villages or stations, in four queries."""
    found = list(bodies.order_by("path"))
    stations = list(Station.objects.open().filter(body__in=found).select_related("body"))
    villages = Office.objects.current().filter(body__in=found, kind=Office.Kind.VILLAGE)
    missing = list(left_out(villages).order_by("name", "pk"))
    numbers: dict[int, int] = {}
    for body_id in villages.values_list("body_id", flat=True):
        numbers[body_id] = numbers.get(body_id, 0) + 1
    reach = [
        Coverage(
            body,
            [one for one in stations if one.body_id == body.pk],
            numbers.get(body.pk, 0),
            [one for one in missing if one.body_id == body.pk],
        )
        for body in found
    ]
    return [one for one in reach if one.stations or one.villages]
