"""Rivers and other waters that letters name, by the words of the texts alone."""

import re
from collections import Counter
from collections.abc import Sequence

WATER = re.compile(r"(?<=[\u4e00-\u9fa5])(?:支河|河|溪|江|湖|港|渠|水库)")
LONGEST = 4
# Before the word for the water these make a common noun: 内河, 小河, 黑臭河, 管河.
COMMON = frozenset(
    "条内小大黑臭污水沿过山主整治理此该这那段座有是到入下旁好全各多两几排填清爱护运界个道的了在"
    "和与及从由对把将被等于就名也往倒引近靠跨滨临周边改建修挖掏管片整香空新通"
)
# These belong to what stands before the name.
BREAKING = frozenset("的在是了和与及到从由对把被将沿这那该此条等旁侧于路区县镇乡村街巷号边近过往向跨、")
KEEPS_SHARE = 0.6
"""A name is longer by one character where so many of its occurrences have that character."""
NO_RIVER = frozenset({"银河", "星河", "山河", "先河", "香江", "江湖", "拔河", "母亲河", "生态河"})


def waters_of(texts: Sequence[str]) -> list[str]:
    """The water each text is about, "" where it names none.

    Names are told from the words around them by how often they come back in all the texts:
    of one text alone two characters are taken for the name.
    """
    found = [_occurrences(text) for text in texts]
    often: Counter[str] = Counter()
    for occurrences in found:
        often.update({run[at:] for run in occurrences for at in range(len(run))})
    return [_one(occurrences, often) for occurrences in found]


def _occurrences(text: str) -> list[str]:
    """Runs of characters that end with a word for a water, the likely name last in them."""
    runs = []
    for water in WATER.finditer(text):
        start, at = water.start(), water.start()
        while at > 0 and start - at < LONGEST and "\u4e00" <= text[at - 1] <= "\u9fa5":
            if text[at - 1] in BREAKING or text[at - 1 : at + 1] in {"支河"}:
                break
            at -= 1
        run = text[at : water.end()]
        if start - at >= 1 and text[start - 1] not in COMMON:
            runs.append(run)
    return runs


def _one(occurrences: list[str], often: Counter[str]) -> str:
    named = Counter(filter(None, (_name(run, often) for run in occurrences)))
    # Of names as frequent in the text, the one the others speak of most.
    return max(named, key=lambda one: (named[one], often[one], one)) if named else ""


def _name(run: str, often: Counter[str]) -> str:
    tail = len(next(iter(WATER.findall("。" + run) or [""]), ""))
    tail = 2 if run.endswith(("支河", "水库")) else 1
    size = min(len(run), tail + 2)
    while size < len(run) and often[run[-size:]] > 2:
        if often[run[-size - 1 :]] < KEEPS_SHARE * often[run[-size:]]:
            break
        size += 1
    # One character alone before the water, where the second belongs to other words.
    name = run[-size:]
    return "" if name in NO_RIVER or len(name) <= tail + 0 else name
