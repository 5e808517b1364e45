"""What became of an activity's expenses: the room that pays them says so.

It registers in its `AppConfig.ready`: `spending.register(spending_of_activity)`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lianxin.work.activities.models import Activity


@dataclass(frozen=True)
class Line:
    """One claim made for an activity. amount: in words, with its unit."""

    words: str
    url: str
    amount: str
    state: str


@dataclass(frozen=True)
class Spending:
    """What a reader may see of the claims. url: where to claim the rest; empty for others."""

    lines: list[Line] = field(default_factory=list)
    url: str = ""


Source = Callable[[Activity, Any], Spending]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a room that pays; the same one again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def spending_of(activity: Activity, user: Any) -> Spending:
    """The claims of an activity, and where its expenses may still be claimed."""
    found = [source(activity, user) for source in _sources]
    return Spending(
        [line for one in found for line in one.lines],
        next((one.url for one in found if one.url), ""),
    )
