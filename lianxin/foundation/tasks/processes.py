"""The processes that run jobs and keep the schedule, from start to end.

The queue library's own processes (one that guards, one that fetches, one that
takes results, and those that work) live below the one process here. It leaves
signs of life, brings back what others lost, replaces the library's processes
when they die or no longer take anything, and ends them all.
"""

import ctypes
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from lianxin.foundation.tasks import keeping
from lianxin.foundation.tasks.clock import Clock
from lianxin.foundation.tasks.models import Job, Worker
from lianxin.foundation.tasks.running import WORKER_ENV

log = logging.getLogger("lianxin.tasks")

GRACE = 6.0
"""Seconds a running job has to come to its end when the worker is told to stop."""

BEAT = 10.0
"""Seconds between two signs of life of a worker."""

PR_SET_PDEATHSIG = 1


def end_with_parent(sign: int = signal.SIGKILL) -> None:
    """Have this process get a signal when the one that made it dies, however that dies.

    On systems other than Linux there is no such thing, and nothing happens.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sign, 0, 0, 0)


class Keeper:
    """The main process of a worker, of a scheduler, or of both in one."""

    def __init__(self, *, runs_jobs: bool, keeps_schedule: bool) -> None:
        self.runs_jobs = runs_jobs
        self.clock = Clock() if keeps_schedule else None
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._stop = threading.Event()
        self._cluster: Any = None
        self._parent = os.getppid()
        self._last_beat = -BEAT
        self._idle_since: float | None = None

    def run(self) -> None:
        """Work until SIGTERM, SIGINT, SIGHUP or the end of the parent process."""
        os.environ[WORKER_ENV] = self.name
        # What is forked from here on dies with whoever forked it: no process is
        # left to take jobs after its guard was killed.
        os.register_at_fork(after_in_child=end_with_parent)
        self._listen()
        try:
            while not self._stop.is_set():
                if os.getppid() != self._parent:
                    break
                self._look_after_cluster()
                self._look_after_jobs()
                self._stop.wait(1)
        finally:
            self._end()

    def _listen(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stop.set()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, stop)

    def _look_after_jobs(self) -> None:
        try:
            if time.monotonic() - self._last_beat >= BEAT:
                self._beat()
                self._last_beat = time.monotonic()
            keeping.bring_back_lost()
            keeping.ring_for_due()
            if self.clock:
                self.clock.start_due()
            if self._cluster and self._takes_nothing():
                log.error("queue takes nothing, starting it anew", extra={"worker": self.name})
                self._end_cluster(grace=0)
        except DatabaseError as error:
            # The database may be restarting; a worker that ended would need a person.
            log.warning("database does not answer", extra={"kind": type(error).__name__})
            connection.close()

    def _beat(self) -> None:
        Worker.objects.update_or_create(
            name=self.name,
            defaults={
                "runs_jobs": self.runs_jobs,
                "keeps_schedule": self.clock is not None,
                "heard_at": timezone.now(),
            },
        )

    def _takes_nothing(self) -> bool:
        """Whether jobs have been due for long while none of our processes worked.

        A process killed while it waited for the next number takes the queue's
        lock with it; those that are left would wait for ever.
        """
        long_ago = timezone.now() - timedelta(seconds=settings.LIANXIN_JOB_STALE / 2)
        waits = Job.objects.filter(state=Job.State.WAITING, rung_at__lt=long_ago).exists() or (
            Job.objects.filter(state=Job.State.WAITING, run_at__lt=long_ago).exists()
        )
        is_idle = (
            waits
            and not Job.objects.filter(
                state=Job.State.RUNNING, owner__startswith=f"{self.name}/"
            ).exists()
        )
        if not is_idle:
            self._idle_since = None
            return False
        if self._idle_since is None:
            self._idle_since = time.monotonic()
        return time.monotonic() - self._idle_since > settings.LIANXIN_JOB_STALE / 2

    def _look_after_cluster(self) -> None:
        if not self.runs_jobs or (self._cluster and self._cluster.sentinel.is_alive()):
            return
        from django_q.cluster import Cluster

        if self._cluster:
            log.error("queue died, starting it anew", extra={"worker": self.name})
            self._end_cluster(grace=0)
        # A connection must not be shared with the children.
        connections.close_all()
        cluster = Cluster()
        # It has set handlers of its own, which wait for a running job without end.
        self._listen()
        try:
            cluster.start()
        except RuntimeError as error:
            log.error("queue did not start", extra={"kind": type(error).__name__})
            return
        self._cluster, self._idle_since = cluster, None

    def _end_cluster(self, *, grace: float) -> None:
        """End the library's processes, with `grace` seconds for the jobs that run."""
        cluster, self._cluster = self._cluster, None
        if cluster is None:
            return
        if grace:
            # Aside, because it waits without end for a process that was killed
            # while it listened, as SIGTERM to the whole group does.
            threading.Thread(target=cluster.stop_event.set, daemon=True).start()
            cluster.sentinel.join(grace)
        if cluster.sentinel.is_alive():
            cluster.sentinel.kill()
            cluster.sentinel.join()
        # The others die with it, but not within the same instant.
        time.sleep(0.2)
        with suppress(DatabaseError):
            keeping.release(self.name)

    def _end(self) -> None:
        self._end_cluster(grace=GRACE)
        with suppress(DatabaseError):
            Worker.objects.filter(name=self.name).delete()
        connections.close_all()
