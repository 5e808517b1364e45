"""From the package's data files into the database: after each migrating, what has changed."""

import hashlib
import json
from datetime import date
from pathlib import Path

from django.db import transaction

from lianxin.foundation.laws.models import Article, Law
from lianxin.foundation.search.index import forget, reindex_ids

DATA = Path(__file__).parent / "data"
COLUMNS = ("title", "short", "level", "place", "version", "status", "source", "checked", "note")


def load() -> int:
    """Put every law whose file differs from the database's into it; returns how many.

    Safe to run again; a law whose file is gone is taken off the shelf.
    """
    there = dict(Law.objects.values_list("slug", "digest"))
    changed = 0
    for path in sorted(DATA.glob("*.json")):
        content = path.read_bytes()
        digest = hashlib.blake2s(content, digest_size=16).hexdigest()
        if there.pop(path.stem, "") != digest:
            _write(path.stem, digest, json.loads(content))
            changed += 1
    for slug in there:
        with transaction.atomic():
            _clear(Law.objects.get(slug=slug))
            Law.objects.filter(slug=slug).delete()
    return changed


def load_after_migrating(sender, **how) -> None:
    """Receiver of post_migrate. A flush sends the signal too, but without a plan: it
    empties tables for the next test, which has no use for the library."""
    if how.get("using", "default") == "default" and "plan" in how and _is_there(how["apps"]):
        load()


def _is_there(apps) -> bool:
    """Whether the migrating went as far as the tables of both apps."""
    found = {model._meta.label for model in apps.get_models()}
    return {"laws.Article", "search.Document"} <= found


@transaction.atomic
def _write(slug: str, digest: str, shipped: dict) -> None:
    law, _created = Law.objects.update_or_create(
        slug=slug,
        defaults={
            **{name: shipped[name] for name in COLUMNS},
            "version_on": date.fromisoformat(shipped["version_on"]),
            "preamble": "\n".join(shipped["preamble"]),
            "digest": digest,
        },
    )
    _clear(law)
    # The last article first: results list the highest id first.
    articles = Article.objects.bulk_create(
        Article(
            law=law,
            position=position,
            number=one["number"],
            anchor=one["anchor"],
            headings="\n".join(one["headings"]),
            text="\n".join(one["paragraphs"]),
        )
        for position, one in reversed(list(enumerate(shipped["articles"], start=1)))
    )
    reindex_ids("law", [one.pk for one in articles])


def _clear(law: Law) -> None:
    forget("law", list(law.articles.values_list("pk", flat=True)))
    law.articles.all().delete()
