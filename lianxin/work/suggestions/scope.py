"""Which suggestions are counted."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.engines.matters.models import Assignment, Matter, Promise, Reply
from lianxin.engines.matters.queries import visible_q
from lianxin.work.suggestions.measures import ANSWERING, REPLIED, Yardstick, yardstick


@dataclass(frozen=True)
class Scope:
    """Which suggestions are counted.

    body, include_below: those of one body, or of all below it too.
    year: statistical year; None for all years. session: of one session only.
    office, topic, result, satisfaction: narrower still, for one row of a table.
    user: only what this account may see; None for commands.
    """

    body: Any
    year: int | None
    on: date
    include_below: bool = False
    session_id: int | None = None
    office_id: int | None = None
    topic: str | None = None
    result: str | None = None
    satisfaction: str | None = None
    user: Any = None

    @cached_property
    def yard(self) -> Yardstick:
        return yardstick(self.body, self.on)

    def matters(self, kind: str = Matter.Kind.SUGGESTION) -> QuerySet[Matter]:
        """All matters of the scope, whatever their status."""
        found = Matter.objects.filter(kind=kind, county_id=self.body.county_id)
        if not (self.include_below and self.body.parent_id is None):
            found = found.filter(body_id=self.body.pk)
        if self.year is not None:
            found = found.filter(year=self.year)
        if self.session_id is not None:
            found = found.filter(suggestion__session_id=self.session_id)
        if self.topic is not None:
            found = found.filter(topic=self.topic)
        if self.result is not None:
            found = found.filter(result_class=self.result)
        if self.satisfaction is not None:
            found = found.filter(satisfaction=self.satisfaction)
        if self.office_id is not None:
            found = found.filter(
                pk__in=answering(Assignment.objects.filter(office_id=self.office_id)).values(
                    "matter_id"
                )
            )
        return found if self.user is None else found.filter(visible_q(self.user, [kind]))

    def promises(self) -> QuerySet[Promise]:
        """Promises in the answers of the scope's matters, but those a new answer replaced."""
        matters = self.matters().filter(status__in=REPLIED)
        if self.year is None:
            # Asked promise by promise: of all years there are fewer of them than of matters.
            in_scope = Q(Exists(matters.filter(pk=OuterRef("reply__assignment__matter_id"))))
        else:
            in_scope = Q(reply__assignment__matter__in=matters)
        return Promise.objects.filter(
            in_scope, county_id=self.body.county_id, reply__state=Reply.State.ISSUED
        ).exclude(state=Promise.State.REPLACED)

    def narrowed(self, **to) -> "Scope":
        return replace(self, **to)


def answering(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Those that owe, or owed, the deputy an answer and were not taken back."""
    return assignments.filter(role__in=ANSWERING).exclude(status=Assignment.Status.TAKEN_BACK)
