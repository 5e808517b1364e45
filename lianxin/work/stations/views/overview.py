"""What is read across stations: the ledger, the county's coverage, the liaison's own page."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.foundation.people.models import CLERKS, Body, Role
from lianxin.foundation.sheets import exports
from lianxin.work.stations.drawing import drawn, placed
from lianxin.work.stations.exporting import ledger_export
from lianxin.work.stations.lines import lines_of
from lianxin.work.stations.models import Attachment, Staff, Station
from lianxin.work.stations.queries import coverage_of, for_list
from lianxin.work.stations.staffing import staffing, vacancies, wanted_at_each
from lianxin.work.stations.today import waiting_at
from lianxin.work.stations.views.common import year_asked, year_or_404, years_of
from lianxin.work.stations.views.stepping import station_for
from lianxin.work.stations.walls import figures_of

WATCHERS = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)


@require_safe
def ledger(request, pk, year):
    """The station's ledger of a year: read from records, typed by nobody.

    As a table it is asked for at `ledger_table`: an export knows the query alone.
    """
    station, year = station_for(request, pk), year_or_404(year)
    found = lines_of(station, date(year, 1, 1), date(year, 12, 31))
    kinds: dict[str, int] = {}
    for line in found:
        kinds[str(line.kind)] = kinds.get(str(line.kind), 0) + 1
    context = {
        "station": station,
        "year": year,
        "years": sorted({*years_of(station), year}, reverse=True),
        "lines": found,
        "kinds": kinds.items(),
        "today": localdate(),
    }
    return render(request, "stations/ledger.html", context)


@require_safe
def deputy_file(request, pk):
    """One deputy's file at a station (一人一档): read from records, printed as it stands."""
    seen = Station.objects.visible_to(request.user)
    attached = get_object_or_404(
        Attachment.objects.filter(station__in=seen).select_related(
            "station__body", "seat__person", "seat__body", "seat__district", "seat__group"
        ),
        pk=pk,
    )
    station, person = attached.station, attached.seat.person
    year = year_asked(request)
    until = min(attached.until or date.max, date(year, 12, 31))
    found = lines_of(station, max(attached.since, date(year, 1, 1)), until)
    context = {
        "station": station,
        "attached": attached,
        "year": year,
        "years": years_of(station),
        "figures": [
            (title, numbers.get(person.pk, 0)) for title, numbers in figures_of([person.pk], year)
        ],
        "lines": [line for line in found if person.pk in line.people],
        "today": localdate(),
    }
    return render(request, "stations/deputy_file.html", context)


@require_safe
def ledger_table(request):
    """A year's ledger as a spreadsheet; `station` and `year` in the query."""
    return exports.answer(request, ledger_export)


@require_safe
def coverage(request):
    """Which villages no station reaches, body by body, and where the stations lie."""
    rows = coverage_of(_bodies_watched(request.user))
    stations = [station for row in rows for station in row.stations]
    drawing = placed(stations)
    villages, missing = sum(row.villages for row in rows), sum(len(row.missing) for row in rows)
    context = {
        "rows": rows,
        "villages": villages,
        "covered": villages - missing,
        "missing": missing,
        "stations": len(stations),
        "drawing": drawing,
        "picture": drawn(drawing, address=lambda station: station.get_absolute_url()),
        "unplaced": len(stations) - len(drawing.spots),
    }
    return render(request, "stations/coverage.html", context)


@require_safe
def mine(request):
    """The liaison's page for a phone: own stations, and what waits at each today."""
    today, user = localdate(), request.user
    own = Station.objects.open().filter(
        Q(pk__in=Station.objects.of_staff(user).values("pk"))
        | Q(pk__in=Station.objects.of_deputy(user.person_id).values("pk") if user.person_id else [])
    )
    stations: list[Any] = list(for_list(own).order_by("body__path", "kind", "name", "pk"))
    waiting = waiting_at(stations, user, today)
    wanted = wanted_at_each({one.body for one in stations}, today)
    posts = dict(Staff.objects.on().filter(account=user).values_list("station", "post"))
    rows = [
        {
            "station": one,
            "waiting": waiting[one.pk],
            "post": Staff.Post(posts[one.pk]).label if one.pk in posts else _("进站代表"),
            "vacant": vacancies(staffing(one.staff_now, wanted[one.body_id, one.kind])),
        }
        for one in stations
    ]
    rows.sort(key=lambda row: not row["waiting"])
    context = {"rows": rows, "today": today, "year": today.year}
    return render(request, "stations/mine.html", context)


def _bodies_watched(user):
    """Bodies whose network someone looks after; none for those who only belong to stations."""
    watched = Q(pk__in=[])
    for grant in user.current_grants:
        if grant.role in WATCHERS:
            watched |= Q(path__startswith=grant.body.path)
    return Body.objects.filter(watched, is_active=True)
