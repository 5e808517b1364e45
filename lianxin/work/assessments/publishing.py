"""Grades as they are told: by place, never by score, and nobody is named last."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.work.assessments.models import Round, Sheet


@dataclass(frozen=True)
class Grade:
    """One grade: who has it, by place, and how many. names: empty where they are not told."""

    name: str
    names: Sequence[str]
    number: int


def published_grades(period: Round) -> list[Grade]:
    """To the county's bodies: the last grade told only as a number. Empty before publication."""
    found = _names_by_grade(period)
    last = period.scheme.grades[-1][0]
    return [Grade(one, [] if one == last else names, len(names)) for one, names in found.items()]


def public_grades(period: Round) -> list[Grade]:
    """To everybody: names of the best grade, numbers of the others.

    Where all the others have one grade, who is not named has it: then nobody is named.
    """
    found = _names_by_grade(period) if period.is_public else {}
    others = [names for names in list(found.values())[1:] if names]
    is_named = len(others) != 1
    return [
        Grade(name, names if place == 0 and is_named else [], len(names))
        for place, (name, names) in enumerate(found.items())
    ]


def _names_by_grade(period: Round) -> dict[str, list[str]]:
    if period.state != Round.State.PUBLISHED:
        return {}
    found: dict[str, list[str]] = {name: [] for name, _mark in period.scheme.grades}
    sheets = Sheet.objects.filter(round=period).select_related("body").order_by("body__path")
    for sheet in sheets:
        found.setdefault(sheet.grade, []).append(sheet.body.short_name)
    return found
