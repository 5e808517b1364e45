"""Measure the search on many documents, on both databases.

    python -m bench.search                         200 000 documents
    python -m bench.search --documents 1000000 --databases sqlite

Documents of six kinds with the keys of 40 townships of one county are written
as the index writes them (`bench.documents`); the tables of records stay empty.
Then words, cuts of titles, place names and loose sentences are asked by the
county's clerk, a township's, a deputy, an office and a visitor. What was built
is kept under var/bench.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.documents import COUNTY, THINGS, TROUBLES, WISHES, build, entry, place
from bench.run import environment, run

WANTED_P95 = 60
# What an account holds: the county's clerk, a deputy, an office, a township's clerk, everyone.
HELD = {
    "clerk": ("b1", f"c{COUNTY}", "d1", "g1", f"i{COUNTY}", "l1", f"r{COUNTY}", "z0"),
    "deputy": ("m77", "p5", "z0"),
    "office": ("f9", "j9", "z0"),
    "township": ("b5", "d2", "g5", "l5", "q5", "z0"),
    "visitor": ("z0",),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.search")
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--runs", type=int, default=240)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        inside(options.documents, options.runs)
        return 0
    for database in options.databases.split(","):
        # A place of its own: "1" keeps it apart from the pages' data of the same size.
        with environment(database, options.documents + 1) as (env, place_of_data):
            # What was built is asked as it is: no other room's tables matter here.
            done = place_of_data / f"built-{database}"
            if not done.exists():
                migrated = [sys.executable, "-m", "lianxin", "migrate", "-v0"]
                subprocess.run(migrated, env=env, check=True)
            wanted = ["--inside", "--documents", str(options.documents)]
            answer = run(
                "bench.search", env, *wanted, "--runs", str(options.runs), stdout=subprocess.PIPE
            )
            done.touch()
            show(database, json.loads(answer.stdout.splitlines()[-1]))
    return 0


def show(database: str, report: dict) -> None:
    built = f", built in {report['built_s']} s" if report["built_s"] else ""
    print(
        f"\n{database}: {report['documents']:,} documents, {report['mb']} MB{built};"
        f" load {report['load']}; ms a search, and of them on a processor"
    )
    for name, (p50, p95, most, cpu50, cpu95) in report["asked"].items():
        verdict = "met" if p95 <= WANTED_P95 else f"NOT MET (p95 ≤ {WANTED_P95})"
        print(f"{name:42}{p50:8.1f}{p95:8.1f}{most:8.1f} |{cpu50:8.1f}{cpu95:8.1f}  {verdict}")
    print(json.dumps(report, ensure_ascii=False))


def inside(documents: int, runs: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    import django

    django.setup()
    from django.db import connection

    from lianxin.foundation.search.models import Document

    built = None
    if Document.objects.count() < documents:
        began = time.monotonic()
        build(documents)
        built = round(time.monotonic() - began)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        mb = round(cursor.fetchone()[0] / 1e6)
    load = [os.getloadavg()[0]]
    asked = measured(runs)
    load.append(os.getloadavg()[0])
    report = {
        "documents": Document.objects.count(),
        "mb": mb,
        "built_s": built,
        "load": " to ".join(f"{one:.1f}" for one in load),
        "asked": asked,
    }
    print(json.dumps(report, ensure_ascii=False))


class Stopwatch:
    """Milliseconds by the clock, and on a processor: this process's and its database server's."""

    def __init__(self) -> None:
        from django.db import connection

        self.server = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.server = cursor.fetchone()[0]
        self.times: list[tuple[float, float]] = []

    def cpu(self) -> float:
        spent = time.process_time() * 1000
        if self.server:
            spent += int(Path(f"/proc/{self.server}/schedstat").read_text().split()[0]) / 1e6
        return spent

    @contextmanager
    def running(self) -> Iterator[None]:
        began, spent = time.perf_counter(), self.cpu()
        yield
        self.times.append(((time.perf_counter() - began) * 1000, self.cpu() - spent))


def measured(runs: int) -> dict[str, list[float]]:
    from django.contrib.auth.models import AnonymousUser

    from lianxin.foundation.search import query, sampling

    asked = questions(runs)
    began = time.perf_counter()
    sampling.take()
    first = (time.perf_counter() - began) * 1000
    user, report, everything = AnonymousUser(), {"the sample, taken by a job": [first] * 5}, []
    for who, keys in HELD.items():
        query.keys_of = partial(_held, keys)
        for name, some in asked.items():
            watch = Stopwatch()
            for typed in some:
                with watch.running():
                    query.search(typed, user=user)
            everything += watch.times
            report[f"{who}: {name}"] = summary(watch.times)
    watch = Stopwatch()
    for typed in asked["titles of papers"]:
        with watch.running():
            query.candidates(typed, kinds=["suggestion"], county=COUNTY)
    report["candidates"] = summary(watch.times)
    report["one document changed"] = summary(changes())
    report["all searches"] = summary(everything)
    return report


def _held(keys: tuple[str, ...], _user: object) -> list[str]:
    return list(keys)


def questions(runs: int) -> dict[str, list[str]]:
    rng = random.Random(3)
    titles = [entry(rng.randint(1, 2_000) * 100 + rng.randint(0, 94)).title for _ in range(runs)]
    cuts = []
    for title in titles:
        length = rng.randint(2, 6)
        start = rng.randint(0, len(title) - length)
        cuts.append(title[start : start + length])
    return {
        "峡河乡": ["峡河乡"] * 20,
        "cuts of titles, 2-6 characters": cuts,
        "titles of papers": titles[: runs // 4],
        "words": [rng.choice(THINGS + TROUBLES + WISHES) for _ in range(runs)],
        "two words": [f"{place(rng)} {rng.choice(THINGS)}" for _ in range(runs)],
        "two common words": [f"{rng.choice(TROUBLES)} {rng.choice(THINGS)}" for _ in range(60)],
        "loose sentences": [
            f"{place(rng)}的{rng.choice(THINGS)}{rng.choice(TROUBLES)}怎么办"
            for _ in range(runs // 4)
        ],
        "one character": list("桥灯水路电学医河渠危的建"),
        "numbers": [f"{rng.randint(1, 999):04d}" for _ in range(40)],
    }


def changes() -> list[tuple[float, float]]:
    """What it costs to bring one changed document up to date, within its transaction."""
    from dataclasses import replace

    from lianxin.foundation.search import index
    from lianxin.foundation.search.kinds import KINDS

    watch, kind = Stopwatch(), KINDS["suggestion"]
    for pk in range(100_000, 104_000, 100):
        one = entry(pk)
        with watch.running():
            index.write(kind, [replace(one, text=one.text + str(time.time_ns()))])
    return watch.times


def summary(times: list[tuple[float, float]]) -> list[float]:
    """p50, p95 and most by the clock; p50 and p95 on a processor."""
    clock, cpu = (sorted(column) for column in zip(*times, strict=True))
    half, most = len(times) // 2, int(len(times) * 0.95)
    return [round(one, 1) for one in (clock[half], clock[most], clock[-1], cpu[half], cpu[most])]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
