"""Measure spreadsheets: 50 000 rows out, 20 000 rows in, in time and memory.

    python -m bench.sheets
    python -m bench.sheets --rows-in 2000 --rows-out 5000

Data is made once and kept under var/bench; what is imported is rolled back or
thrown away. Prints lines, then JSON; beside the seconds the processor's, which include
making the file that is imported. The figures are those of this machine at
this moment: run it on a quiet one.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.run import environment, run

ROWS_IN, ROWS_OUT = 20_000, 50_000
MOST_SECONDS = {"export": 5.0, "import": 15.0, "compare": 15.0}
MOST_MB = 300
PARTS = ("export_ledger", "import_deputies", "import_suggestions", "compare_ledger")
TODAY = date(2026, 3, 11)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.sheets")
    parser.add_argument("--rows-in", type=int, default=ROWS_IN)
    parser.add_argument("--rows-out", type=int, default=ROWS_OUT)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--inside", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.inside:
        print(json.dumps(measure(options)))
        return 0
    report = {}
    for part in [options.only] if options.only else PARTS:
        report[part] = apart(part, options)
        told = report[part]
        most = MOST_SECONDS[part.split("_", maxsplit=1)[0]]
        verdict = "met" if told["seconds"] <= most and told["rss_mb"] <= MOST_MB else "NOT MET"
        print(
            f"{part:20}{told['rows']:>8} rows {told['seconds']:7.2f} s"
            f" {told['cpu_s']:7.2f} s CPU {told['rss_mb']:5} MB  {verdict} (≤ {most:.0f} s, {MOST_MB} MB)"
        )
    print(json.dumps(report))
    return 0


def apart(part: str, options) -> dict:
    """One part in a process of its own, so that its memory is its own."""
    rows = options.rows_out if part.startswith("export") else options.rows_in
    with environment(options.database, options.rows_out) as (env, place):
        done = place / f"done-{options.database}-{options.rows_out}"
        if not done.exists():
            subprocess.run([sys.executable, "-m", "lianxin", "migrate", "-v0"], env=env, check=True)
            run("bench.province", env, "--suggestions", str(options.rows_out), stdout=sys.stderr)
            done.touch()
        subprocess.run([sys.executable, "-m", "lianxin", "migrate", "-v0"], env=env, check=True)
        answer = run(
            "bench.sheets",
            env,
            *("--inside", part, "--rows-in", str(rows), "--rows-out", str(rows)),
            stdout=subprocess.PIPE,
        )
        return json.loads(answer.stdout.splitlines()[-1])


def measure(options) -> dict:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        cpu = time.process_time()
        took, rows = globals()[options.inside](options.rows_in, Path(folder))
        cpu = time.process_time() - cpu
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"rows": rows, "seconds": round(took, 2), "cpu_s": round(cpu, 2), "rss_mb": megabytes}


def export_ledger(rows: int, folder: Path) -> tuple[float, int]:
    from lianxin.engines.matters.models import Matter
    from lianxin.foundation.sheets.listing import write_listings
    from lianxin.work.suggestions.exporting import ledger_listing
    from lianxin.work.suggestions.inbox import Thresholds

    began = time.perf_counter()
    pks = list(Matter.objects.order_by("-pk").values_list("pk", flat=True)[:rows])
    listing = ledger_listing(pks, unit="某县", marks=Thresholds(15, 30))
    written = write_listings(folder / "ledger.xlsx", [listing])
    return time.perf_counter() - began, written


def import_deputies(rows: int, folder: Path) -> tuple[float, int]:
    return _imported("deputies", roster(folder, rows), rows)


def import_suggestions(rows: int, folder: Path) -> tuple[float, int]:
    return _imported("suggestions", papers(folder, rows), rows)


def compare_ledger(rows: int, folder: Path) -> tuple[float, int]:
    """An exported ledger of that many rows read again and compared cell by cell."""
    from lianxin.engines.matters.models import Matter
    from lianxin.faces.setup.revisers import LedgerReviser
    from lianxin.foundation.people.models import Account, Grant, Role
    from lianxin.foundation.sheets import read_table
    from lianxin.foundation.sheets.listing import write_listings
    from lianxin.foundation.sheets.revising import Revisable, compare
    from lianxin.work.suggestions.exporting import ledger_listing
    from lianxin.work.suggestions.inbox import Thresholds

    clerk = Account.objects.filter(
        pk__in=Grant.objects.filter(role=Role.COUNTY_CLERK).values("account")
    ).first()
    county = clerk.home_body
    pks = Matter.objects.visible_to(clerk).filter(body=county).values_list("pk", flat=True)
    listing = ledger_listing(list(pks[:rows]), unit="某县", marks=Thresholds(15, 30))
    write_listings(folder / "ledger.xlsx", [listing])
    began = time.perf_counter()
    table = read_table(folder / "ledger.xlsx")
    reviser = LedgerReviser(clerk, TODAY)
    found = compare(
        table, Revisable(reviser.fields, reviser.lines, reviser.what, reviser.read_only)
    )
    if found.differing:
        raise SystemExit(f"an unchanged table differs: {found.differing[0]}")
    return time.perf_counter() - began, found.rows


def _imported(kind: str, path: Path, rows: int) -> tuple[float, int]:
    from django.db import transaction

    from lianxin.faces.setup.batches import PIECE
    from lianxin.faces.setup.imports import Pace, import_file
    from lianxin.foundation.people.models import Body, Session, Term

    with transaction.atomic():
        county = Body.objects.create(
            code="bench-sheets",
            name="测量县人民代表大会常务委员会",
            short_name="测量县",
            kind=Body.Kind.COUNTY,
            profile="henan",
        )
        term = Term.objects.create(body=county, number=18, starts_on=date(2022, 1, 6))
        Session.objects.create(term=term, number=3, opens_on=date(2026, 1, 12))
        began = time.perf_counter()
        # In pieces, as the job does it.
        pace = Pace(rows=PIECE)
        done = import_file(kind, path, body=county, by=None, today=TODAY, pace=pace)
        took = time.perf_counter() - began
        if done.report.created != rows:
            raise SystemExit(f"only {done.report.created} of {rows}: {done.report.refused[:3]}")
        transaction.set_rollback(True)
    return took, rows


def roster(folder: Path, rows: int) -> Path:
    """A roster of fictional deputies."""
    from lianxin.foundation.sheets.writing import OutColumn, OutSheet, write_workbook

    headings = "代表证号 姓名 性别 出生年月 民族 政治面貌 学历 工作单位及职务 联系电话 代表团 代表小组 任职起"
    surnames, given = "张王李赵陈杨黄周吴徐孙马朱胡郭何", "春华秋实山川江河清明文武平安"
    body = (
        [
            f"{place:06}",
            surnames[place % 16] + given[place // 16 % 14] + given[place // 224 % 14],
            "男女"[place % 2],
            f"{1955 + place % 45}-{1 + place % 12:02}",
            "汉族",
            "中共党员" if place % 3 else "群众",
            "大学",
            f"禾望县第 {place % 400} 村村民委员会主任",
            f"138{place:08}",
            f"第{1 + place % 12}代表团",
            f"第{1 + place % 40}小组",
            "2022-01-06",
        ]
        for place in range(rows)
    )
    path = folder / "roster.xlsx"
    columns = [OutColumn(heading) for heading in headings.split()]
    write_workbook(path, [OutSheet("代表名册", columns, body)])
    return path


def papers(folder: Path, rows: int) -> Path:
    """A ledger of suggestions handled before."""
    from lianxin.foundation.sheets.writing import OutColumn, OutSheet, write_workbook

    headings = (
        "会次 建议编号 标题 正文 提出人 主办单位 提出日期 交办日期 答复日期 办理结果 答复内容"
    )
    body = (
        [
            f"第十{'五六七'[place % 3]}届第{'一二三四'[place // 3 % 4]}次会议",
            f"{place:05}",
            f"关于改善第 {place} 处道路的建议",
            "该处道路年久失修，群众出行不便，建议予以改善。",
            "张某",
            f"县第{place % 40}局",
            "2019-03-01",
            "2019-03-10",
            "2019-06-01",
            "已解决",
            "您提出的建议收悉，现答复如下：已列入计划并完成。",
        ]
        for place in range(rows)
    )
    path = folder / "papers.xlsx"
    columns = [OutColumn(heading) for heading in headings.split()]
    write_workbook(path, [OutSheet("代表建议", columns, body)])
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
