"""Where a figure is used: rooms say which of their reports and sheets state it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Find = Callable[[str, Any], Iterable[tuple[str, str]]]
_finders: list[Find] = []


def register(find: Find) -> None:
    """Add a finder: (figure's key, account) → pairs of a name and an address.

    It gives only what the account may open.
    """
    if find not in _finders:
        _finders.append(find)


def uses_of(key: str, user: Any) -> Iterator[tuple[str, str]]:
    """Reports and sheets that state the figure, as far as `user` may open them."""
    for find in _finders:
        yield from find(key, user)
