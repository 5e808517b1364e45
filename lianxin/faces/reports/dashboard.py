"""The dashboard (看板): how a body's year goes, where things are stuck, what falls due.

Every number is one of the catalogue and opens its list. Rooms that are not there, or offer
no such figure, leave their part out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from lianxin.foundation.figures import catalogue, links
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.figures.charts import Chart, Mark, Series, bars, lines
from lianxin.foundation.figures.listing import row_of
from lianxin.foundation.figures.months import by_month, month_url
from lianxin.foundation.figures.words import rate_words, words
from lianxin.foundation.people.models import Body
from lianxin.work.suggestions.figures import scope_of, soon_until
from lianxin.work.suggestions.statistics import measured
from lianxin.work.voices import figures as voices

YEARS_BACK = 10
MOST_BARS = 8
MOST_LINES = 6
TRENDS = ("suggestions.received", "voices.received", "activities.held")
COUNTS = ("received", "replied", "pending", "overdue", "assigned", "met", "judged", "satisfied")
RATES = (
    ("reply_rate", "replied", "assigned"),
    ("meeting_rate", "met", "assigned"),
    ("satisfaction_rate", "satisfied", "judged"),
)
# Of other rooms, where they offer them.
OF_ROOMS = (
    "receptions.station_rate",
    "activities.attendance_rate",
    "groups.rate",
)
OF_THE_QUARTER = ("groups.rate", "receptions.station_rate")
QUIET = ("groups.silent", "receptions.stations_quiet")


@dataclass(frozen=True)
class Number:
    """A number of the page: its name, in words, its list and its definition."""

    label: Any
    words: str
    url: str
    formula: Any


@dataclass(frozen=True)
class Waiting:
    """Something that waits for an office: the row of its list, and for how many days."""

    row: Row
    days: int


@dataclass
class Dashboard:
    """All that the page shows, in a number of queries that does not grow with the county.

    scope: a calendar year of a body, seen by an account. today: what is late, and up to
    which month lines are drawn. min_n: below so many a rate says nothing.
    """

    scope: Scope
    today: date
    min_n: int

    @cached_property
    def _counts(self) -> dict[str, int]:
        return measured(scope_of(self.scope), COUNTS)

    @cached_property
    def _messages(self) -> dict[str, int]:
        return voices.measured(self.scope, "received", "waiting", "answered")

    @property
    def numbers(self) -> list[Number]:
        """The year's counts, each opening its list."""
        keys = ("received", "replied", "pending", "overdue")
        found = [self._number(f"suggestions.{key}", self._counts[key]) for key in keys]
        found += [
            self._number(f"voices.{key}", self._messages[key]) for key in ("received", "waiting")
        ]
        others = ("receptions.held", "activities.held")
        return found + [self._number(key) for key in others if _figure(key)]

    @property
    def rates(self) -> list[Number]:
        """Rates with both their sides, of this room and of others."""
        found = [
            self._rate(f"suggestions.{key}", self._counts[numerator], self._counts[denominator])
            for key, numerator, denominator in RATES
        ]
        answered, received = self._messages["answered"], self._messages["received"]
        found.append(self._rate("voices.answered_rate", answered, received))
        for other in filter(None, map(_figure, OF_ROOMS)):
            is_recent = other.key in OF_THE_QUARTER
            scope = self.quarter if is_recent else self.scope
            said = rate_words(*other.sides(scope), self.min_n)
            name = _("%s（本季度）") % other.name if is_recent else other.name
            found.append(Number(name, said, links.url(other.key, scope), other.formula))
        return found

    def _rate(self, key: str, numerator: int, denominator: int) -> Number:
        one = catalogue.figure(key)
        said = rate_words(numerator, denominator, self.min_n)
        return Number(one.name, said, links.url(key, self.scope), one.formula)

    def _number(self, key: str, value: int | None = None) -> Number:
        one = catalogue.figure(key)
        value = one.value(self.scope) if value is None else value
        return Number(one.name, words(one, value), links.url(key, self.scope), one.formula)

    @property
    def trends(self) -> Chart:
        """Suggestions, messages and activities by month."""
        series = [self._by_month(key) for key in TRENDS if _figure(key)]
        return lines("trends", _("逐月收到的建议、留言和举行的活动"), series, heading=_("月份"))

    @property
    def receptions(self) -> Chart:
        """Receptions that were due and that were held, by month."""
        series = [self._by_month(key) for key in ("receptions.held", "receptions.planned")]
        return lines("receptions", _("逐月接待日：已举行和应举行"), series, heading=_("月份"))

    def _by_month(self, key: str) -> Series:
        one = catalogue.figure(key)
        marks = [
            Mark(
                _("%d月") % month.month,
                number,
                month_url(key, self.scope, month),
                words(one, number),
            )
            for month, number in by_month(key, self.scope)
            if month <= self.today
        ]
        return Series(one.name, marks)

    @property
    def stuck(self) -> list[Chart]:
        """What offices have not answered, those who have had something longest first."""
        one = catalogue.figure("suggestions.waiting_offices")
        found = _records(one, self.scope)
        charts = [
            self._stuck(
                "offices",
                _("各承办单位还没有答复的（等得最久的在前）"),
                found.values_list("office_id", "office__name"),
                lambda pk: replace(self.scope, narrowed={"office": str(pk)}),
            )
        ]
        if self.scope.below:
            bodies = {
                body.pk: body for body in Body.objects.filter(path__startswith=self.scope.body.path)
            }
            charts.append(
                self._stuck(
                    "bodies",
                    _("各机构的建议还没有答复的（等得最久的在前）"),
                    found.values_list("matter__body_id", "matter__body__short_name"),
                    lambda pk: replace(self.scope, body=bodies[pk], below=False),
                )
            )
        return [chart for chart in charts if not chart.is_empty]

    def _stuck(self, key, title, grouped, narrowed) -> Chart:
        one = catalogue.figure("suggestions.waiting_offices")
        rows = grouped.annotate(number=Count("pk"), oldest=Min("assigned_on")).order_by("oldest")
        marks = [
            Mark(
                name,
                number,
                links.url(one.key, narrowed(pk)),
                _("%(number)d %(unit)s，最久 %(days)d 天")
                % {
                    "number": number,
                    "unit": one.unit,
                    "days": (self.today - oldest).days if oldest else 0,
                },
            )
            for pk, name, number, oldest in rows[:MOST_BARS]
        ]
        return bars(key, title, [Series(one.name, marks)])

    @property
    def oldest(self) -> list[Waiting]:
        """The assignments that have waited longest."""
        one = catalogue.figure("suggestions.waiting_offices")
        found = _records(one, self.scope, order=("assigned_on", "pk"))[:MOST_LINES]
        return [
            Waiting(row_of(one, record), (self.today - record.assigned_on).days) for record in found
        ]

    @property
    def promises(self) -> Chart:
        """Promises of these years that are not kept yet, by when they fall due."""
        year = self.scope.until.year
        scope = replace(self.scope, since=date(year - YEARS_BACK, 1, 1), until=date(year, 12, 31))
        soon = Q(due_on__lte=soon_until(scope))
        over, is_open = (
            catalogue.figure(f"suggestions.promises_{one}") for one in ("overdue", "open")
        )
        late = over.value(scope)
        found = _records(is_open, scope).aggregate(
            soon=Count("pk", filter=soon), later=Count("pk", filter=~soon)
        )
        marks = [
            self._promise(over, scope, over.name, late),
            *(
                self._promise(is_open, replace(scope, narrowed={"due": due}), label, found[due])
                for due, label in (("soon", _("30 天内到期")), ("later", _("以后到期")))
            ),
        ]
        return bars("promises", _("答复中的承诺"), [Series(_("承诺"), marks)], heading=_("到期"))

    def _promise(self, one: Figure, scope: Scope, label: Any, number: int) -> Mark:
        return Mark(str(label), number, links.url(one.key, scope), words(one, number))

    @property
    def quarter(self) -> Scope:
        """The quarter of today, or the last one of a year that is over."""
        day = min(self.today, self.scope.until)
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        end = date(day.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
        return replace(self.scope, since=first, until=date.fromordinal(end.toordinal() - 1))

    @property
    def quiet(self) -> list[tuple[Number, list[Row], bool]]:
        """Groups and stations that did nothing this quarter: some by name, whether not all."""
        found = []
        for key in QUIET:
            one = _figure(key)
            if one is None or one.records is None:
                continue
            records = one.records(self.quarter)
            number = one.measure(records)
            url = links.url(one.key, self.quarter)
            rows = [row_of(one, record) for record in records[:MOST_LINES]] if number else []
            shown = Number(one.name, words(one, number), url, one.formula)
            found.append((shown, rows, number > len(rows)))
        return found


def _figure(key: str) -> Figure | None:
    """The figure, if a room offers it."""
    try:
        return catalogue.figure(key)
    except KeyError:
        return None


def _records(one: Figure, scope: Scope, order: Sequence[str] = ()) -> Any:
    """What a figure counts; LookupError for a rate, which has no records of its own."""
    if one.records is None:
        raise LookupError(one.key)
    return one.records(scope).order_by(*order)
