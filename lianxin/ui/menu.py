"""The top menu: rooms register their entry, the shell shows what a person may open.

A room registers in its `AppConfig.ready`:

    menu.register(_("建议"), "suggestions:list", order=20, shown_to=works_on_suggestions)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

MOST_ENTRIES = 7
"""Entries the shell shows side by side; the rest goes behind 「更多」."""


@dataclass(frozen=True)
class Item:
    """What a room registered."""

    label: Any
    url_name: str
    order: int
    shown_to: Callable[[Any], bool]
    count: Callable[[Any], int | None] | None


@dataclass(frozen=True)
class Entry:
    """What the shell shows: `count` is None when nothing is counted or nothing waits."""

    label: Any
    url: str
    is_current: bool
    count: int | None


_items: dict[str, Item] = {}
_body_name: list[Callable[[Any], str]] = []
_bell: list[tuple[str, Callable[[Any], int]]] = []
_public_frame = ["base_public.html"]


def signed_in(user: Any) -> bool:
    """Everyone who has signed in; the usual audience of an entry."""
    return bool(getattr(user, "is_authenticated", False))


def register(
    label: Any,
    url_name: str,
    order: int,
    shown_to: Callable[[Any], bool] = signed_in,
    count: Callable[[Any], int | None] | None = None,
) -> None:
    """Add an entry to the top menu; registering the same `url_name` again replaces it.

    label: two to four characters, translatable.
    url_name: name of an address without arguments; while it does not exist the
        entry is left out.
    order: position, small first; the desk has 10.
    shown_to: who sees the entry. Called once a page for a signed-in user only.
    count: number of records that wait for the user, shown beside the label.
        Called once a page, only for an entry that is shown.
    """
    _items[url_name] = Item(label, url_name, order, shown_to, count)


def name_body_with(name_of: Callable[[Any], str]) -> None:
    """Say how to find the short name of the body (禾望县人大) a user works in.

    name_of: gets the signed-in user; the header shows what it returns.
    """
    _body_name[:] = [name_of]


def frame_public_pages_with(template: str) -> None:
    """Say which template, itself extending `base_public.html`, has the voters' menu."""
    _public_frame[:] = [template]


def public_frame() -> str:
    """The template that a page for voters extends, whichever floor the page is on."""
    return _public_frame[0]


def count_notices_with(url_name: str, count: Callable[[Any], int]) -> None:
    """Say where notices are read and how many a user has not read; shown in the header.

    count: called once a page, for a signed-in user only.
    """
    _bell[:] = [(url_name, count)]


def bell(user: Any) -> Entry | None:
    """The header's link to the notices with the number unread; None where there are none."""
    if not _bell or not signed_in(user):
        return None
    url_name, count = _bell[0]
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return None
    return Entry(_("通知"), url, is_current=False, count=count(user) or None)


def body_name(user: Any) -> str:
    """Short name of the user's body; empty for an anonymous user."""
    if not _body_name or not signed_in(user):
        return ""
    return _body_name[0](user)


def entries_for(user: Any, path: str) -> list[Entry]:
    """The entries a signed-in user sees, in order; an anonymous user has none.

    path: path of the page being shown; the longest matching address is current.
    """
    if not signed_in(user):
        return []
    shown = []
    for item in sorted(_items.values(), key=lambda item: (item.order, item.url_name)):
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        if item.shown_to(user):
            shown.append((item, url))
    current = max((url for _item, url in shown if _covers(url, path)), key=len, default=None)
    return [
        Entry(
            label=item.label,
            url=url,
            is_current=url == current,
            count=(item.count(user) or None) if item.count else None,
        )
        for item, url in shown
    ]


def _covers(url: str, path: str) -> bool:
    # The desk lives at "/", which every path begins with.
    return path == url or (url != "/" and path.startswith(url))
