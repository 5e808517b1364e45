"""What is looked through before a report is signed: one finding a fault, each in words.

STOP must be put right. ASK may be right: whoever signs says so. NOTE is for knowing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from lianxin.foundation.figures.words import MIN_N, about_fault
from lianxin.work.work_reports import adding, tokens
from lianxin.work.work_reports.models import Report, Section, StatedFigure
from lianxin.work.work_reports.quantities import Printed, Quantity, printed
from lianxin.work.work_reports.values import LIVE, NOTHING, Book, stated_words


class Level(StrEnum):
    STOP = "stop"
    ASK = "ask"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One fault. kind: which check; where: the section, if it is of one; words: the place."""

    level: Level
    kind: str
    what: str
    words: str = ""
    where: Section | None = None


def findings(report: Report, book: Book | None = None) -> list[Finding]:
    """Everything found in a report, the gravest first; in order of the sections."""
    book = book or Book(report)
    sections = list(report.sections.all())
    pages = [(section, printed(f"{section.text}", book)) for section in sections]
    sources = {one.words: one.source for one in report.typed_sources.all()}
    found: list[Finding] = []
    for section, page in pages:
        found += _of_tokens(section, page)
        found += _of_approximations(section, page)
        found += _of_sums(section, page)
        found += _of_rates(section, page)
        found += _of_years(report, section, page)
        found += _of_typed(section, page, sources, book)
    found += _of_stated(report, book)
    if not any(section.text.strip() for section in sections):
        found.append(Finding(Level.STOP, "empty", _("报告还没有正文。请先写好再送审。")))
    order = list(Level)
    return sorted(found, key=lambda one: order.index(one.level))


def _of_tokens(section: Section, page: Printed) -> Iterator[Finding]:
    for one in page.placed:
        if one.reading.kind == NOTHING:
            yield Finding(Level.STOP, "token", one.reading.problem, one.reading.token.raw, section)
    for words in tokens.broken_in(section.text):
        yield Finding(
            Level.STOP,
            "token",
            _("这个数字没有写完整，应当像〔数字:suggestions.received〕这样，前后都有括号。"),
            words,
            section,
        )


def _of_approximations(section: Section, page: Printed) -> Iterator[Finding]:
    """A live figure is exact: 近, 约, 余 beside it hide that."""
    for one in page.placed:
        if one.reading.kind != LIVE or one.reading.value is None or one.reading.is_rate:
            continue
        before, after = page.text[: one.start], page.text[one.end :]
        sign = next((word for word in ("近", "约") if before.endswith(word)), "")
        sign = sign or next((word for word in ("余", "多") if after.startswith(word)), "")
        if before.endswith(("超过", "超", "不少于", "达到近")) or after.startswith(
            ("左右", "以上")
        ):
            sign = sign or "约"
        if sign:
            why = about_fault(one.reading.value, sign, one.reading.value)
            yield Finding(Level.ASK, "approx", why, page.text[one.start - 1 : one.end + 1], section)


def _of_sums(section: Section, page: Printed) -> Iterator[Finding]:
    for start, sentence, held in page.sentences():
        for fault in adding.sums(sentence, start, held):
            level = Level.NOTE if fault.is_soft else Level.ASK
            yield Finding(level, "sum", fault.what, fault.words, section)
    for fault in adding.rows(page.text):
        yield Finding(Level.ASK, "sum", fault.what, fault.words, section)


def _of_rates(section: Section, page: Printed) -> Iterator[Finding]:
    for one in page.placed:
        reading = one.reading
        if reading.below is None or tokens.COMPARED in reading.token.turns:
            continue
        if not reading.below:
            what = _("“%s”没有可以计算的记录，算不出比率。请改写这一句。") % reading.name
            yield Finding(Level.ASK, "rate", what, reading.shown, section)
        elif reading.below < MIN_N and reading.value == reading.below:
            what = _("总数只有 %d，写成 100%% 容易误解。请写件数。") % reading.below
            yield Finding(Level.ASK, "rate", what, reading.shown, section)
    for start, sentence, held in page.sentences():
        for fault in adding.percentages(sentence, start, held):
            yield Finding(Level.ASK, "rate", fault.what, fault.words, section)


def _of_years(report: Report, section: Section, page: Printed) -> Iterator[Finding]:
    """A year's report that tells of another year's figures without saying so."""
    if section.part != Section.Part.PAST:
        return
    years = range(report.since.year, report.until.year + 1)
    for _start, sentence, held in page.sentences():
        if held and (strange := adding.other_years(sentence, years)):
            what = _("这一句写的是 %(year)s 年的数，报告期是%(period)s。") % {
                "year": "、".join(str(one) for one in strange),
                "period": report.period,
            }
            yield Finding(Level.ASK, "year", what, sentence.strip()[:60], section)


def _of_typed(
    section: Section, page: Printed, sources: dict[str, str], book: Book
) -> Iterator[Finding]:
    rounded = {
        (one.value, one.unit): one for one in book.stated.values() if one.approx and one.value
    }
    for one in page.typed():
        known = rounded.get((int(one.number), one.unit)) if one.number.denominator == 1 else None
        if known is not None and not one.approx:
            what = _("登记的是约数“%s”，这里写成了准确数。") % stated_words(known)
            yield Finding(Level.ASK, "approx", what, one.shown, section)
        yield _typed(section, one, sources.get(one.shown, ""))


def _typed(section: Section, one: Quantity, source: str) -> Finding:
    if source:
        return Finding(Level.NOTE, "typed", _("手填，来源：%s") % source, one.shown, section)
    what = _("手填的数字，没有写来源。能从记录中来的，请换成〔数字:…〕；不能的，写上来源。")
    return Finding(Level.ASK, "typed", what, one.shown, section)


def _of_stated(report: Report, book: Book) -> Iterator[Finding]:
    for one in book.stated.values():
        words = f"{one.name}{stated_words(one)}"
        if one.year and not report.since.year <= one.year <= report.until.year:
            what = _("登记的是 %(year)d 年的数，报告期是%(period)s。") % {
                "year": one.year,
                "period": report.period,
            }
            yield Finding(Level.ASK, "year", what, words)
        if what := parts_fault(one):
            yield Finding(Level.ASK, "sum", what, words)
        proof = one.proof
        if not one.source and proof is None:
            yield Finding(Level.ASK, "typed", _("手填数字没有来源，也没有依据文件。"), words)
        else:
            said = one.source or (proof.original_name if proof else "")
            yield Finding(Level.NOTE, "typed", _("手填，来源：%s") % said, words)


def parts_fault(one: StatedFigure) -> str:
    """Why the parts of a stated figure do not make its value; "" if they do."""
    if not one.parts or one.value is None or one.approx:
        return ""
    total = sum(value for _name, value in one.parts)
    return adding.fault_of(one.value, total, is_partial=one.is_partial)
