"""What the year's diary reads here: issued bulletins show that the month's was sent."""

from collections.abc import Iterator, Sequence
from datetime import date

from lianxin.foundation.people.models import Body
from lianxin.work.bulletins.models import Bulletin
from lianxin.work.diary import evidence
from lianxin.work.diary.evidence import Found


def issued(
    bodies: Sequence[Body], first: date, last: date, kinds: frozenset[str]
) -> Iterator[Found]:
    """Each bulletin once, on the day of its first edition; those withdrawn show nothing."""
    found = Bulletin.objects.counted().filter(
        body__in=bodies, issued_on__gte=first, issued_on__lte=last
    )
    if kinds:
        found = found.filter(kind__in=kinds)
    for one in found:
        if one.issued_on is not None:
            yield Found(one.body_id, one.issued_on, one.title, one.get_absolute_url(), one.kind)


def register_evidence() -> None:
    evidence.register("bulletins", issued)
