"""Documents as a big county's rooms would tell them, and a quick way to write a million.

Half are suggestions, a third answers to them, the rest papers, people, offices
and articles of laws. Texts are put together from places, things and complaints.
The rows are made by the functions that make every row of the index; only the
writing is done at one go.
"""

import multiprocessing
import random
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

BATCH = 5_000
AHEAD = 6
"""Batches that are made while others are written."""
COUNTY, BODIES, PERSONS, OFFICES = 1, range(2, 42), 3_000, 400
DAYS = 1_700

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


def kind_of(pk: int) -> str:
    """The kind of document number `pk`."""
    part = pk % 100
    steps = ((50, "suggestion"), (85, "reply"), (95, "paper"), (98, "person"), (99, "office"))
    return next((code for least, code in steps if part < least), "law")


def entry(pk: int):
    """Document number `pk`; one in two thousand is of 峡河乡."""
    from lianxin.foundation.search.kinds import Entry

    rng = random.Random(pk)
    code = kind_of(pk)
    where = "峡河乡" + place(rng) if pk % 2000 == 7 else place(rng)
    thing, wish = rng.choice(THINGS), rng.choice(WISHES)
    body = rng.choice(BODIES)
    on = date(2022, 1, 1) + timedelta(days=pk % 1_000_000 * DAYS // 1_000_000)
    told: dict[str, Any] = {
        "object_id": pk,
        "url": f"/{code}/{pk}/",
        "county_id": COUNTY,
        "body_id": body,
    }
    if code in ("person", "office"):
        name = where if code == "person" else f"{where}{thing}管理所"
        return Entry(title=name, details=f"{where}人大 · 副主任", keys={f"q{body}", "r1"}, **told)
    told |= {"on": on, "year": on.year, "text": text(rng, wish, thing)}
    if code == "law":
        return Entry(title=f"{where}管理条例第{pk % 90}条", keys={"z0"}, rank=pk % 10, **told)
    told |= {"details": f"第{pk % 1000:04d}号 · 禾望县", "status": "closed"}
    title = f"关于{wish}{where}{thing}的"
    if code == "paper":
        keys = {f"l{body}", f"g{body}", f"e{body}", f"i{COUNTY}", f"j{rng.randint(1, OFFICES)}"}
        return Entry(title=title + "函", keys=keys, **told)
    return Entry(title=title + "建议", keys=keys_of_matter(pk, rng, body), **told)


def text(rng: random.Random, wish: str, thing: str) -> str:
    sentences = []
    for _sentence in range(rng.randint(5, 9)):
        name = place(rng)
        sentences.append(
            f"{name}的{rng.choice(THINGS)}{rng.choice(TROUBLES)}，"
            f"{rng.choice(TROUBLES)}，涉及{rng.randint(20, 900)}户"
        )
    return f"{'。'.join(sentences)}。建议{wish}{thing}。"


def keys_of_matter(pk: int, rng: random.Random, body: int) -> set[str]:
    person, office = rng.randint(1, PERSONS), rng.randint(1, OFFICES)
    keys = {f"b{body}", f"c{COUNTY}", f"x{COUNTY}", f"o{body}", f"m{person}", f"f{office}"}
    keys |= {f"h{body}", f"n{person}", f"a{person}"}
    if pk % 3:
        keys.add(f"p{body}")
    return keys


def build(documents: int) -> None:
    """Write documents 1 to `documents` into an index that has others of these kinds no more."""
    from django.db import connection

    from lianxin.foundation.search import tables
    from lianxin.foundation.search.models import Document

    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            tables.remove(connection)
            cursor.execute("PRAGMA synchronous=OFF")
            Document.objects.all().delete()
            tables.install(connection)
            # Fewer and bigger pieces to merge: read by FTS5 while it writes.
            cursor.execute(
                "INSERT INTO search_words(search_words, rank) VALUES ('hashsize', 200000000)"
            )
        else:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("TRUNCATE search_document")
            cursor.execute("DROP INDEX IF EXISTS search_document_lexemes")
        written = 0
        for rows in batches(documents):
            write_sqlite(rows) if is_sqlite else copy(rows)
            written += len(rows)
            print(f"\r{written:,}", end="", file=sys.stderr)
        finish(cursor)


def batches(documents: int) -> Iterator[list[tuple]]:
    """Rows made by as many processes as there are processors, in order, few of them ahead."""
    from django.db import connection

    from lianxin.foundation.search.kinds import KINDS

    kinds = {code: (kind.number, kind.place) for code, kind in KINDS.items()}
    spawn = multiprocessing.get_context("spawn")
    starts = range(1, documents + 1, BATCH)
    arguments = (connection.vendor, kinds)
    with ProcessPoolExecutor(2, spawn, initializer=begin, initargs=arguments) as pool:
        waiting: deque[Future] = deque()
        for start in starts:
            waiting.append(pool.submit(made, start, min(start + BATCH, documents + 1)))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_kinds: dict[str, tuple[int, str]] = {}


def begin(vendor: str, kinds: dict[str, tuple[int, str]]) -> None:
    import django

    django.setup()
    _kinds.update(kinds)


def made(start: int, end: int) -> list[tuple]:
    from lianxin.foundation.search import index

    rows = []
    for pk in range(start, end):
        code = kind_of(pk)
        row = index.row(code, *_kinds[code], entry(pk))
        if len(row) > len(index.COLUMNS):
            # One text instead of hundreds goes quicker from process to process.
            row = (*row[:-1], " ".join(f"'{one}'" for one in row[-1]))
        rows.append(row)
    return sorted(rows, key=itemgetter(0))


def write_sqlite(rows: list[tuple]) -> None:
    from django.db import connection, transaction

    from lianxin.foundation.search import index

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(index.upsert(), rows)


def copy(rows: list[tuple]) -> None:
    from django.db import connection, transaction

    from lianxin.foundation.search.index import COLUMNS

    with transaction.atomic(), connection.cursor() as cursor:
        into = f"COPY search_document ({', '.join(COLUMNS)}, lexemes) FROM STDIN"
        with cursor.copy(into) as written:
            for row in rows:
                written.write_row(row)


def finish(cursor) -> None:
    """What a database does at its leisure, done at once."""
    from django.db import connection

    from lianxin.foundation.search import tables

    if connection.vendor == "sqlite":
        cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
        cursor.execute("INSERT INTO search_titles(search_titles) VALUES ('optimize')")
        cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('hashsize', 1048576)")
        cursor.execute("ANALYZE")
        return
    cursor.execute("SET maintenance_work_mem = '1GB'")
    cursor.execute("SET max_parallel_maintenance_workers = 2")
    tables.install(connection)
    cursor.execute("VACUUM ANALYZE search_document")
