"""The printed figures of reports beside what the builder states of records made for them."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from django.db import transaction

from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.figures.words import about_fault, percent
from lianxin.foundation.people.models import Account, Body
from lianxin.work.work_reports import tokens
from lianxin.work.work_reports.models import Report, StatedFigure
from lianxin.work.work_reports.reconciling.building import build
from lianxin.work.work_reports.reconciling.site import Site
from lianxin.work.work_reports.tokens import tokens_of
from lianxin.work.work_reports.values import NOTHING, Book

FIGURES = Path(__file__).parent / "figures.json"
YEAR_UNKNOWN = 2022
ODD = ("余", "多")
COMPUTED, STATED = "computed", "stated"
_serial = count(1)


@dataclass(frozen=True)
class Line:
    """One printed figure. said: what the builder states; why: why it is stated by hand."""

    report: str
    key: str
    name: str
    printed: str
    how: str
    said: str
    is_right: bool
    why: str = ""


@cache
def sources() -> Mapping[str, Mapping[str, Any]]:
    """Which figure of the catalogue each printed one is."""
    return json.loads(FIGURES.read_text(encoding="utf-8"))["reports"]


def reconcile(items: list[Mapping[str, Any]]) -> Iterator[Line]:
    """Every figure of these reports; records are made for each report and undone again."""
    for item in items:
        with rehearsed(item) as report:
            yield from lines_of(item, report)


@contextmanager
def rehearsed(item: Mapping[str, Any]):
    """A report of records made for its figures, at a body of its own; nothing of it stays."""
    with transaction.atomic(), remembering():
        report = _report(item)
        known = sources().get(item["id"], {})
        wanted = {
            known[one["key"]]["figure"]: _amount(one, known[one["key"]])
            for one in item["figures"]
            if "figure" in known.get(one["key"], {})
        }
        site = Site(report.body, report.created_by, report.since, report.until, wanted)
        build(site)
        known = {key: _named(source, site.named) for key, source in known.items()}
        for one in item["figures"]:
            if "figure" not in known.get(one["key"], {}):
                _state(report, one, item)
        _write(report, item, known)
        yield report
        transaction.set_rollback(True)


def _named(source: Mapping[str, Any], named: Mapping[str, str]) -> Mapping[str, Any]:
    """A figure whose part is a record made for it, by that record's key."""
    figure = source.get("figure", "")
    for name, key in named.items():
        figure = figure.replace(f"={name}", f"={key}")
    return {**source, "figure": figure} if figure else source


