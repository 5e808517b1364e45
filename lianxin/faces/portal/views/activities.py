"""代表活动: what was done and published, by body, year and kind; one activity."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.faces.portal.activities import (
    ActivityFilter,
    names_of,
    published_activities,
    rows_of,
)
from lianxin.faces.portal.places import public_seats
from lianxin.ui.languages import public
from lianxin.ui.paging import Key, Order, paginate
from lianxin.work.activities.attachments import public_pictures
from lianxin.work.activities.kinds import name_of
from lianxin.work.activities.models import Publication

BY_DAY = Order((Key("on", read=date.fromisoformat, descending=True), Key("pk", descending=True)))


@public
@require_safe
def listing(request):
    """Published activities, the newest first; of one deputy where a link says so."""
    filters = ActivityFilter(request.GET)
    found = filters.apply(Publication.objects.shown())
    wanted, seat = request.GET.get("deputy", ""), None
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        seat = public_seats().filter(pk=int(wanted)).first()
    if seat is not None:
        found = found.of_seat(seat).filter(on__gte=seat.started_on)
    page = paginate(request, found, order=BY_DAY, rows=published_activities())
    context = {"filters": filters, "page": page, "rows": rows_of(page), "seat": seat}
    return render(request, "portal/activities.html", context)


@public
@require_safe
def activity(request, pk):
    """One activity in the words that were published; 404 for any other."""
    shown = (
        Publication.objects.shown()
        .select_related("body", "activity__group", "activity__station")
        .filter(activity=pk)
        .first()
    )
    if shown is None:
        raise Http404
    of = shown.activity
    context = {
        "shown": shown,
        "kind": name_of(shown.body, shown.kind),
        "names": names_of(shown),
        "pictures": public_pictures(of),
        "group": of.group,
        "station": of.station if of.station and of.station.is_public else None,
    }
    return render(request, "portal/activity.html", context)
