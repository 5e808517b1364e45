"""Measure the pages of what was done, on a province's activities, on both databases.

    python -m bench.activities                        20 000 and 200 000 activities
    python -m bench.activities --activities 2000000   20 000 and 2 000 000
    python -m bench.activities --databases postgres

Five deputies take part in each activity: 2 000 000 make 10 000 000 lines of attendance.
The rows are made by the database itself and kept under var/bench; a province of 100
counties, five years, counties in turns.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta

from bench.run import MOST_GROWTH, environment, run

DAYS = 1_800
EACH = 5
KINDS = ("inspection", "visit", "training", "group", "volunteer", "lecture", "forum", "survey")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.activities")
    parser.add_argument("--activities", type=int, default=200_000)
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--inside", choices=["build", "measure"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        return inside(options.inside, options.activities, options.runs)
    sizes = sorted({20_000, options.activities})
    for database in options.databases.split(","):
        reports = [of_size(database, size, options.runs) for size in sizes]
        show(database, sizes, reports)
    return 0


def of_size(database: str, size: int, runs: int) -> dict:
    # A place of its own: "2" keeps it apart from other data of the same size.
    with environment(database, size + 2) as (env, place):
        done = place / f"built-{database}"
        if not done.exists():
            run(
                "bench.activities",
                env,
                *("--inside", "build", "--activities", str(size)),
                stdout=sys.stderr,
            )
            done.touch()
        subprocess.run([sys.executable, "-m", "lianxin", "migrate", "-v0"], env=env, check=True)
        answer = run(
            "bench.activities",
            env,
            *("--inside", "measure", "--runs", str(runs)),
            stdout=subprocess.PIPE,
        )
        return json.loads(answer.stdout.splitlines()[-1])


def show(database: str, sizes: list[int], reports: list[dict]) -> None:
    few, many = reports[0], reports[-1]
    print(f"\n{database}: {sizes[0]:,} and {sizes[-1]:,} activities; load {many['load']}; ms")
    print(f"{'what':40}{'p50':>9}{'p95':>9}{'cpu':>9}{'queries':>9}{'growth':>8}")
    for before, after in zip(few["asked"], many["asked"], strict=True):
        growth = after["p50"] / before["p50"]
        target = after["target"]
        missed = [f"≤ {target}"] if target and after["p50"] > target else []
        if growth > MOST_GROWTH:
            missed.append(f"growth ≤ {MOST_GROWTH}")
        print(
            f"{after['name']:40}{after['p50']:9.1f}{after['p95']:9.1f}{after['cpu']:9.1f}"
            f"{after['queries']:9}{growth:8.2f}  "
            + (f"NOT MET: {', '.join(missed)}" if missed else "met")
        )
    print(json.dumps({"database": database, "sizes": sizes, "reports": reports}))


def inside(what: str, activities: int, runs: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    import django

    django.setup()
    if what == "build":
        build(activities)
        return 0
    print(json.dumps(measured(runs)))
    return 0


def measured(runs: int) -> dict:
    """What is asked of one county's clerk and deputy, each some times."""
    from django.utils import timezone

    from bench.measure import client_of
    from bench.pages import COUNTY
    from lianxin.foundation.calendars.remembering import remembering
    from lianxin.foundation.figures import catalogue
    from lianxin.foundation.figures.links import url
    from lianxin.foundation.people.models import Body, Seat

    body = Body.objects.get(code=f"c{COUNTY:03d}")
    year = timezone.localdate().year - 1
    scope = catalogue.Scope(body, date(year, 1, 1), date(year, 12, 31))
    seat = Seat.objects.filter(body=body).order_by("pk")[7].pk
    clerk, chair, deputy = client_of("clerk"), client_of("chair"), client_of("deputy0")

    def opened(client, path: str):
        def get():
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}")

        return get

    def figures():
        for one in catalogue.figures():
            one.value(scope)
            one.value(scope.last_year())

    def report():
        with remembering():
            read_report(body, scope)

    things = [
        ("a deputy's file", opened(clerk, f"/duty/files/{seat}/?period={year}"), 60),
        (
            "a deputy's booklet, PDF",
            opened(clerk, f"/duty/files/{seat}/booklet/?period={year}"),
            1000,
        ),
        ("dashboard of a body", opened(chair, f"/ledger/dashboard/?year={year}"), 150),
        ("a report's figures, with last year's", report, 2000),
        ("the whole catalogue, with last year's", figures, 0),
        ("list of activities", opened(clerk, "/activities/"), 40),
        ("list behind: activities held", opened(clerk, url("activities.held", scope)), 40),
        (
            "list behind: times of training",
            opened(clerk, url("activities.training_persons", scope)),
            40,
        ),
        ("desk of a clerk", opened(clerk, "/"), 40),
        ("desk of a chair", opened(chair, "/"), 40),
        ("desk of a deputy", opened(deputy, "/"), 40),
    ]
    load = os.getloadavg()[0]
    asked = [timed(name, do, target, runs) for name, do, target in things]
    return {"asked": asked, "load": f"{load:.1f} to {os.getloadavg()[0]:.1f}"}


