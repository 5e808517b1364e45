"""Asking the index, the same on both databases.

Results stand in two ranks, those whose title answers first, and in each rank
the newest first. Nothing is scored, for scoring reads every document that
answers: with this order the index is read from its newest end and left as soon
as a page is full. Only when no document answers all that was typed are those
that share the rarest of its words listed, by how much they share.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lianxin.foundation.search import asking
from lianxin.foundation.search.kinds import KINDS, in_order, keys_of
from lianxin.foundation.search.models import Document, kind_number
from lianxin.foundation.search.narrowing import Narrowing
from lianxin.foundation.search.sampling import rarest, sample
from lianxin.foundation.search.words import Part, Question, questions, tokens

PER_PAGE = 20
COUNT_AT_MOST = 100
"""How far is counted: the newest so many are read anyway, of which most pages are made."""
MOST_ALIKE = 200
"""Documents listed when only some words of the question are answered."""
MOST_WORDS = 6
"""Words of such a question that are looked for, the rarest."""
READ_FOR_A_WORD = 200
"""Newest documents looked at for each of them."""


@dataclass
class Found:
    """One page of results.

    question: what was answered in the end; None when nothing was.
    is_loose: only some of the words are in these documents.
    total: how many answer, of the kinds asked for; is_more: and yet more, not counted.
    counts: by kind. is_many: more answer than are counted, so that counts is empty.
    after: cursor of the page that follows, empty at the end.
    """

    documents: list[Document] = field(default_factory=list)
    question: Question | None = None
    is_loose: bool = False
    total: int = 0
    is_more: bool = False
    is_many: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    after: str = ""
    before: str = ""


def search(
    typed: str,
    *,
    user: Any,
    kinds: Sequence[str] = (),
    year: int | None = None,
    body_id: int | None = None,
    status: str = "",
    after: str = "",
    per_page: int = PER_PAGE,
) -> Found:
    """What `user` may see of what answers `typed`, one page of it.

    kinds: codes; the counts are those of all kinds. after: a cursor that an
    earlier page gave; one that makes no sense gives the first page.
    """
    held = tuple(keys_of(user))
    everywhere = Narrowing(held, year=year, body_id=body_id, status=status)
    narrowing = Narrowing(held, tuple(kinds), year, body_id, status=status)
    for question in questions(typed):
        ids = _newest(question, everywhere)
        if not ids:
            continue
        is_many = not question.some and len(ids) > COUNT_AT_MOST
        found = Found(question=question, is_loose=bool(question.some), is_many=is_many)
        if not is_many:
            found.counts = _by_kind(ids)
        if kinds and is_many:
            ids = _newest(question, narrowing)
        elif kinds:
            numbers = {KINDS[code].number for code in kinds if code in KINDS}
            ids = [pk for pk in ids if kind_number(pk) in numbers]
        found.is_more = is_many and len(ids) > COUNT_AT_MOST
        found.total = COUNT_AT_MOST if found.is_more else len(ids)
        titled: set[int] = set()
        if not question.some:
            titled = asking.in_title(question, narrowing, ids)
            ids.sort(key=lambda pk: (pk not in titled, -pk))
        if found.is_more:
            _list(found, question, narrowing, ids, titled, after, per_page)
        else:
            _page(found, ids, titled, after, per_page)
        return found
    return Found()


def _newest(question: Question, narrowing: Narrowing) -> list[int]:
    """Ids of the newest that answer, one more than is counted; or of those most alike."""
    if question.some:
        return _like(question, narrowing)
    return asking.newest(question, narrowing, limit=COUNT_AT_MOST + 1)


def _by_kind(ids: Sequence[int]) -> dict[str, int]:
    counted = Counter(kind_number(pk) for pk in ids)
    return {kind.code: counted[kind.number] for kind in in_order()}


def _page(found: Found, ids: Sequence[int], titled: set[int], after: str, per_page: int) -> None:
    """The page of `ids` after the one that the cursor names."""
    _rank, last = _cursor(after)
    start = ids.index(last) + 1 if last in ids else 0
    page = ids[start : start + per_page]
    if start + per_page < len(ids):
        found.after = f"{0 if page[-1] in titled else 1}-{page[-1]}"
    found.documents = _documents([(pk, 0.0) for pk in page])


def candidates(
    text: str,
    *,
    kinds: Sequence[str] = (),
    county: Any = None,
    user: Any = None,
    limit: int = 60,
    most_tokens: int = 16,
) -> list[Document]:
    """Documents that share the rarest pairs of characters with `text`, the likest first.

    county: a body or its id, to search one county alone. user: only what this
    account sees; None for all, so the caller must narrow what people are shown.
    Each document has `shared`, the weight of what is shared, and its `text`.
    """
    rare = rarest(tokens(text), most_tokens)
    county_id = getattr(county, "county_id", county)
    keys = tuple(keys_of(user)) if user is not None else ()
    narrowing = Narrowing(keys, tuple(kinds), county_id=county_id)
    weighed = [(Part((token,)), weight) for token, weight in rare]
    return _documents(_alike((), weighed, narrowing, limit))


def _list(
    found: Found,
    question: Question,
    narrowing: Narrowing,
    ids: Sequence[int],
    titled: set[int],
    after: str,
    per_page: int,
) -> None:
    """The page after the cursor, out of `ids`, the newest that answer, as far as they reach."""
    rank, last = _cursor(after)
    keys: list[tuple[int, int]] = []
    for one in range(rank, 2):
        wanted, below = per_page + 1 - len(keys), last if one == rank else None
        if wanted <= 0:
            break
        known = [
            pk for pk in ids if (pk in titled) == (one == 0) and (below is None or pk < below)
        ][:wanted]
        if len(known) < wanted:
            known = asking.newest(question, narrowing, limit=wanted, rank=one, below=below)
        keys += [(one, pk) for pk in known]
    if len(keys) > per_page:
        keys = keys[:per_page]
        found.after = "{}-{}".format(*keys[-1])
    found.documents = _documents([(pk, 0.0) for _rank, pk in keys])


def _like(question: Question, narrowing: Narrowing) -> list[int]:
    """Documents with some of the words: those with the most and rarest of them first."""
    seen = sample().seen
    weighed = []
    for part in question.some:
        least = min((seen[token] for token in part.tokens), default=0)
        weighed.append((part, len("".join(part.runs)) / (1 + least) ** 0.5))
    weighed.sort(key=lambda one: -one[1])
    return [
        pk for pk, _shared in _alike(question.every, weighed[:MOST_WORDS], narrowing, MOST_ALIKE)
    ]


def _alike(every, parts, narrowing: Narrowing, limit: int) -> list[tuple[int, float]]:
    return asking.weighed(every, parts, narrowing, each=READ_FOR_A_WORD, limit=limit)


def _documents(found: Sequence[tuple[int, float]]) -> list[Document]:
    rows = Document.objects.defer("title_words", "body_words", "key_words")
    by_pk = {one.pk: one for one in rows.filter(pk__in=[pk for pk, _shared in found])}
    documents = []
    for pk, shared in found:
        if pk in by_pk:
            by_pk[pk].shared = shared
            documents.append(by_pk[pk])
    return documents


def _cursor(after: str) -> tuple[int, int | None]:
    rank, _dash, last = after.partition("-")
    if rank in ("0", "1") and last.isascii() and last.isdecimal() and len(last) < 19:
        return int(rank), int(last)
    return 0, None
