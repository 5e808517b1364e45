"""What keeps the queue honest: lost jobs come back, due ones are rung for, old ones go."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_q.models import OrmQ
from django_q.models import Task as QueueNote

from lianxin.foundation.tasks.models import Job, Worker
from lianxin.foundation.tasks.queueing import ring
from lianxin.foundation.tasks.registering import background

log = logging.getLogger("lianxin.tasks")

AT_ONCE = 50
"""Jobs rung for in one go; the rest has its turn a second later."""

KEPT = {
    Job.State.DONE: timedelta(days=30),
    Job.State.CANCELLED: timedelta(days=30),
    Job.State.FAILED: timedelta(days=180),
}
"""How long a finished job can still be looked at."""


def stale_after() -> timedelta:
    return timedelta(seconds=settings.LIANXIN_JOB_STALE)


def bring_back_lost() -> int:
    """Have the jobs of workers that were not heard of any more run again; gives their number.

    A job that took its worker with it every time fails in the end.
    """
    lost = Job.objects.filter(state=Job.State.RUNNING, heartbeat__lt=timezone.now() - stale_after())
    if not lost.exists():
        return 0
    now = timezone.now()
    words = _("处理程序在任务进行中中断（服务器重启、断电或内存不足）。")
    over = {"owner": "", "error": words, "finished_at": now}
    cancelled = lost.filter(cancel_asked=True).update(
        state=Job.State.CANCELLED, owner="", finished_at=now
    )
    failed = lost.filter(attempts__gte=F("most_attempts")).update(state=Job.State.FAILED, **over)
    back = lost.update(state=Job.State.WAITING, owner="", error=words, run_at=now, rung_at=None)
    if cancelled or failed or back:
        log.warning("jobs lost by a worker", extra={"waiting": back, "failed": failed})
    return cancelled + failed + back


def release(worker: str) -> int:
    """Hand back at once what the processes of a worker held when they were ended.

    Only for processes that are known to be dead. The attempt does not count: the
    job did nothing wrong.
    """
    held = Job.objects.filter(state=Job.State.RUNNING, owner__startswith=f"{worker}/")
    return held.update(
        state=Job.State.WAITING,
        owner="",
        attempts=F("attempts") - 1,
        run_at=timezone.now(),
        rung_at=None,
    )


def ring_for_due() -> int:
    """Tell the workers of jobs whose time has come, and again of those they seem to have missed."""
    now = timezone.now()
    due = Job.objects.filter(state=Job.State.WAITING, run_at__lte=now).order_by("run_at", "pk")
    count = _ring_all(due.filter(rung_at=None))
    missed = due.filter(rung_at__lt=now - stale_after() / 2)
    # While numbers wait in the queue nobody has missed them: the workers are busy.
    if missed.exists() and not OrmQ.objects.filter(lock__lte=now).exists():
        count += _ring_all(missed)
    return count


def _ring_all(jobs: QuerySet[Job]) -> int:
    count = 0
    for job in jobs[:AT_ONCE]:
        with transaction.atomic():
            same = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
            same = same.filter(rung_at=job.rung_at) if job.rung_at else same.filter(rung_at=None)
            # Two keepers see the same job; one of them rings.
            if same.update(rung_at=timezone.now()):
                ring(job)
                count += 1
    return count


@background(title=gettext_lazy("清理旧的后台任务"))
def tidy(job: Job) -> dict[str, int]:
    """Remove finished jobs nobody looks at any more, and notes of workers that are gone."""
    now = timezone.now()
    removed = 0
    for state, time_kept in KEPT.items():
        old = Job.objects.filter(state=state, finished_at__lt=now - time_kept)
        removed += old.delete()[0]
    Worker.objects.filter(heard_at__lt=now - timedelta(days=1)).delete()
    QueueNote.objects.filter(stopped__lt=now - KEPT[Job.State.FAILED]).delete()
    return {"removed": removed}
