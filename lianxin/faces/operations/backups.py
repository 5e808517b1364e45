"""Backup and restore: database, files and keys in one archive."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin import __version__
from lianxin.faces.operations import archives, databases
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.refusals import Refused

DATABASE_FILE = "lianxin.sqlite3"


class Saved(NamedTuple):
    """What a backup holds; `missing` are files the database names and the storage lacks."""

    path: Path
    size: int
    files: int
    missing: list[str]


def back_up(path: Path) -> Saved:
    """Write everything a site needs to stand again to one archive.

    The database comes first and the files after it: a file is stored before the
    record that names it and never changed, so that whatever the copied database
    names is still to be had. Raises Refused, in words.
    """
    if not path.parent.is_dir():
        raise Refused(_("目录 %(folder)s 不存在。请先建好。") % {"folder": path.parent})
    database = connection.settings_dict
    engine = databases.engine_of(database)
    named = set(StoredFile.objects.values_list("file", flat=True))
    # Beside the archive: there is room for it there, and nowhere else is promised.
    with (
        tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder,
        archives.writing(path) as writer,
    ):
        member = archives.SQLITE if engine == "sqlite" else archives.DUMP
        copy = Path(folder) / member
        databases.copy_out(database, copy)
        writer.add_path(member, copy)
        key = Path(folder) / "secret_key"
        key.write_text(settings.SECRET_KEY)
        writer.add_path(archives.SECRET, key)
        kept = set()
        for name in stored_names(default_storage):
            if _add_file(writer, name):
                kept.add(name)
        missing = sorted(named - kept)
        writer.finish(
            {
                "engine": engine,
                "version": __version__,
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "migrations": _latest_migrations(),
                "missing": missing,
            }
        )
    return Saved(path, path.stat().st_size, len(kept), missing)


def stored_names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Names of all files in a storage, local or not, in order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        if name:
            yield f"{folder}{name}"
    for name in sorted(folders):
        yield from stored_names(storage, f"{folder}{name}/")


def _add_file(writer: archives.Writer, name: str) -> bool:
    try:
        content = default_storage.open(name, "rb")
    except FileNotFoundError:
        # Swept away since it was listed.
        return False
    with content:
        writer.add(archives.FILES + name, content, content.size)
    return True


def _latest_migrations() -> dict[str, str]:
    latest: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        latest[app] = name
    return latest


def restore(archive: Path, folder: Path, address: str = "") -> dict[str, Any]:
    """Lay a backup down where there is nothing yet; gives its manifest.

    folder: becomes the LIANXIN_VAR of the restored site; must be absent or empty.
    address: DATABASE_URL of an empty database, for a backup of a PostgreSQL.
    Raises Refused, in words; what was begun is then removed again.
    """
    if not archive.is_file():
        raise Refused(_("没有备份文件 %(path)s。请核对路径。") % {"path": archive})
    if folder.exists() and not _is_as_good_as_empty(folder):
        raise Refused(
            _("%(folder)s 里已有内容。恢复不会覆盖，请指定一个空目录。") % {"folder": folder}
        )
    target = databases.settings_of(address) if address else None
    if target is not None:
        if databases.engine_of(target) != "postgresql":
            raise Refused(_("SQLite 的备份恢复到目录即可，不用写数据库地址。"))
        databases.require_empty(target)
    folder.mkdir(parents=True, exist_ok=True)
    staging = folder / f".restoring-{secrets.token_hex(4)}"
    staging.mkdir(mode=0o700)
    try:
        manifest = archives.unpack(archive, staging)
        _require_match(manifest, target)
        _settle(staging, folder, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _is_as_good_as_empty(folder: Path) -> bool:
    """Whether nothing is there, or only the key that starting this very command made there."""
    own = {"secret_key"} if folder.resolve() == Path(settings.VAR_DIR).resolve() else set()
    return folder.is_dir() and {path.name for path in folder.iterdir()} <= own


def _require_match(manifest: dict[str, Any], target: dict[str, Any] | None) -> None:
    """Raise Refused when the backup is of the other kind of database than is to be filled."""
    if manifest["engine"] == "postgresql" and target is None:
        raise Refused(_("这是 PostgreSQL 的备份。请建一个空数据库，并用 --database 写明它的地址。"))
    if manifest["engine"] == "sqlite" and target is not None:
        raise Refused(_("这是 SQLite 的备份，不能恢复到 PostgreSQL。请恢复到一个空目录。"))
    member = archives.SQLITE if target is None else archives.DUMP
    if member not in manifest["members"]:
        raise Refused(_("备份文件里没有数据库。请换一份备份。"))


def _settle(staging: Path, folder: Path, target: dict[str, Any] | None) -> None:
    if target is None:
        copy = staging / archives.SQLITE
        with closing(sqlite3.connect(copy)) as database:
            databases.check_sqlite(database)
        copy.chmod(0o600)
        copy.replace(folder / DATABASE_FILE)
    else:
        databases.copy_in(target, staging / archives.DUMP)
    key = staging / archives.SECRET
    if key.exists():
        key.chmod(0o600)
        key.replace(folder / "secret_key")
    if (files := staging / "files").exists():
        files.replace(folder / "files")


def prove(folder: Path, address: str = "") -> str:
    """Have the restored site check itself, as a process of its own; gives what it found wrong.

    Empty when the ledger, the files and the migrations are in order.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        # The restored site reads its own key and its own files.
        if not name.startswith(("LIANXIN_SECRET_KEY", "LIANXIN_S3_", "DATABASE_URL"))
    }
    environment |= {
        "LIANXIN_VAR": str(folder.resolve()),
        "DJANGO_SETTINGS_MODULE": "lianxin.settings",
    }
    if address:
        environment["DATABASE_URL"] = address
    done = subprocess.run(
        [sys.executable, "-m", "lianxin", "verify"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()
