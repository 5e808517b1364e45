"""This room's entry in the top menu: for those who plan and record activities."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu


def keeps_activities(user) -> bool:
    """Clerks and group leaders; deputies come from their desk, for their menu is full."""
    return user.has_role(*CLERKS, Role.GROUP_LEADER) and not user.has_role(Role.DEPUTY)


def register_entries() -> None:
    menu.register(_("活动"), "activities:list", order=34, shown_to=keeps_activities)
