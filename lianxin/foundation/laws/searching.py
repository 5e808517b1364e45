"""Articles in the search: everyone finds them, before signing in too."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.laws.models import Article
from lianxin.foundation.search.kinds import EVERYONE, Entry, Kind, register


def register_kinds() -> None:
    register(
        Kind(
            code="law",
            number=1,
            label=_("法规"),
            model=Article,
            records=_articles,
            entries=_entries,
            keys=_keys,
            order=60,
            place="last",
        )
    )


def _articles() -> QuerySet[Article]:
    return Article.objects.select_related("law")


def _entries(articles: Sequence[Article]) -> Iterable[Entry]:
    for article in articles:
        law = article.law
        told = [law.title if law.short else "", law.version, *article.headings.split("\n")]
        yield Entry(
            object_id=article.pk,
            title=f"{law.short or law.title} {article.number}",
            details=" · ".join(filter(None, told)),
            text=article.text,
            url=article.get_absolute_url(),
            on=law.version_on,
            keys=[EVERYONE],
            rank=_rank(law),
        )


def _rank(law) -> int:
    """Laws before regulations, what holds everywhere before what holds in one place."""
    if law.place:
        return 0
    return 2 if law.level in ("宪法", "法律") else 1


def _keys(account) -> Iterable[str]:
    return [EVERYONE]
