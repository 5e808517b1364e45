"""One command for all: the web server and the worker as children of one process."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from django.db import connections

from lianxin.foundation.tasks.processes import GRACE, Keeper, end_with_parent

ENDING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}

PATIENCE = GRACE + 6
"""Seconds the children have to end before they are killed."""

PAUSE = 2.0
"""Seconds before a worker that died is started again."""


def run_together(web: Callable[[], None]) -> int:
    """Run `web`, and a worker with scheduler, until one of the ending signals.

    web: answers requests until SIGTERM.
    A worker that dies is replaced; when the web server ends, all ends. Whatever
    happens to this process, its children end with it.
    Gives the exit status: 0 when it was told to stop.
    """
    # Taken one after the other instead of breaking in anywhere.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING | {signal.SIGCHLD})
    connections.close_all()
    web_pid = _fork(web)
    worker_pid, again_at = _fork(_work), 0.0
    try:
        while True:
            got = signal.sigtimedwait(ENDING | {signal.SIGCHLD}, 1.0)
            if got is not None and got.si_signo in ENDING:
                return 0
            for ended in _ended_children():
                if ended == web_pid:
                    web_pid = 0
                    return 1
                if ended == worker_pid:
                    worker_pid, again_at = 0, time.monotonic() + PAUSE
            if not worker_pid and time.monotonic() >= again_at:
                worker_pid = _fork(_work)
    finally:
        _end([pid for pid in (web_pid, worker_pid) if pid])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING | {signal.SIGCHLD})


def _work() -> None:
    Keeper(runs_jobs=True, keeps_schedule=True).run()


def _fork(work: Callable[[], None]) -> int:
    """Run `work` in a child with a session of its own, which Ctrl-C does not reach."""
    sys.stdout.flush()
    sys.stderr.flush()
    if pid := os.fork():
        return pid
    status = 1
    try:
        os.setsid()
        end_with_parent(signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING | {signal.SIGCHLD})
        work()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        # Not sys.exit: what the parent has registered for its own end is not ours.
        os._exit(status)


def _ended_children() -> list[int]:
    ended = []
    with suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            ended.append(pid)
    return ended


def _end(children: list[int]) -> None:
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    left = set(children)
    while left and time.monotonic() < until:
        left -= set(_ended_children())
        time.sleep(0.05)
    for pid in left:
        # The whole session: what the child started must not outlive it.
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
