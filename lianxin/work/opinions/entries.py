"""This room's entry in the top menu: for those who keep boxes and hold sessions."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu


def gathers_opinions(user) -> bool:
    """Clerks and liaisons; deputies come to their card from their desk."""
    return user.has_role(*CLERKS, Role.LIAISON)


def register_entries() -> None:
    menu.register(_("征求意见"), "opinions:list", order=34, shown_to=gathers_opinions)
