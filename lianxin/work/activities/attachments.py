"""Who may open the pictures, materials and sheets of an activity, and where they belong."""

from lianxin.foundation.files import access
from lianxin.work.activities.models import Activity, ActivityFile


def may_open(user, stored) -> bool:
    """Whoever sees the activity; the public sees approved copies only."""
    if not user.is_authenticated:
        return False
    activities = ActivityFile.objects.filter(file=stored).values("activity")
    return Activity.objects.visible_to(user).filter(pk__in=activities).exists()


def place_of(stored) -> tuple[str, str] | None:
    found = ActivityFile.objects.filter(file=stored).select_related("activity").first()
    if found is None:
        return None
    return found.activity.title, found.activity.get_absolute_url()


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
