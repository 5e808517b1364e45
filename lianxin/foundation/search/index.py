"""Writing the index: single records within the step that changes them, or everything anew.

Only this module writes documents. Both databases are written by the same
statements; what the columns of words hold differs (see `tables`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from lianxin.foundation.ledger import chain
from lianxin.foundation.search import sampling, tables
from lianxin.foundation.search.kinds import FACETS, KEY, KINDS, Entry, Kind, kind_of
from lianxin.foundation.search.models import Document, Rebuilding, document_id
from lianxin.foundation.search.spans import mark_of, spans_of
from lianxin.foundation.search.words import characters_of, runs, tokens_of

_touched: ContextVar[dict[str, set[int]] | None] = ContextVar("search_touched", default=None)
BATCH = 500
MOST_TEXT = 50_000
"""Characters of a text that are indexed."""
COLUMNS = (
    "id",
    "kind",
    "object_id",
    "county_id",
    "body_id",
    "title",
    "details",
    "text",
    "url",
    '"on"',
    "status",
    "title_words",
    "body_words",
    "key_words",
    "digest",
)


def reindex(*records: Any) -> None:
    """Bring the documents of `records` up to date, in the caller's transaction.

    Records of a kind that nobody registered are passed over. A record that has
    no place in the index any more loses its document.
    """
    by_kind: dict[str, list[int]] = {}
    for record in records:
        if kind := kind_of(record):
            by_kind.setdefault(kind.code, []).append(record.pk)
    for code, ids in by_kind.items():
        reindex_ids(code, ids)


def follow(code: str, steps: str = "") -> None:
    """Bring a record of the kind `code` up to date with each step of it that is recorded.

    Once, in `AppConfig.ready`. steps: how the names of such steps begin.
    """
    model = KINDS[code].model

    def hear(event, record, _about) -> None:
        if event.step.startswith(steps) and isinstance(record, model):
            reindex_ids(code, [record.pk])

    chain.listen(hear)


@contextmanager
def together(*, is_real: bool = True) -> Iterator[None]:
    """Bring what the block touches up to date once, at its end, however often it is touched.

    For imports, inside the transaction whose end makes their steps real.
    is_real: False for a rehearsal, which is undone anyway.
    """
    touched: dict[str, set[int]] = {}
    token = _touched.set(touched)
    try:
        yield
    finally:
        _touched.reset(token)
    for code, ids in touched.items() if is_real else ():
        reindex_ids(code, ids)


def reindex_ids(code: str, ids: Iterable[int]) -> None:
    """Bring the documents of these records of the kind `code` up to date."""
    if (touched := _touched.get()) is not None:
        touched.setdefault(code, set()).update(ids)
        return
    kind, wanted = KINDS[code], sorted(set(ids))
    if not wanted:
        return
    with transaction.atomic():
        for start in range(0, len(wanted), BATCH):
            some = wanted[start : start + BATCH]
            records = list(kind.records().filter(pk__in=some))
            written = write(kind, kind.entries(records))
            forget(code, [pk for pk in some if pk not in written])


def forget(code: str, ids: Sequence[int]) -> None:
    """Remove the documents of these records."""
    if ids:
        Document.objects.filter(kind=code, object_id__in=ids).delete()


def write(kind: Kind, entries: Iterable[Entry]) -> set[int]:
    """Add or change the documents of `entries`; returns the ids of their records.

    A document that says what it said already is not touched.
    """
    rows = [row(kind.code, kind.number, kind.place, entry) for entry in entries]
    if not rows:
        return set()
    moved = [(one[1], one[2], one[0]) for one in rows]
    with connection.cursor() as cursor:
        # Its day is part of its id: a document whose day changes moves.
        cursor.executemany(
            "DELETE FROM search_document WHERE kind = %s AND object_id = %s AND id <> %s", moved
        )
        cursor.executemany(upsert(), rows)
    return {one[2] for one in rows}


def upsert() -> str:
    """The statement that adds or changes one document."""
    columns = [*COLUMNS, *(["lexemes"] if connection.vendor == "postgresql" else [])]
    values = ["%s"] * len(COLUMNS)
    if connection.vendor == "postgresql":
        values.append("array_to_tsvector(%s)")
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    # Names of columns and placeholders, nothing else.
    return (
        f"INSERT INTO search_document ({', '.join(columns)}) VALUES ({', '.join(values)})"  # noqa: S608
        f" ON CONFLICT (id) DO UPDATE SET {changed}"
        " WHERE search_document.digest <> excluded.digest"
    )


def row(code: str, number: int, place: str, entry: Entry) -> tuple:
    """The values of `upsert` for one entry."""
    title, details = entry.title[:300], entry.details[:500]
    text = entry.text[:MOST_TEXT]
    keys = sorted({*_checked(entry.keys), *_facets(number, entry)})
    digest = hashlib.blake2s(
        "\0".join([title, details, text, entry.url, str(entry.on), *keys]).encode(
            errors="surrogatepass"
        ),
        digest_size=16,
    ).hexdigest()
    pk = document_id(number, entry.object_id, entry.on, place, entry.rank)
    in_title, in_body = runs(title), runs(f"{details}\n{text}")
    words: tuple[Any, ...]
    if connection.vendor == "postgresql":
        words = (_plain(in_title), _plain(in_body), " ".join(keys), digest)
        words += (sorted(lexemes(in_title, in_body, keys, pk)),)
    else:
        title_words, body_words = " ".join(tokens_of(in_title)), " ".join(tokens_of(in_body))
        words = (title_words, body_words, " ".join(keys), digest)
    return (
        pk,
        code,
        entry.object_id,
        entry.county_id,
        entry.body_id,
        title.replace("\0", ""),
        details.replace("\0", ""),
        text.replace("\0", ""),
        entry.url,
        entry.on,
        entry.status,
        *words,
    )


def lexemes(in_title: list[str], in_body: list[str], keys: Iterable[str], pk: int) -> set[str]:
    """What PostgreSQL's index keeps of a document, of runs of its title and the rest."""
    of_title, mark = characters_of(in_title).union(tokens_of(in_title)), mark_of(pk)
    words = characters_of(in_body).union(of_title, tokens_of(in_body))
    found = {mark + token for token in words}
    found.update(f"{mark}^{token}" for token in of_title)
    found.update("@" + key for key in keys)
    found.update(() if mark else spans_of(pk))
    return found


