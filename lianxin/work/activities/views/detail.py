"""The activity's own page: its plan, its list, its record, and what may be done now."""

from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers.kinds import kind_of as paper_kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.permissions import Permission as PaperPermission
from lianxin.foundation.people.permissions import may
from lianxin.work.activities import workflow
from lianxin.work.activities.kinds import kind_of
from lianxin.work.activities.models import Activity, ActivityFile, Attendance, Publication
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.results import field_rows, yuan
from lianxin.work.activities.spending import spending_of
from lianxin.work.activities.views.stepping import activity_for

S = Attendance.State
MOST_EVENTS = 30
PAPERS = ("activity_notice", "activity_minutes")


@require_safe
def detail(request, pk):
    """Everything about one activity that the reader may know."""
    return show(request, activity_for(request, pk))


def show(request, activity: Activity, *, status=200):
    user, today = request.user, localdate()
    lines = activity.attendances.select_related("seat__person", "seat__group", "seat__body")
    people = list(lines.order_by("seat__person__stroke_key", "pk"))
    own = next((one for one in people if _is_own(user, one)), None)
    steps = steps_of(user, activity, today)
    files = list(activity.files.select_related("file"))
    context = {
        "activity": activity,
        "kind": kind_of(activity.body, activity.kind),
        "lines": _seen_by(user, people, steps),
        "figures": _figures(people),
        "line": own,
        "may_answer": own is not None and _may_answer(own, today),
        "clashes": _clashes(activity, people) if steps["organises"] else {},
        "facts": field_rows(activity),
        "opinions": list(activity.opinions.select_related("seat__person", "matter")),
        "speaks": may(user, Permission.SPEAK, activity),
        "expenses": [(one, yuan(one.amount)) for one in activity.expenses.all()],
        "spent": yuan(sum(one.amount for one in activity.expenses.all())),
        "publication": _publication(activity),
        "spending": spending_of(activity, user),
        "pictures": [one for one in files if one.kind == ActivityFile.Kind.PICTURE],
        "other_files": [one for one in files if one.kind != ActivityFile.Kind.PICTURE],
        "papers": Paper.objects.visible_to(user).about(activity),
        "drafts": _drafts(user, activity),
        "objections": [one for one in people if one.answer == Attendance.Answer.OBJECTED],
        "events": events_of(activity).reverse()[:MOST_EVENTS] if steps["records"] else [],
        "today": today,
        "now": now(),
        "is_past": activity.on < today,
        "is_due": activity.on <= today,
        **steps,
    }
    return render(request, "activities/detail.html", context, status=status)


def steps_of(user, activity: Activity, today) -> dict[str, bool]:
    """Which buttons the page shows."""
    is_open = activity.state in Activity.OPEN
    is_told = activity.state == Activity.State.TOLD
    records = may(user, Permission.RECORD, activity)
    return {
        "organises": is_open and may(user, Permission.ORGANISE, activity),
        "announces": activity.state == Activity.State.PLANNED
        and now() < activity.starts_at
        and may(user, Permission.ORGANISE, activity),
        "copies": activity.told_by_id is None and may(user, Permission.ORGANISE, activity),
        "records": records,
        "keeps_list": is_open and records,
        "corrects": records and activity.state == Activity.State.RECORDED,
        "publishes": activity.state == Activity.State.RECORDED
        and may(user, Permission.PUBLISH, activity),
        "accepts": is_told and may(user, Permission.ACCEPT, activity),
        "is_open": is_open,
        "is_told": is_told,
    }


def _publication(activity: Activity) -> Publication | None:
    """What the public reads of it now."""
    if activity.state != Activity.State.RECORDED:
        return None
    return Publication.objects.shown().filter(activity=activity).first()


def _is_own(user, line: Attendance) -> bool:
    return user.person_id is not None and line.seat.person_id == user.person_id


def _may_answer(line: Attendance, today) -> bool:
    return (
        line.activity.state == Activity.State.RECORDED
        and line.answer == Attendance.Answer.NONE
        and not line.is_tacit(today)
    )


def _seen_by(user, people, steps):
    """Reasons of leave are for who organises and for oneself."""
    return [(one, steps["records"] or _is_own(user, one)) for one in people]


def _figures(people) -> dict[str, int]:
    """How many on the list, and how many of each answer."""
    counted = {state.value: 0 for state in S}
    for one in people:
        counted[one.state] += 1
    return counted | {"listed": len(people)}


def _clashes(activity: Activity, people) -> dict:
    seats = [one.seat for one in people if one.state in (S.INVITED, S.COMING)]
    found = workflow.clashes(activity, seats)
    names = {seat.pk: seat.person.name for seat in seats}
    return {names[pk]: others for pk, others in found.items()}


def _drafts(user, activity: Activity):
    """Official papers that the reader may draft of it now."""
    if not may(user, PaperPermission.DRAFT, Paper(body=activity.body)):
        return []
    fits = {
        "activity_notice": activity.state in Activity.OPEN,
        "activity_minutes": activity.state == Activity.State.RECORDED,
    }
    return [paper_kind(key) for key in PAPERS if fits[key]]
