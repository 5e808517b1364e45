"""Asking the index, the same on both databases.

Results stand in two ranks, those whose title answers first, and in each rank
the newest first. Nothing is scored, for scoring reads every document that
answers: with this order the index is read from its newest end and left as soon
as a page is full. Only when no document answers all that was typed are those
that share the rarest of its words listed, by how much they share.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from lianxin.foundation.search.kinds import KINDS, in_order, keys_of
from lianxin.foundation.search.models import Document, kind_number
from lianxin.foundation.search.words import Part, Question, questions, tokens

PER_PAGE = 20
COUNT_AT_MOST = 1000
MOST_ALIKE = 200
"""Documents listed when only some words of the question are answered."""
MOST_WORDS = 6
"""Words of such a question that are looked for, the rarest."""
READ_FOR_A_WORD = 200
"""Newest documents looked at for each of them."""
NOT_LETTERS = re.compile("[^a-z]")


@dataclass(frozen=True)
class Narrowing:
    """What a search is narrowed to; empty means all."""

    keys: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    year: int | None = None
    body_id: int | None = None
    county_id: int | None = None
    status: str = ""

    @property
    def groups(self) -> list[list[str]]:
        """Key words of the index: one of each group must be there. No keys: everyone's sight."""
        found = [list(self.keys)] if self.keys else []
        if self.kinds:
            known = [KINDS[code].number for code in self.kinds if code in KINDS]
            found.append([f"k{number}" for number in known or [0]])
        if self.year is not None:
            found.append([f"y{self.year}"])
        if self.body_id is not None:
            found.append([f"w{self.body_id}"])
        if self.county_id is not None:
            found.append([f"v{self.county_id}"])
        if self.status:
            found.append(["s" + NOT_LETTERS.sub("", self.status)])
        return found


@dataclass
class Found:
    """One page of results.

    question: what was answered in the end; None when nothing was.
    is_loose: only some of the words are in these documents.
    counts: by kind, none above COUNT_AT_MOST + 1.
    after: cursor of the page that follows, empty at the end.
    """

    documents: list[Document] = field(default_factory=list)
    question: Question | None = None
    is_loose: bool = False
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
        found = Found(question=question, is_loose=bool(question.some))
        if question.some:
            ids = _like(question, everywhere)
        else:
            # One more than is counted tells whether that is all.
            ids = _ids(question, everywhere, limit=COUNT_AT_MOST + 1)
        if not ids:
            continue
        if len(ids) <= COUNT_AT_MOST:
            titled: set[int] = set()
            if not question.some:
                titled = set(_ids(question, everywhere, rank=0, limit=COUNT_AT_MOST))
                ids.sort(key=lambda pk: (pk not in titled, -pk))
            found.counts = _by_kind(ids)
            numbers = {KINDS[code].number for code in kinds if code in KINDS}
            wanted = [pk for pk in ids if not kinds or kind_number(pk) in numbers]
            _page(found, wanted, titled, after, per_page)
        else:
            found.counts = count(question, everywhere)
            _list(found, question, narrowing, after, per_page)
        return found
    return Found()


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


def _ids(question: Question, narrowing: Narrowing, *, limit: int, rank=None) -> list[int]:
    sql, params = _asking(question, narrowing, rank=rank)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {int(limit)}", params)
        return [pk for (pk,) in cursor.fetchall()]


def count(question: Question, narrowing: Narrowing) -> dict[str, int]:
    """Documents of each kind that answer, each no further than COUNT_AT_MOST + 1."""
    parts, params = [], []
    codes = [kind.code for kind in in_order()]
    for code in codes:
        sql, values = _asking(question, narrowing, kind=code)
        parts.append(
            f"(SELECT count(*) FROM ({sql} LIMIT {COUNT_AT_MOST + 1}) AS counted)"  # noqa: S608
        )
        params += values
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(codes, cursor.fetchone(), strict=True))


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


