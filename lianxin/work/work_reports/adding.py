"""Whether numbers of one sentence agree: parts with their total, percentages with counts."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from lianxin.foundation.figures.words import MIN_N
from lianxin.work.work_reports.quantities import Quantity


@dataclass(frozen=True)
class Fault:
    what: str
    words: str
    is_soft: bool = False


SOME = "其中"
ALL = re.compile(r"^[^，。；]{0,6}(?:[（(：:]|，?(?:分别为|分别是|分为|包括|即))")
TOTAL = re.compile(r"(?:共|合计|总计|累计|收集|征集|收到)[^，。；（）]{0,14}$")
SUMMED = re.compile(r"(?:共计|合计|总计|共)$")
PLUS = re.compile(r"(\d+(?:\s*[+＋]\s*\d+)+)\s*[=＝]\s*(\d+)")
GRADES = [
    "基本满意",
    "不满意",
    "满意",
    "基本称职",
    "不称职",
    "称职",
    "优秀",
    "基本合格",
    "不合格",
    "合格",
    "赞成",
    "反对",
    "弃权",
    "未评",
]
GRADE = re.compile(rf"({'|'.join(GRADES)})[^\d，、；。\n]{{0,4}}?(\d+)(?!\d*[%％.])")
OF_PEOPLE = {"人", "名", "位", "票", "份"}
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
COMPARING = ("上年", "去年", "同期", "比", "相比", "以来")
NEAREST = 10
"""A percentage belongs to the count at most so many characters before it."""


def fault_of(total: int | Fraction, sum_: int | Fraction, *, is_partial: bool) -> str:
    """Why parts do not fit a total; "" where they do."""
    if sum_ == total or (is_partial and sum_ < total):
        return ""
    numbers = {"total": total, "sum": sum_, "rest": abs(total - sum_)}
    if is_partial:
        return _("其中各项相加 %(sum)s，超过了总数 %(total)s。") % numbers
    if sum_ < total:
        return (
            _("分项相加 %(sum)s，总数写的是 %(total)s，少 %(rest)s。只列一部分的，请写“其中”。")
            % numbers
        )
    return _("分项相加 %(sum)s，总数写的是 %(total)s，多 %(rest)s。请核对。") % numbers


def sums(sentence: str, start: int, held: Sequence[Quantity]) -> Iterator[Fault]:
    """Totals of a sentence that their parts do not make up.

    start: place of the sentence in its text. held: the quantities in it.
    """
    counted = [one for one in held if not one.is_percent]
    for place, total in enumerate(counted):
        before, rest = sentence[: total.start - start], counted[place + 1 :]
        if SUMMED.search(before):
            yield from _summed(total, counted[:place], sentence)
        if not rest:
            continue
        lead = sentence[total.end - start : rest[0].start - start]
        is_some = SOME in lead
        is_all = not is_some and ALL.match(lead) is not None
        is_soft = not is_some and not is_all and lead[:1] == "，" and bool(TOTAL.search(before))
        if not (is_some or is_all or is_soft):
            continue
        end = _end_of_list(sentence, total.end - start, lead) + start
        parts = [one for one in rest if one.start < end and one.counts_like(total)]
        yield from _compared(total, parts, sentence, is_some=is_some, is_soft=is_soft)
    for found in PLUS.finditer(sentence):
        added = sum(int(one) for one in re.split(r"\s*[+＋]\s*", found[1]))
        if what := fault_of(int(found[2]), added, is_partial=False):
            yield Fault(what, found[0])
    yield from _grades(sentence, counted)


def _end_of_list(sentence: str, place: int, lead: str) -> int:
    """Where the parts end: at the closing bracket, or with the sentence."""
    if "（" in lead or "(" in lead:
        found = re.search(r"[）)]", sentence[place:])
        return place + found.start() if found else len(sentence)
    return len(sentence)


def _compared(
    total: Quantity, parts: list[Quantity], sentence: str, *, is_some: bool, is_soft: bool
) -> Iterator[Fault]:
    least = 1 if is_some else 2
    if len(parts) < least or total.approx or any(one.approx for one in parts):
        return
    sum_ = sum((one.amount for one in parts), Fraction(0))
    # Without a colon or bracket the numbers may overlap: only what is missing is told.
    if is_soft and (sum_ >= total.amount or any(one.amount >= total.amount for one in parts)):
        return
    if what := fault_of(total.amount, sum_, is_partial=is_some):
        yield Fault(what, sentence.strip()[:60], is_soft)


def _summed(total: Quantity, parts: list[Quantity], sentence: str) -> Iterator[Fault]:
    """国家级2篇、省级28篇，共30篇."""
    alike = [one for one in parts if one.counts_like(total)]
    if len(alike) < 2 or total.approx or any(one.approx for one in alike):
        return
    if what := fault_of(
        total.amount, sum((one.amount for one in alike), Fraction(0)), is_partial=False
    ):
        yield Fault(what, sentence.strip()[:60])


def _grades(sentence: str, counted: Sequence[Quantity]) -> Iterator[Fault]:
    """46 人参加测评, 优秀29票, 称职16票: one is not accounted for."""
    found = list(GRADE.finditer(sentence))
    if len(found) < 2 or len({one[1] for one in found}) < len(found):
        return
    first = found[0].start()
    people = [one for one in counted if one.unit in OF_PEOPLE and not one.approx]
    offset = people[0].start - sentence.find(people[0].shown) if people else 0
    totals = [one for one in people if one.start - offset < first]
    if not totals:
        return
    sum_ = sum(int(one[2]) for one in found)
    total = int(totals[-1].amount)
    if sum_ != total:
        numbers = {"total": total, "sum": sum_, "rest": abs(total - sum_)}
        what = _("测评 %(total)d，各档合计 %(sum)d，相差 %(rest)d。弃权、空白、未评也要写明。")
        yield Fault(what % numbers, sentence.strip()[:60])


def rows(text: str) -> Iterator[Fault]:
    """Lines of one table of votes whose sums differ from the others'."""
    lines = [line for line in re.split(r"[。；;\n]", text) if line.strip()]
    found: list[tuple[str, tuple[str, ...], int]] = []
    for line in lines:
        votes = GRADE.findall(line)
        if len(votes) >= 2:
            found.append(
                (line.strip(), tuple(name for name, _n in votes), sum(int(n) for _n2, n in votes))
            )
    if len(found) < 3:
        return
    common, often = Counter(total for _line, _names, total in found).most_common(1)[0]
    if often * 2 <= len(found):
        return
    for line, _names, total in found:
        if total != common:
            what = _("这一行合计 %(total)d，其余各行都是 %(common)d，相差 %(rest)d。请核对。") % {
                "total": total,
                "common": common,
                "rest": abs(total - common),
            }
            yield Fault(what, line[:60])


