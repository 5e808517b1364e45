"""Measure the search on many documents, on both databases.

    python -m bench.search                         200 000 documents
    python -m bench.search --documents 1000000 --databases sqlite

Suggestion texts are put together from places, things and complaints; their
documents are written as the index writes them, with keys of 40 townships of
one county. Then words, cuts of titles, place names and loose sentences are
asked by the county's clerk, by a deputy and without a sign-in. What was built
is kept under var/bench. The index must be built on its own: the tables of
records stay empty.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from datetime import date, timedelta

from bench.run import environment, run

WANTED_P95 = 60
BATCH = 5_000
COUNTY, BODIES, PERSONS, OFFICES = 1, range(2, 42), 3_000, 400


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
        with environment(database, options.documents + 1) as (env, _place):
            migrated = [sys.executable, "-m", "lianxin", "migrate", "-v0"]
            subprocess.run(migrated, env=env, check=True)
            wanted = ["--inside", "--documents", str(options.documents)]
            answer = run(
                "bench.search", env, *wanted, "--runs", str(options.runs), stdout=subprocess.PIPE
            )
            show(database, json.loads(answer.stdout.splitlines()[-1]))
    return 0


def show(database: str, report: dict) -> None:
    print(f"\n{database}: {report['documents']:,} documents, {report['mb']} MB; ms a search")
    for name, (p50, p95, most) in report["asked"].items():
        verdict = "met" if p95 <= WANTED_P95 else f"NOT MET (p95 ≤ {WANTED_P95})"
        print(f"{name:34}{p50:8.1f}{p95:8.1f}{most:8.1f}  {verdict}")
    print(json.dumps(report, ensure_ascii=False))


def inside(documents: int, runs: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    import django

    django.setup()
    from django.db import connection

    from lianxin.foundation.search.models import Document

    began = time.monotonic()
    there = Document.objects.filter(kind="suggestion").count()
    if there < documents:
        build(there, documents)
        print(f"built in {time.monotonic() - began:.0f} s", file=sys.stderr)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        mb = round(cursor.fetchone()[0] / 1e6)
    report = {"documents": Document.objects.count(), "mb": mb, "asked": measured(runs)}
    print(json.dumps(report, ensure_ascii=False))


def build(there: int, documents: int) -> None:
    from django.db import connection, transaction

    from lianxin.foundation.search import index
    from lianxin.foundation.search.kinds import KINDS

    kind = KINDS["suggestion"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            if there == 0:
                cursor.execute("DROP INDEX search_document_lexemes")
    for start in range(there + 1, documents + 1, BATCH):
        some = range(start, min(start + BATCH, documents + 1))
        with transaction.atomic(), connection.cursor() as cursor:
            rows = [index.row(kind.code, kind.number, kind.place, entry(pk)) for pk in some]
            cursor.executemany(index.upsert(), rows)
        print(f"\r{some[-1]:,}", end="", file=sys.stderr)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS search_document_lexemes ON search_document"
                " USING gin (lexemes)"
            )
            cursor.execute("VACUUM ANALYZE search_document")
        else:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
            cursor.execute("ANALYZE")


SURNAMES = "柳石桥杨梅松柏青白黄黑红上下前后东西南北大小新老龙凤鹤马牛羊水沙金银铁铜云山河溪泉"
ENDS = ["村", "沟", "湾", "坪", "岭", "店", "庄", "寨", "堡", "塘", "口", "洼"]
THINGS = [
    "石板桥", "路灯", "饮水管网", "卫生院", "农村公路", "老旧小区电梯", "排水沟", "垃圾清运点",
    "幼儿园", "养老服务中心", "河道堤防", "变压器", "通信基站", "文化广场", "灌溉渠", "停车场",
    "农贸市场", "消防通道", "公交站点", "危房", "学校围墙", "防护栏", "红绿灯", "污水处理站",
]  # fmt: skip
TROUBLES = [
    "年久失修", "护栏断裂", "雨季行人危险", "夜间没有照明", "群众看病要走十几里", "经常停水",
    "货车超载压坏路面", "积水排不出去", "老人上下楼困难", "臭味扰民", "没有专人管护", "信号很差",
    "孩子上学绕远路", "农田浇不上水", "车辆乱停乱放", "手续办理时间长", "资金迟迟没有到位",
]  # fmt: skip
WISHES = ["修复", "改造", "加装", "扩建", "新建", "整治", "加强管理", "尽快解决", "增加投入"]


def place(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(SURNAMES) + rng.choice(ENDS)


def entry(pk: int):
    """A suggestion as its room would tell it; one in two thousand is of 峡河乡."""
    from lianxin.foundation.search.kinds import Entry

    rng = random.Random(pk)
    where = "峡河乡" + place(rng) if pk % 2000 == 7 else place(rng)
    thing, wish = rng.choice(THINGS), rng.choice(WISHES)
    sentences = []
    for _ in range(rng.randint(5, 9)):
        name = place(rng)
        sentences.append(
            f"{name}的{rng.choice(THINGS)}{rng.choice(TROUBLES)}，"
            f"{rng.choice(TROUBLES)}，涉及{rng.randint(20, 900)}户"
        )
    body = rng.choice(BODIES)
    person, office = rng.randint(1, PERSONS), rng.randint(1, OFFICES)
    keys = {f"b{body}", f"c{COUNTY}", f"x{COUNTY}", f"o{body}", f"m{person}", f"f{office}"}
    keys |= {f"h{body}", f"n{person}", f"a{person}"}
    if pk % 3:
        keys.add(f"p{body}")
    return Entry(
        object_id=pk,
        title=f"关于{wish}{where}{thing}的建议",
        text=f"{'。'.join(sentences)}。建议{wish}{thing}。",
        details=f"第{pk % 1000:04d}号 · 禾望县",
        url=f"/suggestions/{pk}/",
        keys=keys,
        on=date(2022, 1, 1) + timedelta(days=pk * 1700 // 1_000_000),
        county_id=COUNTY,
        body_id=body,
        year=2022 + pk % 5,
        status="closed",
    )


def measured(runs: int) -> dict[str, list[float]]:
    from django.contrib.auth.models import AnonymousUser

    from lianxin.foundation.search import query

    held = {
        "clerk": (f"c{COUNTY}", "b1", "d1", "z0", f"r{COUNTY}"),
        "deputy": ("p5", "m77", "z0"),
        "office": ("f9", "z0"),
    }
    rng = random.Random(3)
    titles = [entry(rng.randint(1, 200_000)).title for _ in range(runs)]
    cuts = []
    for title in titles:
        length = rng.randint(2, 6)
        start = rng.randint(0, len(title) - length)
        cuts.append(title[start : start + length])
    asked = {
        "峡河乡": ["峡河乡"] * 20,
        "cuts of titles, 2-6 characters": cuts,
        "words": [rng.choice(THINGS + TROUBLES + WISHES) for _ in range(runs)],
        "two words": [f"{place(rng)} {rng.choice(THINGS)}" for _ in range(runs)],
        "loose sentences": [
            f"{place(rng)}的{rng.choice(THINGS)}{rng.choice(TROUBLES)}怎么办"
            for _ in range(runs // 4)
        ],
        "one character": list("桥灯水路电学医河渠危"),
        "numbers": [f"{rng.randint(1, 999):04d}" for _ in range(40)],
    }
    query.sample()
    user = AnonymousUser()
    report = {}
    mixed = []
    for who, keys in held.items():
        query.keys_of = lambda user, keys=keys: list(keys)
        for name, questions in asked.items():
            times = []
            for typed in questions:
                began = time.perf_counter()
                query.search(typed, user=user)
                times.append((time.perf_counter() - began) * 1000)
            mixed += times
            report[f"{who}: {name}"] = summary(times)
        times = []
        for title in titles[:60]:
            began = time.perf_counter()
            query.candidates(title, kinds=["suggestion"], county=COUNTY)
            times.append((time.perf_counter() - began) * 1000)
        report[f"{who}: candidates"] = summary(times)
    report["all searches"] = summary(mixed)
    return report


def summary(times: list[float]) -> list[float]:
    times = sorted(times)
    return [
        round(times[len(times) // 2], 1),
        round(times[int(len(times) * 0.95)], 1),
        round(times[-1], 1),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
