"""Bulletins in the search: found by those they were sent to and by their bodies."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.masking import mask
from lianxin.foundation.search.index import reindex_ids
from lianxin.foundation.search.kinds import Entry, Kind, register
from lianxin.work.bulletins.models import Bulletin, Receipt
from lianxin.work.bulletins.queries import NOT_DRAFT, WHOLE_BODY

NUMBER = 8


def register_search() -> None:
    register(
        Kind(
            code="bulletin",
            number=NUMBER,
            label=_("通报"),
            model=Bulletin,
            records=_issued,
            entries=_entries,
            keys=_keys,
            order=46,
        )
    )


def write(bulletin: Bulletin) -> None:
    """Bring a bulletin's document up to date, in the step's transaction."""
    reindex_ids("bulletin", [bulletin.pk])


def _issued() -> QuerySet[Bulletin]:
    """Drafts are for the clerk who writes them; they are found on his list."""
    return Bulletin.objects.filter(NOT_DRAFT).select_related("body")


def _entries(bulletins: Sequence[Bulletin]) -> Iterable[Entry]:
    people: dict[int, set[int]] = {one.pk: set() for one in bulletins}
    for pk, person in Receipt.objects.filter(bulletin__in=people).values_list("bulletin", "person"):
        people[pk].add(person)
    texts: dict[int, list[str]] = {one.pk: [] for one in bulletins}
    items = Bulletin.objects.filter(pk__in=people).order_by("items__position")
    for pk, heading, text in items.values_list("pk", "items__heading", "items__text"):
        texts[pk].append(f"{heading or ''} {text or ''}")
    for one in bulletins:
        keys = {f"blb{pk}" for pk in one.body.path.strip("/").split("/")}
        keys |= {f"blp{person}" for person in people[one.pk]}
        yield Entry(
            object_id=one.pk,
            title=mask(one.title),
            details=" · ".join([one.kind_name, one.number_words, one.body.short_name]),
            text=mask("\n".join(texts[one.pk])),
            url=one.get_absolute_url(),
            on=one.issued_on,
            keys=keys,
            county_id=one.body.county_id,
            body_id=one.body_id,
            year=one.year,
        )


def _keys(account) -> Iterable[str]:
    """The same grounds as `BulletinQuerySet.visible_to`."""
    if account.person_id:
        yield f"blp{account.person_id}"
    for grant in account.current_grants:
        if grant.role in WHOLE_BODY:
            yield f"blb{grant.body_id}"
