"""Lists that come with the software; a body takes one over and may change every word."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from lianxin.work.stations.models import ChecklistTemplate


@dataclass(frozen=True)
class ShippedItem:
    words: str
    proof: str = ""
    points: int = 0


@dataclass(frozen=True)
class Shipped:
    """One list as it comes. code: its name in the data file."""

    code: str
    title: str
    source: str
    use: str
    items: tuple[ShippedItem, ...]


@cache
def shipped_lists() -> dict[str, Shipped]:
    """All lists that come along, by code, in the order of the data file."""
    path = files("lianxin.work.stations").joinpath("data/checklists.yaml")
    return {
        code: Shipped(
            code,
            entry["title"],
            entry["source"],
            entry.get("use", ChecklistTemplate.Use.CHECK),
            tuple(ShippedItem(**item) for item in entry["items"]),
        )
        for code, entry in yaml.safe_load(path.read_text("utf-8")).items()
    }
