"""This room's entry in the top menu."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu


def keeps_messages(user) -> bool:
    """Liaisons, clerks, chairs, auditors. Deputies and offices come by their desks: their menus are full."""
    return user.has_role(*CLERKS, Role.LIAISON, Role.CHAIR, Role.AUDITOR)


def register_entries() -> None:
    menu.register(_("留言"), "voices:list", order=13, shown_to=keeps_messages)
