"""What every page knows about the site: its name, the menu, the reader's type size."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lianxin import __version__
from lianxin.ui import menu

SIZE_COOKIE = "lianxin_size"
LARGE = "large"


@dataclass
class Site:
    """The site as the header and the footer show it."""

    user: Any

    version = __version__

    @property
    def name(self) -> str:
        """Name of the platform."""
        return _("连心")

    @property
    def demo(self) -> bool:
        """Whether the demo banner is shown."""
        return settings.DEMO

    @property
    def public_frame(self) -> str:
        """What pages for voters extend."""
        return menu.public_frame()

    @property
    def open_frame(self) -> str:
        """What pages extend that everyone reads: voters with their menu, others without."""
        return "base_public.html" if menu.signed_in(self.user) else menu.public_frame()

    @cached_property
    def body(self) -> str:
        """Short name of the body the user works in; empty without one."""
        return menu.body_name(self.user)

    @cached_property
    def bell(self) -> menu.Entry | None:
        """The link to the user's notices, with the number unread."""
        return menu.bell(self.user)


class Menu:
    """The entries of one page, found when a template first asks for them."""

    def __init__(self, request: HttpRequest):
        self._request = request

    @cached_property
    def _entries(self) -> list[menu.Entry]:
        user = getattr(self._request, "user", None)
        return menu.entries_for(user, self._request.path)

    def __iter__(self):
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def first(self) -> list[menu.Entry]:
        """Entries shown side by side; one place is kept for 「更多」 when there are too many."""
        if len(self._entries) <= menu.MOST_ENTRIES:
            return self._entries
        return self._entries[: menu.MOST_ENTRIES - 1]

    @property
    def rest(self) -> list[menu.Entry]:
        """Entries behind 「更多」."""
        return self._entries[len(self.first) :]

    @property
    def is_short(self) -> bool:
        """Whether all entries fit beside each other on a phone."""
        return len(self._entries) <= 4


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site`, `menu` and `large_print`."""
    return {
        "site": Site(user=getattr(request, "user", None)),
        "menu": Menu(request),
        "large_print": request.COOKIES.get(SIZE_COOKIE) == LARGE,
    }
