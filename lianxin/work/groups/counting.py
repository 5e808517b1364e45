"""How often groups met, against the minimum of the quarter and of the year.

Groups stand by name; which one lacks what is said, no order by number is made.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body, Group
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.diary.beginnings import Begun, beginnings_of

PER_QUARTER, PER_YEAR = "group.activities_per_quarter", "group.activities_per_year"


@dataclass(frozen=True)
class Quarter:
    """One quarter of a group: how many activities, how many asked, and whether it is over."""

    number: int
    held: int
    asked: int
    is_over: bool
    has_begun: bool

    @property
    def is_met(self) -> bool:
        return self.held >= self.asked

    @property
    def is_missed(self) -> bool:
        """Only a quarter that is over can be missed."""
        return self.is_over and not self.is_met

    @property
    def is_due(self) -> bool:
        return self.has_begun and not self.is_over and not self.is_met


@dataclass
class Year:
    """A group's year. incomplete: recorded without result, or without anyone
    present; what it was about stands in its title or topic."""

    group: Group
    year: int
    quarters: list[Quarter] = field(default_factory=list)
    asked: int = 0
    incomplete: int = 0

    @property
    def held(self) -> int:
        return sum(one.held for one in self.quarters)

    @property
    def missed(self) -> list[Quarter]:
        return [one for one in self.quarters if one.is_missed]

    @property
    def due(self) -> Quarter | None:
        """The running quarter, while it lacks an activity."""
        return next((one for one in self.quarters if one.is_due), None)


def recorded(groups: Iterable[Group], first: date, last: date) -> QuerySet[Activity]:
    """Activities of groups that were held and written down."""
    return Activity.objects.recorded().between(first, last).filter(group__in=list(groups))


def years_of(groups: Iterable[Group], year: int, today: date) -> dict[int, Year]:
    """The year of each group by its id; four queries and the rules."""
    groups = list(groups)
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = dict.fromkeys(((one.pk, number) for one in groups for number in range(1, 5)), 0)
    present = Attendance.objects.filter(activity=OuterRef("pk"), state=Attendance.State.PRESENT)
    lacking = Q(summary="") | ~Exists(present)
    incomplete: dict[int, int] = {}
    rows = recorded(groups, first, last).order_by().values_list("group", "on")
    for group, on in rows:
        held[group, (on.month + 2) // 3] += 1
    for group, number in (
        recorded(groups, first, last)
        .filter(lacking)
        .order_by()
        .values_list("group")
        .annotate(number=Count("pk"))
    ):
        incomplete[group] = number
    asked = {body: asked_of(body, min(today, last)) for body in {one.body for one in groups}}
    begun = beginnings_of({one.body for one in groups})
    return {
        one.pk: Year(
            group=one,
            year=year,
            quarters=[
                _quarter(
                    year,
                    number,
                    held[one.pk, number],
                    asked[one.body][0],
                    today,
                    begun.get(one.body_id),
                )
                for number in range(1, 5)
            ],
            asked=asked[one.body][1],
            incomplete=incomplete.get(one.pk, 0),
        )
        for one in groups
    }


def asked_of(body: Body, day: date) -> tuple[int, int]:
    """How many activities the rulebook asks of a group: in a quarter, in a year."""
    return int(rule(PER_QUARTER, body, day).value or 0), int(rule(PER_YEAR, body, day).value or 0)


def first_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3 - 2, 1)


def _quarter(
    year: int, number: int, held: int, asked: int, today: date, begun: Begun | None
) -> Quarter:
    """A quarter that ended before the body kept its work here (起用日) asks for nothing."""
    after = first_day(year + 1, 1) if number == 4 else first_day(year, number + 1)
    if begun is not None and after <= begun.on:
        asked = 0
    return Quarter(number, held, asked, today >= after, today >= first_day(year, number))


def warnings_of(group, asked: int) -> list[str]:
    """What a group lacks in its make-up; `members_now` as `with_people` read them."""
    found = []
    members = len(group.members_now)
    if members < asked:
        found.append(
            _("只有 %(now)d 名代表，应当有 %(asked)d 名以上") % {"now": members, "asked": asked}
        )
    if group.leader_id is None:
        found.append(_("没有组长"))
    elif group.leader_id not in {one.person_id for one in group.members_now}:
        found.append(_("组长不在组员里"))
    if not group.vices_now:
        found.append(_("没有副组长"))
    return found
