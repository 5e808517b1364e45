"""Slowing down those who guess: how often something may be tried, and how long to wait.

Every attempt takes one of a fixed number of places, each of which is free
again after its time. `cache.add` decides who gets a place, so that two worker
processes asked at the same moment cannot give away the same one.
"""

import hashlib
import math
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Limit:
    """At most `amount` attempts within `seconds`, counted under `name`."""

    name: str
    amount: int
    seconds: int

    def take(self, key: str) -> "Place | None":
        """Count one attempt for `key`; None when there have been too many."""
        for address in self._addresses(key):
            if cache.add(address, time.time(), self.seconds):
                return Place(address)
        return None

    def wait(self, key: str) -> int:
        """Whole seconds until `key` may try again; 0 when it may now."""
        taken = cache.get_many(self._addresses(key))
        if len(taken) < self.amount:
            return 0
        return max(1, math.ceil(min(taken.values()) + self.seconds - time.time()))

    def forget(self, key: str) -> None:
        """Let `key` begin anew."""
        cache.delete_many(self._addresses(key))

    def _addresses(self, key: str) -> list[str]:
        # What people type may be long, or a name: neither belongs in a cache's key.
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return [f"throttle:{self.name}:{digest}:{place}" for place in range(self.amount)]


@dataclass(frozen=True)
class Place:
    """One counted attempt; `release` when it turned out well."""

    address: str

    def release(self) -> None:
        cache.delete(self.address)


def in_words(seconds: int) -> str:
    """40 → 「40 秒」, 200 → 「4 分钟」: rounded up, so that waiting so long is enough."""
    if seconds < 60:
        return _("%(number)d 秒") % {"number": seconds}
    return _("%(number)d 分钟") % {"number": math.ceil(seconds / 60)}
