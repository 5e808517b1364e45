"""Figures for Prometheus: what pages cost, what waits, how much the ledger holds.

Several web workers answer: each keeps its counts in a file of its own under
PROMETHEUS_MULTIPROC_DIR (set by the settings while LIANXIN_METRICS_TOKEN is),
and whichever is asked adds them all up. What stands in the database is counted
when asked. Names of routes are the only labels, never an address.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.db.models import Count, Min, Sum
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from lianxin.foundation.ledger.models import ChainHead
from lianxin.foundation.notices.models import Delivery
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.queries import alive_workers

FOLDER_ENV = "PROMETHEUS_MULTIPROC_DIR"

OURS = CollectorRegistry()
REQUESTS = Counter(
    "lianxin_requests", "Pages answered.", ["route", "method", "status"], registry=OURS
)
SECONDS = Histogram(
    "lianxin_request_seconds",
    "Time to answer a page.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=OURS,
)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answer."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def text() -> bytes:
    """All figures as Prometheus reads them."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER_ENV):
        MultiProcessCollector(registry)
    else:
        registry.register(_Counted())
    registry.register(_Stored())
    return generate_latest(registry)


def forget_the_dead() -> None:
    """Remove the counts of processes that ended, before a new server begins to count.

    Prometheus knows counters that begin anew; without this the folder would
    grow by some files a start.
    """
    folder = os.environ.get(FOLDER_ENV)
    for path in Path(folder).glob("*_*.db") if folder else ():
        pid = path.stem.rsplit("_", 1)[-1]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists() and not _answers(int(pid)):
            path.unlink(missing_ok=True)


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class _Counted:
    def collect(self) -> Iterator[Any]:
        return iter(list(OURS.collect()))


class _Stored:
    """What is counted in the database at the moment of asking."""

    def collect(self) -> Iterator[Any]:
        up = GaugeMetricFamily("lianxin_database_up", "Whether the database answers.")
        found: list[Any] = []
        try:
            found = [*_jobs(), _ledger(), _notices()]
        except DatabaseError:
            found = []
        up.add_metric([], 1 if found else 0)
        yield up
        yield from found


def _jobs() -> Iterator[Any]:
    states = GaugeMetricFamily("lianxin_jobs", "Background jobs by state.", labels=["state"])
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in Job.State.values:
        states.add_metric([state], counts.get(state, 0))
    yield states
    due = Job.objects.filter(state=Job.State.WAITING, run_at__lte=timezone.now())
    oldest = due.aggregate(first=Min("run_at"))["first"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield _gauge("lianxin_job_oldest_waiting_seconds", "Time the oldest due job has waited.", age)
    workers = alive_workers().filter(runs_jobs=True).count()
    yield _gauge("lianxin_job_workers", "Workers heard of lately.", workers)


def _ledger() -> Any:
    events = ChainHead.objects.aggregate(sum=Sum("seq"))["sum"] or 0
    return _gauge("lianxin_ledger_events", "Events in the ledger.", events)


def _notices() -> Any:
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).count()
    return _gauge("lianxin_notices_waiting", "Messages still to be sent.", waiting)


def _gauge(name: str, words: str, value: float) -> Any:
    gauge = GaugeMetricFamily(name, words)
    gauge.add_metric([], value)
    return gauge
