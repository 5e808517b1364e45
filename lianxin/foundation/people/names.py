"""Names of people: how they are cleaned, and the two orders they are listed in.

Official lists stand in 姓氏笔画 order: strokes of the surname, then the kinds of its strokes
(横竖撇点折), then the given name the same way. Indexes for looking up stand in pinyin order.
Both orders are plain text keys of digits and small letters, so that every database sorts them
alike whatever its collation.
"""

import os
import re
import unicodedata
from array import array
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

MIDDLE_DOT = "·"
# What people type between the parts of 买买提·艾力. "." counts only between Han characters.
_DOTS = re.compile(r"\s*[·•・‧∙⋅᛫•﹒．]\s*|(?<=[^\x00-\x7f])\.(?=[^\x00-\x7f])")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
# Variation selectors and private-use characters stay: they may be the person's own character.
_INVISIBLE = {"Cc", "Cf", "Cs"}
_FIRST_RANKED = 0x4E00
_LAST_RANKED = 0x9FA5
_UNKNOWN_STROKES = 99
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def clean_name(text: str) -> str:
    """A name as it is kept: 「李 示 例」 → 「李示例」, 「买买提•艾力」 → 「买买提·艾力」.

    Rare characters (𠮷, 㛃) stay as they are. Full-width letters become ordinary ones, spaces
    inside a Chinese name go, those between Latin words become one. Control characters and lone
    surrogates, which no database keeps, go as well.
    """
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    narrow = "".join(
        unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char
        for char in unicodedata.normalize("NFC", visible)
    )
    dotted = _DOTS.sub(MIDDLE_DOT, narrow)
    return " ".join(_HAN_GAP.sub("", dotted).split())


def split_name(name: str) -> tuple[str, str]:
    """(surname, given name); a name with a middle dot, or of no known shape, counts whole.

    A compound surname is taken only when a given name is left: 「欧阳」 alone is 欧 and 阳.
    """
    if MIDDLE_DOT in name or not name or ord(name[0]) < 0x2E80:
        return name, ""
    if len(name) > 2 and name[:2] in _surnames().compound:
        return name[:2], name[2:]
    return name[0], name[1:]


def stroke_key(name: str, *, single_given_first: bool = True) -> str:
    """Sortable key for 姓氏笔画 order, five characters for most Chinese characters.

    name: as returned by `clean_name`.
    single_given_first: 王毅 before 王一民, as the lists of the national congress print them;
        False compares given names by their characters only.
    A shorter surname stands before the compound one that begins with it: 欧某 before 欧阳某.
    """
    surname, given = split_name(name)
    # "00" ends the surname: lower than any count of strokes, so 欧 comes before 欧阳.
    key = "".join(map(_character_key, surname)) + "00"
    if not given:
        return key
    many = "1" if single_given_first and len(given) > 1 else "0"
    return key + many + "".join(map(_character_key, given))


def pinyin_key(name: str) -> str:
    """Sortable key for pinyin order: 单示例 → `shan4shi4li4`.

    Surnames with a reading of their own (单 仇 查 曾 解 朴 区 盖 …) are looked up first. Every
    syllable ends in its tone (5 for none), which sorts li before lian.
    """
    surname, given = split_name(name)
    surnames = _surnames()
    reading = surnames.compound.get(surname) or surnames.single.get(surname)
    syllables = reading.split() if reading else [*map(_syllable, surname)]
    return "".join([*syllables, *map(_syllable, given)])


class _Surnames(NamedTuple):
    compound: dict[str, str]
    single: dict[str, str]


class _Strokes(NamedTuple):
    rank: array
    """Place in the order, for each code point from `_FIRST_RANKED`."""
    starts: list[int]
    counts: list[int]
    """`counts[i]` strokes from place `starts[i]` on."""
    others: list[tuple[int, str]]
    """(first code point, one letter per code point) for characters with a bare count."""


@cache
def _surnames() -> _Surnames:
    text = files("lianxin.foundation.people").joinpath("data/surnames.yaml").read_text("utf-8")
    return _Surnames(**yaml.safe_load(text))


@cache
def _strokes() -> _Strokes:
    """The table, as 42 KB of ranks and 80 KB of text rather than a dictionary."""
    rank = array("H", bytes(2 * (_LAST_RANKED - _FIRST_RANKED + 1)))
    starts: list[int] = []
    counts: list[int] = []
    others: list[tuple[int, str]] = []
    place = 0
    text = files("lianxin.foundation.people").joinpath("data/strokes.txt").read_text("utf-8")
    for line in text.splitlines():
        head, _, body = line.partition("\t")
        kind, _, value = head.partition(" ")
        if kind == "order":
            starts.append(place)
            counts.append(int(value))
            for char in body:
                # A rank of zero means "not in the order".
                rank[ord(char) - _FIRST_RANKED] = place + 1
                place += 1
        elif kind == "count":
            others.append((int(value, 16), body))
    return _Strokes(rank, starts, counts, others)


def _character_key(char: str) -> str:
    """Strokes in two digits, then the place among characters of as many strokes.

    Characters of known count but unknown stroke order follow those in order, by code point;
    letters and characters of unknown count follow all.
    """
    strokes = _strokes()
    point = ord(char)
    if _FIRST_RANKED <= point <= _LAST_RANKED and (rank := strokes.rank[point - _FIRST_RANKED]):
        run = bisect_right(strokes.starts, rank - 1) - 1
        return f"{strokes.counts[run]:02d}{_base36(rank - 1 - strokes.starts[run], 3)}"
    count = _bare_count(point, strokes.others)
    return f"{count or _UNKNOWN_STROKES:02d}z{_base36(point, 4)}"


def _bare_count(point: int, others: list[tuple[int, str]]) -> int:
    for start, text in reversed(others):
        if start <= point:
            return ord(text[point - start]) - 33 if point - start < len(text) else 0
    return 0


def _base36(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text


@cache
def _readings():
    # The phrase table would cost 40 MB in every worker and helps whole sentences, not names.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    return pypinyin


@lru_cache(maxsize=10_000)
def _syllable(char: str) -> str:
    """`zhang1` for 张; ASCII letters as they are; otherwise the code point, after all letters."""
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    pypinyin = _readings()
    syllable = pypinyin.lazy_pinyin(
        char,
        style=pypinyin.Style.TONE3,
        errors="ignore",
        neutral_tone_with_five=True,
        v_to_u=False,
    )
    if syllable:
        return syllable[0]
    return "" if char == MIDDLE_DOT else f"zz{_base36(ord(char), 4)}"
