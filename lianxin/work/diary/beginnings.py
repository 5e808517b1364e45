"""From which day each body keeps its diary here (起用日): as its clerk said, or as it was made.

A body that says nothing begins on the day it was put into the system, by its own event in
the ledger: what was due before is asked of nobody, and nothing before is told as missed.
A body without such an event has no beginning, and all its year counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils import timezone

from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import Body
from lianxin.work.diary.models import Beginning

MADE = ("body.open", "people.begin")
"""Steps that put a body into the system."""


@dataclass(frozen=True)
class Begun:
    """is_said: its clerk said so; else it is the day the body was made."""

    on: date
    is_said: bool


def beginnings_of(bodies: Iterable[Body]) -> dict[int, Begun]:
    """By body id; two queries whatever their number."""
    ids = [one.pk for one in bodies]
    said = Beginning.objects.filter(body__in=ids).values_list("body_id", "on")
    found = {body: Begun(on, True) for body, on in said}
    rest = [pk for pk in ids if pk not in found]
    if rest:
        made = Event.objects.filter(
            record_type=record_type(Body()), record_id__in=rest, step__in=MADE
        )
        for body, at in made.values_list("record_id").annotate(at=Min("happened_at")):
            found[body] = Begun(timezone.localdate(at), False)
    return found
