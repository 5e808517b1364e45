"""What every page of one step does: check what was typed, take the step, show the refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.activities.models import Activity, Attendance

FORM = ("GET", "HEAD", "POST")
UNFIT = 422
"""What was typed does not fit; the page says where."""
REFUSED = 409
"""The rules do not allow the step now; the page says why and keeps what was typed."""
RELATED = ("body", "group", "station", "leader", "told_by", "recorded_by", "rule")


@dataclass(frozen=True)
class Words:
    """What the page of one step says. crumbs: (words, address) from the room's list down."""

    heading: str
    button: str
    back: str
    lead: str = ""
    is_grave: bool = False
    crumbs: Sequence[tuple[str, str]] = field(default_factory=tuple)


def crumbs_to(activity: Activity | None = None) -> list[tuple[str, str]]:
    """The way from the list down to an activity."""
    way = [(_("活动"), reverse("activities:list"))]
    return [*way, (activity.title, activity.get_absolute_url())] if activity else way


def words_for(activity: Activity, heading: str, button: str, **more) -> Words:
    """Words of a step taken from the activity's own page."""
    back = activity.get_absolute_url()
    return Words(heading, button, back, crumbs=crumbs_to(activity), **more)


def typed(request):
    """What was posted, even if it is nothing; None on a page that is only opened."""
    return request.POST if request.method == "POST" else None


def uploaded(request):
    return request.FILES if request.method == "POST" else None


def words_of(refusal: Refused) -> str:
    """A refusal with its article, as the page shows it."""
    return f"{refusal.message}（{refusal.article}）" if refusal.article else str(refusal.message)


def step_page(
    request,
    form,
    act: Callable[..., Any],
    *,
    words: Words,
    done: str | Callable[[Any], str],
    then: Callable[[Any], str],
    template: str = "activities/form.html",
    **more,
):
    """Draw the page of a form, or take the step and go on to `then`."""
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                result = act()
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                messages.success(request, done(result) if callable(done) else done)
                return redirect(then(result))
    return render(request, template, {"form": form, "words": words} | more, status=status)


def press(request, act: Callable[[], Any], *, done: str, then):
    """A button without a form: take the step, or say above the page why not."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, done)
    return redirect(then)


def activity_for(request, pk, permission: str = "") -> Activity:
    """The activity, if it exists for the reader; 403 without `permission` on it."""
    seen = Activity.objects.visible_to(request.user).select_related(*RELATED)
    activity = get_object_or_404(seen, pk=pk)
    if permission:
        require(request.user, permission, activity)
    return activity


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
