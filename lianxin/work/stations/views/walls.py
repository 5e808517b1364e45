"""Paper for the wall: seven sheets, and posters with the codes voters scan."""

from io import BytesIO

import segno
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.papers.rendering.addresses import absolute
from lianxin.foundation.people.permissions import may
from lianxin.work.stations import walls, workflow
from lianxin.work.stations.models import Station, WallSheet
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.views.stepping import station_for

SIZES = dict(WallSheet.Size.choices)


@require_safe
def wall(request, pk):
    """The seven sheets: what hangs, since when, and whether it is still true."""
    station = station_for(request, pk)
    context = {
        "station": station,
        "states": walls.states_of(station),
        "prints": station.closed_on is None and may(request.user, Permission.PRINT, station),
        "sizes": WallSheet.Size.choices,
        "deputies": station.attached.on().select_related("seat__person"),
    }
    return render(request, "stations/wall.html", context)


@require_safe
def wall_sheet(request, pk, kind):
    """One sheet as it would be printed today."""
    station = station_for(request, pk)
    if kind not in WallSheet.Kind.values:
        raise Http404
    return render(
        request,
        "stations/wall_sheet.html",
        {
            "title": WallSheet.Kind(kind).label,
            "kind": kind,
            "data": walls.data_of(station, kind),
            "size": _size(request),
            "day": localdate(),
            "code": station_code(station),
            "back": reverse("stations:wall", args=[station.pk]),
            "is_preview": True,
        },
    )


@require_POST
def wall_print(request, pk, kind):
    """Keep the sheet as it is today and show it for printing."""
    station = station_for(request, pk, Permission.PRINT)
    if kind not in WallSheet.Kind.values:
        raise Http404
    size = request.POST.get("size", "")
    size = size if size in SIZES else WallSheet.Size.A3
    sheet = workflow.print_sheet(station, kind, size=size, by=request.user)
    return redirect("stations:wall_printed", sheet.pk)


@require_safe
def wall_printed(request, pk):
    """A sheet as it was printed, with a word where it no longer holds."""
    seen = Station.objects.visible_to(request.user)
    sheet = get_object_or_404(
        WallSheet.objects.filter(station__in=seen).select_related("station__body"), pk=pk
    )
    newest = sheet.station.wall_sheets.filter(kind=sheet.kind).first()
    return render(
        request,
        "stations/wall_sheet.html",
        {
            "title": sheet.get_kind_display(),
            "kind": sheet.kind,
            "data": sheet.data,
            "size": sheet.size,
            "day": sheet.printed_at,
            "code": station_code(sheet.station),
            "back": reverse("stations:wall", args=[sheet.station_id]),
            "is_stale": walls.digest(walls.data_of(sheet.station, sheet.kind)) != sheet.digest,
            "is_replaced": newest != sheet,
        },
    )


@require_safe
def poster(request, pk):
    """A poster with the code by which voters leave the station a message."""
    station = station_for(request, pk)
    context = {
        "station": station,
        "size": _size(request),
        "code": station_code(station),
        "address": absolute(message_address(station)),
        "back": reverse("stations:wall", args=[station.pk]),
    }
    return render(request, "stations/poster.html", context)


@require_safe
def deputy_poster(request, pk, attached):
    """A poster with one deputy's code."""
    station = station_for(request, pk)
    one = get_object_or_404(
        station.attached.on().select_related("seat__person", "seat__body"), pk=attached
    )
    path = deputy_address(one.seat)
    context = {
        "station": station,
        "deputy": one.seat,
        "size": _size(request),
        "code": _svg(path),
        "address": absolute(path),
        "back": reverse("stations:wall", args=[station.pk]),
    }
    return render(request, "stations/poster.html", context)


def message_address(station: Station) -> str:
    """Path by which a voter leaves the station a message; the portal keeps it."""
    return reverse("portal:to_station", args=[station.code])


def deputy_address(seat) -> str:
    """Path by which a voter leaves a deputy a message."""
    return reverse("portal:to_deputy", args=[seat.pk])


def station_code(station: Station) -> str:
    """The station's code as SVG."""
    return _svg(message_address(station))


def _svg(path: str) -> str:
    """The code of a path of this site; it takes the width it is given."""
    out = BytesIO()
    # On walls paper gets dirty and creased: the second highest correction.
    segno.make(absolute(path), error="q", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, omitsize=True
    )
    return mark_safe(out.getvalue().decode())


def _size(request) -> str:
    asked = request.GET.get("size", "")
    return asked if asked in SIZES else WallSheet.Size.A4
