"""三个一 of a body: who is paired with which branch, how far each project is, who is not.

Source: systems.md S-046, J10 (ten of ten projects completed, rates shown).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet, Sum

from lianxin.engines.tenure import duties_at
from lianxin.foundation.people.models import Seat
from lianxin.work.duty.models import Campaign, Pledge

Stage = Pledge.Stage


@dataclass(frozen=True)
class Board:
    """How the pairs of one campaign stand. asked: how many deputies it asks today.

    unpaired: those of them without a pair, in stroke order. persons: who profit.
    """

    asked: int
    unpaired: Sequence[Seat]
    stages: Counter[str]
    persons: int
    quiet: int

    @property
    def pairs(self) -> int:
        return sum(self.stages.values())

    @property
    def projects(self) -> int:
        return self.pairs - self.stages[Stage.PAIRED]

    @property
    def done(self) -> int:
        return self.stages[Stage.DONE]

    @property
    def percent(self) -> int | None:
        """Whole percent of projects done, a half upwards; None without a project."""
        if not self.projects:
            return None
        return (200 * self.done + self.projects) // (2 * self.projects)


def pairs_of(campaign: Campaign) -> QuerySet[Pledge]:
    """Its pairs in stroke order, each with the day of the last progress as `last_on`."""
    return (
        Pledge.objects.filter(campaign=campaign)
        .pairs()
        .select_related("seat__person", "campaign")
        .annotate(last_on=Max("steps__on"))
        .order_by("seat__person__stroke_key", "pk")
    )


def is_quiet(pair: Pledge, today: date) -> bool:
    """A project under way of which this month says nothing yet; `last_on` is annotated."""
    if pair.pair_stage not in (Stage.CHOSEN, Stage.RUNNING):
        return False
    last = pair.last_on  # type: ignore[attr-defined]
    return last is None or (last.year, last.month) < (today.year, today.month)


def board_of(campaign: Campaign, pairs: Sequence[Pledge], today: date) -> Board:
    """What the board's head says; `pairs` as `pairs_of` reads them. A fixed number of queries."""
    groups = set(campaign.groups.values_list("pk", flat=True))
    seats = [one.seat for one in duties_at(campaign.body, today, today)]
    asked = [one for one in seats if not groups or one.group_id in groups]
    paired = {one.seat_id for one in pairs if one.pair_stage != Stage.GIVEN_UP}
    profit = Pledge.objects.filter(campaign=campaign).pairs().aggregate(total=Sum("persons"))
    return Board(
        asked=len(asked),
        unpaired=[one for one in asked if one.pk not in paired],
        stages=Counter(str(one.pair_stage) for one in pairs),
        persons=profit["total"] or 0,
        quiet=sum(is_quiet(one, today) for one in pairs),
    )
