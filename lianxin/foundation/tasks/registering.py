"""Which functions may run in the background, and which of them at set times."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from croniter import croniter

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Task:
    """A function that may run in the background.

    title: what people call it, translatable.
    retries: how often it is tried again after an unexpected failure.
    """

    function: Callable[..., Any]
    title: Any
    retries: int


@dataclass(frozen=True)
class Schedule:
    """A task that runs at set times: `cron` in the five fields of crontab, local time."""

    path: str
    cron: str


TASKS: dict[str, Task] = {}
SCHEDULES: dict[str, Schedule] = {}


def background(*, title: Any, retries: int = 3) -> Callable[[Function], Function]:
    """Mark a module-level function `f(job, **kwargs)` as one that runs in the background.

    The function gets its :class:`~lianxin.foundation.tasks.models.Job` first and
    JSON values by name. A worker may die at any point, so that the function may
    run again from its beginning: what it did before must do no harm when done
    twice. What it returns, JSON or None, is kept in `job.result`; of a dict,
    "file" is the pk of a stored file to download, "url" an address of ours where
    the outcome is seen, and "words" a sentence about it.

    A `Refused` that it raises is shown to whoever asked, and not tried again;
    any other exception is tried again `retries` times, at growing distances.
    """

    def mark(function: Function) -> Function:
        TASKS[path_of(function)] = Task(function, title, retries)
        return function

    return mark


def schedule(function: Callable[..., Any], cron: str) -> None:
    """Run a background function without arguments at set times; called in `AppConfig.ready`.

    cron: five fields of crontab, in the site's time zone: "*/5 * * * *".
    However many schedulers run, one time starts one job; while the job of an
    earlier time still waits or runs, none is added. Times missed while nothing
    ran are made up for once.
    Raises ValueError for a cron that cannot be read or a function that was not
    marked with `background`.
    """
    if not croniter.is_valid(cron):
        raise ValueError(f"{cron!r} is not a crontab time")
    path = path_of(function)
    if path not in TASKS:
        raise ValueError(f"{path} is not marked with @background")
    SCHEDULES[path] = Schedule(path, cron)


def path_of(function: Callable[..., Any]) -> str:
    """Name under which a function is found again in another process."""
    return f"{function.__module__}.{function.__qualname__}"
