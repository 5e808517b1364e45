"""Who may do what to a suggestion before it is in hand."""

from enum import StrEnum

from lianxin.engines.matters.models import Proposer
from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import is_chair, is_clerk, register


class Permission(StrEnum):
    WRITE = "suggestion.write"
    """Write one's own suggestion (record: a Suggestion of the body, saved or not)."""

    WRITE_FOR = "suggestion.write_for"
    """Write down a suggestion for a deputy (代录)."""

    EDIT = "suggestion.edit"
    """Change, submit or withdraw a suggestion as its lead or for him."""

    COSIGN = "suggestion.cosign"
    """Answer an invitation to co-sign."""

    REVIEW = "suggestion.review"
    """Accept, return, refuse, merge, split, number, call back."""

    DECIDE_MOTION = "suggestion.decide_motion"
    """Record the presidium's decision on a motion."""


def is_deputy_of_body(by, suggestion) -> bool:
    return by.person_id is not None and by.has_role(Role.DEPUTY, body=suggestion.body)


def is_scribe(by, suggestion) -> bool:
    """A clerk of the body or a liaison of one of its stations writes for a deputy."""
    return is_clerk(by, suggestion) or by.has_role(Role.LIAISON, body=suggestion.body)


def is_lead(by, suggestion) -> bool:
    return (
        by.person_id is not None
        and suggestion.proposers.filter(person_id=by.person_id, is_lead=True).exists()
    )


def is_its_scribe(by, suggestion) -> bool:
    """Whoever wrote it down for the deputy, while still entitled to; or the body's clerk."""
    return is_clerk(by, suggestion) or (
        suggestion.created_by_id == by.pk and is_scribe(by, suggestion)
    )


def is_invited(by, suggestion) -> bool:
    return (
        by.person_id is not None
        and suggestion.proposers.filter(person_id=by.person_id, is_lead=False)
        .exclude(state=Proposer.State.DECLINED)
        .exists()
    )


register(
    {
        Permission.WRITE: [is_deputy_of_body],
        Permission.WRITE_FOR: [is_scribe],
        Permission.EDIT: [is_lead, is_its_scribe],
        Permission.COSIGN: [is_invited, is_its_scribe],
        Permission.REVIEW: [is_clerk, is_chair],
        Permission.DECIDE_MOTION: [is_clerk, is_chair],
    }
)
