"""What the pages of the congress office's steps share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import Assignment
from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, step_page
from lianxin.work.suggestions.inbox import thresholds
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.steps.clerk import WAYS

step_methods = require_http_methods(FORM)
STEP = "suggestions/clerk/step.html"
STAFF = (*CLERKS, Role.CHAIR)


def suggestion_or_404(request, pk) -> Suggestion:
    """The suggestion, if it exists for the reader."""
    seen = Suggestion.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("body", "session__term", "lead_office"), pk=pk)


def assignment_or_404(request, pk) -> Assignment:
    """An active assignment of a suggestion that exists for the reader."""
    assignment = get_object_or_404(Assignment.objects.active().select_related("office"), pk=pk)
    assignment.matter = suggestion_or_404(request, assignment.matter_id)
    return assignment


def staff_bodies(user):
    """Bodies for which the user works as clerk or chair; PermissionDenied for anyone else."""
    bodies = {grant.body_id for grant in user.current_grants if grant.role in STAFF}
    if not bodies:
        raise PermissionDenied(_("这是人大办的工作页面，您的账号没有这项权限。"))
    return Body.objects.filter(pk__in=bodies)


def clerk_page(
    request,
    suggestion,
    name,
    form,
    act,
    *,
    done,
    template=STEP,
    permission="",
    is_open=True,
    **more,
):
    """The page of one step of WAYS.

    Whoever may not take it gets 403, also for looking; a page opened too late
    leads back to the suggestion, and a form sent too late shows the refusal
    and keeps what was typed.
    permission: asked in place of the step's own, for a step on an assignment.
    is_open: whether what the step is about is still there to be dealt with.
    """
    way = WAYS.get(name)
    require(request.user, permission or WAYS[name].permission, suggestion)
    is_open = is_open and (way is None or suggestion.status in way.statuses)
    if request.method != "POST" and not is_open:
        messages.warning(
            request,
            _("本件现在的状态是“%(status)s”，不能办理这一步。")
            % {"status": suggestion.get_status_display()},
        )
        return redirect(suggestion)

    def attempt(**wanted):
        try:
            with transaction.atomic():
                return act(**wanted)
        except Refused:
            # What the step changed in memory was rolled back in the database.
            suggestion.refresh_from_db()
            raise

    context = {"heading": way.label, "button": way.label, "is_grave": way.is_grave} if way else {}
    return step_page(
        request,
        form,
        attempt,
        done=done,
        then=suggestion,
        template=template,
        context=context | head(suggestion) | more,
    )


def head(suggestion) -> dict:
    """What stands at the top of every step's page."""
    today = localdate()
    marks = thresholds(suggestion.body, today)
    return {
        "suggestion": suggestion,
        "proposers": list(suggestion.proposers.exclude(state="declined").select_related("person")),
        "lateness": lateness(
            suggestion.due_on,
            today,
            waiting_for=suggestion.waiting_for,
            is_extended=suggestion.is_extended,
            soon_days=marks.soon,
            serious_days=marks.serious,
        ),
    }
