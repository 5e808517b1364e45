"""Starting and stopping the clocks of a petition, as the rulebook sets them."""

from datetime import date

from django.db.models import QuerySet

from lianxin.foundation.rulebook.rules import due
from lianxin.work.petitions.models import Clock

Purpose = Clock.Purpose
KEYS = {
    Purpose.DECISION: "petition.decision",
    Purpose.FINISH: "petition.finish",
    Purpose.OBJECTION: "petition.objection",
    Purpose.REVIEW_REQUEST: "petition.review_request",
    Purpose.REVIEW: "petition.review",
    Purpose.REEXAMINATION_REQUEST: "petition.reexamination_request",
    Purpose.REEXAMINATION: "petition.reexamination",
}


def start(petition, purpose: str, on: date, *, referral=None) -> Clock:
    """Start the clock of `purpose` on `on`; the rule is stored with it."""
    answer = due(KEYS[Purpose(purpose)], on, body=petition.body)
    return Clock.objects.create(
        petition=petition,
        referral=referral,
        purpose=purpose,
        started_on=on,
        due_on=answer.due,
        rule=answer.as_json(),
    )


def running(petition, *purposes: str, referral=None) -> QuerySet[Clock]:
    """Clocks of these purposes that run; of all purposes where none is named."""
    found = Clock.objects.filter(petition=petition, met_on__isnull=True, ended_on__isnull=True)
    if purposes:
        found = found.filter(purpose__in=purposes)
    return found if referral is None else found.filter(referral=referral)


def meet(petition, purpose: str, on: date, *, referral=None) -> None:
    """What the clock waited for has happened on `on`."""
    running(petition, purpose, referral=referral).update(met_on=on)


def stop(petition, on: date, *purposes: str, referral=None) -> None:
    """End clocks without their having been met."""
    running(petition, *purposes, referral=referral).update(ended_on=on)
