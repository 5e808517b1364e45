"""Which buttons someone sees on a suggestion: only steps that would be allowed now."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One button: its words, its address, and whether it is the page's main one."""

    name: str
    label: str
    url: str
    is_main: bool = False
    is_grave: bool = False
    hint: str = ""


def steps_for(user, suggestion, assignments) -> list[Step]:
    """All steps `user` may take now, the main one first.

    assignments: the suggestion's active assignments, read once by the page.
    """
    from lianxin.work.suggestions.steps import clerk, deputy, office

    found = [
        *clerk.steps(user, suggestion, assignments),
        *office.steps(user, suggestion, assignments),
        *deputy.steps(user, suggestion, assignments),
    ]
    return sorted(found, key=lambda step: not step.is_main)
