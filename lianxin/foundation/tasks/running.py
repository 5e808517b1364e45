"""Running one job: taking it, working, and saying how it ended."""

import logging
import os
import secrets
import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

import lianxin
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.refusals import Refused
from lianxin.foundation.tasks.models import Cancelled, Job, Lost
from lianxin.foundation.tasks.registering import TASKS

log = logging.getLogger("lianxin.tasks")

WORKER_ENV = "LIANXIN_WORKER_NAME"
"""Where a worker's main process leaves its name for the processes below it."""


def run(pk: int) -> None:
    """Run the job of this number, unless another worker has it or it has ended.

    Called by the queue, maybe more than once for the same job.
    """
    if job := take(pk):
        with _heartbeat(job):
            work(job)


def take(pk: int) -> Job | None:
    """Make a waiting job this process's own; None when there is nothing to take."""
    now = timezone.now()
    owner = f"{os.environ.get(WORKER_ENV) or socket.gethostname()}/{secrets.token_hex(6)}"
    waiting = Job.objects.filter(pk=pk, state=Job.State.WAITING, run_at__lte=now)
    taken = waiting.update(
        state=Job.State.RUNNING,
        owner=owner,
        attempts=F("attempts") + 1,
        started_at=now,
        heartbeat=now,
        done=0,
        total=0,
    )
    return Job.objects.select_related("by", "body").get(pk=pk) if taken else None


def work(job: Job, *, lets_errors_pass: bool = False) -> None:
    """Call the function of a job that was taken, and enter how it ended.

    lets_errors_pass: an unexpected exception is raised again after it was
        entered; for tests.
    """
    try:
        if job.function not in TASKS:
            # A worker has not imported the modules that only pages import.
            import_string(job.function)
        result = TASKS[job.function].function(job, **job.kwargs)
        # Here, so that what cannot be kept counts as a failure of the function.
        file = _file_in(result)
        _end(job, Job.State.DONE, result=result, file=file)
    except Cancelled:
        _end(job, Job.State.CANCELLED)
    except Lost:
        log.warning("job lost to another worker", extra={"job": job.pk})
    except Refused as refusal:
        _end(job, Job.State.FAILED, error=str(refusal), was_refused=True)
    except Exception as error:
        _failed(job, error)
        if lets_errors_pass:
            raise


def _failed(job: Job, error: Exception) -> None:
    place = _place_of(error)
    words = _("程序出错（%(kind)s，%(place)s）。") % {"kind": type(error).__name__, "place": place}
    # Not the exception's own words: they may quote what stands in a record.
    facts = {
        "job": job.pk,
        "function": job.function,
        "attempt": job.attempts,
        "kind": type(error).__name__,
        "place": place,
    }
    if job.attempts < job.most_attempts:
        log.warning("job failed, will be tried again", extra=facts)
        _end(job, Job.State.WAITING, error=words, run_at=timezone.now() + pause(job.attempts))
    else:
        log.error("job failed for good", extra=facts)
        _end(job, Job.State.FAILED, error=words)


def pause(attempts: int) -> timedelta:
    """Time between a failed attempt and the next: 10 s, 20 s, 40 s … at most an hour."""
    return timedelta(seconds=min(3600, 5 * 2**attempts))


def _end(job: Job, state: Job.State, **fields: Any) -> None:
    """Enter how the run ended, if it is still this run's to end."""
    is_over = state not in Job.UNFINISHED
    ended = job._own().update(
        state=state,
        finished_at=timezone.now() if is_over else None,
        owner="",
        rung_at=None,
        **{"error": "", **fields},
    )
    if not ended:
        log.warning("job ended after it was lost", extra={"job": job.pk})


def _file_in(result: Any) -> StoredFile | None:
    pk = result.get("file") if isinstance(result, dict) else None
    return StoredFile.objects.get(pk=pk) if pk is not None else None


def _place_of(error: Exception) -> str:
    """File and line of ours where it happened: what a developer needs, nothing of a record."""
    house = Path(lianxin.__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(house)]
    if not (ours or frames):
        return "?"
    last = (ours or frames)[-1]
    name = Path(last.filename)
    shown = name.relative_to(house.parent) if name.is_relative_to(house) else name.name
    return f"{shown}:{last.lineno}"


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Let the others know, from a thread of its own, that the job is being worked on."""
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(settings.LIANXIN_JOB_STALE / 6):
            try:
                job._own().update(heartbeat=timezone.now())
            except DatabaseError:
                # The next beat comes; on SQLite the job itself may hold the lock.
                connection.close()
        connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
