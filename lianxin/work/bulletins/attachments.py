"""Who may open the files of a bulletin and of an exchange, and where they belong."""

from lianxin.foundation.files import access
from lianxin.work.bulletins.models import Bulletin, Contribution, Offer


def may_open(user, stored) -> bool:
    """Whoever sees a bulletin it goes with, or the paper of the exchange, offered or kept."""
    if not user.is_authenticated:
        return False
    return (
        Bulletin.objects.visible_to(user).filter(files__file=stored).exists()
        or Contribution.objects.visible_to(user).filter(file=stored).exists()
        or Offer.objects.visible_to(user).filter(file=stored).exists()
    )


def place_of(stored) -> tuple[str, str] | None:
    bulletin = Bulletin.objects.filter(files__file=stored).order_by("-pk").first()
    found = (
        bulletin
        or Contribution.objects.filter(file=stored).first()
        or Offer.objects.filter(file=stored).first()
    )
    return (found.title, found.get_absolute_url()) if found else None


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
