"""Rivers and other waters that letters name, by the words of the texts alone."""

import re
from collections import Counter
from collections.abc import Sequence

# Not 台江区, 滨河路, 金港河: there the word belongs to another name.
WATER = re.compile(
    r"(?<=[\u4e00-\u9fa5])(?:支河|内河|水库|[河溪渠](?![路街村苑湾])|[江湖港](?![区县市镇乡路街村苑湾河滨口]))"
)
ARMS = ("支河", "内河")
LONGEST = 4
"""Characters of a name before the word for the water."""
# Before that word these make a common noun or a verb: 小河, 黑臭河, 沿河.
COMMON = frozenset(
    "条内小大黑臭污水沿过山主整治理此该这那段座有是到入旁好全各多两几排填清爱护运界个的了在"
    "和与及从由对把被将等于就名也往倒引近靠跨滨临周边改建修挖掏管片整香空新通为他离暗河江行"
)
# These belong to what stands before the name.
BREAKING = frozenset(
    "的在是了和与及到从由对把被将沿这那该此条等旁侧于路区县镇乡村街巷号边近过往向跨请"
)
MOST_READ = 3000
"""Letters whose texts are read."""
CHARACTERS = 800
"""Of each text, so many."""
KEEPS_SHARE = 0.6
"""A name is longer by a character where so many of its occurrences have that character."""
NO_WATER = frozenset(
    {"银河", "星河", "先河", "拔河", "母亲河", "生态河", "断头河", "龙舟河", "地下河", "护城河"}
)


def waters_of(texts: Sequence[str]) -> list[str]:
    """The water each text is about, "" where it names none.

    A name is told from the words before it by how often it comes back in all the
    texts; of one that comes once, two characters are taken. An arm (龙津支河,
    龙津内河) goes with its river where some text names that.
    """
    found = [_runs(text) for text in texts]
    often = Counter(
        part for runs in found for part in {run[at:] for run in runs for at in range(len(run))}
    )
    named = [Counter(filter(None, (_name(run, often) for run in runs))) for runs in found]
    known = Counter(name for names in named for name in names)
    whole = [_whole(names, known) for names in named]
    return [
        # What is spoken of most; a river rather than a wide water far away.
        max(names, key=lambda one: (one[-1] not in "江湖", names[one], known[one], one), default="")
        for names in whole
    ]


def waters_in(messages, *columns: str) -> list[tuple]:
    """Of the newest messages of a queryset the water, and the `columns`, in one query.

    Confidential ones are left out.
    """
    found = list(
        messages.filter(is_confidential=False)
        .order_by("-pk")
        .values_list("title", "text", *columns)[:MOST_READ]
    )
    names = waters_of([f"{title}\n{text[:CHARACTERS]}" for title, text, *_more in found])
    return [(name, *row[2:]) for name, row in zip(names, found, strict=True)]


def _runs(text: str) -> list[str]:
    """Characters before each word for a water, with it; the name is at their end."""
    runs = []
    for water in WATER.finditer(text):
        at = start = water.start()
        while at > 0 and start - at < LONGEST and "\u4e00" <= text[at - 1] <= "\u9fa5":
            if text[at - 1] in BREAKING:
                break
            at -= 1
        if at < start and text[start - 1] not in COMMON:
            runs.append(text[at : water.end()])
    return runs


def _name(run: str, often: Counter[str]) -> str:
    tail = 2 if run.endswith((*ARMS, "水库")) else 1
    if len(run) < tail + 1:
        return ""
    size = min(len(run), tail + 2)
    while (
        size < len(run)
        and often[run[-size:]] > 2
        and often[run[-size - 1 :]] >= KEEPS_SHARE * often[run[-size:]]
    ):
        size += 1
    name = run[-size:]
    return "" if name in NO_WATER else name


def _whole(names: Counter[str], known: Counter[str]) -> Counter[str]:
    """The same with every arm counted for its river."""
    counted: Counter[str] = Counter()
    for name, times in names.items():
        if name.endswith(ARMS):
            river = f"{name[:-2]}河"
            if river in known:
                name = river
            elif name.endswith("内河"):
                continue
        # 金港 and 金港河 are one: as most texts have it.
        for other in (f"{name}河", name.removesuffix("河")):
            if name.rstrip("河")[-1:] == "港" and known[other] > known[name]:
                name = other
        counted[name] += times
    return counted
