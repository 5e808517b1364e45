"""Measures pages in this process, as one worker serves them: real middleware, real templates.

    python -m bench.measure --runs 30

Prints JSON. Started by bench.run with the database in its environment.
"""

import argparse
import json
import os
import statistics
import sys
import time


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.measure")
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    cold = cold_start()

    from bench.pages import PAGES

    pages = [measure(page, options.runs) for page in PAGES]
    print(json.dumps({"pages": pages, "cold_start_s": cold, "rss_mb": resident_mb()}))
    return 0


def cold_start() -> float:
    """Seconds until the WSGI application has answered its first page, imports included."""
    began = time.perf_counter()
    from lianxin.wsgi import application

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/account/login/",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": sys.stdin.buffer,
        "wsgi.errors": sys.stderr,
    }
    answer = application(environ, lambda status, headers, failure=None: None)
    b"".join(answer)
    answer.close()
    return round(time.perf_counter() - began, 2)


def measure(page, runs: int) -> dict:
    from django.db import connection

    client = client_of(page.who)
    path = page.path.format(**Places(page).found)
    for _ in range(3):
        answer = client.get(path)
    if answer.status_code != 200:
        return {"name": page.name, "path": path, "error": answer.status_code}
    queries = 0

    def count(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(path)
    took, worked = [], []
    for _ in range(runs):
        began, busy = time.perf_counter(), time.process_time()
        client.get(path)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    took.sort()
    return {
        "name": page.name,
        "path": path,
        "p50": round(statistics.median(took), 1),
        "p95": round(took[min(len(took) - 1, round(len(took) * 0.95))], 1),
        # Of this process alone: what is left of the time on a machine that does other things.
        "cpu": round(statistics.median(worked), 1),
        "queries": queries,
        "bytes": len(answer.content),
        "target_p50": page.p50,
        "target_p95": page.p95,
        "target_queries": page.queries,
    }


def client_of(who: str):
    from django.test import Client

    from bench.pages import COUNTY
    from lianxin.foundation.people.models import Account

    client = Client(SERVER_NAME="127.0.0.1")
    if who:
        client.force_login(Account.objects.get(username=f"{who}-{COUNTY}"))
    return client


class Places:
    """The addresses that depend on the data: deeper pages, one suggestion for each reader."""

    def __init__(self, page):
        self.page = page

    @property
    def found(self) -> dict:
        return {
            name: getattr(self, name)()
            for name in ("page2", "middle", "last", "year", "pk", "office_pk", "deputy_pk")
            if f"{{{name}}}" in self.page.path
        }

    def page2(self) -> str:
        return self._after(lambda ids: ids[19])

    def middle(self) -> str:
        return self._after(lambda ids: ids[len(ids) // 2])

    def last(self) -> str:
        return self._after(lambda ids: ids[-10])

    def _after(self, choose) -> str:
        """The cursor that the page before this one would have linked to."""
        from lianxin.ui.paging import _write

        ids = list(self._matters().order_by("-pk").values_list("pk", flat=True))
        pk = choose(ids)
        return f"?after={_write(ids.index(pk) + 1, [pk])}"

    def year(self) -> int:
        from django.utils import timezone

        return timezone.localdate().year

    def pk(self) -> int:
        return (
            self._matters().filter(status="tracking").order_by("pk").values_list("pk", flat=True)[0]
        )

    def office_pk(self) -> int:
        offices = self._account().office_ids()
        return (
            self._matters().filter(assignments__office__in=offices).values_list("pk", flat=True)[0]
        )

    def deputy_pk(self) -> int:
        mine = self._matters().filter(proposers__person=self._account().person_id)
        return mine.values_list("pk", flat=True)[0]

    def _account(self):
        from bench.pages import COUNTY
        from lianxin.foundation.people.models import Account

        return Account.objects.get(username=f"{self.page.who}-{COUNTY}")

    def _matters(self):
        from bench.pages import COUNTY
        from lianxin.engines.matters.models import Matter
        from lianxin.foundation.people.models import Body

        county = Body.objects.get(code=f"c{COUNTY:03d}")
        return Matter.objects.filter(county=county)


def resident_mb() -> int:
    """Memory this process holds now."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
