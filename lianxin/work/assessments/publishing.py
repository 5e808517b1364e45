"""Grades as they are told: by place, never by score, and nobody is named last."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.work.assessments.models import Round, Sheet

FEWEST_BESIDE_LAST = 2
"""Unnamed bodies that must stand beside those with the last grade.

A body knows its own grade: were it alone beside the last, it could name the last.
"""


@dataclass(frozen=True)
class Grade:
    """One grade: who has it, by place, and how many. names: empty where they are not told."""

    name: str
    names: Sequence[str]
    number: int


def published_grades(period: Round) -> list[Grade]:
    """To the county's bodies: names while they do not tell who stands last, else numbers.

    Empty before publication.
    """
    found = _names_by_grade(period)
    return _told(found, most=len(found))


def public_grades(period: Round) -> list[Grade]:
    """To everybody: names of the best grade at most, numbers of the others."""
    return _told(_names_by_grade(period) if period.is_public else {}, most=1)


def _told(found: dict[str, list[str]], *, most: int) -> list[Grade]:
    """The grades, of which the best are named, `most` of them at most."""
    grades = list(found)
    named = next((place for place in range(most, 0, -1) if _tells_no_last(found, place)), 0)
    return [
        Grade(name, found[name] if place < named else [], len(found[name]))
        for place, name in enumerate(grades)
    ]


def _tells_no_last(found: dict[str, list[str]], named: int) -> bool:
    """Whether who is last stays unsaid when the first `named` grades are told by names."""
    sizes = [len(names) for names in found.values()]
    if not any(sizes[1:]):
        return True  # All have the best grade.
    unnamed = [size for size in sizes[named:] if size]
    return sum(unnamed[:-1]) >= FEWEST_BESIDE_LAST


def _names_by_grade(period: Round) -> dict[str, list[str]]:
    if period.state != Round.State.PUBLISHED:
        return {}
    found: dict[str, list[str]] = {name: [] for name, _mark in period.scheme.grades}
    sheets = Sheet.objects.filter(round=period).select_related("body").order_by("body__path")
    for sheet in sheets:
        found.setdefault(sheet.grade, []).append(sheet.body.short_name)
    return found
