"""This room's entry in the top menu: for those who keep rosters."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu


def keeps_receptions(user) -> bool:
    """Clerks and liaisons; deputies come from their desk, for their menu is full."""
    return user.has_role(*CLERKS, Role.LIAISON)


def register_entries() -> None:
    menu.register(_("接待"), "receptions:list", order=32, shown_to=keeps_receptions)
