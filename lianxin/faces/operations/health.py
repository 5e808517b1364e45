"""Whether this process can do its work: what a load balancer asks every few seconds."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

OK = "ok"


def readiness() -> dict[str, str]:
    """What a page needs, each "ok" or a word about what is missing; no details for strangers."""
    return {"database": _database(), "migrations": _migrations(), "storage": _storage()}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return OK


def _migrations() -> str:
    try:
        return OK if _are_applied() else "pending"
    except DatabaseError:
        return "unknown"


class _Pending(Exception):
    """Raised instead of an answer, so that only the good answer is remembered."""


def _are_applied() -> bool:
    try:
        return _found_applied()
    except _Pending:
        return False


@cache
def _found_applied() -> bool:
    # Some tenths of a second: asked until it is so, and not again.
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Pending
    return True


def _storage() -> str:
    if isinstance(default_storage._wrapped, FileSystemStorage) or not default_storage:  # type: ignore[attr-defined]
        return OK if is_writable(Path(settings.MEDIA_ROOT)) else "not writable"
    try:
        default_storage.exists("ready")
    except Exception:  # every store has errors of its own
        return "unreachable"
    return OK


def is_writable(folder: Path) -> bool:
    """Whether files can be put into `folder`, which may still have to be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
