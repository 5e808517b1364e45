"""What every page of one step does: check what was typed, take the step, show the refusal."""

from functools import partial

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from lianxin.foundation import stepping
from lianxin.foundation.people.permissions import require
from lianxin.work.stations.models import Station

step_page = partial(stepping.step_page, template="stations/form.html")


def station_for(request: HttpRequest, pk: int, permission: str = "") -> Station:
    """The station, if it exists for the reader (else 404); with `permission`, if they may (403)."""
    stations = Station.objects.visible_to(request.user).select_related("body")
    station = get_object_or_404(stations, pk=pk)
    if permission:
        require(request.user, permission, station)
    return station
