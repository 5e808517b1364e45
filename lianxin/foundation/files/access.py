"""Who may open a stored file: whoever owns the attachment says so.

A room that attaches files registers in its `AppConfig.ready`:

    access.register(may_open_attachment)
    access.register_public(is_attached_to_something_public)

The public never gets the file itself, only a copy a clerk has approved.
"""

from collections.abc import Callable
from typing import Any

from lianxin.foundation.files.models import PublicCopy, StoredFile

Rule = Callable[[Any, StoredFile], bool]
PublicRule = Callable[[StoredFile], bool]

PlaceRule = Callable[[StoredFile], tuple[str, str] | None]

_rules: list[Rule] = []
_public_rules: list[PublicRule] = []
_place_rules: list[PlaceRule] = []


def register(rule: Rule) -> None:
    """Add a rule: gets the user (maybe anonymous) and the file, says whether it may be opened.

    A rule answers for the files its own room attached and says no to all others.
    Registering the same rule again changes nothing.
    """
    if rule not in _rules:
        _rules.append(rule)


def register_public(rule: PublicRule) -> None:
    """Add a rule that says whether the record a file belongs to is on the public pages now."""
    if rule not in _public_rules:
        _public_rules.append(rule)


def register_place(rule: PlaceRule) -> None:
    """Add a rule that names the record a file belongs to, and its address, for the way back."""
    if rule not in _place_rules:
        _place_rules.append(rule)


def place_of(stored: StoredFile) -> tuple[str, str] | None:
    """The title and address of the record the file belongs to."""
    return next((place for rule in _place_rules if (place := rule(stored))), None)


def may_open(user: Any, stored: StoredFile) -> bool:
    """Whether `user` may open the file itself: any one rule says yes. Nobody may otherwise."""
    return any(rule(user, stored) for rule in _rules)


def may_open_copy(user: Any, copy: PublicCopy) -> bool:
    """Whether `user`, maybe anonymous, may open the approved public copy.

    Anyone while its record is public; before and after, those who may open the file.
    """
    if copy.state != PublicCopy.State.APPROVED:
        return False
    return is_public(copy.stored) or may_open(user, copy.stored)


def is_public(stored: StoredFile) -> bool:
    """Whether the record the file belongs to is on the public pages now."""
    return any(rule(stored) for rule in _public_rules)
