"""The county's yearly assessments in the search; no body's marks, no grades."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.search.index import follow
from lianxin.foundation.search.kinds import Entry, Kind, register
from lianxin.work.assessments.models import Round
from lianxin.work.assessments.queries import READERS

NUMBER = 13


def register_search() -> None:
    register(
        Kind(
            code="assessment",
            number=NUMBER,
            label=_("工作考评"),
            model=Round,
            records=_rounds,
            entries=_entries,
            keys=_keys,
            order=56,
            statuses=lambda: Round.State.choices,
        )
    )
    follow("assessment", steps="assessment.")


def _rounds() -> QuerySet[Round]:
    return Round.objects.select_related("body", "scheme").prefetch_related("scheme__items")


def _entries(rounds: Sequence[Round]) -> Iterable[Entry]:
    for one in rounds:
        yield Entry(
            object_id=one.pk,
            title=str(one),
            details=" · ".join([one.body.short_name, str(one.get_state_display())]),
            text="\n".join(item.name for item in one.scheme.items.all()),
            url=one.get_absolute_url(),
            on=one.since,
            keys={f"asc{one.body_id}"},
            county_id=one.body.county_id,
            body_id=one.body_id,
            year=one.year,
            status=one.state,
        )


def _keys(account) -> Iterable[str]:
    """The same ground as `RoundQuerySet.visible_to`: whoever works in the county's bodies."""
    for grant in account.current_grants:
        if grant.role in READERS:
            yield f"asc{grant.body.county_id}"
