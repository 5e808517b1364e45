"""Kinds of bulletin, as shipped in `data/kinds.yaml`."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

CIRCULAR = "circular"
"""政情通报, the one that is due every month."""


@dataclass(frozen=True)
class Kind:
    """name: as headings bear it. headings: of the items a first draft begins with."""

    key: str
    name: str
    headings: tuple[str, ...]


@cache
def kinds() -> dict[str, Kind]:
    text = files("lianxin.work.bulletins").joinpath("data/kinds.yaml").read_text("utf-8")
    return {
        key: Kind(key, one["name"], tuple(one["headings"]))
        for key, one in yaml.safe_load(text).items()
    }


def name_of(key: str) -> str:
    """The kind's name; the key itself where it is shipped no more."""
    found = kinds().get(key)
    return found.name if found else key


def choices() -> list[tuple[str, str]]:
    return [(key, one.name) for key, one in kinds().items()]
