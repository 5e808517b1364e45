"""Figures of receptions: T12 and what the yearly notes of reception days state."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.work.receptions.models import Duty, Reception, VisitorRecord
from lianxin.work.receptions.queries import WHOLE_BODY
from lianxin.work.stations.figures import open_on_the_day, row_of_station
from lianxin.work.stations.models import Station

ROOM = _("接待选民")
A = Duty.Attendance


def register_figures() -> None:
    catalogue.register(
        Figure(
            "receptions.held",
            _("接待场次"),
            _("次"),
            _("已经接待或者无人来访并已登记的接待日；排了班还没有举行的、取消的不计"),
            room=ROOM,
            records=held,
            row=row_of_reception,
            parts={"station": (_("家站点"), _stations)},
            day="on",
        ),
        Figure(
            "receptions.planned",
            _("应接待场次"),
            _("次"),
            _("排班的接待日，取消的不计"),
            room=ROOM,
            records=planned,
            row=row_of_reception,
            day="on",
        ),
        Figure(
            "receptions.held_rate",
            _("接待日落实率"),
            "%",
            _("接待场次 ÷ 应接待场次"),
            room=ROOM,
            numerator="receptions.held",
            denominator="receptions.planned",
        ),
        Figure(
            "receptions.stations",
            _("开展接待的家站点"),
            _("个"),
            _("这段时间至少举行过一次接待的家站点"),
            room=ROOM,
            records=stations_at_work,
            row=row_of_station,
        ),
        Figure(
            "receptions.stations_quiet",
            _("没有开展接待的家站点"),
            _("个"),
            _("截止日在用、这段时间一次接待也没有举行的家站点"),
            room=ROOM,
            records=stations_quiet,
            row=row_of_station,
        ),
        Figure(
            "receptions.station_rate",
            _("家站点接待覆盖率"),
            "%",
            _("开展接待的家站点 ÷ 在用的家站点"),
            room=ROOM,
            numerator="receptions.stations",
            denominator="stations.open",
        ),
        Figure(
            "receptions.deputy_turns",
            _("代表接访人次"),
            _("人次"),
            _("已举行的接待日签到到岗的代表，一人一次算一人次；请假、未到、换走的不计"),
            room=ROOM,
            records=deputy_turns,
            row=row_of_duty,
            statistic="T12",
            day="reception__on",
        ),
        Figure(
            "receptions.voters",
            _("接待选民人次"),
            _("人次"),
            _("来访登记上的人数之和，同一人再来再计"),
            room=ROOM,
            records=visits,
            measure=_persons,
            amount="persons",
            row=row_of_visit,
            parts={"station": (_("家站点"), _stations)},
            day="reception__on",
            known_to=known_to,
        ),
        Figure(
            "receptions.visits",
            _("来访登记"),
            _("件"),
            _("接待时登记的来访，一次来访算一件"),
            room=ROOM,
            records=visits,
            row=row_of_visit,
            parts={"station": (_("家站点"), _stations)},
            day="reception__on",
            known_to=known_to,
        ),
    )


def _receptions(scope: Scope) -> QuerySet[Reception]:
    found = Reception.objects.filter(
        body__in=scope.bodies(), on__range=(scope.since, scope.until)
    ).exclude(state=Reception.State.CANCELLED)
    if scope.public:
        return found.none()
    if scope.user is not None and not scope.is_whole:
        found = found.visible_to(scope.user)
    station = scope.narrowed.get("station", "")
    if station.isascii() and station.isdecimal():
        found = found.filter(station_id=int(station))
    return found


def planned(scope: Scope) -> QuerySet[Reception]:
    return _receptions(scope).select_related("body", "station")


def held(scope: Scope) -> QuerySet[Reception]:
    return planned(scope).filter(state__in=Reception.OVER)


def stations_at_work(scope: Scope) -> QuerySet[Station]:
    return open_on_the_day(scope).filter(_has_held(scope))


def stations_quiet(scope: Scope) -> QuerySet[Station]:
    return open_on_the_day(scope).filter(~_has_held(scope))


def _has_held(scope: Scope) -> Exists:
    # Whether a station worked is no secret from whoever sees the station.
    found = Reception.objects.filter(
        station=OuterRef("pk"), state__in=Reception.OVER, on__range=(scope.since, scope.until)
    )
    return Exists(found)


def deputy_turns(scope: Scope) -> QuerySet[Duty]:
    over = _receptions(scope).filter(state__in=Reception.OVER)
    return Duty.objects.filter(
        reception__in=over.order_by().values("pk"), seat__isnull=False, attendance=A.PRESENT
    ).select_related("seat__person", "reception__station", "reception__body")


def visits(scope: Scope) -> QuerySet[VisitorRecord]:
    """Visits written down; whom the record is not for knows at most how many there were."""
    found = VisitorRecord.objects.filter(
        reception__in=_receptions(scope).order_by().values("pk")
    ).select_related("message", "reception__station", "reception__body")
    if scope.user is not None and not scope.is_whole:
        found = found.visible_to(scope.user)
    return found


def known_to(scope: Scope) -> bool:
    """Whoever oversees the body's receptions may know how many came, without the names."""
    if scope.user is None:
        return False
    return any(
        grant.role in WHOLE_BODY and grant.body.contains(scope.body)
        for grant in scope.user.current_grants
    )


def _persons(found: QuerySet) -> int:
    return found.order_by().aggregate(number=Sum("persons"))["number"] or 0


def row_of_reception(reception: Reception) -> Row:
    return Row(
        words=f"{reception.where} {reception.topic}".strip(),
        url=reception.get_absolute_url(),
        on=reception.on,
        body=reception.body.short_name,
        note=str(reception.get_state_display()),
    )


def row_of_duty(duty: Duty) -> Row:
    return Row(
        words=f"{duty.name}：{duty.reception.where}",
        url=duty.reception.get_absolute_url(),
        on=duty.reception.on,
        body=duty.reception.body.short_name,
        note=str(duty.get_attendance_display()),
    )


def row_of_visit(visit: VisitorRecord) -> Row:
    return Row(
        words=f"{visit.number} {visit.message.title}",
        url=visit.get_absolute_url(),
        on=visit.reception.on,
        body=visit.reception.body.short_name,
        amount=visit.persons,
        note=visit.reception.where,
    )


def _stations(scope: Scope) -> dict[str, Any]:
    found = Reception.objects.filter(body__in=scope.bodies(), station__isnull=False).order_by()
    pairs = found.values_list("station_id", "station__name").distinct()
    return {str(pk): name for pk, name in sorted(pairs[:500], key=lambda pair: pair[1])}
