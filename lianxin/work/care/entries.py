"""The room's place among the other rooms: a tab of the duty room, for those who keep it."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.duty.entries import add_section


def may_keep(user) -> bool:
    """Clerks and chairs: whether one is a named officer the page itself asks."""
    return user.has_role(*CLERKS, Role.CHAIR)


def register_entries() -> None:
    add_section(_("关爱"), "care:list", shown_to=may_keep)
