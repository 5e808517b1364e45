"""The room's entry in the top menu, and the other rooms that open from its front page.

A room that has no entry of its own stands as a tab beside the deputies' files:

    entries.add_section(_("双联"), "links:list", shown_to=keeps_links)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui import menu

READERS = (*CLERKS, Role.CHAIR, Role.AUDITOR)


@dataclass(frozen=True)
class SectionEntry:
    label: Any
    url_name: str
    shown_to: Callable[[Any], bool]
    order: int


_sections: dict[str, SectionEntry] = {}


def keeps_duty(user) -> bool:
    """Clerks and chairs, and whoever looks the books through; deputies come from their desk."""
    return user.has_role(*READERS)


def keeps_points(user) -> bool:
    """Points are told to those who keep them, and to the deputy himself; the auditor reads none."""
    return user.has_role(*CLERKS, Role.CHAIR)


def add_section(
    label: Any, url_name: str, shown_to: Callable[[Any], bool] = keeps_duty, *, order: int = 100
) -> None:
    """Show another page as a tab of the duty room; the same `url_name` again replaces it.

    label: two to four characters. url_name: of an address without arguments. shown_to:
    asked once a page for the signed-in account. order: position, small first; what the
    room itself has stands from 10 to 50.
    """
    _sections[url_name] = SectionEntry(label, url_name, shown_to, order)


def sections_for(user, current: str = "") -> list[menu.Entry]:
    """The tabs `user` sees; `current` is the name of the address being shown."""
    found = []
    for one in sorted(_sections.values(), key=lambda one: (one.order, one.url_name)):
        try:
            url = reverse(one.url_name)
        except NoReverseMatch:
            continue
        if one.shown_to(user):
            found.append(menu.Entry(one.label, url, is_current=one.url_name == current, count=None))
    return found


def register_entries() -> None:
    menu.register(_("履职"), "duty:list", order=36, shown_to=keeps_duty)
    add_section(_("履职档案"), "duty:list", order=10)
    add_section(_("任务清单"), "duty:task_lists", order=20)
    add_section(_("主题活动"), "duty:campaigns", order=30)
    add_section(_("三个一"), "duty:pairs", order=35)
    add_section(_("积分"), "duty:schemes", shown_to=keeps_points, order=40)
    add_section(_("异议"), "duty:objections", order=50)
