"""Who may open the pictures of a pledge's progress, and where they belong."""

from lianxin.foundation.files import access
from lianxin.work.duty.models import PledgeStep
from lianxin.work.duty.queries import campaigns_seen_by


def may_open(user, stored) -> bool:
    """Whoever sees the campaign."""
    if not user.is_authenticated:
        return False
    steps = PledgeStep.objects.filter(picture=stored)
    return steps.filter(pledge__campaign__in=campaigns_seen_by(user)).exists()


def place_of(stored) -> tuple[str, str] | None:
    found = PledgeStep.objects.filter(picture=stored).select_related("pledge").first()
    return (found.pledge.text, found.pledge.get_absolute_url()) if found else None


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
