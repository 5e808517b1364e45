"""Starting and stopping the clocks of a matter, as the rulebook sets them."""

from datetime import date

from lianxin.engines.matters.kinds import kind_of
from lianxin.engines.matters.models import Deadline
from lianxin.foundation.rulebook.rules import NoRule, due

Purpose = Deadline.Purpose

# Which rulebook key sets each clock of a suggestion; a kind may name others, or none.
# Those of a promise carry their own date.
KEYS = {
    Purpose.HANDOVER: "suggestion.handover",
    Purpose.RETURN: "suggestion.return",
    Purpose.REASSIGN: "suggestion.reassign",
    Purpose.CONTACT: "suggestion.contact_deputy",
    Purpose.ASSIST: "suggestion.assist",
    Purpose.REPLY: "suggestion.reply",
    Purpose.FEEDBACK: "suggestion.feedback",
    Purpose.REDO: "suggestion.redo",
}


def start(
    matter, purpose, on: date, *, assignment=None, key: str | None = None, base: date | None = None
) -> Deadline | None:
    """Start one clock on `on`; None where no rule of the place sets such a period.

    key: another rulebook key than the usual one (a complex matter's reply).
    base: the day the period is counted from, where the place counts it from
        another event than today's step. A period that has run out before the
        step is counted from the step instead: an office cannot be late with
        what it has not been given.
    """
    key = key or key_of(matter, purpose)
    if key is None:
        return None
    try:
        answer = due(key, base or on, body=matter.body, on=on)
        if base is not None and (base == on or answer.due <= on):
            answer = due(key, on, body=matter.body, start_event="handover")
    except NoRule:
        return None
    return Deadline.objects.create(
        matter=matter,
        assignment=assignment,
        purpose=purpose,
        started_on=min(on, answer.due),
        due_on=answer.due,
        rule=answer.as_json(),
    )


def key_of(matter, purpose) -> str | None:
    """The rulebook key of one clock of this matter; None where its kind has no such clock."""
    own = kind_of(matter).clocks
    return own[purpose] if purpose in own else KEYS.get(purpose)


def meet(matter, purpose, on: date, *, assignment=None) -> None:
    """The running clocks of this purpose have been met on `on`."""
    _running(matter, purpose, assignment).update(met_on=on)


def stop(matter, on: date, *, purpose=None, assignment=None) -> None:
    """End running clocks without their having been met: taken back, withdrawn, replaced."""
    _running(matter, purpose, assignment).update(ended_on=on)


def _running(matter, purpose, assignment):
    found = Deadline.objects.running().filter(matter=matter)
    if purpose:
        found = found.filter(purpose=purpose)
    if assignment:
        found = found.filter(assignment=assignment)
    return found
