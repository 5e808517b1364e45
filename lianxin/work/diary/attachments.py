"""Who may open the proof of a tick by hand, and where it belongs."""

from django.urls import reverse

from lianxin.foundation.files import access
from lianxin.foundation.people.permissions import may
from lianxin.work.diary.models import Tick
from lianxin.work.diary.permissions import Permission


def may_open(user, stored) -> bool:
    """Whoever reads the body's year."""
    if not user.is_authenticated:
        return False
    found = _tick_of(stored)
    return found is not None and may(user, Permission.READ, found.body)


def place_of(stored) -> tuple[str, str] | None:

    found = _tick_of(stored)
    if found is None:
        return None
    url = reverse("diary:duty", args=[found.body.code, found.key, found.on.isoformat()])
    return found.words, url


def _tick_of(stored) -> Tick | None:
    return Tick.objects.filter(file=stored).select_related("body").first()


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
