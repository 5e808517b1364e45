"""Who may open a stored file: whoever owns the attachment says so.

A room that attaches files registers in its `AppConfig.ready`:

    access.register(may_open_attachment)
"""

from collections.abc import Callable
from typing import Any

from lianxin.foundation.files.models import StoredFile

Rule = Callable[[Any, StoredFile], bool]

_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """Add a rule: gets the user (maybe anonymous) and the file, says whether it may be opened.

    A rule answers for the files its own room attached and says no to all others.
    Registering the same rule again changes nothing.
    """
    if rule not in _rules:
        _rules.append(rule)


def may_open(user: Any, stored: StoredFile) -> bool:
    """Whether `user` may open the file: it is public, or any one rule says yes."""
    return stored.is_public or any(rule(user, stored) for rule in _rules)
