"""What a text is judged by: its words, its pairs of characters, the public business it names."""

import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

import rjieba

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_FIELDS = Path(__file__).parent / "data" / "fields.txt"
# The title says in ten characters what the text says in five hundred.
TITLE_WEIGHT = 6
# A text is cut after this many characters: what comes later repeats or tells of other things.
LONGEST = 6000


def words(text: str) -> list[str]:
    """Chinese words of two or more characters, in their order, with repetitions."""
    return [word for word in rjieba.cut(text[:LONGEST]) if len(word) > 1 and _HAN.fullmatch(word)]


def pairs(text: str) -> list[str]:
    """Every two Chinese characters that stand side by side."""
    return [run[at : at + 2] for run in _HAN.findall(text[:LONGEST]) for at in range(len(run) - 1)]


@cache
def _business() -> tuple[dict[str, list[str]], int]:
    """Everyday words and the fields of public business they belong to; length of the longest."""
    known: dict[str, list[str]] = {}
    for line in _FIELDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or ":" not in line:
            continue
        field, listed = line.split(":", 1)
        for word in dict.fromkeys(listed.split()):
            known.setdefault(word.upper(), []).append(field)
    return known, max(map(len, known))


def business(text: str) -> Counter[str]:
    """Words of public business found in `text`, the longest that fits at each place."""
    known, longest = _business()
    text = text[:LONGEST].upper()
    found: Counter[str] = Counter()
    at = 0
    while at < len(text):
        for length in range(min(longest, len(text) - at), 0, -1):
            if (word := text[at : at + length]) in known:
                found[word] += 1
                at += length
                break
        else:
            at += 1
    return found


def fields_of(title: str, text: str) -> dict[str, float]:
    """How strongly a text speaks of each field of public business; of length 1, or empty."""
    known, _longest = _business()
    strength: dict[str, float] = {}
    for part, weight in ((title, TITLE_WEIGHT), (text, 1)):
        for word, times in business(part).items():
            for field in known[word]:
                share = weight * (1 + math.log(times)) / math.sqrt(len(known[word]))
                strength[field] = strength.get(field, 0) + share
    return unit({field: math.sqrt(value) for field, value in strength.items()})


def terms(title: str, text: str) -> Counter[str]:
    """Words and marked pairs of a text, those of the title counted several times."""
    counted: Counter[str] = Counter()
    for part, weight in ((title, TITLE_WEIGHT), (text, 1)):
        for word in words(part):
            counted[word] += weight
        for pair in pairs(part):
            counted["_" + pair] += weight
    return counted


def unit(vector: dict[str, float]) -> dict[str, float]:
    """The vector shortened to length 1."""
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}
