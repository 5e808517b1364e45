"""Days that were counted before the year's holidays were known, counted again once they are.

A period that reaches into a year without a published table is provisional, and
its page says so. When the table arrives the day is counted anew by the same
rule as before (a later rule never touches an old deadline), and the timeline
tells of every day that moved.
Source: 国务院办公厅 publishes each year's table in the autumn before (rules.md §15.2).
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Deadline
from lianxin.engines.matters.workflow.moves import note, refresh
from lianxin.foundation.calendars.counting import Counted, count, named
from lianxin.foundation.calendars.queries import calendar_of
from lianxin.foundation.rulebook.rules import START_EVENTS
from lianxin.foundation.tasks import background, schedule


def recount() -> int:
    """Count every running provisional deadline again; how many are settled now."""
    settled = 0
    provisional = Deadline.objects.running().filter(rule__provisional=True, is_extended=False)
    for pk in list(provisional.values_list("pk", flat=True)):
        settled += _recount(pk)
    return settled


@transaction.atomic
def _recount(pk: int) -> bool:
    """One deadline, unless its year is still unknown or somebody met it meanwhile."""
    running = Deadline.objects.running().select_for_update(of=("self",)).filter(pk=pk)
    deadline = running.select_related("matter__body", "assignment").first()
    if deadline is None:
        return False
    counted = _counted(deadline)
    if counted.provisional:
        return False
    before, due = deadline.due_on, max(counted.due, deadline.started_on)
    deadline.rule = deadline.rule | {
        "due": due.isoformat(),
        "rolled": counted.rolled,
        "provisional": False,
        "warning": "",
        "calendar_version": counted.calendar_version,
        "steps": [
            deadline.rule["steps"][0],
            *counted.steps,
            _("到期日为%(day)s。") % {"day": named(due)},
        ],
        "explanation": deadline.rule["explanation"].replace(before.isoformat(), due.isoformat()),
    }
    deadline.due_on = due
    deadline.save(update_fields=["rule", "due_on"])
    if due != before:
        _tell(deadline, before)
    return True


def _counted(deadline: Deadline) -> Counted:
    rule: dict[str, Any] = deadline.rule
    return count(
        rule["counting"],
        date.fromisoformat(rule["from"]),
        rule["value"],
        unit=rule["unit"] or "",
        roll=rule["roll"],
        calendar=calendar_of(deadline.matter.body),
        event=str(START_EVENTS.get(rule["start_event"], _("起算日"))),
    )


def _tell(deadline: Deadline, before: date) -> None:
    """The day moved: what repeats it is written anew, and the timeline says why."""
    assignment = deadline.assignment
    if assignment is not None and assignment.due_on == before:
        assignment.due_on = deadline.due_on
        assignment.save(update_fields=["due_on"])
    refresh(deadline.matter)
    note(
        deadline.matter,
        None,
        "recount",
        _("放假安排公布，%(purpose)s期限由%(before)s改为%(due)s")
        % {
            "purpose": deadline.get_purpose_display(),
            "before": before.isoformat(),
            "due": deadline.due_on.isoformat(),
        },
        before={"due_on": before.isoformat()},
        after={"due_on": deadline.due_on.isoformat()},
    )


@background(title=gettext_lazy("按新公布的放假安排重算暂定期限"), retries=3)
def recount_provisional_deadlines(job) -> dict:
    return {"words": str(_("重算了 %(count)d 个期限。")) % {"count": recount()}}


def schedule_recounting() -> None:
    schedule(recount_provisional_deadlines, cron="10 4 * * *")
