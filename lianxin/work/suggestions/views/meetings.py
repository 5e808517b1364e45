"""Hand-over meetings: those held, a new one, what was handed over at one."""

from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, HandoverMeeting, Matter
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import step_page, typed
from lianxin.work.suggestions.forms.handover import MeetingForm
from lianxin.work.suggestions.supervision_exporting import (
    bodies_seen,
    meetings_export,
    meetings_seen,
)
from lianxin.work.suggestions.views.clerking import staff_bodies, step_methods


@require_safe
def handover_meetings(request):
    """Hand-over meetings, newest first, with how many suggestions each handed over."""
    if exports.is_asked(request):
        return exports.answer(request, meetings_export)
    context = {"meetings": meetings_seen(request.user)[:200], "export": exports.address(request)}
    return render(request, "suggestions/clerk/meetings.html", context)


@step_methods
def new_handover_meeting(request):
    bodies = list(staff_bodies(request.user))
    body = next((one for one in bodies if str(one.pk) == request.GET.get("body")), bodies[0])
    form = MeetingForm(typed(request), initial={"held_on": localdate()})

    @transaction.atomic
    def act(**wanted):
        return handling.hold_handover_meeting(body, by=request.user, **wanted)

    return step_page(
        request,
        form,
        act,
        done=_("交办会已登记。现在可以在会上交办。"),
        then=lambda meeting: reverse("suggestions:handover_meeting", args=[meeting.pk]),
        template="suggestions/clerk/meeting_form.html",
        context={"body": body, "bodies": bodies},
    )


@require_safe
def handover_meeting(request, pk):
    """One meeting: who sat there and what was handed over."""
    meetings = HandoverMeeting.objects.filter(body__in=bodies_seen(request.user))
    meeting = get_object_or_404(meetings.select_related("body"), pk=pk)
    visible = Matter.objects.visible_to(request.user)
    assignments = (
        Assignment.objects.active()
        .filter(meeting=meeting, matter__in=visible.values("pk"))
        .select_related("matter", "office")
        .order_by("matter__number_scope", "matter_id", "pk")
    )
    return render(
        request,
        "suggestions/clerk/meeting.html",
        {
            "meeting": meeting,
            "assignments": assignments,
            "may_record": may(request.user, Permission.ASSIGN, meeting),
        },
    )
