"""How common words are, judged by the newest documents."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from lianxin.foundation.search.models import LAST_DAY, Document, day_number
from lianxin.foundation.search.words import characters_of, runs, tokens_of

SAMPLED = 2000
LASTS = 1800.0
"""Seconds until the sample is taken anew."""
REACHES = (1_000, 8_000, 40_000, 200_000)
DATED = LAST_DAY << 34
"""Ids of people and offices, which stand before all days, are not smaller."""


@dataclass(frozen=True)
class Sample:
    """The newest dated documents, counted.

    size: how many they are. seen: in how many each token stands. marked: the
    same of tokens in titles, behind "^", and of keys, behind "@". reaches:
    numbers of documents, each with the days in which as many came last;
    PostgreSQL alone asks for them.
    """

    size: int = 0
    seen: Counter = field(default_factory=Counter)
    marked: Counter = field(default_factory=Counter)
    reaches: tuple[tuple[int, int], ...] = ()

    def share(self, words: Iterable[str]) -> float:
        """The part of all documents that has one of these, at most."""
        if not self.size:
            return 0.0
        return min(1.0, sum(self.seen[one] + self.marked[one] for one in words) / self.size)


_samples: dict[str, tuple[float, Sample]] = {}


def sample() -> Sample:
    """The sample of this database, kept for half an hour."""
    name = connection.settings_dict["NAME"]
    made, found = _samples.get(name, (0.0, Sample()))
    if not found.size or time.monotonic() - made > LASTS:
        found = _taken()
        _samples[name] = (time.monotonic(), found)
    return found


def forget() -> None:
    """Take the sample anew at the next question."""
    _samples.clear()


def rarest(found: Iterable[str], most: int) -> list[tuple[str, float]]:
    """The rarest of these tokens, each with its weight; single Chinese characters tell nothing."""
    seen = sample().seen
    telling = {token for token in found if len(token) > 1}
    ordered = sorted(telling, key=lambda token: (seen[token], token))
    unknown = [token for token in ordered if not seen[token]]
    # Half may be words that the sample has not: they may be in no document at all.
    unknown = unknown[: most // 2]
    known = [token for token in ordered if seen[token]][: most - len(unknown)]
    return [(token, 1.0 / (1 + seen[token]) ** 0.5) for token in [*unknown, *known]]


def _taken() -> Sample:
    seen: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    newest = Document.objects.filter(id__lt=DATED).order_by("-id")
    size = 0
    for title, details, text, keys in newest.values_list("title", "details", "text", "key_words")[
        :SAMPLED
    ]:
        size += 1
        in_title, in_body = runs(title), runs(f"{details}\n{text}")
        of_title = characters_of(in_title).union(tokens_of(in_title))
        seen.update(of_title.union(characters_of(in_body), tokens_of(in_body)))
        marked.update("^" + token for token in of_title)
        marked.update("@" + key for key in keys.split())
    reaches = []
    if size and connection.vendor == "postgresql":
        ids = newest.values_list("pk", flat=True)
        day = day_number(ids[0])
        for documents in REACHES:
            if not (found := ids[documents : documents + 1]):
                break
            reaches.append((documents, day - day_number(found[0])))
    return Sample(size, seen, marked, tuple(reaches))
