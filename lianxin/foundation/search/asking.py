"""The questions as each database reads them; nothing here decides what is an answer.

SQLite reads its index from the newest end and stops when it has enough.
PostgreSQL's index gives all that answers at once, in no order: what is common
is looked for among the newest documents first, see `spans`, and only what these
do not give in the whole index.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from lianxin.foundation.search.kinds import KINDS
from lianxin.foundation.search.models import DIRECTORY, TIMELESS, Document, day_number
from lianxin.foundation.search.narrowing import Narrowing
from lianxin.foundation.search.sampling import DATED, sample
from lianxin.foundation.search.spans import BEFORE, BEHIND, spans_between
from lianxin.foundation.search.words import Part, Question

AMPLE = 1.5
"""How many more documents are looked through than should do, by the sample."""
TELLING = 3
"""Words of a long phrase that PostgreSQL's index is asked for."""
TELLING_IN_SQLITE = 4
LONG = 6
"""Words above which SQLite is asked for those few instead of the phrase."""
Groups = Sequence[Sequence[str]]


def newest(
    question: Question,
    narrowing: Narrowing,
    *,
    limit: int,
    rank: int | None = None,
    below: int | None = None,
) -> list[int]:
    """Ids of the newest documents that answer all of `question.every`, newest first.

    rank: 0 those whose title answers, 1 those whose title alone does not; None
    for both. below: only ids smaller than this one.
    """
    end = f"ORDER BY id DESC LIMIT {int(limit)}"
    if connection.vendor == "sqlite":
        sql, params = _sqlite(question, narrowing.groups, rank, below)
        return _ids(f"{sql} {end.replace('id', 'rowid')}", params)
    found: list[int] = []
    for spans in _spans(question, narrowing.groups, rank, below, limit):
        sql, params = _postgres(question, narrowing, rank, below, spans)
        # Apart from the limit, or the planner walks through all documents, trying each.
        found = _ids(f"WITH found AS MATERIALIZED ({sql}) SELECT id FROM found {end}", params)  # noqa: S608
        if len(found) >= limit:
            break
    return found


def in_title(question: Question, narrowing: Narrowing, ids: Sequence[int]) -> set[int]:
    """Those of `ids`, which all answer and follow one another, whose title alone does."""
    if not ids:
        return set()
    if connection.vendor == "sqlite":
        sql, params = _sqlite(question, narrowing.groups, 0, None)
        return set(_ids(f"{sql} AND rowid BETWEEN %s AND %s", [*params, min(ids), max(ids)]))
    stands, params = _stands(question, ["title_words"])
    return set(
        _ids(
            f"SELECT id FROM search_document WHERE id = ANY(%s) AND {stands}",  # noqa: S608
            [list(ids), *params],
        )
    )


def weighed(
    every: Sequence[Part],
    parts: Sequence[tuple[Part, float]],
    narrowing: Narrowing,
    *,
    each: int,
    limit: int,
) -> list[tuple[int, float]]:
    """Ids with the weight of the parts they have, the heaviest first, then the newest.

    each: newest documents that are looked at for a part.
    """
    weights: dict[int, float] = {}
    for part, weight in parts:
        for pk in newest(Question((*every, part)), narrowing, limit=each):
            weights[pk] = weights.get(pk, 0.0) + weight
    rounded = [(pk, round(weight, 6)) for pk, weight in weights.items()]
    return sorted(rounded, key=lambda one: (-one[1], -one[0]))[:limit]


