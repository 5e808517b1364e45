"""What several of the room's pages share."""

from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.foundation.stepping import Words
from lianxin.work.stations.models import Station

FIRST_YEAR = 2000


def year_asked(request) -> int:
    """The year in the address, this year unless it makes sense."""
    today = localdate()
    asked = request.GET.get("year", "")
    return (
        int(asked)
        if asked.isdecimal() and FIRST_YEAR <= int(asked) <= today.year + 1
        else today.year
    )


def year_or_404(year: int) -> int:
    if not FIRST_YEAR <= year <= localdate().year + 1:
        raise Http404
    return year


def years_of(station: Station) -> list[int]:
    """This year and those before since the station opened, at most five."""
    this = localdate().year
    first = station.opened_on.year if station.opened_on else this
    return list(range(this, max(first, this - 5) - 1, -1))


def station_words(
    station: Station,
    heading: str,
    button: str,
    *,
    lead: str = "",
    back: str = "",
    is_grave: bool = False,
) -> Words:
    """Words of a step's page about a station, with the way back to it."""
    return Words(
        heading,
        button,
        back or station.get_absolute_url(),
        lead=lead,
        crumbs=[
            (_("家站点"), reverse("stations:list")),
            (station.name, station.get_absolute_url()),
        ],
        is_grave=is_grave,
    )