def _amount(one: Mapping[str, Any], known: Mapping[str, Any]) -> int:
    """How many records a printed figure stands for: a little more than 30余, less than 近300."""
    value = one["value"]
    approx = one.get("approx", "")
    if approx in ODD:
        value += max(1, value // 20)
    elif approx in ("近", "约"):
        value -= max(1, value // 50)
    return value * known.get("scale", 1)


def _report(item: Mapping[str, Any]) -> Report:
    county = Body.objects.create(
        code=f"reconcile-{next(_serial)}-{item['id'].lower()}",
        name="核对用县人民代表大会常务委员会",
        short_name="核对用县",
        kind=Body.Kind.COUNTY,
    )
    body = county
    if item["level"] != "county":
        body = Body.objects.create(
            code=f"{county.code}-below",
            name=item["place"],
            short_name=item["place"][:30],
            kind=Body.Kind.TOWNSHIP if item["level"] == "town" else Body.Kind.STREET,
            parent=county,
        )
    by = Account.objects.create(username=county.code[:40], name="核对")
    since, until = period_of(item["period"])
    kind = Report.Kind.TERM if until.year > since.year else Report.Kind.YEAR
    return Report.objects.create(
        body=body, kind=kind, title=item["title"], since=since, until=until, created_by=by
    )


def period_of(words: str) -> tuple[date, date]:
    """The days of a printed period: 2022, 2019上半年, 2024-10-15/2024-10-25, 五年."""
    if days := re.findall(r"\d{4}-\d{2}-\d{2}", words):
        first = date.fromisoformat(days[0])
        # An event of some days: the report of its year states it.
        return date(first.year, 1, 1), date(first.year, 12, 31)
    year = int(found[0]) if (found := re.search(r"\d{4}", words)) else YEAR_UNKNOWN
    if "上半年" in words:
        return date(year, 1, 1), date(year, 6, 30)
    if "五年" in words:
        return date(year - 5, 1, 1), date(year - 1, 12, 31)
    return date(year, 1, 1), date(year, 12, 31)


def _state(report: Report, one: Mapping[str, Any], item: Mapping[str, Any]) -> StatedFigure:
    value = one["value"]
    parts: list[list] = []
    if isinstance(value, dict):
        parts = [[name, number] for name, number in value.items()]
    elif isinstance(value, list):
        parts = [[f"第{place}项", number] for place, number in enumerate(value, start=1)]
    return StatedFigure.objects.create(
        report=report,
        key=one["key"],
        name=one["derive_from"][:60],
        value=sum(number for _name, number in parts) if parts else _number(value),
        words="" if parts or isinstance(value, int) else str(value)[:40],
        unit=one["unit"],
        approx=one.get("approx", ""),
        parts=parts,
        source=item.get("publisher", "")[:200],
    )


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _write(report: Report, item: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    report.sections.create(
        order=1,
        key="all",
        part="past",
        text="".join(
            f"{one['derive_from']}{token_of(one, source)}{source.get('unit', '')}。\n"
            for one in item["figures"]
            for source in [known.get(one["key"], {})]
        ),
    )


def token_of(one: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """The token by which the report states a printed figure."""
    if "figure" in known:
        # A unit other than the catalogue's stands in the prose: 3 名, of 3 项.
        turns = [tokens.BARE] if "unit" in known else []
        return tokens.write(known["figure"], *turns)
    is_parts = isinstance(one["value"], dict | list)
    return tokens.write(one["key"], *([tokens.PARTS] if is_parts else []), kind=tokens.STATED)


def lines_of(item: Mapping[str, Any], report: Report) -> Iterator[Line]:
    """What the report says of each printed figure."""
    book, known = Book(report), sources().get(item["id"], {})
    written = tokens_of(report.sections.get(key="all").text)
    for one, token in zip(item["figures"], written, strict=True):
        source = known.get(one["key"], {})
        reading = book.read(token)
        is_computed = "figure" in source
        right = reading.kind != NOTHING and (
            _agrees(one, source, reading) if is_computed else bool(reading.shown)
        )
        yield Line(
            item["id"],
            one["key"],
            one["derive_from"],
            printed_words(one),
            COMPUTED if is_computed else STATED,
            reading.problem or reading.shown,
            right,
            source.get("why", ""),
        )


def _agrees(one: Mapping[str, Any], source: Mapping[str, Any], reading) -> bool:
    """Exactly the printed number; for an approximate one a number it may stand for."""
    if one["kind"] == "rate":
        return percent(reading.value or 0, reading.below or 0) == one["value"]
    scale = source.get("scale", 1)
    whole, rest = divmod(reading.value or 0, scale)
    if approx := one.get("approx", ""):
        return not rest and not about_fault(one["value"], approx, whole)
    return not rest and whole == one["value"]


def printed_words(one: Mapping[str, Any]) -> str:
    value = one["value"]
    if isinstance(value, dict):
        return "、".join(f"{name}{number}{one['unit']}" for name, number in value.items())
    if isinstance(value, list):
        return "、".join(f"{number}{one['unit']}" for number in value)
    approx = one.get("approx", "")
    if approx in ("近", "约"):
        return f"{approx}{value}{one['unit']}"
    return f"{value}{approx}{one['unit']}"
