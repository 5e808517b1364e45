"""The kinds of notice there are; rooms register their own in `AppConfig.ready`.

kinds.register(Kind("suggestion.assigned", _("新交办"), is_urgent=True))
"""

from dataclasses import dataclass
from typing import Any

from lianxin.foundation.notices.models import Channel


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    key: "suggestion.assigned"; name: what the settings page calls it.
    channels: ways outside this site that are used unless someone chose otherwise.
    is_urgent: never kept for a digest, for a day lost may be a deadline lost;
        hours of rest hold it back all the same.
    """

    key: str
    name: Any
    channels: tuple[str, ...] = (Channel.EMAIL,)
    is_urgent: bool = False


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds; registering a key again replaces it."""
    for kind in kinds:
        KINDS[kind.key] = kind


def name_of(key: str) -> str:
    """What people call a kind; a kind no room knows any more keeps its key."""
    return str(KINDS[key].name) if key in KINDS else key
