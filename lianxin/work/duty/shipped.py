"""Templates as shipped: task lists and schemes of points."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Template:
    """A list or a scheme to start from. origin: where it is known from, in words."""

    key: str
    name: str
    origin: str
    items: list[dict[str, Any]]
    more: dict[str, Any] = field(default_factory=dict)


@cache
def _read(file: str) -> dict[str, Template]:
    content = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return {
        key: Template(
            key,
            one["name"],
            one["origin"],
            one["items"],
            {name: value for name, value in one.items() if name not in _KNOWN},
        )
        for key, one in content.items()
    }


_KNOWN = {"name", "origin", "items"}


def task_templates() -> dict[str, Template]:
    return _read("task_lists.yaml")


def point_templates() -> dict[str, Template]:
    return _read("point_schemes.yaml")
