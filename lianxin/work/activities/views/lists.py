"""The list of activities, and what concerns the deputy who looks."""

from datetime import date, timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from lianxin.foundation.sheets import exports
from lianxin.ui.paging import Key, Order, paginate
from lianxin.work.activities.exporting import activities_export
from lianxin.work.activities.forms.filters import FilterForm
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.naming import kind_names
from lianxin.work.activities.views.planning import plans_somewhere

LATEST = Order((Key("on", descending=True, read=date.fromisoformat), Key("pk", descending=True)))
BACK = timedelta(days=365)
MOST_PAST = 60


@require_safe
def activity_list(request):
    """All activities that exist for the reader, the latest first."""
    if exports.is_asked(request):
        return exports.answer(request, activities_export)
    filters = FilterForm(request.GET, user=request.user)
    found = filters.apply(Activity.objects.visible_to(request.user))
    page = paginate(request, found, order=LATEST, rows=Activity.objects.for_list())
    names = kind_names(page)
    context = {
        "filters": filters,
        "page": page,
        "rows": [(one, names[one.pk]) for one in page],
        "clear": reverse("activities:list"),
        "export": exports.address(request),
        "plans": plans_somewhere(request.user),
        "is_deputy": request.user.person_id is not None,
        "today": localdate(),
    }
    return render(request, "activities/list.html", context)


@require_safe
def mine(request):
    """A deputy's own: what is coming, and what was recorded of them."""
    person_id, today = request.user.person_id, localdate()
    lines = (
        Attendance.objects.of_person(person_id or 0)
        .filter(on__gte=today - BACK)
        .exclude(activity__state=Activity.State.PLANNED)
        .select_related("activity__body", "seat__person")
        .order_by("on", "pk")
    )
    found = list(lines)
    told = Activity.objects.filter(told_by=person_id, state__in=("told", "refused"))
    names = kind_names([one.activity for one in found])
    coming = [one for one in found if one.activity.state in Activity.OPEN and one.on >= today]
    past = [one for one in reversed(found) if one.activity.state == Activity.State.RECORDED]
    context = {
        "coming": [(one, names[one.activity_id]) for one in coming],
        "past": [(one, names[one.activity_id]) for one in past[:MOST_PAST]],
        # The page's one first step: answering the next invitation, or else telling of an act.
        "to_answer": next((one.pk for one in coming if one.state == Attendance.State.INVITED), 0),
        "told": told.order_by("-on", "-pk")[:MOST_PAST] if person_id else [],
        "to_check": sum(1 for one in past if not one.answer and not one.is_tacit(today)),
        "now": now(),
        "today": today,
    }
    return render(request, "activities/mine.html", context)
