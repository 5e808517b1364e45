"""What a text becomes in the index, and what a reader types becomes as a question.

Chinese is indexed by pairs of neighbouring characters (bigrams): a dictionary
would cut 石板桥 in one text and 石板 in another, and whoever searches for the
other half finds nothing. Letters and digits stay whole.

Every step keeps one character for one character, so that a place in the
normalised text is the same place in the text people read.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import opencc
import rjieba

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")
LONGEST_RUN = 64
"""Characters of one word in Latin letters or digits that count; nobody searches for more."""
LONGEST_TYPED = 200
MOST_PARTS = 12
QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]+)[」』”\"]")


class _Letters(dict):
    """One character to the one it is searched as: narrow, small, simplified."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).lower()
        if len(plain) != 1:
            plain = character
        if IS_HAN.match(plain):
            simple = _simplifier().convert(plain)
            plain = simple if len(simple) == 1 else plain
        self[code] = plain
        return plain


@cache
def _simplifier():
    return opencc.OpenCC("t2s")


_LETTERS = _Letters()


def normalise(text: str) -> str:
    """`text` as it is compared: 臺灣ＡＢＣ → 台湾abc. As long as `text`."""
    return text.translate(_LETTERS)


def runs(text: str) -> list[str]:
    """The words of Latin letters and the unbroken stretches of Chinese, in order."""
    return [run if IS_HAN.match(run) else run[:LONGEST_RUN] for run in RUN.findall(normalise(text))]


def tokens(text: str) -> list[str]:
    """What the index keeps of `text`: bigrams and the last character of each stretch.

    The last character alone lets a search for one character find it there.
    """
    return tokens_of(runs(text))


def tokens_of(found_runs: list[str]) -> list[str]:
    """The tokens of a text that is cut into its runs already."""
    found: list[str] = []
    for run in found_runs:
        if IS_HAN.match(run):
            found += [one + other for one, other in pairwise(run)]
            found.append(run[-1])
        else:
            found.append(run)
    return found


def characters_of(found_runs: list[str]) -> set[str]:
    """Every Chinese character of the runs, for questions of one character."""
    return set("".join(run for run in found_runs if IS_HAN.match(run)))


@dataclass(frozen=True)
class Part:
    """Something that stands in a text exactly so: neighbouring tokens.

    runs: stretches of the phrase.
    is_open: the last word may go on (Y1 finds Y19).
    """

    runs: tuple[str, ...]
    is_open: bool = False

    @property
    def tokens(self) -> list[str]:
        """Neighbouring tokens of the index; the last of them may be only a beginning."""
        found: list[str] = []
        for place, run in enumerate(self.runs):
            if not IS_HAN.match(run):
                found.append(run)
                continue
            found += [run[at : at + 2] for at in range(len(run) - 1)]
            # Another stretch follows: the text has this one's last character alone, too.
            if len(run) == 1 or place < len(self.runs) - 1:
                found.append(run[-1])
        return found

    @property
    def is_prefix(self) -> bool:
        return self.is_character or (self.is_open and not IS_HAN.match(self.runs[-1]))

    @property
    def is_character(self) -> bool:
        """Whether it ends in a single Chinese character."""
        return len(self.runs[-1]) == 1 and IS_HAN.match(self.runs[-1]) is not None

    @property
    def plain(self) -> str:
        """The phrase as it stands in stretches joined by single spaces."""
        first, last = self.runs[0], self.runs[-1]
        text = " ".join(self.runs)
        if not IS_HAN.match(first):
            text = " " + text
        if not IS_HAN.match(last) and not self.is_prefix:
            text += " "
        return text


@dataclass(frozen=True)
class Question:
    """All of `every` and, if there are any, one of `some`."""

    every: tuple[Part, ...]
    some: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.every + self.some


def questions(typed: str) -> list[Question]:
    """What was typed, as ever looser questions; the first that finds something counts.

    1. each part exactly as typed, 2. all its words, 3. any of its words, 4. any
    two neighbouring characters of it. What stands in quotation marks is never
    loosened. Nothing typed is an operator:
    only letters, digits and Chinese characters get through.
    """
    typed = typed[:LONGEST_TYPED]
    exact = [part for text in QUOTED.findall(typed) if (part := _part(text))]
    loose = QUOTED.sub(" ", typed)
    parts = [part for text in loose.split() if (part := _part(text, is_open=True))]
    words = [part for word in rjieba.cut(normalise(loose)) if (part := _part(word))]
    telling = [one for one in words if len("".join(one.runs)) > 1] or words
    found = [Question(_some(exact + parts))]
    if words:
        # Single characters (的) stand in every text: they tell nothing and cost most.
        found.append(Question(_some(exact + telling)))
        found.append(Question(_some(exact), _some(telling)))
        pairs = [part for token in tokens(loose) if len(token) > 1 and (part := _part(token))]
        if pairs:
            found.append(Question(_some(exact), _some(pairs)))
    asked: list[Question] = []
    for one in found:
        if one.parts and one not in asked:
            asked.append(one)
    return asked


def _part(text: str, *, is_open: bool = False) -> Part | None:
    found = runs(text)
    return Part(tuple(found[:LONGEST_RUN]), is_open) if found else None


def _some(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(parts))[:MOST_PARTS]
