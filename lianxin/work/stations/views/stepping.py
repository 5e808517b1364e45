"""The station a page is about."""

from django.http import HttpRequest

from lianxin.foundation.stepping import found_for
from lianxin.work.stations.models import Station


def station_for(request: HttpRequest, pk: int, permission: str = "") -> Station:
    """The station, if it exists for the reader (else 404); with `permission`, if they may (403)."""
    return found_for(request, Station, pk, permission, related=("body",))
