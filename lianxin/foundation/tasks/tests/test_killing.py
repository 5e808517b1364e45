"""Workers as real processes, and what is left of their jobs after `kill -9`."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from lianxin.foundation.tasks import enqueue
from lianxin.foundation.tasks.models import Job, Worker
from lianxin.foundation.tasks.tests.slow import leave_mark

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 90
STALE = "4"


@pytest.fixture
def start_worker(tmp_path):
    """Starts `lianxin worker` on the test's own database; all are gone afterwards."""
    started = []

    def start():
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lianxin.settings",
            "DATABASE_URL": address_of_database(),
            "LIANXIN_VAR": str(tmp_path / "var"),
            "LIANXIN_SECRET_KEY": "only-for-tests",
            "LIANXIN_JOB_STALE": STALE,
        }
        command = [sys.executable, "-m", "lianxin", "worker"]
        worker = subprocess.Popen(command, env=environment, start_new_session=True)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def address_of_database() -> str:
    it = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{it['NAME']}"
    host = quote(it["HOST"] or it["OPTIONS"]["host"], safe="")
    return f"postgres://{it['USER']}:{quote(it['PASSWORD'])}@/{it['NAME']}?host={host}" + (
        f"&port={it['PORT']}" if it["PORT"] else ""
    )


def wait_until(is_so, what):
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"waited {PATIENCE} s in vain for: {what}"
        time.sleep(0.1)


def ask_for(count, folder, seconds=0.5, first=None):
    """`first`: seconds of the first job, where it must still be at work when it is killed."""
    for number in range(count):
        takes = seconds if number or first is None else first
        enqueue(leave_mark, folder=str(folder), name=f"job-{number:02}", seconds=takes)


def begun(folder: Path) -> list[list[str]]:
    path = folder / "begun.txt"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def at_work_on(name: str, folder: Path) -> int:
    """The process that began the job; 0 while none has."""
    return next((int(pid) for begun_name, pid in begun(folder) if begun_name == name), 0)


def is_all_done():
    return not Job.objects.exclude(state=Job.State.DONE).exists()


def assert_each_took_effect_once(count, folder):
    assert Job.objects.filter(state=Job.State.DONE).count() == count
    assert sorted(path.stem for path in folder.glob("*.done")) == [
        f"job-{number:02}" for number in range(count)
    ]
    assert sorted(Job.objects.values_list("result__name", flat=True)) == [
        f"job-{number:02}" for number in range(count)
    ]


def test_a_worker_killed_among_twelve_jobs_loses_and_doubles_nothing(start_worker, tmp_path):
    ask_for(12, tmp_path)
    first = start_worker()
    wait_until(lambda: len(begun(tmp_path)) >= 3, "the third job")

    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    wait_until(lambda: not is_running_group(first.pid), "the processes below the killed one")
    start_worker()
    wait_until(is_all_done, "twelve jobs")

    assert_each_took_effect_once(12, tmp_path)
    # The one under way began again; none of those that had ended did.
    assert len(begun(tmp_path)) in {12, 13, 14}


def test_a_worker_survives_the_killing_of_the_process_that_works_and_of_the_one_that_waits(
    start_worker, tmp_path
):
    ask_for(3, tmp_path, first=4)
    start_worker()
    # The queue keeps no order: the long one need not be the first.
    wait_until(lambda: at_work_on("job-00", tmp_path), "the long job")

    os.kill(at_work_on("job-00", tmp_path), signal.SIGKILL)
    wait_until(is_all_done, "three jobs")
    assert_each_took_effect_once(3, tmp_path)
    assert Job.objects.get(result__name="job-00").attempts == 2

    # Now it waits, and holds the lock of the queue it waits at.
    for waiting in {int(pid) for _name, pid in begun(tmp_path)[1:]}:
        with contextlib.suppress(ProcessLookupError):
            os.kill(waiting, signal.SIGKILL)
    ask_for(1, tmp_path)
    wait_until(is_all_done, "a job after the waiting process was killed")


def test_a_worker_told_to_stop_hands_back_what_it_cannot_finish(start_worker, tmp_path):
    ask_for(1, tmp_path, seconds=600)
    worker = start_worker()
    wait_until(lambda: begun(tmp_path), "the job")

    # To every process, as a terminal and some service managers do.
    os.killpg(worker.pid, signal.SIGTERM)

    assert worker.wait(timeout=60) == 0
    wait_until(lambda: not is_running_group(worker.pid), "the processes below it")
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    assert job.attempts == 0
    assert not Worker.objects.exists()


def is_running_group(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True
