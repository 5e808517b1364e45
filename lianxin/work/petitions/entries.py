"""This room's entry in the top menu: for clerks and chairs; others come by their desk."""

from django.utils.translation import gettext_lazy as _

from lianxin.ui import menu
from lianxin.work.petitions.kind import CLERKS_AND_CHAIR


def keeps_petitions(user) -> bool:
    return user.has_role(*CLERKS_AND_CHAIR)


def register_entries() -> None:
    menu.register(_("信访"), "petitions:list", order=28, shown_to=keeps_petitions)
