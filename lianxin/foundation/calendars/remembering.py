"""What was read once is not read again while one request is answered.

A list page asks the same rules and holidays for every row. Outside a request
nothing is remembered, so that a long-running worker never counts with values
of yesterday; a command over many records says `with remembering():`.
"""

from collections.abc import Callable, Hashable
from contextlib import contextmanager
from typing import Any, TypeVar

from asgiref.local import Local

T = TypeVar("T")
_store = Local()


def remembered(key: Hashable, read: Callable[[], T]) -> T:
    """The value read before under `key` in this request, or `read()` now."""
    memory: dict[Hashable, Any] | None = getattr(_store, "memory", None)
    if memory is None:
        return read()
    if key not in memory:
        memory[key] = read()
    return memory[key]


def forget() -> None:
    """Drop what was remembered, after a change in the same request."""
    if getattr(_store, "memory", None) is not None:
        _store.memory = {}


@contextmanager
def remembering():
    """Remember inside the block as inside a request."""
    begin()
    try:
        yield
    finally:
        end()


def begin(**_signal) -> None:
    _store.memory = {}


def end(**_signal) -> None:
    _store.memory = None
