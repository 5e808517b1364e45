"""How alike texts are, and why: rare words in common weigh more than everyday ones."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lianxin.engines.triage import features

SAME = 0.9
"""From this likeness on two texts say the same in nearly the same words."""
WORDS_SHOWN = 5
_TITLE_SHARE = 0.2
_NOT_TEXT = re.compile(r"[\W_]+")
# What every title and letter has, and what tells nothing of its matter.
_EMPTY = frozenset(
    [
        "关于",
        "有关",
        "建议",
        "意见",
        "批评",
        "议案",
        "提案",
        "希望",
        "请求",
        "反映",
        "问题",
        "解决",
        "尽快",
        "相关",
        "部门",
        "领导",
        "政府",
        "您好",
        "你好",
        "尊敬",
        "我们",
        "他们",
        "你们",
        "现在",
        "已经",
        "因为",
        "所以",
        "可以",
        "没有",
        "这个",
        "一个",
        "进行",
        "加强",
        "进一步",
        "推进",
        "情况",
        "咨询",
        "投诉",
        "感谢",
        "谢谢",
    ]
)


@dataclass
class Text:
    """One text prepared for comparing."""

    title: Counter[str]
    whole: Counter[str]
    plain: str

    @classmethod
    def of(cls, title: str, text: str) -> "Text":
        return cls(_counted(title), _counted(f"{title}。{text}"), plain(text or title))


@dataclass
class Likeness:
    """How alike two texts are.

    score: 0 to 1. words: the rarest words in common, the weightiest first.
    """

    score: float
    words: tuple[str, ...] = ()
    is_same: bool = False


@dataclass
class Rarity:
    """How rare words are among the texts that are compared."""

    texts: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    @classmethod
    def among(cls, texts: Iterable[Text]) -> "Rarity":
        rarity = cls()
        for text in texts:
            rarity.texts += 1
            rarity.seen.update(text.whole.keys())
        return rarity

    def of(self, term: str) -> float:
        return math.log((2 + self.texts) / (1 + self.seen[term])) + 0.3

    def vector(self, counted: Counter[str]) -> dict[str, float]:
        """Weights of the terms, of length 1 together."""
        return features.unit(
            {term: (1 + math.log(times)) * self.of(term) for term, times in counted.items()}
        )


def plain(text: str) -> str:
    """The text without spaces and punctuation, by which a copy is known."""
    return _NOT_TEXT.sub("", text).lower()


def nearest(
    one: Text, others: Sequence[tuple[int, Text]], *, rarity: Rarity | None = None
) -> list[tuple[int, Likeness]]:
    """`others`, pairs of id and text, the likest first.

    rarity: of the words; by default among all that are given here.
    """
    rarity = rarity or Rarity.among([one, *(text for _pk, text in others)])
    title, whole = rarity.vector(one.title), rarity.vector(one.whole)
    found = [(pk, _compare(one, title, whole, other, rarity)) for pk, other in others]
    return sorted(found, key=lambda pair: (-pair[1].score, -pair[0]))


def _compare(one: Text, title, whole, other: Text, rarity: Rarity) -> Likeness:
    other_whole = rarity.vector(other.whole)
    is_same = bool(one.plain) and one.plain == other.plain
    score = (1 - _TITLE_SHARE) * _cosine(whole, other_whole) + _TITLE_SHARE * _cosine(
        title, rarity.vector(other.title)
    )
    common = {
        term: value * other_whole[term]
        for term, value in whole.items()
        if term in other_whole and not term.startswith("_") and term not in _EMPTY
    }
    words = tuple(sorted(common, key=lambda term: -common[term])[:WORDS_SHOWN])
    return Likeness(1.0 if is_same else min(score, 0.999), words, is_same or score >= SAME)


def neighbours(texts: Sequence[Text], most: int) -> list[list[tuple[int, float]]]:
    """For each text the places of the `most` others likest to it, with their scores.

    By an index from words to texts: each pair with a word in common is met, no other.
    """
    rarity = Rarity.among(texts)
    sums: list[dict[int, float]] = [defaultdict(float) for _text in texts]
    for share, vectors in (
        (1 - _TITLE_SHARE, [rarity.vector(text.whole) for text in texts]),
        (_TITLE_SHARE, [rarity.vector(text.title) for text in texts]),
    ):
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, vector in enumerate(vectors):
            for term, value in vector.items():
                holders[term].append((place, value))
        for place, vector in enumerate(vectors):
            mine = sums[place]
            for term, value in vector.items():
                weight = share * value
                for other, its in holders[term]:
                    mine[other] += weight * its
    found = []
    for place, scored in enumerate(sums):
        scored.pop(place, None)
        for other in scored:
            if texts[place].plain and texts[place].plain == texts[other].plain:
                scored[other] = 1.0
        found.append(sorted(scored.items(), key=lambda pair: (-pair[1], pair[0]))[:most])
    return found


def _counted(text: str) -> Counter[str]:
    counted = Counter(features.words(text))
    counted.update("_" + pair for pair in features.pairs(text))
    return counted


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)
