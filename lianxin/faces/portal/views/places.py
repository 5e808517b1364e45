"""Deputies and stations: who they are, where they are found, when they receive."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.faces.portal import receptions as calendar
from lianxin.faces.portal.activities import done_by
from lianxin.faces.portal.disclosing import appraisals_of, honours_of
from lianxin.faces.portal.forms import DeputyFilter, StationFilter
from lianxin.faces.portal.frame import kept
from lianxin.faces.portal.places import (
    below,
    front_bodies,
    public_body,
    public_seats,
    seats_at,
    seats_of_station,
    station_of,
    stations_at,
)
from lianxin.foundation.people.models import Body
from lianxin.ui.languages import public
from lianxin.work.duty.publishing import published_of
from lianxin.work.stations.drawing import drawn, placed

# A dozen screens of a phone at most.
DEPUTIES_PER_PAGE = 24


@public
@kept("body")
@require_safe
def deputies(request):
    """The deputies of one body."""
    body = _asked_body(request)
    filters = DeputyFilter(request.GET, body=body)
    found = Paginator(filters.apply(seats_at(body)), DEPUTIES_PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {"filters": filters, "body": body, "page": page, "seats": page.object_list}
    return render(request, "portal/deputies.html", context)


@public
@require_safe
def deputy(request, pk):
    """One deputy: district, group, stations, when and where to be met."""
    seat = public_seats().filter(pk=pk).first()
    if seat is None:
        raise Http404
    at = {one.station_id for one in seat.at_stations}  # type: ignore[attr-defined]
    where = Q(pk=seat.body_id) | Q(stations__in=at)
    coming = calendar.coming(Body.objects.filter(where, is_active=True).distinct())
    mine = [
        one
        for one in coming
        if seat.pk in one.seat_ids or (not one.seat_ids and one.station_id in at)
    ]
    context = {
        "seat": seat,
        "receptions": mine,
        "activities": done_by(seat),
        "honours": honours_of(seat),
        "appraisals": appraisals_of(seat),
        "duty": published_of(seat, timezone.localdate()),
    }
    return render(request, "portal/deputy.html", context)


@public
@kept("body")
@require_safe
def stations(request):
    """All stations of a body as a map and as a list."""
    body = _asked_body(request)
    filters = StationFilter(request.GET, body=body)
    found = list(filters.apply(stations_at(body)))
    numbers = {spot.station.pk: spot.number for spot in placed(found).spots}
    coming = calendar.by_station(calendar.coming(below(body)))
    rows = [
        {"station": one, "number": numbers.get(one.pk), "next": coming.get(one.pk, [None])[0]}
        for one in found
    ]
    context = {"filters": filters, "body": body, "rows": rows, "has_map": bool(numbers)}
    return render(request, "portal/stations.html", context)


@public
@require_safe
def station_map(request):
    """The map as a picture of its own, so that the page stays light."""
    body = _asked_body(request)
    found = list(StationFilter(request.GET, body=body).apply(stations_at(body)))
    picture = drawn(
        placed(found),
        villages=lambda station: station.its_villages,  # type: ignore[attr-defined]
    )
    return HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")


@public
@require_safe
def station(request, code):
    """One station: hours, posts, deputies, villages, the receptions to come."""
    found = station_of(code)
    coming = calendar.by_station(calendar.coming(below(found.body)))
    context = {
        "station": found,
        "seats": seats_of_station(found),
        "receptions": coming.get(found.pk, []),
    }
    return render(request, "portal/station.html", context)


def _asked_body(request) -> Body:
    if code := request.GET.get("body"):
        return public_body(code)
    fronts = front_bodies()
    if not fronts:
        raise Http404
    return fronts[0]
