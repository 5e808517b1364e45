"""Which figures anybody may open: only those of a report that was published.

The room that publishes reports says so in its `AppConfig.ready`:

    publishing.register(published_pin)

where `published_pin(key, scope)` gives the pin that stands in a published report for this
figure, body and days, or None. Without such a pin a public address answers 404.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lianxin.foundation.figures.catalogue import Scope

if TYPE_CHECKING:
    from lianxin.foundation.figures.models import Pin

Check = Callable[[str, Scope], "Pin | None"]
_checks: list[Check] = []


def register(check: Check) -> None:
    """Add a room that publishes figures; the same check again changes nothing."""
    if check not in _checks:
        _checks.append(check)


def published_pin(key: str, scope: Scope) -> Pin | None:
    """The pin of a published report for this figure, body and days; None if there is none."""
    for check in _checks:
        if found := check(key, scope):
            return found
    return None
