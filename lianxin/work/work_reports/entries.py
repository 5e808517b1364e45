"""This room's entry in the top menu."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu


def writes_reports(user) -> bool:
    """Who drafts, signs and discusses; deputies and offices come from their desk."""
    return user.has_role(*CLERKS, Role.CHAIR, Role.AUDITOR)


def register_entries() -> None:
    menu.register(_("报告"), "work_reports:list", order=60, shown_to=writes_reports)
