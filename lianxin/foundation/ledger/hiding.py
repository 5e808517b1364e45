"""Which events do not exist for whom: rooms whose records are need-to-know say so here."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

Hiding = Callable[[Any], Q]
_hidings: list[Hiding] = []


def register_hiding(rule: Hiding) -> None:
    """Add which events do not exist for an account: gets it, gives a condition on Event.

    Whoever may read a body's trail still sees nothing of a record that does not exist for
    him. Registering the same rule again changes nothing.
    """
    if rule not in _hidings:
        _hidings.append(rule)


def hidden_from(user: Any) -> Q:
    """All that is hidden from `user`, by every room's rule."""
    return reduce(or_, (rule(user) for rule in _hidings), Q(pk__in=[]))
