"""What receptions tell their station: ledger lines, what waits, proofs, the wall's figures."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.work.receptions.models import Duty, Reception, VisitorRecord
from lianxin.work.receptions.queries import figures
from lianxin.work.stations import lines, proofs, today, walls
from lianxin.work.stations.lines import Line
from lianxin.work.stations.proofs import Proof
from lianxin.work.stations.today import Waiting


def lines_of_receptions(station, since: date, until: date) -> Iterator[Line]:
    """One line for each reception that is over or was called off; no visitor's name."""
    found = list(
        Reception.objects.filter(station=station)
        .between(since, until)
        .exclude(state__in=Reception.OPEN)
    )
    came = dict(
        Duty.objects.filter(
            reception__in=found, seat__isnull=False, attendance=Duty.Attendance.PRESENT
        )
        .order_by()
        .values_list("reception")
        .annotate(number=Count("pk"))
    )
    visits = {
        row["reception"]: row
        for row in VisitorRecord.objects.filter(reception__in=found)
        .order_by()
        .values("reception")
        .annotate(cases=Count("pk"), persons=Sum("persons"))
    }
    for one in found:
        words = _words(one, came.get(one.pk, 0), visits.get(one.pk))
        yield Line(one.on, _("接待"), words, one.get_absolute_url())


def _words(reception: Reception, came: int, visits) -> str:
    if reception.state == Reception.State.CANCELLED:
        return _("接待取消：%s") % reception.cancel_reason
    if not visits:
        return _("接待选民，代表到岗 %(came)d 人，无人来访。%(instead)s") % {
            "came": came,
            "instead": reception.done_instead,
        }
    return _("接待选民，代表到岗 %(came)d 人，来访 %(cases)d 件 %(persons)d 人次") % {
        "came": came,
        "cases": visits["cases"],
        "persons": visits["persons"],
    }


def waiting(stations, account, day: date) -> Iterator[Waiting]:
    """Today's reception, and those before it that nobody has ended."""
    found = (
        Reception.objects.received_by(account)
        .open()
        .filter(station__in=stations, on__lte=day)
        .order_by("on", "pk")
    )
    for one in found:
        is_today = one.on == day
        yield Waiting(
            station=one.station_id or 0,
            title=_("今天接待选民 %s") % one.hours if is_today else _("接待登记还没有结束"),
            why=_("签到，登记来访") if is_today else _("接待日 %s 已过") % one.on,
            button=_("打开"),
            url=one.get_absolute_url(),
            due_on=one.on,
            weight=3,
        )


def held(station, year: int) -> Proof:
    """The station received voters in the year; quiet days count, called-off ones do not."""
    found = _figures(station, year)
    return Proof(
        found["receptions"] > 0,
        _("本年接待 %(receptions)d 次（无人来访 %(quiet)d 次），来访 %(cases)d 件 %(persons)d 人次")
        % found,
        reverse("receptions:list", query={"place": station.pk}),
    )


def attended(station, year: int) -> Proof:
    """At every reception of the year at least one deputy came."""
    over = _over(station, year)
    without = over.exclude(
        pk__in=Duty.objects.filter(seat__isnull=False, attendance=Duty.Attendance.PRESENT).values(
            "reception"
        )
    ).count()
    number = over.count()
    return Proof(
        number > 0 and without == 0,
        _("本年接待 %(number)d 次，其中 %(without)d 次没有代表到岗")
        % {"number": number, "without": without},
        reverse("receptions:list", query={"place": station.pk}),
        share=(number - without) / number if number else 0.0,
    )


def _over(station, year: int):
    return Reception.objects.filter(
        station=station, on__year=year, state__in=Reception.OVER
    ).order_by()


def _figures(station, year: int) -> dict[str, int]:
    return figures(_over(station, year))


def received_by_deputies(persons: Sequence[int], year: int) -> dict[int, int]:
    """How often each deputy came to receive voters in the year."""
    rows = (
        Duty.objects.filter(
            seat__person__in=persons,
            attendance=Duty.Attendance.PRESENT,
            reception__on__year=year,
            reception__state__in=Reception.OVER,
        )
        .order_by()
        .values_list("seat__person")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def register_at_stations() -> None:
    lines.register(lines_of_receptions)
    today.register(waiting)
    proofs.register("receptions.held", gettext_lazy("本年接待过选民"), held)
    proofs.register("receptions.attended", gettext_lazy("每次接待都有代表到岗"), attended)
    walls.register_figure(gettext_lazy("接待选民（次）"), received_by_deputies)
