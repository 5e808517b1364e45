"""What must be in order before the site answers, and the process that answers."""

import errno
import hashlib
import signal
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

import lianxin
from lianxin.faces.operations import metrics


def pending_migrations() -> list[str]:
    """Names of the migrations this version has and the database lacks, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def collect_static() -> bool:
    """Put styles, scripts and icons where browsers get them; True when it was needed.

    Collecting and compressing takes seconds, so a fingerprint of all sources is
    kept beside the result and the work is left out while it still matches.
    """
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    current = _fingerprint()
    if stamp.exists() and stamp.read_text() == current:
        return False
    # Cleared first: left to itself, Django keeps a collected file that is newer
    # than its source, and a source from a package may be as old as it likes.
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(current)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    digest.update(repr((lianxin.__file__, settings.STORAGES["staticfiles"])).encode())
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def port_is_free(host: str, port: int) -> bool:
    """Whether nothing listens there yet.

    Asked before serving because the server shares its port between workers, and
    would share it with a second server just as quietly.
    Raises OSError when `host` is no address of this machine.
    """
    family, kind, protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    )[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until Ctrl-C, SIGTERM or the terminal's end.

    All worker processes end with this one.
    """
    # The workers are forks of this process and need connections of their own.
    connections.close_all()
    metrics.forget_the_dead()
    server = Server(
        "lianxin.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # A second thread would only wait for the interpreter's lock.
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )

    @server.on_startup
    def end_with_the_terminal() -> None:
        # The server's own answer to SIGHUP is fresh workers, which would run the
        # code this process has loaded long ago.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)

    server.serve(target_loader=_load)


def _load(target: str) -> Callable[..., Iterable[bytes]]:
    """The application, in a worker that leaves Ctrl-C to the process that started it.

    A terminal sends Ctrl-C, and its own end, to every process. A worker that hears
    it and is then told to stop as well does not come to its end.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    return import_string(target.replace(":", "."))
