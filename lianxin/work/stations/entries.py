"""This room's entry in the top menu."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu


def reads_stations(user) -> bool:
    """Clerks, chairs, auditors, liaisons. Deputies come by their desk: their menu is full."""
    return user.has_role(*CLERKS, Role.CHAIR, Role.AUDITOR)


def is_liaison(user) -> bool:
    """Heads and deputy heads who sign in for a station alone hold this role, too."""
    return user.has_role(Role.LIAISON)


def register_entries() -> None:
    menu.register(_("家站点"), "stations:list", order=40, shown_to=reads_stations)
    menu.register(_("我的站点"), "stations:mine", order=12, shown_to=is_liaison)
