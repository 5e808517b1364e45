"""This room's entry in the top menu."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu


def keeps_diary(user) -> bool:
    """Clerks and auditors. Chairs and members of a presidium come by their desk."""
    return user.has_role(*CLERKS, Role.AUDITOR)


def register_entries() -> None:
    menu.register(_("年历"), "diary:home", order=22, shown_to=keeps_diary)
