"""What of a document is shown: the words that answer, marked, and the lines around them.

Marked on the text people read. The words of the index stand at the same places,
because `normalise` keeps one character for one.
"""

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianxin.foundation.search.words import IS_HAN, Question, normalise

SHOWN = 120
BEFORE = 24


def marked(text: str, question: Question | None) -> SafeString:
    """`text` with what answers in <mark>, everything escaped."""
    pieces = []
    last = 0
    for start, end in _spans(text, question):
        pieces += [(text[last:start], ""), ("", text[start:end])]
        last = end
    pieces.append((text[last:], ""))
    return format_html_join(
        "",
        "{}{}",
        (
            (plain, format_html("<mark>{}</mark>", hit) if hit else "")
            for plain, hit in pieces
            if plain or hit
        ),
    )


def snippet(text: str, question: Question | None, shown: int = SHOWN) -> SafeString:
    """The part of `text` with most of what answers, marked."""
    flat = re.sub(r"\s+", " ", text).strip()
    spans = _spans(flat, question)
    start = max(_densest(spans, shown) - BEFORE, 0)
    if start + shown >= len(flat):
        start = max(len(flat) - shown, 0)
    end = start + shown
    before = "…" if start else ""
    after = "…" if end < len(flat) else ""
    return format_html("{}{}{}", before, marked(flat[start:end], question), after)


def _densest(spans: list[tuple[int, int]], shown: int) -> int:
    best, most = 0, 0
    for place, (start, _end) in enumerate(spans):
        held = sum(end <= start + shown for _start, end in spans[place : place + 20])
        if held > most:
            best, most = start, held
    return best


def _spans(text: str, question: Question | None) -> list[tuple[int, int]]:
    """Places of what answers, in order and without overlap."""
    if question is None:
        return []
    plain = normalise(text)
    found = sorted(_places(plain, question))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _places(plain: str, question: Question) -> Iterable[tuple[int, int]]:
    for part in question.parts:
        # Between two stretches anything may stand that is neither letter nor digit.
        touching = r"[\W_]*".join(re.escape(run) for run in part.runs)
        first, last = part.runs[0], part.runs[-1]
        if not IS_HAN.match(first):
            touching = r"(?<![a-z0-9])" + touching
        if not IS_HAN.match(last) and not part.is_prefix:
            touching += r"(?![a-z0-9])"
        for hit in re.finditer(touching, plain):
            yield hit.span()
