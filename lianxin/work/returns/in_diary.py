"""Reports upward show in the body's year that it reported (diary evidence `reports_up`)."""

from collections.abc import Iterator, Sequence
from datetime import date

from lianxin.foundation.people.models import Body
from lianxin.work.diary import evidence
from lianxin.work.diary.evidence import Found
from lianxin.work.returns.models import Task


def reports_up(
    bodies: Sequence[Body], first: date, last: date, kinds: frozenset[str]
) -> Iterator[Found]:
    made = Task.objects.filter(
        body__in=bodies,
        kind__in=Task.UPWARD,
        state=Task.State.REPORTED,
        reported_on__gte=first,
        reported_on__lte=last,
    )
    if kinds:
        made = made.filter(whom__in=kinds)
    for one in made:
        if one.reported_on:
            yield Found(one.body_id, one.reported_on, one.title, one.get_absolute_url(), one.whom)


def register_in_diary() -> None:
    evidence.register("reports_up", reports_up)