def read_report(body, scope) -> None:
    """Every figure that the shipped outline names, this year and the year before.

    As a report reads them, for the county and all below it.
    """
    from lianxin.work.work_reports.models import Report
    from lianxin.work.work_reports.outlining import outline_of
    from lianxin.work.work_reports.tokens import tokens_of
    from lianxin.work.work_reports.values import Book

    year = Report.Kind.YEAR
    book = Book(Report(body=body, kind=year, since=scope.since, until=scope.until, below=True))
    lines = [line for section in outline_of(body, year) for line in section.get("lines", [])]
    for token in (one for line in lines for one in tokens_of(line) if one.is_live):
        book.count(token)
        book.count(token, before=True)


def timed(name: str, do, target: int, runs: int) -> dict:
    from django.db import connection

    do()
    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        do()
    took, worked = [], []
    for _ in range(runs):
        began, busy = time.perf_counter(), time.process_time()
        do()
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    took.sort()
    return {
        "name": name,
        "target": target,
        "p50": round(statistics.median(took), 1),
        "p95": round(took[min(len(took) - 1, round(len(took) * 0.95))], 1),
        "cpu": round(statistics.median(worked), 1),
        "queries": queries,
    }


def build(activities: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench.loader import Loader
    from bench.places import Places

    call_command("migrate", interactive=False, verbosity=0)
    began, today = time.monotonic(), timezone.localdate()
    with Loader() as loader:
        places = Places(loader, random.Random(20260101), today)
        places.build()
        loader.flush()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE bench_bodies (turn int, body int, first int, number int)"
            )
            for turn, (body, first, number) in enumerate(_bodies(places)):
                cursor.execute(
                    "INSERT INTO bench_bodies VALUES (%s, %s, %s, %s)", [turn, body, first, number]
                )
            bodies = turn + 1
            _make_activities(cursor, activities, bodies, today - timedelta(days=DAYS))
            _make_attendances(cursor)
    print(
        f"{activities:,} activities, {activities * EACH:,} lines: {time.monotonic() - began:.0f} s"
    )


def _bodies(places):
    """Each body with its first seat and how many it has; a body's seats follow one another."""
    for county in places.counties:
        for body in county.bodies:
            seats = [county.seats[person] for person in county.persons[body]]
            yield body, seats[0], len(seats)


def _make_activities(cursor, number: int, bodies: int, first: date) -> None:
    from lianxin.work.activities.models import Activity

    day = "DATE %s + %s" if cursor.db.vendor == "postgresql" else "date(%s, '+' || %s || ' days')"
    on = day % (f"'{first}'", f"(n.i * 7 % {DAYS})")
    stamp = f"{first} 00:00:00+00:00"
    kinds = " ".join(f"WHEN {at} THEN '{kind}'" for at, kind in enumerate(KINDS))
    values = {
        "id": "n.i",
        "body_id": "b.body",
        "kind": f"CASE n.i / {bodies} % {len(KINDS)} {kinds} END",
        "title": "'第' || n.i || '次活动'",
        "on": on,
        "starts_at": f"'{stamp}'",
        "ends_at": f"'{first} 02:00:00+00:00'",
        "state": "'recorded'",
        "minutes": "120",
        "created_by_id": "1",
        "recorded_by_id": "1",
        "recorded_at": f"'{stamp}'",
        "created_at": f"'{stamp}'",
    }
    if cursor.db.vendor == "postgresql":
        numbers = f"generate_series(1, {number}) AS n(i)"
    else:
        numbers = (
            f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})"
            " SELECT i FROM n) AS n"
        )
    source = f"{numbers} JOIN bench_bodies AS b ON b.turn = n.i % {bodies} ORDER BY n.i"
    _insert(cursor, Activity, values, source)


def _make_attendances(cursor) -> None:
    from lianxin.work.activities.models import Activity, Attendance

    steps = " UNION ALL ".join(f"SELECT {at} AS k" for at in range(EACH))
    values = {
        "id": f"a.id * {EACH} + s.k",
        "activity_id": "a.id",
        "seat_id": "b.first + (a.id / 7 + s.k * 11) % b.number",
        "on": 'a."on"',
        "state": "CASE WHEN (a.id + s.k) % 12 = 0 THEN 'excused' ELSE 'present' END",
        "reason": "CASE WHEN (a.id + s.k) % 12 = 0 THEN '出差' ELSE '' END",
        "via": "'list'",
        "counts": "(a.id + s.k) % 12 <> 0",
    }
    source = (
        f'"{Activity._meta.db_table}" AS a JOIN bench_bodies AS b ON b.body = a.body_id'
        f" CROSS JOIN ({steps}) AS s ORDER BY a.id, s.k"
    )
    _insert(cursor, Attendance, values, source)


def _insert(cursor, model, values: dict[str, str], source: str) -> None:
    """INSERT … SELECT; columns that are not named get their defaults."""
    from bench.loader import _default

    fields = model._meta.local_concrete_fields
    wanted = [values.get(one.attname) or _literal(_default(one)) for one in fields]
    columns = ", ".join(f'"{one.column}"' for one in fields)
    cursor.execute(
        f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {", ".join(wanted)} FROM {source}'
    )
    _count_on(cursor, model)


def _count_on(cursor, model) -> None:
    """New ids go on after those given here."""
    from django.core.management.color import no_style

    for statement in cursor.db.ops.sequence_reset_sql(no_style(), [model]):
        cursor.execute(statement)


def _literal(value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", '"') + "'"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
