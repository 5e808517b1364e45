"""This room's entries in the top menu."""

from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment
from lianxin.foundation.people.models import OFFICE_ROLES, Role
from lianxin.ui import menu


def is_of_office(user) -> bool:
    return user.has_role(*OFFICE_ROLES)


def is_deputy(user) -> bool:
    return user.person_id is not None and user.has_role(Role.DEPUTY)


def in_hand(user) -> int:
    """What the user's offices have not answered; counted on an index of few rows."""
    return Assignment.objects.filter(office_id__in=user.office_ids()).open().count()


def reads_suggestions(user) -> bool:
    """Everyone but those who only keep the machine."""
    return any(grant.role != Role.SYSTEM_ADMIN for grant in user.current_grants)


def register_entries() -> None:
    menu.register(_("建议"), "suggestions:list", order=20, shown_to=reads_suggestions)
    menu.register(_("待办件"), "suggestions:inbox", order=15, shown_to=is_of_office, count=in_hand)
    menu.register(_("我的建议"), "suggestions:mine", order=16, shown_to=is_deputy)
