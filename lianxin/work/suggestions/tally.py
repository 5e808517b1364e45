"""A county's matters counted in one pass, for all tables of its ledger at once."""

from typing import Any

from django.db.models import Count, F

from lianxin.engines.matters.models import Assignment
from lianxin.foundation.people.models import Body, Office
from lianxin.work.suggestions.measures import ANSWERING, ASKS_ELSEWHERE, HANDLED, MEASURES
from lianxin.work.suggestions.scope import Scope

TABLE_MEASURES = (
    "handled",
    "replied",
    "pending",
    "overdue",
    "closed",
    "solved",
    "judged",
    "satisfied",
    "dissatisfied",
)
DIMENSIONS = {
    "office": "lead_office_id",
    "body": "body_id",
    "topic": "topic",
    "result": "result_class",
}


class Tally:
    """All measures of a scope's matters by body, office, topic and result.

    The database counts, in one query; what is added up here are some hundred
    rows, at most as many as offices, topics and results together allow.
    """

    KEYS = ("body_id", "lead_office_id", "is_joint", "topic", "result_class")
    NAMES = tuple(name for name in MEASURES if name not in ASKS_ELSEWHERE)

    def __init__(self, scope: Scope):
        self.scope = scope
        grouped: Any = scope.matters().order_by().values_list(*self.KEYS)
        self.rows = list(grouped.annotate(**self._counts(self.NAMES)))

    def totals(self) -> dict[str, int]:
        """Every measure of the whole scope."""
        return self._sums(self.rows, self.NAMES)

    def by(self, dimension: str) -> list[dict[str, Any]]:
        """One row for each body, office, topic or result class that has handled something.

        Rows are dicts of row_value, row_name and TABLE_MEASURES. By office an
        item handled jointly stands in each of its offices' rows, which then
        add up to more than the items.
        """
        place = self.KEYS.index(DIMENSIONS[dimension])
        groups: dict[Any, list] = {}
        for row in self.rows:
            groups.setdefault(row[place], []).append(row)
        if dimension == "office":
            found = self._by_office(groups)
        else:
            found = {value: self._sums(rows, TABLE_MEASURES) for value, rows in groups.items()}
        names = self._names_of(dimension, found)
        rows = [
            {"row_value": value, "row_name": names[value]} | sums
            for value, sums in found.items()
            if sums["handled"]
        ]
        return sorted(rows, key=lambda row: (-row["handled"], str(row["row_name"])))

    def _by_office(self, groups) -> dict[int, dict[str, int]]:
        is_joint = self.KEYS.index("is_joint")
        found = {
            office: self._sums([row for row in rows if not row[is_joint]], TABLE_MEASURES)
            for office, rows in groups.items()
            if office is not None
        }
        if any(row[is_joint] for row in self.rows):
            for office, *counts in self._handled_jointly():
                sums = found.setdefault(office, dict.fromkeys(TABLE_MEASURES, 0))
                for name, number in zip(TABLE_MEASURES, counts, strict=True):
                    sums[name] += number
        return found

    def _handled_jointly(self):
        """Items that several offices answer, once under each of them."""
        in_force = [one for one in Assignment.Status if one != Assignment.Status.TAKEN_BACK]
        # In one call, so that role and status are those of the same assignment.
        joint: Any = self.scope.matters().filter(
            is_joint=True,
            status__in=HANDLED,
            assignments__role__in=ANSWERING,
            assignments__status__in=in_force,
        )
        grouped = joint.order_by().values_list(F("assignments__office_id"))
        return grouped.annotate(**self._counts(TABLE_MEASURES))

    def _counts(self, names) -> dict[str, Count]:
        return {name: Count("pk", filter=MEASURES[name](self.scope.yard)) for name in names}

    def _sums(self, rows, names) -> dict[str, int]:
        if not rows:
            return dict.fromkeys(names, 0)
        columns = list(zip(*rows, strict=True))
        first = len(self.KEYS)
        return {name: sum(columns[first + self.NAMES.index(name)]) for name in names}

    def _names_of(self, dimension: str, values) -> dict[Any, str]:
        if dimension == "body":
            return dict(Body.objects.filter(pk__in=values).values_list("pk", "short_name"))
        if dimension == "office":
            return dict(Office.objects.filter(pk__in=values).values_list("pk", "name"))
        return {value: value for value in values}
