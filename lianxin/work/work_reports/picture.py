"""一图读懂: the year on one page, its figures as tiles, charts and a table in words.

What the report says is what the picture shows: the same figures, fixed when it was signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.charts import Chart, Mark, Series, bars
from lianxin.foundation.figures.words import MIN_N, percent, words
from lianxin.work.work_reports import tokens
from lianxin.work.work_reports.models import Report, Section
from lianxin.work.work_reports.tokens import Token, tokens_of
from lianxin.work.work_reports.values import (
    STATED,
    Book,
    Reading,
    full_name,
    stated_words,
    tight,
)

MOST_TILES, MOST_BARS, MOST_NEXT = 8, 7, 5
Named = list[tuple[Token, Reading]]


@dataclass(frozen=True)
class Tile:
    """One figure in large type."""

    name: str
    shown: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """What the page shows. compared: this year beside the last; rates: of a hundred."""

    tiles: list[Tile]
    compared: Chart | None
    rates: Chart | None
    coming: list[str]


def picture_of(report: Report, book: Book) -> Picture:
    """The picture of a report, of the figures its text names, in their order."""
    counts, rates, stated = _read(report, book)
    tiles = [_tile(token, reading, book) for token, reading in counts][:MOST_TILES]
    for key, reading in list(stated.items())[: MOST_TILES - len(tiles)]:
        shown = stated_words(book.stated[key])
        tiles.append(Tile(reading.name, shown, "", _("手填")))
    return Picture(
        tiles,
        _compared(report, counts, book),
        _rates(rates, book),
        list(_coming(report))[:MOST_NEXT],
    )


def names_compared(report: Report, book: Book) -> set[str]:
    """Names of the tokens that the picture shows beside the year before."""
    counts, _rates, _stated = _read(report, book)
    return {token.name for token, _reading in _beside_last_year(report, counts)}


def _read(report: Report, book: Book) -> tuple[Named, Named, dict[str, Reading]]:
    """The figures of the text: counted, rates, and those entered by hand."""
    counts: Named = []
    rates: Named = []
    stated: dict[str, Reading] = {}
    for token in _named(report):
        reading = book.read(token)
        if reading.kind == STATED:
            stated.setdefault(token.key, reading)
        elif reading.value is not None:
            (rates if reading.is_rate else counts).append((token, reading))
    return counts, rates, stated


def _beside_last_year(report: Report, counts: Named) -> Named:
    """The first figures that can stand beside those of the year before."""
    if report.kind == Report.Kind.TERM:
        return []
    found = [
        (token, reading)
        for token, reading in counts
        if reading.value and not catalogue.figure(token.key).is_money
    ]
    return found[:MOST_BARS]


def _named(report: Report) -> Iterator[Token]:
    """Every figure of the text once, as it is of this period."""
    seen: set[tuple[str, str]] = set()
    for section in report.sections.all():
        for token in tokens_of(section.text):
            if (token.kind, token.name) not in seen:
                seen.add((token.kind, token.name))
                plain = tokens.write(token.key, kind=token.kind, narrowed=token.narrowed)
                yield next(iter(tokens_of(plain)))


def _tile(token: Token, reading: Reading, book: Book) -> Tile:
    return Tile(_name(token, book), reading.shown, reading.url)


def _name(token: Token, book: Book) -> str:
    """The figure's name with the part it is narrowed to."""
    figure = catalogue.figure(token.key)
    if not token.narrowed:
        return full_name(figure)
    return f"{figure.name}（{'、'.join(part_words(token, book))}）"


def part_words(token: Token, book: Book) -> Iterator[str]:
    """The parts a figure is narrowed to, as people call them."""
    parts = catalogue.figure(token.key).parts
    for part, value in token.narrowed.items():
        yield str(parts[part][1](book.scope).get(value, value))


def _compared(report: Report, counts: Named, book: Book) -> Chart | None:
    """Bars of this period and the one before, for figures counted in the same unit."""
    rows = [
        (catalogue.figure(token.key), _name(token, book), reading, book.count(token, before=True))
        for token, reading in _beside_last_year(report, counts)
    ]
    if not rows:
        return None
    now = Series(
        report.period,
        [
            Mark(name, one.value or 0, one.url, tight(words(figure, one.value or 0)))
            for figure, name, one, _b in rows
        ],
    )
    last = Series(
        _("上年同期") if report.kind == Report.Kind.HALF else _("上年"),
        [
            Mark(name, before.value, "", tight(words(figure, before.value)))
            for figure, name, _o, before in rows
        ],
    )
    told = "；".join(
        _("%(name)s%(now)s，上年%(before)s")
        % {
            "name": name,
            "now": tight(words(figure, one.value or 0)),
            "before": tight(words(figure, before.value)),
        }
        for figure, name, one, before in rows
    )
    return bars("compared", _("与上年相比"), [now, last], summary=f"{told}。")


def _rates(rates: Named, book: Book) -> Chart | None:
    """Bars of a hundred; the sides stand beside each."""
    marks = [
        Mark(
            f"{_name(token, book)}（{one.value}/{one.below}）",
            percent(one.value or 0, one.below) or 0,
            one.url,
            one.shown.partition("（")[0],
        )
        for token, one in rates
        if one.below and one.below >= MIN_N
    ][:MOST_BARS]
    if not marks:
        return None
    told = "；".join(f"{mark.label}{mark.shown}" for mark in marks)
    return bars("rates", _("比率"), [Series(_("百分之"), marks)], summary=f"{told}。")


def _coming(report: Report) -> Iterator[str]:
    """First words of what comes next, one line each."""
    for section in report.sections.all():
        if section.part == Section.Part.NEXT:
            for line in section.text.splitlines():
                if words_ := tokens.TOKEN.sub("", line).strip():
                    yield words_.split("。")[0][:60]
