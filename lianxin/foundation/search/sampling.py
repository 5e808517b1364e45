"""How common words are, judged by the newest documents.

Counting them takes seconds: a job does it, and keeps what it found for all
processes. Without it all words are thought equally rare; the answers are the
same, what is common takes longer.
"""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.search.models import (
    LAST_DAY,
    Document,
    WordSample,
    day_number,
    first_of_day,
)
from lianxin.foundation.search.words import characters_of, runs, tokens_of
from lianxin.foundation.tasks import background

SAMPLED = 2000
LOOKED = 300.0
"""Seconds until a process looks whether the sample was taken anew."""
REACHES = (1_000, 8_000, 40_000, 200_000)
DATED = first_of_day(LAST_DAY)
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


@dataclass
class _Held:
    """What this process knows of a database: when it looked, and what it found."""

    looked: float
    taken_at: datetime | None = None
    sample: Sample = field(default_factory=Sample)


_held: dict[str, _Held] = {}


def sample() -> Sample:
    """The last sample taken of this database; an empty one before the first."""
    name = connection.settings_dict["NAME"]
    held = _held.get(name)
    if held is None or time.monotonic() - held.looked > LOOKED:
        held = _held.setdefault(name, _Held(0.0))
        held.looked = time.monotonic()
        newer = WordSample.objects.order_by("-pk")
        if held.taken_at:
            newer = newer.filter(taken_at__gt=held.taken_at)
        if row := newer.first():
            held.taken_at, held.sample = row.taken_at, _read(row.content)
    return held.sample


def _read(content: dict) -> Sample:
    reaches = tuple((documents, days) for documents, days in content["reaches"])
    return Sample(content["size"], Counter(content["seen"]), Counter(content["marked"]), reaches)


def take() -> int:
    """Take the sample anew and keep it for all processes; returns its size in documents."""
    found = _counted()
    with transaction.atomic():
        made = WordSample.objects.create(content=vars(found))
        WordSample.objects.filter(pk__lt=made.pk).delete()
    forget()
    return found.size


@background(title=_("统计检索用字"))
def take_sample(job) -> dict[str, int]:
    """Every half hour; twice does no harm."""
    return {"documents": take()}


def forget() -> None:
    """Have this process look for the sample again at the next question."""
    _held.clear()


def rarest(found: Iterable[str], most: int) -> list[tuple[str, float]]:
    """The rarest of these tokens, each with its weight; single Chinese characters tell nothing."""
    seen = sample().seen
    telling = {token for token in found if len(token) > 1}
    ordered = sorted(telling, key=lambda token: (seen[token], token))
    unknown = [token for token in ordered if not seen[token]]
    # Half may be words that the sample has not: they may be in no document at all.
    unknown = unknown[: most // 2 if seen else most]
    known = [token for token in ordered if seen[token]][: most - len(unknown)]
    return [(token, 1.0 / (1 + seen[token]) ** 0.5) for token in [*unknown, *known]]


def _counted() -> Sample:
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
