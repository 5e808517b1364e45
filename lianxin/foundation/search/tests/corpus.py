"""A kind of document that only tests know, so that the index is tried without any room."""

from lianxin.foundation.search import index
from lianxin.foundation.search.kinds import EVERYONE, Entry, Kind
from lianxin.foundation.search.models import Document


def _nothing(*_arguments):
    return ()


NOTE = Kind(
    code="note",
    number=15,
    label="笔记",
    model=Document,
    records=Document.objects.none,
    entries=_nothing,
    keys=_nothing,
)


def put(object_id, title, text="", *, keys=(EVERYONE,), **details):
    """One document of the kind, written as rooms write theirs."""
    entry = Entry(
        object_id=object_id,
        title=title,
        text=text,
        url=f"/notes/{object_id}/",
        keys=keys,
        **details,
    )
    index.write(NOTE, [entry])
