"""What a deputy answers to an invitation: coming, or away with a reason; and the calendar."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.stepping import FORM, press, typed
from lianxin.work.activities import workflow
from lianxin.work.activities.forms.planning import LeaveForm
from lianxin.work.activities.ical import calendar_of
from lianxin.work.activities.models import Activity
from lianxin.work.activities.queries import seat_for
from lianxin.work.activities.views.stepping import activity_for, step_page, words_for


def own_seat(request, activity: Activity):
    """The seat with which the reader takes part. Raises Http404 for who holds none."""
    seat = seat_for(activity, request.user)
    if seat is None:
        raise Http404(_("您不是本级代表，不能报名或者请假。"))
    return seat


@require_POST
def join(request, pk):
    activity = activity_for(request, pk)
    seat = own_seat(request, activity)
    return press(
        request,
        lambda: workflow.sign_up(activity, seat, by=request.user),
        done=_("已报名，到时请准时参加。"),
        then=activity,
    )


@require_http_methods(FORM)
def leave(request, pk):
    activity = activity_for(request, pk)
    seat = own_seat(request, activity)
    form = LeaveForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.ask_leave(
            activity, seat, reason=form.cleaned_data["reason"], by=request.user
        ),
        words=words_for(activity, _("请假"), _("请假"), lead=f"{activity.on} {activity.title}"),
        done=_("已请假，组织者会看到。"),
        then=lambda _made: activity.get_absolute_url(),
    )


@require_safe
def calendar(request, pk):
    """The activity as a file for the phone's calendar."""
    activity = activity_for(request, pk)
    response = HttpResponse(calendar_of(activity), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{activity.on:%Y%m%d}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
