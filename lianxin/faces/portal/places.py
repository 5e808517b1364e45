"""What the public may know of deputies and stations: a few named columns, and no others."""

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.http import Http404

from lianxin.foundation.people.models import Body, Office, Seat
from lianxin.work.stations.models import Attachment, Staff, Station

POSTS = (Staff.Post.HEAD, Staff.Post.DEPUTY_HEAD, Staff.Post.LIAISON)


def front_bodies() -> list[Body]:
    """Bodies without one above them: one county, or a township that runs alone."""
    return list(Body.objects.filter(is_active=True, parent=None))


def public_body(code: str) -> Body:
    """The body with this code. Raises Http404."""
    body = Body.objects.filter(is_active=True, code=code).select_related("parent").first()
    if body is None:
        raise Http404
    return body


def below(body: Body) -> "QuerySet[Body]":
    """The body and those below it that are in use."""
    return Body.objects.within(body).filter(is_active=True)


def public_seats() -> "QuerySet[Seat]":
    """Deputies in office, with name, district, group and stations: nothing else is read."""
    attached = (
        Attachment.objects.on()
        .filter(station__in=Station.objects.public())
        .select_related("station")
        .only("seat_id", "station__name", "station__code")
        .order_by("station__name", "pk")
    )
    return (
        Seat.objects.in_office()
        .filter(body__is_active=True)
        .select_related("person", "body", "district", "group", "term")
        .only(
            "person__name",
            "person__stroke_key",
            "body__name",
            "body__short_name",
            "body__code",
            "body__path",
            "district__name",
            "group__name",
            "term__number",
        )
        .prefetch_related(Prefetch("stations", attached, to_attr="at_stations"))
        .order_by("person__stroke_key", "pk")
    )


def seats_at(body: Body) -> "QuerySet[Seat]":
    """Deputies of a body; of a street, which has no congress, the county's in its groups."""
    return public_seats().filter(Q(body=body) | Q(group__body=body))


def public_stations() -> "QuerySet[Station]":
    """Stations as a list shows them: the staff and telephones of a station stay with it."""
    villages = Office.objects.current().only("name").order_by("name")
    return (
        Station.objects.public()
        .filter(body__is_active=True)
        .select_related("body")
        .prefetch_related(Prefetch("villages", villages, to_attr="its_villages"))
        .annotate(deputies=Count("attached", filter=_attached_today(), distinct=True))
        .order_by("body__path", "kind", "name", "pk")
    )


def stations_at(body: Body) -> "QuerySet[Station]":
    """Stations of the body and of those below it."""
    return public_stations().filter(body__in=below(body))


def station_of(code: str) -> Station:
    """The station with this code, with its posts and deputies. Raises Http404."""
    # Names of posts are hung out at the station; telephones of people are not.
    staff = (
        Staff.objects.on()
        .only("station_id", "post", "name")
        .order_by(Case(*(When(post=post, then=at) for at, post in enumerate(POSTS))), "pk")
    )
    station = (
        public_stations()
        .prefetch_related(Prefetch("staff", staff, to_attr="its_staff"))
        .filter(code=code.lower())
        .first()
    )
    if station is None:
        raise Http404
    return station


def seats_of_station(station: Station) -> "QuerySet[Seat]":
    """Deputies attached to the station today."""
    return public_seats().filter(
        pk__in=Attachment.objects.on().filter(station=station).values("seat")
    )


def _attached_today() -> Q:
    on_today = Attachment.objects.on().filter(seat__state=Seat.State.IN_OFFICE)
    return Q(attached__in=on_today.values("pk"))
