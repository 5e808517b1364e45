"""Where this room stands: a tab of the duty room, for those who keep or approve money."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Role
from lianxin.work.duty.entries import add_section
from lianxin.work.funds.queries import READERS


def keeps_funds(user) -> bool:
    return user.has_role(*READERS, Role.GROUP_LEADER)


def register_entries() -> None:
    add_section(_("经费"), "funds:list", shown_to=keeps_funds, order=90)
