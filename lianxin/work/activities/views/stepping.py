"""What every page of one step does: check what was typed, take the step, show the refusal."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation import stepping
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import Words, found_for
from lianxin.work.activities.models import Activity, Attendance

step_page = partial(stepping.form_page, template="activities/form.html")

RELATED = ("body", "group", "station", "leader", "told_by", "recorded_by", "rule")


def crumbs_to(activity: Activity | None = None) -> list[tuple[str, str]]:
    """The way from the list down to an activity."""
    way = [(_("活动"), reverse("activities:list"))]
    return [*way, (activity.title, activity.get_absolute_url())] if activity else way


def words_for(activity: Activity, heading: str, button: str, **more) -> Words:
    """Words of a step taken from the activity's own page."""
    back = activity.get_absolute_url()
    return Words(heading, button, back, crumbs=crumbs_to(activity), **more)


def uploaded(request):
    return request.FILES if request.method == "POST" else None


def activity_for(request, pk, permission: str = "") -> Activity:
    """The activity, if it exists for the reader; 403 without `permission` on it."""
    return found_for(request, Activity, pk, permission, related=RELATED)


def attendance_for(request, pk, permission: str = "") -> Attendance:
    """One deputy's line of an activity that exists for the reader."""
    found = get_object_or_404(Attendance.objects.select_related("seat__person", "activity"), pk=pk)
    found.activity = activity_for(request, found.activity_id)
    if permission:
        require(request.user, permission, found)
    return found


def own_attendance(user, activity: Activity) -> Attendance | None:
    """The reader's own line, if they are on the list."""
    if user.person_id is None:
        return None
    lines = activity.attendances.select_related("seat__person")
    return lines.filter(seat__person=user.person_id).order_by("pk").first()
