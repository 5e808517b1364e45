"""Who may open the evidence of a station, and where it belongs."""

from django.urls import reverse

from lianxin.foundation.files import access
from lianxin.work.stations.models import Evidence, Station


def may_open(user, stored) -> bool:
    """Whoever sees the station; evidence is shown inside the congress, never to the public."""
    if not user.is_authenticated:
        return False
    stations = Evidence.objects.filter(file=stored).values("station")
    return Station.objects.visible_to(user).filter(pk__in=stations).exists()


def place_of(stored) -> tuple[str, str] | None:
    found = Evidence.objects.filter(file=stored).select_related("station").first()
    if found is None:
        return None
    return found.station.name, reverse("stations:checks", args=[found.station_id])


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