def percentages(sentence: str, start: int, held: Sequence[Quantity]) -> Iterator[Fault]:
    """Typed percentages without both sides, or that their counts do not give."""
    for place, one in enumerate(held):
        if not one.is_percent or not one.is_typed:
            continue
        before = [other for other in held[:place] if not other.is_percent]
        count = before[-1] if before else None
        near = count is not None and one.start - count.end <= NEAREST
        totals = [
            other
            for other in before
            if count is not None and other is not count and other.counts_like(count)
        ]
        if near and count is not None and totals and totals[0].amount >= count.amount:
            yield from _given_by(one, count.amount, totals[0].amount, sentence)
        elif count is not None and count.unit in {*OF_PEOPLE, "件", "条", "项", "个"}:
            yield from _possible(one, count.amount, sentence)
        else:
            yield Fault(_("只有比率，没有写明是几分之几。请写出件数和总数。"), one.shown)


def _given_by(one: Quantity, part: Fraction, whole: Fraction, sentence: str) -> Iterator[Fault]:
    right = _rounded(part, whole, one.decimals)
    if right != one.number:
        what = _("%(part)s/%(whole)s 应为 %(right)s%%，写的是 %(shown)s。") % {
            "part": part,
            "whole": whole,
            "right": _decimal(_rounded(part, whole, max(one.decimals, 1)), max(one.decimals, 1)),
            "shown": one.shown,
        }
        yield Fault(what, sentence.strip()[:60])
    elif one.number == 100 and whole < MIN_N:
        yield Fault(_("总数只有 %s，写成 100%% 容易误解。请写件数。") % whole, one.shown)


def _possible(one: Quantity, whole: Fraction, sentence: str) -> Iterator[Fault]:
    """Of 138 people no number makes 99.2 %."""
    if whole.denominator != 1 or not 0 < whole <= 5000:
        return
    near = int(one.number * whole / 100)
    tried = [part for part in (near - 1, near, near + 1) if 0 <= part <= whole]
    if any(_rounded(Fraction(part), whole, one.decimals) == one.number for part in tried):
        if one.number == 100 and whole < MIN_N:
            yield Fault(_("总数只有 %s，写成 100%% 容易误解。请写件数。") % whole, one.shown)
        return
    best = min(tried, key=lambda part: abs(Fraction(part * 100) / whole - one.number))
    what = _("%(whole)s 的 %(shown)s 不是整数；最接近的 %(part)d/%(whole)s 是 %(right)s%%。") % {
        "whole": whole,
        "shown": one.shown,
        "part": best,
        "right": _decimal(
            _rounded(Fraction(best), whole, max(one.decimals, 1)), max(one.decimals, 1)
        ),
    }
    yield Fault(what, sentence.strip()[:60])


def _rounded(part: Fraction, whole: Fraction, decimals: int) -> Fraction:
    """Per cent with so many decimals, half up."""
    step = 10**decimals
    return Fraction(int(part * 100 * step / whole + Fraction(1, 2)), step)


def _decimal(number: Fraction, decimals: int) -> str:
    scaled = int(number * 10**decimals)
    whole, rest = divmod(scaled, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)


def other_years(sentence: str, years: range) -> list[int]:
    """Years named in a sentence that are not of the period, unless it compares."""
    if any(word in sentence for word in COMPARING):
        return []
    return sorted({int(one) for one in YEAR.findall(sentence)} - set(years))