def _ids(sql: str, params: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


def _spans(question, groups: Groups, rank, below, limit) -> Iterator[list[str]]:
    """Spans of ever more of the newest documents that should do; in the end none, for all."""
    seen = sample()
    share = 1.0
    for part in question.every:
        share *= min(seen.share([_mark(rank) + one]) for one in part.tokens)
    for group in groups:
        share *= seen.share("@" + key for key in group)
    enough = [days for documents, days in seen.reaches if documents * share >= limit * AMPLE]
    if enough:
        last = _newest_day(DATED if below is None else min(below, DATED))
        for days in enough:
            yield list(spans_between(last - days, last))
    yield []


def _newest_day(below: int) -> int:
    """The day of the newest document with a smaller id."""
    newest = Document.objects.filter(pk__lt=below).order_by("-pk").values_list("pk", flat=True)[:1]
    return day_number(newest[0]) if newest else 0


def _sqlite(question: Question, groups: Groups, rank, below) -> tuple[str, list[Any]]:
    """SELECT the ids of what answers, and is in each of the groups, in no order.

    Of a long phrase only the rarest words are asked of the index, which otherwise
    reads the places of the common ones too; that all of it stands there is asked of
    the text of those that are left.
    """
    # What stands in a text and not in its title is asked of the index alone.
    long = [part for part in question.every if rank != 1 and len(part.tokens) > LONG]
    words = " AND ".join(_rarest(part) if part in long else _fts(part) for part in question.every)
    table = "search_titles" if rank == 0 else "search_words"
    columns = "title_words" if rank == 0 else "title_words body_words"
    match = f"{{{columns}}} : ({words})"
    for group in groups:
        match += " AND {key_words} : (" + " OR ".join(f'"{key}"' for key in group) + ")"
    if rank == 1:
        match = f"({match}) NOT ({{title_words}} : ({words}))"
    conditions, params = [f"{table} MATCH %s"], [match]
    for part in long:
        stands, values = _side_by_side(part, columns.split())
        conditions.append(
            f"EXISTS (SELECT 1 FROM search_document WHERE id = {table}.rowid AND {stands})"  # noqa: S608
        )
        params += values
    if below is not None:
        conditions.append("rowid < %s")
        params.append(below)
    return f"SELECT rowid AS id FROM {table} WHERE {' AND '.join(conditions)}", params  # noqa: S608


def _side_by_side(part: Part, columns: Sequence[str]) -> tuple[str, list[str]]:
    """The condition that all tokens of a part stand side by side in one of SQLite's columns."""
    tail = "" if part.is_prefix else " "
    phrase = f" {' '.join(part.tokens)}{tail}"
    stands = " OR ".join(f"instr(' ' || {name} || ' ', %s) > 0" for name in columns)
    return f"({stands})", [phrase] * len(columns)


def _fts(part: Part) -> str:
    """A part in FTS5's words; tokens hold letters and digits only, so none is an operator."""
    return '"' + " ".join(part.tokens) + '"' + (" *" if part.is_prefix else "")


def _rarest(part: Part) -> str:
    """The rarest whole words of a long part, in FTS5's words."""
    seen = sample().seen
    whole = part.tokens[:-1] if part.is_prefix else part.tokens
    rare = sorted(dict.fromkeys(whole), key=lambda one: seen[one])[:TELLING_IN_SQLITE]
    return "(" + " AND ".join(f'"{one}"' for one in rare) + ")"


def _postgres(
    question: Question, narrowing: Narrowing, rank, below, spans: Sequence[str]
) -> tuple[str, list[Any]]:
    """SELECT the ids of what answers, and is in each of the groups, in no order.

    spans: of days, and what stands before all days; none for everything.

    Each group is a condition of its own: the index then skips from one to the
    next. All in one condition, with an "or" inside, it tries every document of
    the rarest word or key, ten times as long.
    """
    found: list[str] = []
    params: list[Any] = []
    for mark in _marks(narrowing):
        if spans and mark == BEHIND:
            continue
        words = " & ".join(_ts(part, mark + _mark(rank)) for part in question.every)
        lexemes = [words, *(_any("@" + key for key in group) for group in narrowing.groups)]
        if spans and not mark:
            lexemes.append(_any(spans))
        conditions = ["lexemes @@ %s::tsquery"] * len(lexemes)
        params += lexemes
        phrases = Question(tuple(part for part in question.every if len(part.tokens) > 1))
        if phrases.every:
            columns = ["title_words", "body_words"][: 1 if rank == 0 else 2]
            stands, values = _stands(phrases, columns)
            conditions.append(stands)
            params += values
        if rank == 1:
            stands, values = _stands(question, ["title_words"])
            conditions.append(f"NOT ({stands})")
            params += values
        if below is not None:
            conditions.append("id < %s")
            params.append(below)
        found.append(f"SELECT id FROM search_document WHERE {' AND '.join(conditions)}")  # noqa: S608
    return " UNION ALL ".join(found), params


def _marks(narrowing: Narrowing) -> list[str]:
    """The marks that words of documents of the wanted kinds stand behind."""
    marks = {DIRECTORY: BEFORE, TIMELESS: BEHIND, "": ""}
    places = {KINDS[code].place for code in narrowing.kinds if code in KINDS}
    return [mark for place, mark in marks.items() if place in (places or marks)]


def _any(words: Iterable[str]) -> str:
    return "(" + " | ".join(f"'{word}'" for word in words) + ")"


def _mark(rank: int | None) -> str:
    return "^" if rank == 0 else ""


def _ts(part: Part, mark: str) -> str:
    """A part in a tsquery. Every single Chinese character is a word of its own there.

    Of a phrase, only its rarest words: that all of it stands there is asked of
    the text anyway, and each more word costs a look for every document.
    """
    *first, last = dict.fromkeys(part.tokens)
    open_end = ":*" if part.is_prefix and not part.is_character else ""
    if len(first) >= TELLING:
        seen = sample().seen
        whole = first if open_end else [*first, last]
        words = [f"'{mark}{one}'" for one in sorted(whole, key=lambda one: seen[one])[:TELLING]]
    else:
        words = [*(f"'{mark}{one}'" for one in first), f"'{mark}{last}'{open_end}"]
    return "(" + " & ".join(words) + ")"


def _stands(question: Question, columns: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition that each part stands, its words side by side, in one of the columns."""
    conditions, params = [], []
    for part in question.every:
        stands = " OR ".join(f"strpos({name}, %s) > 0" for name in columns)
        conditions.append(f"({stands})")
        params.extend([part.plain] * len(columns))
    return " AND ".join(conditions), params
