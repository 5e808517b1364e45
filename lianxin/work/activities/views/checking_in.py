"""Who came: the organiser's list with one tap each, the code on a screen, a deputy's phone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.papers.rendering.addresses import qr_svg
from lianxin.foundation.people.models import Seat
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, REFUSED, press, words_of
from lianxin.work.activities import check_in_codes as codes
from lianxin.work.activities import workflow
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.queries import members, seat_for
from lianxin.work.activities.views.stepping import RELATED, activity_for

READ_AT = "activities.read_code"
"""In the session of who was not signed in: which activity's code was read, and when."""
VIA = Attendance.Via


@require_safe
def roll(request, pk):
    """The list on the organiser's phone: one tap for each who comes through the door."""
    activity = activity_for(request, pk, Permission.RECORD)
    lines = activity.attendances.select_related("seat__person", "seat__group")
    found = list(lines.order_by("seat__person__stroke_key", "pk"))
    context = {
        "activity": activity,
        "lines": found,
        "came": sum(1 for one in found if one.state == Attendance.State.PRESENT),
        "others": members(activity.body, on=activity.on).exclude(
            pk__in=[one.seat_id for one in found]
        ),
    }
    return render(request, "activities/roll.html", context)


@require_POST
def tap(request, pk):
    """One deputy is here."""
    activity = activity_for(request, pk, Permission.RECORD)
    wanted = request.POST.get("seat", "")
    seats = Seat.objects.select_related("person")
    seat = get_object_or_404(seats, pk=wanted if wanted.isdecimal() else 0)
    there = reverse("activities:roll", args=[activity.pk])
    return press(
        request,
        lambda: workflow.check_in(activity, seat, via=VIA.LIST, by=request.user),
        done=_("%s 已签到。") % seat.person.name,
        then=f"{there}#s{seat.pk}",
    )


@never_cache
@require_safe
def screen(request, pk):
    """The code for a screen in the room; the page fetches the next one by itself."""
    activity = activity_for(request, pk, Permission.RECORD)
    at = timezone.now()
    code = codes.code_for(activity.pk, at)
    lines = activity.attendances
    context = {
        "activity": activity,
        "code": mark_safe(_square(reverse("activities:by_code", args=[code]))),
        "again_in": codes.changes_in(at),
        "came": lines.filter(state=Attendance.State.PRESENT).count(),
        "listed": lines.count(),
    }
    return render(request, "activities/screen.html", context)


def _square(path: str) -> str:
    """As SVG that takes the width it is given."""
    drawn = qr_svg(path)
    opening, rest = drawn.split(">", 1)
    size = opening.split('width="')[1].split('"')[0]
    words = _("签到二维码")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img"'
        f' aria-label="{words}">{rest}'
    )


@login_not_required
@never_cache
@require_safe
def by_code(request, code):
    """A phone that read the screen: who is signed in goes on to the button, others sign in first.

    The code is judged now: signing in takes longer than it is good for.
    """
    try:
        activity_id = codes.read(code, timezone.now())
    except Refused as refusal:
        return _not_good(request, refusal)
    if not request.user.is_authenticated:
        request.session[READ_AT] = [activity_id, timezone.now().timestamp()]
        return redirect_to_login(reverse("activities:here"))
    return _button(request, activity_id)


@never_cache
@require_http_methods(FORM)
def here(request):
    """The button that checks in: after the code was read, maybe before signing in."""
    try:
        activity_id = _asked(request)
    except Refused as refusal:
        return _not_good(request, refusal)
    if request.method != "POST":
        return _button(request, activity_id)
    activity = get_object_or_404(Activity.objects.select_related(*RELATED), pk=activity_id)
    seat = seat_for(activity, request.user)
    try:
        if seat is None:
            raise Refused(_("您不是本级代表，不能扫码签到。请在纸质签到表上签名。"))
        workflow.check_in(activity, seat, via=VIA.CODE, by=request.user)
    except Refused as refusal:
        return _not_good(request, refusal)
    messages.success(request, _("签到成功。"))
    return redirect(activity)


def _asked(request) -> int:
    """Which activity: from the button's ticket, or from what the session read before signing in."""
    if request.method == "POST":
        return codes.read_ticket(request.POST.get("ticket", ""), request.user)
    activity_id, read_at = request.session.pop(READ_AT, (0, 0))
    if not activity_id:
        raise codes.Forged
    if timezone.now().timestamp() - read_at > codes.TICKET_LASTS.total_seconds():
        raise codes.Stale
    return activity_id


def _button(request, activity_id: int):
    activity = get_object_or_404(Activity.objects.select_related(*RELATED), pk=activity_id)
    seat = seat_for(activity, request.user)
    known = activity.attendances.filter(seat=seat).first() if seat else None
    context = {
        "activity": activity,
        "seat": seat,
        "is_here": known is not None and known.state == Attendance.State.PRESENT,
        "ticket": codes.ticket_for(activity.pk, request.user),
    }
    return render(request, "activities/here.html", context)


def _not_good(request, refusal: Refused):
    context = {"words": words_of(refusal)}
    return render(request, "activities/not_here.html", context, status=REFUSED)
