"""The station a page is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from lianxin.foundation.people.permissions import require
from lianxin.work.stations.models import Station


def station_for(request: HttpRequest, pk: int, permission: str = "") -> Station:
    """The station, if it exists for the reader (else 404); with `permission`, if they may (403)."""
    stations = Station.objects.visible_to(request.user).select_related("body")
    station = get_object_or_404(stations, pk=pk)
    if permission:
        require(request.user, permission, station)
    return station
