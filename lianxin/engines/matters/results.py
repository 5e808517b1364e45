"""What a canonical result class is called here: its letter, and what follows from it."""

from datetime import date
from typing import NamedTuple

from lianxin.engines.matters.models.answers import ResultClass
from lianxin.foundation.rulebook.rules import rule

KEY = "suggestion.result_letters"


class ResultMeaning(NamedTuple):
    """A class as this place prints and counts it."""

    letter: str
    label: str
    needs_promise: bool
    counts_as_solved: bool


def result_letter(body, result_class: str, on: date) -> ResultMeaning:
    """Letter and consequences of `result_class` for `body` on a day (practice.md §2.3)."""
    known = rule(KEY, body, on).value.get(result_class)
    if known is None:
        return ResultMeaning("", "", False, False)
    return ResultMeaning(
        known["letter"],
        known.get("label") or str(ResultClass(result_class).label),
        known["needs_promise"],
        known["counts_as_solved"],
    )


def result_choices(body, on: date) -> list[tuple[str, str]]:
    """Choices for a form: value, and “A 已经解决或者基本解决”."""
    return [
        (value, f"{result_letter(body, value, on).letter} {label}".strip())
        for value, label in ResultClass.choices
    ]
