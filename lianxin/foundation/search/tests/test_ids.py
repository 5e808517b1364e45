"""Ids of documents: day, kind and record, and the change of their form."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from lianxin.foundation.search.models import (
    DIRECTORY,
    LAST_KIND,
    TIMELESS,
    Document,
    day_number,
    document_id,
    kind_number,
)
from lianxin.foundation.search.query import search
from lianxin.foundation.search.tests.corpus import put

BEFORE = {
    # Day 45_000 of kind 15, as ids were with four bits for the kind.
    (45_000 << 34 | 15 << 30 | 7): (45_000, 15, 7),
    (45_001 << 34 | 1 << 30 | (1 << 30) - 1): (45_001, 1, (1 << 30) - 1),
}


def test_an_id_tells_day_and_kind_and_keeps_the_order():
    on = date(2026, 1, 5)
    ids = [
        document_id(LAST_KIND, 1, None, TIMELESS, rank=3),
        document_id(LAST_KIND, 1, on),
        document_id(1, (1 << 30) - 1, date(2026, 1, 6)),
        document_id(2, 1, on, DIRECTORY),
    ]

    assert ids == sorted(ids)
    assert [kind_number(one) for one in ids] == [LAST_KIND, LAST_KIND, 1, 2]
    assert day_number(ids[2]) == day_number(ids[1]) + 1
    assert ids[-1] < 1 << 53


def test_documents_of_before_are_numbered_anew_and_found(only_notes):
    for place in range(1, 13):
        put(place, f"关于修复石板桥的建议之{place}", on=date(2026, 1, place))
    found = [one.pk for one in search("石板桥", user=AnonymousUser()).documents]
    renumber = import_module("lianxin.foundation.search.migrations.0005_more_kinds")
    [step] = renumber.Migration.operations
    editor = SimpleNamespace(connection=connection)

    step.reverse_code(None, editor)
    assert set(Document.objects.values_list("pk", flat=True)).isdisjoint(found)
    for old in BEFORE:
        Document.objects.create(pk=old, object_id=old % 1000, kind="old", url="/", digest="x")
    step.code(None, editor)

    assert [one.pk for one in search("石板桥", user=AnonymousUser()).documents] == found
    numbered = set(Document.objects.filter(kind="old").values_list("pk", flat=True))
    assert numbered == {day << 36 | kind << 30 | record for day, kind, record in BEFORE.values()}
