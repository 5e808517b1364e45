"""What the calls of spot checks found: counts, and a rate with both its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from lianxin.work.links.models import SpotCall, SpotCheck

R = SpotCall.Result


@dataclass(frozen=True)
class Results:
    """Counts of one draw. Who was not reached neither confirms nor denies."""

    confirmed: int
    not_confirmed: int
    not_reached: int
    open: int

    @property
    def reached(self) -> int:
        return self.confirmed + self.not_confirmed

    @property
    def percent(self) -> int | None:
        """Whole percent of those reached, a half upwards; None where nobody was."""
        if not self.reached:
            return None
        return (200 * self.confirmed + self.reached) // (2 * self.reached)


def results_of(checks: Iterable[SpotCheck]) -> dict[int, Results]:
    """Results by id of the draw, in one query."""
    checks = list(checks)
    counted: dict[int, dict[str, int]] = {one.pk: {} for one in checks}
    rows = SpotCall.objects.filter(draw__in=checks).order_by().values_list("draw", "result")
    for pk, result, number in rows.annotate(Count("pk")):
        counted[pk][result] = number
    return {
        pk: Results(
            confirmed=found.get(R.CONFIRMED, 0),
            not_confirmed=found.get(R.NOT_CONFIRMED, 0),
            not_reached=found.get(R.NOT_REACHED, 0),
            open=found.get(R.OPEN, 0),
        )
        for pk, found in counted.items()
    }
