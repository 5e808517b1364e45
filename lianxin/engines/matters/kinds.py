"""Each room declares its kinds of matter here, in its own `kind.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Kind:
    """What the engine must know of a kind.

    url_name: page of one matter of this kind; takes its id.
    reply_base: day from which the reply period counts, given the matter and
        the day of handing over.
    """

    code: str
    url_name: str
    reply_base: Callable[[object, date], date]


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        KINDS[kind.code] = kind


def reply_base(matter, assigned_on: date) -> date:
    """Day from which the reply period of `matter` counts."""
    return KINDS[matter.kind].reply_base(matter, assigned_on)
