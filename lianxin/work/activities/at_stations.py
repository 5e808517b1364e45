"""What activities tell their station: ledger lines, what waits, proofs, the wall's figures."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.work.activities.kinds import name_of
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.stations import lines, proofs, today, walls
from lianxin.work.stations.lines import Line
from lianxin.work.stations.models import Station
from lianxin.work.stations.proofs import Proof
from lianxin.work.stations.today import Waiting


def lines_of_activities(station: Station, since: date, until: date) -> Iterator[Line]:
    """One line for each recorded activity; with who came, without any voter's name."""
    found = list(
        Activity.objects.recorded()
        .filter(station=station)
        .between(since, until)
        .select_related("body")
        .order_by("on", "pk")
    )
    people: dict[int, list[int]] = defaultdict(list)
    came = Attendance.objects.filter(activity__in=found, state=Attendance.State.PRESENT)
    for activity, person in came.values_list("activity", "seat__person"):
        people[activity].append(person)
    for one in found:
        words = _("%(title)s，代表到会 %(number)d 人") % {
            "title": one.title,
            "number": len(people[one.pk]),
        }
        if one.solved:
            words += _("，解决问题 %d 个") % one.solved
        yield Line(
            one.on,
            name_of(one.body, one.kind)[:6],
            words,
            one.get_absolute_url(),
            tuple(people[one.pk]),
        )


def waiting(stations: Sequence[Station], account, day: date) -> Iterator[Waiting]:
    """Today's activity, and those before it that nobody has recorded."""
    found = Activity.objects.open().filter(station__in=stations, on__lte=day).order_by("on", "pk")
    for one in found:
        is_today = one.on == day
        begins = f"{localtime(one.starts_at):%H:%M}"
        yield Waiting(
            station=one.station_id or 0,
            title=_("今天 %(hour)s %(title)s") % {"hour": begins, "title": one.title}
            if is_today
            else _("“%s”还没有记录") % one.title,
            why=_("签到，记录活动情况") if is_today else _("活动日 %s 已过") % one.on,
            button=_("打开"),
            url=one.get_absolute_url(),
            due_on=one.on,
            weight=2,
        )


def held(station: Station, year: int) -> Proof:
    """Activities were held at the station in the year."""
    number = _of_year(station, year).count()
    return Proof(
        number > 0,
        _("本年在站里举办代表活动 %d 次") % number,
        reverse("activities:list", query={"station": station.pk, "year": year}),
    )


def every_quarter(station: Station, year: int) -> Proof:
    """At least one activity in each quarter of the year."""
    days = _of_year(station, year).values_list("on", flat=True)
    quarters = {(day.month - 1) // 3 for day in days}
    return Proof(
        len(quarters) == 4,
        _("本年有活动的季度 %d 个") % len(quarters),
        reverse("activities:list", query={"station": station.pk, "year": year}),
        share=len(quarters) / 4,
    )


def _of_year(station: Station, year: int):
    return (
        Activity.objects.recorded()
        .filter(station=station, on__range=(date(year, 1, 1), date(year, 12, 31)))
        .order_by()
    )


def attended_by_deputies(persons: Sequence[int], year: int) -> dict[int, int]:
    """How often each deputy took part in the year."""
    rows = (
        Attendance.objects.counted()
        .filter(seat__person__in=persons, on__range=(date(year, 1, 1), date(year, 12, 31)))
        .order_by()
        .values_list("seat__person")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def register_at_stations() -> None:
    lines.register(lines_of_activities)
    today.register(waiting)
    proofs.register("activities.held", gettext_lazy("本年举办过代表活动"), held)
    proofs.register("activities.quarters", gettext_lazy("每季度都有代表活动"), every_quarter)
    walls.register_figure(gettext_lazy("参加代表活动（次）"), attended_by_deputies)
