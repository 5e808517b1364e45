"""Which records take scans: rooms register theirs.

    targets.register(Target(code="m", record_type="matters.matter", …))

in `AppConfig.ready`. The foundation knows no room; it only asks what they say here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lianxin.foundation.ledger.chain import record_type


def _reads_nothing(text: str) -> tuple[Any, str] | None:
    return None


@dataclass(frozen=True)
class Target:
    """A sort of record that signed forms come back to.

    code: stands in the QR codes already printed, so it never changes; no dot in it.
    record_type: as the ledger names it, "matters.matter".
    label: what people call such a record.
    forms: (key, words) of the forms that come back, for the list to choose from.
    find: gets an account and a primary key; the record if it exists for them.
    search: gets an account, a body and what was typed; the body's nearest records,
        the exact number first, few.
    describe: number and title, for the list.
    number_of: the number printed on its forms.
    attach: gets the record and the stored file, and by, today, title, dated_on,
        number and form by name; attaches it in the same transaction, or refuses.
    read: gets the words of a code that is not ours; the record and form they name,
        where the room prints codes of its own.
    """

    code: str
    record_type: str
    label: Any
    forms: tuple[tuple[str, Any], ...]
    find: Callable[[Any, int], Any]
    search: Callable[[Any, Any, str], list]
    describe: Callable[[Any], str]
    number_of: Callable[[Any], str]
    attach: Callable[..., None]
    read: Callable[[str], tuple[Any, str] | None] = _reads_nothing


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Add a target; registering the same code again replaces it."""
    _targets[target.code] = target


def target_with(code: str) -> Target | None:
    return _targets.get(code)


def target_of_type(type_name: str) -> Target | None:
    """The target for records of this type, or None."""
    return next((one for one in _targets.values() if one.record_type == type_name), None)


def target_of(record: Any) -> Target | None:
    return target_of_type(record_type(record))


def all_targets() -> Iterator[Target]:
    return iter(_targets.values())