def _checked(keys: Iterable[str]) -> Iterable[str]:
    """Keys as `kinds` describes them; another would open or hide what it should not."""
    for key in keys:
        if not KEY.fullmatch(key) or (key[0] in FACETS and key[1].isdecimal()):
            raise ValueError(f"{key!r} is no key that a document can carry")
        yield key


def _facets(number: int, entry: Entry) -> Iterable[str]:
    yield f"k{number}"
    if entry.status:
        yield "s" + entry.status.replace("_", "")
    if entry.county_id is not None:
        yield f"v{entry.county_id}"
    if entry.body_id is not None:
        yield f"w{entry.body_id}"
    year = entry.year or (entry.on.year if entry.on else None)
    if year is not None:
        yield f"y{year}"


def _plain(found_runs: list[str]) -> str:
    return f" {' '.join(found_runs)} "


def rebuild(codes: Sequence[str], *, anew: bool = False, report=None) -> dict[str, int]:
    """Write all documents of these kinds, in batches; returns how many of each were written.

    Goes on where an earlier run was interrupted, unless `anew`. Documents whose
    record is gone are removed on the way.
    report: called after each batch with the kind and the number written so far.
    """
    begun = Rebuilding.objects.filter(kind__in=codes)
    if anew or not begun.filter(is_finished=False).exists():
        with transaction.atomic():
            begun.delete()
            Rebuilding.objects.bulk_create(Rebuilding(kind=code) for code in codes)
    for place in list(begun.filter(is_finished=False)):
        while not place.is_finished:
            _rebuild_batch(KINDS[place.kind], place)
            if report:
                report(place.kind, place.written)
    sampling.take()
    return dict(begun.values_list("kind", "written"))


@transaction.atomic
def _rebuild_batch(kind: Kind, place: Rebuilding) -> None:
    found = kind.records().filter(pk__gt=place.last_object_id).order_by("pk")
    records = list(found[:BATCH])
    written = write(kind, kind.entries(records))
    stale = Document.objects.filter(kind=kind.code, object_id__gt=place.last_object_id)
    if records:
        stale = stale.filter(object_id__lte=records[-1].pk)
        place.last_object_id = records[-1].pk
    stale.exclude(object_id__in=written).delete()
    place.written += len(written)
    place.is_finished = not records
    place.changed_at = timezone.now()
    place.save()


def renew(using) -> None:
    """Make the full text index anew out of the documents, after a change of its form.

    using: the database connection. For migrations: no record is read.
    """
    tables.remove(using)
    tables.install(using)
    with using.cursor() as cursor:
        if using.vendor == "sqlite":
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
            cursor.execute("INSERT INTO search_titles(search_titles) VALUES ('rebuild')")
            return
        last = -1
        while True:
            cursor.execute(
                "SELECT id, title, details, text, key_words FROM search_document"
                " WHERE id > %s ORDER BY id LIMIT %s",
                [last, BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            renewed = [
                (sorted(lexemes(runs(title), runs(f"{details}\n{text}"), keys.split(), pk)), pk)
                for pk, title, details, text, keys in rows
            ]
            cursor.executemany(
                "UPDATE search_document SET lexemes = array_to_tsvector(%s) WHERE id = %s", renewed
            )


def check(code: str) -> dict[str, int]:
    """Documents of a kind: how many there are, and are missing, stale or left over."""
    kind = KINDS[code]
    found = {"documents": 0, "missing": 0, "stale": 0, "left_over": 0}
    last = 0
    while True:
        records = list(kind.records().filter(pk__gt=last).order_by("pk")[:BATCH])
        rows = [row(kind.code, kind.number, kind.place, entry) for entry in kind.entries(records)]
        should = {one[2]: one[len(COLUMNS) - 1] for one in rows}
        there = Document.objects.filter(kind=code, object_id__gt=last)
        if records:
            last = records[-1].pk
            there = there.filter(object_id__lte=last)
        kept = dict(there.values_list("object_id", "digest"))
        found["documents"] += len(kept)
        found["missing"] += len(should.keys() - kept.keys())
        found["left_over"] += len(kept.keys() - should.keys())
        found["stale"] += sum(kept[pk] != digest for pk, digest in should.items() if pk in kept)
        if not records:
            return found
