"""Who may open the receipts of a claim, and where they belong."""

from lianxin.foundation.files import access
from lianxin.work.funds.models import Claim, Receipt


def may_open(user, stored) -> bool:
    """Whoever sees the claim."""
    if not user.is_authenticated:
        return False
    claims = Receipt.objects.filter(file=stored).values("claim")
    return Claim.objects.visible_to(user).filter(pk__in=claims).exists()


def place_of(stored) -> tuple[str, str] | None:
    found = Receipt.objects.filter(file=stored).select_related("claim").first()
    return (found.claim.what, found.claim.get_absolute_url()) if found else None


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
