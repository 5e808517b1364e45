"""Numbers with units in printed prose, and which of them somebody typed.

A number that comes from a token is known by its place; every other one was typed by hand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lianxin.work.work_reports.tokens import Token, parse
from lianxin.work.work_reports.values import NOTHING, Book, Reading

UNITS = [
    "万人次",
    "人次",
    "户次",
    "家次",
    "件次",
    "篇次",
    "批次",
    "场次",
    "万元",
    "亿元",
    "个百分点",
    "平方米",
    "万人",
    "万户",
    "公里",
    "小时",
    "课时",
    "件",
    "条",
    "次",
    "项",
    "篇",
    "场",
    "期",
    "户",
    "家",
    "处",
    "座",
    "名",
    "人",
    "个",
    "部",
    "份",
    "批",
    "起",
    "元",
    "亩",
    "票",
    "位",
    "台",
    "辆",
    "吨",
    "本",
    "册",
    "封",
    "套",
    "盏",
    "棵",
    "幅",
    "支",
    "轮",
    "%",
    "％",
]
ALIKE = ({"人", "名", "位", "票", "份"}, {"件", "条"}, {"场", "次", "期"})
"""Units that count the same things where a total and its parts are compared."""
DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千万"
# Set phrases count nothing: 两个清单, 三个见面. With 个 and 项 only larger numbers do.
LOOSE = {"个", "项", "部", "次", "位", "家"}
FOUND = re.compile(
    rf"(?P<about>约|近)?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|[{CHINESE}]+)"
    rf"(?P<over>余|多)?\s?(?P<unit>{'|'.join(UNITS)})"
)
SENTENCE_END = re.compile(r"[。！？\n]")


@dataclass(frozen=True)
class Quantity:
    """One number with its unit, where it stands in the printed text.

    times: what it is multiplied with, 两报各1篇. decimals: as printed. reading: of the
    token it comes from; None for a typed one.
    """

    number: Fraction
    unit: str
    approx: str
    start: int
    end: int
    shown: str
    decimals: int = 0
    times: int = 1
    reading: Reading | None = None

    @property
    def is_percent(self) -> bool:
        return self.unit in "%％"

    @property
    def is_typed(self) -> bool:
        return self.reading is None

    @property
    def amount(self) -> Fraction:
        return self.number * self.times

    def counts_like(self, other: "Quantity") -> bool:
        return self.unit == other.unit or any({self.unit, other.unit} <= one for one in ALIKE)


@dataclass(frozen=True)
class Placed:
    """A token where it is printed."""

    start: int
    end: int
    reading: Reading


@dataclass(frozen=True)
class Printed:
    """A text as it is printed: its tokens in words, with the places of everything counted."""

    text: str
    placed: tuple[Placed, ...]
    quantities: tuple[Quantity, ...]

    def typed(self) -> list[Quantity]:
        return [one for one in self.quantities if one.is_typed]

    def sentences(self) -> Iterator[tuple[int, str, list[Quantity]]]:
        """Each with its place and the quantities in it."""
        start = 0
        for end in [found.end() for found in SENTENCE_END.finditer(self.text)] + [len(self.text)]:
            if end > start:
                held = [one for one in self.quantities if start <= one.start < end]
                yield start, self.text[start:end], held
            start = end


def printed(text: str, book: Book) -> Printed:
    """The prose of a section with its figures in words."""
    pieces: list[str] = []
    placed: list[Placed] = []
    length = 0
    for piece in parse(text):
        reading = book.read(piece) if isinstance(piece, Token) else None
        words = piece if isinstance(piece, str) else reading.shown if reading else ""
        if reading is not None:
            placed.append(Placed(length, length + len(words), reading))
        pieces.append(words)
        length += len(words)
    whole = "".join(pieces)
    return Printed(whole, tuple(placed), tuple(_quantities(whole, placed)))


def _quantities(text: str, placed: Sequence[Placed]) -> Iterator[Quantity]:
    for found in FOUND.finditer(text):
        # 第三次, 每两次, 〔2022〕12号 count nothing.
        if text[: found.start("number")].endswith(("第", "每", "〔", "“")):
            continue
        number = _number(found["number"])
        if number is None:
            continue
        start, end = found.span()
        held = next((one for one in placed if one.start < end and start < one.end), None)
        if held is None and not found["number"][0].isdecimal() and not _counts(found, number):
            continue
        if held is not None and held.reading.kind == NOTHING:
            continue
        approx = found["over"] or found["about"] or ""
        yield Quantity(
            number,
            found["unit"],
            approx,
            start,
            end,
            text[start:end],
            decimals=len(found["number"].partition(".")[2]),
            times=_times(text[:start]),
            reading=held.reading if held else None,
        )


def _counts(found: re.Match[str], number: Fraction) -> bool:
    """Whether Chinese numerals count something rather than belong to a phrase."""
    return number >= (10 if found["unit"] in LOOSE else 2)


def _number(words: str) -> Fraction | None:
    if words[0].isdecimal():
        return Fraction(words.replace(",", ""))
    value = chinese_value(words)
    return None if value is None else Fraction(value)


def chinese_value(words: str) -> int | None:
    """二十三 → 23; None for what is no number, like 千万."""
    total = part = 0
    last = None
    for mark in words:
        if mark in DIGITS:
            last = DIGITS[mark]
        elif mark == "万":
            total, part, last = (total + part + (last or 0)) * 10_000, 0, None
        else:
            if last is None and (part or mark != "十"):
                return None
            part += (1 if last is None else last) * TENS[mark]
            last = None
    value = total + part + (last or 0)
    return value or None


EACH = re.compile(rf"(\d+|[{CHINESE}]+)[^\d，、；：。（）]{{0,6}}各$")


def _times(before: str) -> int:
    """两报各1篇: two times."""
    found = EACH.search(before)
    if found is None:
        return 1
    value = int(found[1]) if found[1].isdecimal() else chinese_value(found[1])
    return value or 1
