"""Open data in tables and JSON, and the calendar of receptions."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from lianxin.faces.portal import receptions as calendar
from lianxin.faces.portal.opendata import SETS, Dataset, table
from lianxin.faces.portal.places import below, public_body, station_of
from lianxin.foundation.people.models import Body
from lianxin.ui.languages import public


@public
@require_safe
def overview(request):
    """What there is to take along and to subscribe to."""
    return render(request, "portal/open_data.html", {"sets": SETS.values()})


@public
@require_safe
def as_json(request, name):
    """A thousand rows of a set, with the address of the next thousand."""
    dataset = _set(name)
    rows, following = dataset.page(_before(request))
    answer = {
        "$schema": _address("portal:data_schema", name),
        "title": str(dataset.title),
        "items": rows,
        "next": following
        and settings.LIANXIN_URL
        + reverse("portal:data_json", args=[name], query={"before": following}),
    }
    return _open(JsonResponse(answer, json_dumps_params={"ensure_ascii": False}))


@public
@require_safe
def as_csv(request, name):
    """A thousand rows of a set as a table; `Link` leads to the next thousand."""
    dataset = _set(name)
    rows, following = dataset.page(_before(request))
    response = HttpResponse(table(dataset, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    if following:
        address = reverse("portal:data_csv", args=[name], query={"before": following})
        response["Link"] = f'<{settings.LIANXIN_URL}{address}>; rel="next"'
    return _open(response)


@public
@require_safe
def schema(request, name):
    """The JSON schema of a set."""
    described = _set(name).schema(_address("portal:data_schema", name))
    return _open(
        JsonResponse(
            described,
            json_dumps_params={"ensure_ascii": False},
            content_type="application/schema+json",
        )
    )


@public
@require_safe
def receptions_calendar(request):
    """接待日历: the receptions of a body, or of one station, for a phone's calendar."""
    station = station_of(request.GET["station"]) if request.GET.get("station") else None
    if request.GET.get("body"):
        bodies = below(public_body(request.GET["body"]))
    else:
        bodies = Body.objects.filter(is_active=True)
    found = [
        one for one in calendar.coming(bodies) if station is None or one.station_id == station.pk
    ]
    made = Calendar()
    made.add("prodid", "-//Lianxin//receptions//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("人大代表接待日"))
    for one in found:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", one.starts_at)
        event.add("dtstart", one.starts_at)
        event.add("dtend", one.ends_at)
        event.add("summary", one.title)
        event.add("location", one.place)
        if one.names:
            event.add("description", "、".join(one.names))
        made.add_component(event)
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


def _set(name: str) -> Dataset:
    if name not in SETS:
        raise Http404
    return SETS[name]


def _before(request) -> int | None:
    typed = request.GET.get("before", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None


def _address(name: str, argument: str) -> str:
    return settings.LIANXIN_URL + reverse(name, args=[argument])


def _open(response):
    # Open to pages elsewhere: it holds nothing that depends on who asks.
    response["Access-Control-Allow-Origin"] = "*"
    return response
