"""Starting what is scheduled: one job a time, however many schedulers look at the clock."""

from datetime import datetime

from croniter import croniter
from django.db import transaction
from django.utils import timezone

from lianxin.foundation.tasks.models import Job, LastSlot
from lianxin.foundation.tasks.queueing import enqueue
from lianxin.foundation.tasks.registering import SCHEDULES, TASKS


class Clock:
    """Looks at the schedules; remembers which times it has seen to, to spare the database."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}

    def start_due(self) -> list[Job]:
        """Add a job for every schedule whose time has come since anyone looked last.

        A schedule seen for the first time begins with its next time: a new
        installation has missed nothing.
        """
        started = []
        for path, one in SCHEDULES.items():
            slot = last_time(one.cron, timezone.localtime())
            if self._seen.get(path) == slot:
                continue
            if (job := _start(path, slot)) is not None:
                started.append(job)
            self._seen[path] = slot
        return started


def last_time(cron: str, now: datetime) -> datetime:
    """The latest time of a schedule up to and including this minute.

    now: in the time zone the schedule is meant in.
    """
    if croniter.match(cron, now):
        return now.replace(second=0, microsecond=0)
    return croniter(cron, now).get_prev(datetime)


def _start(path: str, slot: datetime) -> Job | None:
    with transaction.atomic():
        _last, is_new = LastSlot.objects.get_or_create(path=path, defaults={"slot": slot})
        # Of several schedulers one moves it on.
        if is_new or not LastSlot.objects.filter(path=path, slot__lt=slot).update(slot=slot):
            return None
        return enqueue(TASKS[path].function, unique=f"schedule {path}")
