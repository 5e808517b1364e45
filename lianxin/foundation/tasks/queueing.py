"""Asking for a job, in the transaction of whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from lianxin.foundation.tasks.registering import TASKS, path_of

if TYPE_CHECKING:
    from lianxin.foundation.tasks.models import Job

MOST_TRIES = 5


def enqueue(
    function: Callable[..., Any],
    *,
    by: Any = None,
    body: Any = None,
    unique: str = "",
    at: datetime | None = None,
    **kwargs: Any,
) -> Job:
    """Have a function marked with `background` run soon; gives the job that will run it.

    The job is a row of the caller's transaction: rolled back with it, and
    started only once it is committed.

    by: the account that asked; it sees the job under 我的任务 and may cancel it.
    body: the body it is done for; without one, that of the account.
    unique: while a job of the same name waits or runs, that one is given back
        and none is added.
    at: not before this moment.
    kwargs: what the function gets, JSON values only.
    Raises ValueError for a function that was not marked.
    """
    # Here, because rooms import this package before Django has loaded its models.
    from lianxin.foundation.tasks.models import Job

    path = path_of(function)
    if path not in TASKS:
        raise ValueError(f"{path} is not marked with @background")
    task = TASKS[path]
    body = body or (by.home_body if by else None)
    for _try in range(MOST_TRIES):
        if unique and (open_one := Job.objects.unfinished().filter(unique=unique).first()):
            return open_one
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    title=str(task.title),
                    function=path,
                    kwargs=kwargs,
                    by=by,
                    body=body,
                    unique=unique,
                    run_at=at or timezone.now(),
                    most_attempts=task.retries + 1,
                )
                if at is None:
                    ring(job)
                return job
        except IntegrityError:
            # Somebody else's came first; it is given back in the next round,
            # unless it has ended meanwhile.
            if not unique:
                raise
    raise RuntimeError(f"{path} ({unique}) could be neither found nor added")


def ring(job: Job) -> None:
    """Hand the job's number to the workers, in the same transaction.

    The number is all they get: what is to be done stands in the job's row.
    """
    from django_q.tasks import async_task

    async_task("lianxin.foundation.tasks.running.run", job.pk, task_name=f"job {job.pk}")
    type(job).objects.filter(pk=job.pk).update(rung_at=timezone.now())
