"""Records and pages of each room, for the tests that open every address.

A module here says for its room:

- `ARGUMENTS`: (address, argument) → name of the record it stands for;
- `make_records(suggestion, *, clerk, deputy, liaison)`: those records, at the
  suggestion's body; a model instance stands for its id;
- `pages(of, *, clerk, deputy, liaison)`: each page with who opens it;
- `NO_PAGES`, if it has any: addresses that answer no page, with what they answer.
"""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from django.db.models import Model


@cache
def rooms() -> tuple[ModuleType, ...]:
    """The modules here, in the order in which rooms stand on one another."""
    order = ["stations", "voices", "receptions", "opinions", "petitions", "portal"]
    names = {one.name for one in pkgutil.iter_modules(__path__)}
    known = [name for name in order if name in names]
    return tuple(
        import_module(f"tests.rooms.{name}") for name in known + sorted(names - set(known))
    )


def room_arguments() -> dict[tuple[str, str], str]:
    """Which record each argument of the rooms' addresses stands for."""
    return {
        address: f"{room.__name__}.{record}"
        for room in rooms()
        for address, record in room.ARGUMENTS.items()
    }


def room_records(suggestion, **people) -> dict[str, object]:
    """Values of the arguments by name, from records of every room."""
    values: dict[str, object] = {}
    for room in rooms():
        records = room.make_records(suggestion, **people)
        for name in room.ARGUMENTS.values():
            value = getattr(records, name)
            values[f"{room.__name__}.{name}"] = value.pk if isinstance(value, Model) else value
    return values


def no_pages() -> dict[str, str]:
    """Addresses of the rooms that answer no page."""
    return {name: what for room in rooms() for name, what in getattr(room, "NO_PAGES", {}).items()}