def rarest(found: Iterable[str], most: int) -> list[tuple[str, float]]:
    """The rarest of these tokens, each with its weight; single Chinese characters tell nothing."""
    seen = sample()
    telling = {token for token in found if len(token) > 1}
    ordered = sorted(telling, key=lambda token: (seen[token], token))
    unknown = [token for token in ordered if not seen[token]]
    # Half may be words that the sample has not: they may be in no document at all.
    unknown = unknown[: most // 2]
    known = [token for token in ordered if seen[token]][: most - len(unknown)]
    return [(token, 1.0 / (1 + seen[token]) ** 0.5) for token in [*unknown, *known]]


SAMPLED = 2000
SAMPLE_LASTS = 1800.0
_sample: dict[str, tuple[float, Counter]] = {}


def sample() -> Counter:
    """In how many of the newest documents each token stands; counted anew every half hour."""
    name = connection.settings_dict["NAME"]
    made, seen = _sample.get(name, (0.0, Counter()))
    if not seen or time.monotonic() - made > SAMPLE_LASTS:
        seen = Counter()
        rows = Document.objects.order_by("-id").values_list("title", "details", "text")
        for one in rows[:SAMPLED]:
            seen.update(set(tokens("\n".join(one))))
        _sample[name] = (time.monotonic(), seen)
    return seen


def _list(found: Found, question: Question, narrowing: Narrowing, after: str, per_page: int):
    rank, last = _cursor(after)
    keys: list[tuple[int, int]] = []
    for one in (0, 1):
        if one < rank or len(keys) > per_page:
            continue
        sql, params = _asking(question, narrowing, rank=one, below=last if one == rank else None)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY {_id()} DESC LIMIT {per_page + 1 - len(keys)}", params)
            keys += [(one, pk) for (pk,) in cursor.fetchall()]
    if len(keys) > per_page:
        keys = keys[:per_page]
        found.after = "{}-{}".format(*keys[-1])
    found.documents = _documents([(pk, 0.0) for _rank, pk in keys])


def _like(question: Question, narrowing: Narrowing) -> list[int]:
    """Documents with some of the words: those with the most and rarest of them first."""
    seen = sample()
    weighed = []
    for part in question.some:
        least = min((seen[token] for token in part.tokens), default=0)
        weighed.append((part, len("".join(part.runs)) / (1 + least) ** 0.5))
    weighed.sort(key=lambda one: -one[1])
    some = weighed[:MOST_WORDS]
    return [pk for pk, _shared in _alike(question.every, some, narrowing, MOST_ALIKE)]


def _alike(
    every: Sequence[Part],
    weighed: Sequence[tuple[Part, float]],
    narrowing: Narrowing,
    limit: int,
) -> list[tuple[int, float]]:
    """Ids with the weight of the parts they have, the heaviest first, then the newest."""
    streams: list[str] = []
    params: list[Any] = []
    for part, weight in weighed:
        sql, values = _asking(Question((*every, part)), narrowing, shown=f"{float(weight)!r}")
        newest = f"{sql} ORDER BY {_id()} DESC LIMIT {READ_FOR_A_WORD}"
        streams.append(f"SELECT * FROM ({newest}) AS one{len(streams)}")  # noqa: S608
        params += values
    if not streams:
        return []
    together = " UNION ALL ".join(streams)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, round(sum(weight), 6) AS shared FROM ({together}) AS counted"  # noqa: S608
            f" GROUP BY id ORDER BY shared DESC, id DESC LIMIT {int(limit)}",
            params,
        )
        return [(pk, float(shared)) for pk, shared in cursor.fetchall()]


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
    if rank in ("0", "1") and last.isascii() and last.isdigit() and len(last) < 19:
        return int(rank), int(last)
    return 0, None


def _id() -> str:
    return "rowid" if connection.vendor == "sqlite" else "id"


def _asking(
    question: Question,
    narrowing: Narrowing,
    *,
    kind: str = "",
    rank: int | None = None,
    below: int | None = None,
    shown: str = "",
) -> tuple[str, list[Any]]:
    """SELECT the ids of documents that answer all of `question.every`, without an order.

    rank: 0 those whose title answers, 1 those whose title alone does not; None
    for both. below: only ids smaller than this one. shown: a number to select
    as `weight`.
    """
    groups = narrowing.groups
    if kind:
        groups = [*groups, [f"k{KINDS[kind].number}"]]
    ask = _asking_sqlite if connection.vendor == "sqlite" else _asking_postgres
    return ask(question, groups, rank, below, shown)


def _asking_sqlite(question, groups, rank, below, shown):
    words = _fts(question)
    match = (
        f"{{title_words}} : ({words})" if rank == 0 else f"{{title_words body_words}} : ({words})"
    )
    for group in groups:
        match += " AND {key_words} : (" + " OR ".join(f'"{key}"' for key in group) + ")"
    if rank == 1:
        match = f"({match}) NOT ({{title_words}} : ({words}))"
    columns = f"rowid AS id, {shown} AS weight" if shown else "rowid AS id"
    sql = f"SELECT {columns} FROM search_words WHERE search_words MATCH %s"  # noqa: S608
    if below is None:
        return sql, [match]
    return f"{sql} AND rowid < %s", [match, below]


def _fts(question: Question) -> str:
    """The question in FTS5's words; tokens hold letters and digits only, so none is an operator."""
    return " AND ".join(_fts_part(part) for part in question.every)


def _fts_part(part: Part) -> str:
    return '"' + " ".join(part.tokens) + '"' + (" *" if part.is_prefix else "")


def _asking_postgres(question, groups, rank, below, shown):
    mark = "^" if rank == 0 else ""
    wanted = [_ts(question, mark)]
    for group in groups:
        wanted.append("(" + " | ".join(f"'@{key}'" for key in group) + ")")
    conditions = ["lexemes @@ %s::tsquery"]
    params: list[Any] = [" & ".join(wanted)]
    columns = ["title_words"] if rank == 0 else ["title_words", "body_words"]
    _neighbours(question, columns, conditions, params)
    if rank == 1:
        in_title, values = ["lexemes @@ %s::tsquery"], [_ts(question, "^")]
        _neighbours(question, ["title_words"], in_title, values)
        conditions.append(f"NOT ({' AND '.join(in_title)})")
        params += values
    if below is not None:
        conditions.append("id < %s")
        params.append(below)
    shown = f"id, {shown} AS weight" if shown else "id"
    return f"SELECT {shown} FROM search_document WHERE {' AND '.join(conditions)}", params  # noqa: S608


def _ts(question: Question, mark: str) -> str:
    return " & ".join(_ts_part(part, mark) for part in question.every)


def _ts_part(part: Part, mark: str) -> str:
    *first, last = dict.fromkeys(part.tokens)
    open_end = ":*" if part.is_prefix else ""
    return (
        "(" + " & ".join([*(f"'{mark}{one}'" for one in first), f"'{mark}{last}'{open_end}"]) + ")"
    )


def _neighbours(question, columns, conditions, params) -> None:
    """Ask whether the tokens of each phrase stand side by side in one of the columns."""
    for part in question.every:
        if len(part.tokens) > 1:
            stands = " OR ".join(f"strpos({name}, %s) > 0" for name in columns)
            conditions.append(f"({stands})")
            params.extend([part.plain] * len(columns))
