"""A report as it is laid out: numbered headings, paragraphs, figures as pieces of text.

The page, the paper and the public edition are all drawn from it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.foundation.people.models.bodies import chinese_number
from lianxin.work.work_reports.models import Report, Section
from lianxin.work.work_reports.quantities import Printed, printed
from lianxin.work.work_reports.values import LIVE, NOTHING, STATED, Book

PLAIN, TYPED = "plain", "typed"
SUBHEADING = re.compile(r"^（[一二三四五六七八九十]+）[^。，；]{1,30}$")
HEADED = (Section.Part.PAST, Section.Part.SHORTCOMINGS, Section.Part.NEXT)


@dataclass(frozen=True)
class Piece:
    """A stretch of text. kind: PLAIN, LIVE, STATED, TYPED or NOTHING; note: said beside it."""

    text: str
    kind: str = PLAIN
    url: str = ""
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Block:
    """One section as laid out. part_heading: 一、…, where its part begins; heading: （一）…"""

    section: Section
    part_heading: str
    heading: str
    paragraphs: tuple[tuple[Piece, ...], ...]


def blocks_of(report: Report, book: Book, *, is_finished: bool = False) -> list[Block]:
    """The report in order, numbered. is_finished: sections without words are left out."""
    sources = {one.words: one.source for one in report.typed_sources.all()}
    sections = [one for one in report.sections.all() if one.text.strip() or not is_finished]
    titled = {part: [one for one in sections if one.part == part and one.title] for part in HEADED}
    found, parts, place, last = [], 0, 0, ""
    for section in sections:
        part_heading = heading = ""
        if section.part != last and section.part in HEADED:
            parts, place = parts + 1, 0
            part_heading = f"{chinese_number(parts)}、{part_title(report, section.part)}"
        if section.title:
            if section.part in HEADED and len(titled[Section.Part(section.part)]) > 1:
                place += 1
                heading = f"（{chinese_number(place)}）{section.title}"
            else:
                heading = section.title
        last = section.part
        paragraphs = tuple(paragraphs_of(printed(section.text, book), sources))
        found.append(Block(section, part_heading, heading, paragraphs))
    return found


def part_title(report: Report, part: str) -> str:
    if part == Section.Part.PAST:
        return _("%s工作回顾") % report.period
    if part == Section.Part.SHORTCOMINGS:
        return _("存在的不足")
    if report.kind == Report.Kind.HALF:
        return _("下半年工作安排") if report.since.month < 7 else _("下一年工作安排")
    return _("今后工作建议") if report.kind == Report.Kind.TERM else _("下一年工作安排")


def paragraphs_of(page: Printed, sources: Mapping[str, str]) -> Iterator[tuple[Piece, ...]]:
    """The lines of a text that are not empty, each in pieces."""
    start = 0
    pieces = list(_pieces(page, sources))
    line: list[Piece] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        _put(line, piece, first)
        for words in rest:
            if line:
                yield tuple(line)
            line = []
            _put(line, piece, words)
        start += len(piece.text)
    if line:
        yield tuple(line)


def _put(line: list[Piece], piece: Piece, words: str) -> None:
    if words.strip():
        line.append(Piece(words, piece.kind, piece.url, piece.note, piece.key))


def _pieces(page: Printed, sources: Mapping[str, str]) -> Iterator[Piece]:
    marked = [(one.start, one.end, _of_token(one.reading)) for one in page.placed]
    for one in page.typed():
        if not any(start < one.end and one.start < end for start, end, _piece in marked):
            source = sources.get(one.shown, "")
            note = _("手填，来源：%s") % source if source else _("手填，没有写来源")
            marked.append((one.start, one.end, Piece(one.shown, TYPED, note=note)))
    done = 0
    for start, end, piece in sorted(marked, key=lambda mark: mark[0]):
        if start > done:
            yield Piece(page.text[done:start])
        yield Piece(page.text[start:end], piece.kind, piece.url, piece.note, piece.key)
        done = end
    if done < len(page.text):
        yield Piece(page.text[done:])


def _of_token(reading) -> Piece:
    if reading.kind == NOTHING:
        return Piece(reading.shown, NOTHING, note=reading.problem)
    if reading.kind == STATED:
        return Piece(
            reading.shown, STATED, note=_("手填：%s") % reading.name, key=reading.token.key
        )
    return Piece(reading.shown, LIVE, reading.url, reading.name, reading.token.key)


def is_subheading(paragraph: tuple[Piece, ...]) -> bool:
    """A line of its own that begins with （一） and is no sentence."""
    return bool(SUBHEADING.match("".join(piece.text for piece in paragraph)))
