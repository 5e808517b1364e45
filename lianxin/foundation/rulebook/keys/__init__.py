"""The catalogue of rulebook keys: what each is, what it takes, where it is used.

A file per group of keys. Values live in `profiles/*.yaml` and in `RuleSetting`; there are
none here.
"""

import difflib

from lianxin.foundation.rulebook.keys.county import COUNTY
from lianxin.foundation.rulebook.keys.deputies import (
    ACTIVITIES,
    APPRAISALS,
    DEPUTY_GROUPS,
    DUTY,
    HONOURS,
    LINKS,
)
from lianxin.foundation.rulebook.keys.elections import ELECTION
from lianxin.foundation.rulebook.keys.key import (
    CLASS_NAMES,
    GROUPS,
    START_EVENTS,
    Direction,
    Key,
    RuleClass,
)
from lianxin.foundation.rulebook.keys.meetings import MEETINGS
from lianxin.foundation.rulebook.keys.petitions import PETITION
from lianxin.foundation.rulebook.keys.stations import STATIONS
from lianxin.foundation.rulebook.keys.suggestions import SUGGESTION
from lianxin.foundation.rulebook.keys.voters import MESSAGE, OPINION, RECEPTION

__all__ = [
    "CLASS_NAMES",
    "GROUPS",
    "KEYS",
    "START_EVENTS",
    "Direction",
    "Key",
    "RuleClass",
    "UnknownKey",
    "key_named",
]

KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        *SUGGESTION,
        *MEETINGS,
        *STATIONS,
        *COUNTY,
        *ELECTION,
        *RECEPTION,
        *LINKS,
        *DEPUTY_GROUPS,
        *HONOURS,
        *ACTIVITIES,
        *APPRAISALS,
        *DUTY,
        *MESSAGE,
        *OPINION,
        *PETITION,
    )
}


class UnknownKey(LookupError):
    """No such key; the text names those that look like it."""

    def __init__(self, name: str):
        near = difflib.get_close_matches(name, KEYS, n=3, cutoff=0.5)
        hint = f"是不是要找：{'、'.join(near)}？" if near else "运行 lianxin rule --list 查看全部。"
        super().__init__(f"没有名为“{name}”的规则。{hint}")


def key_named(name: str) -> Key:
    """The key, or UnknownKey with suggestions."""
    try:
        return KEYS[name]
    except KeyError:
        raise UnknownKey(name) from None
