"""Who may open the pictures, materials and sheets of an activity, and where they belong."""

from lianxin.foundation.files import access
from lianxin.foundation.files.models import PublicCopy
from lianxin.work.activities.models import Activity, ActivityFile, Publication


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


def public_pictures(activity: Activity) -> list[PublicCopy]:
    """Approved public copies of an activity's pictures, in order."""
    pictures = activity.files.filter(kind=ActivityFile.Kind.PICTURE).values("file")
    approved = PublicCopy.objects.filter(state=PublicCopy.State.APPROVED, stored__in=pictures)
    return list(approved.order_by("stored"))


def is_public(stored) -> bool:
    """Whether a picture belongs to an activity that the public may read now."""
    shown = Publication.objects.shown().values("activity")
    found = ActivityFile.objects.filter(file=stored, kind=ActivityFile.Kind.PICTURE)
    return found.filter(activity__in=shown).exists()


def register_access() -> None:
    access.register(may_open)
    access.register_public(is_public)
    access.register_place(place_of)
