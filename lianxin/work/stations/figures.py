"""Figures of the network of homes, stations and points: T33, T34.

T35 (Party branches among deputies) needs which branch a deputy is in, which nobody records
here; the number of Party deputies stands under people.
"""

from dataclasses import replace
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import Office
from lianxin.work.stations.checking import Result, check
from lianxin.work.stations.models import Attachment, Station

ROOM = _("家站点")


def register_figures() -> None:
    kinds: dict[str, Any] = {
        "kind": (_("类型"), lambda scope: dict(Station.Kind.choices)),
    }
    catalogue.register(
        Figure(
            "stations.open",
            _("家站点"),
            _("个"),
            _("截止日在用的代表之家、联络站、联系点、工作室"),
            room=ROOM,
            records=open_on_the_day,
            row=row_of_station,
            parts=kinds,
            has_public=True,
        ),
        Figure(
            "stations.new",
            _("新建家站点"),
            _("个"),
            _("建站日期在这段时间里的，后来撤销的也计"),
            room=ROOM,
            records=opened,
            row=row_of_station,
            parts=kinds,
            day="opened_on",
            has_public=True,
        ),
        Figure(
            "stations.villages",
            _("村（社区）"),
            _("个"),
            _("在用的村、社区"),
            room=ROOM,
            records=villages,
            row=row_of_village,
        ),
        Figure(
            "stations.villages_covered",
            _("有家站点的村（社区）"),
            _("个"),
            _("截止日至少有一个在用的家站点联系的村、社区"),
            room=ROOM,
            records=covered,
            row=row_of_village,
        ),
        Figure(
            "stations.coverage_rate",
            _("家站点覆盖率"),
            "%",
            _("有家站点的村（社区）÷ 全部村（社区）"),
            room=ROOM,
            numerator="stations.villages_covered",
            denominator="stations.villages",
            statistic="T33",
        ),
        Figure(
            "stations.items",
            _("达标检查项"),
            _("项"),
            _("本级家站点按在用的达标清单（五有、七有等）逐站逐项计，不含下级的家站点"),
            room=ROOM,
            records=checked,
            measure=_items,
            row=_row_of_items,
        ),
        Figure(
            "stations.items_met",
            _("已达标项"),
            _("项"),
            _("本级家站点的达标清单中，有记录或者材料证明已经做到的，逐站逐项计"),
            room=ROOM,
            records=checked,
            measure=_items_met,
            row=_row_of_items_met,
        ),
        Figure(
            "stations.met_rate",
            _("五有、七有达标率"),
            "%",
            _("已达标项 ÷ 达标检查项"),
            room=ROOM,
            numerator="stations.items_met",
            denominator="stations.items",
            statistic="T34",
        ),
        Figure(
            "stations.deputies",
            _("进站代表"),
            _("人次"),
            _("截止日编入家站点的代表，进两个站的计两次"),
            room=ROOM,
            records=attached,
            row=row_of_attachment,
        ),
    )


def _stations(scope: Scope) -> QuerySet[Station]:
    found = Station.objects.filter(body__in=scope.bodies()).select_related("body")
    if scope.public:
        found = found.filter(is_public=True)
    elif scope.user is not None:
        found = found.visible_to(scope.user)
    return found.filter(kind=scope.narrowed["kind"]) if "kind" in scope.narrowed else found


def _in_use(scope: Scope) -> Q:
    return (Q(opened_on__isnull=True) | Q(opened_on__lte=scope.until)) & (
        Q(closed_on__isnull=True) | Q(closed_on__gt=scope.until)
    )


def open_on_the_day(scope: Scope) -> QuerySet[Station]:
    return _stations(scope).filter(_in_use(scope))


def opened(scope: Scope) -> QuerySet[Station]:
    return _stations(scope).filter(opened_on__range=(scope.since, scope.until))


def villages(scope: Scope) -> QuerySet[Office]:
    """Villages and communities of today: which ones there were is not kept by date."""
    return (
        Office.objects.current()
        .filter(body__in=scope.bodies(), kind=Office.Kind.VILLAGE)
        .select_related("body")
    )


def covered(scope: Scope) -> QuerySet[Office]:
    stations = Station.objects.filter(_in_use(scope), villages=OuterRef("pk"))
    return villages(scope).filter(Exists(stations))


def checked(scope: Scope) -> QuerySet[Station]:
    """The body's own stations in use, each with the year it is checked for.

    Without those below: every item of every station is read from records of its own.
    """
    of_year = Value(scope.until.year, output_field=IntegerField())
    return open_on_the_day(replace(scope, below=False)).annotate(of_year=of_year)


def _items(found: QuerySet) -> int:
    return sum([_row_of_items(station).amount for station in found])


def _items_met(found: QuerySet) -> int:
    return sum([_row_of_items_met(station).amount for station in found])


def attached(scope: Scope) -> QuerySet[Attachment]:
    return (
        Attachment.objects.on(scope.until)
        .filter(station__in=open_on_the_day(scope).order_by().values("pk"))
        .select_related("seat__person", "station__body")
    )


def row_of_station(station: Station) -> Row:
    return Row(
        words=station.name,
        url=station.get_absolute_url(),
        on=station.opened_on,
        body=station.body.short_name,
        note=str(station.get_kind_display()),
        public_url=reverse("portal:station", args=[station.code]) if station.is_public else "",
    )


def _checked(station: Station) -> list[Result]:
    return check(station, station.of_year)  # type: ignore[attr-defined]


def _row_of_items(station: Station) -> Row:
    row = row_of_station(station)
    items = [one for result in _checked(station) for one in result.items]
    return Row(row.words, row.url, None, row.body, amount=len(items))


def _row_of_items_met(station: Station) -> Row:
    results = _checked(station)
    row = row_of_station(station)
    lacking = [one.item.words for result in results for one in result.items if not one.is_met]
    return Row(
        row.words,
        reverse("stations:checks", args=[station.pk]),
        None,
        row.body,
        amount=sum(result.met for result in results),
        note="；".join(lacking[:5]),
    )


def row_of_village(village: Office) -> Row:
    return Row(words=village.name, body=village.body.short_name)


def row_of_attachment(attachment: Attachment) -> Row:
    return Row(
        words=f"{attachment.seat.person.name}：{attachment.station.name}",
        url=attachment.station.get_absolute_url(),
        on=attachment.since,
        body=attachment.station.body.short_name,
    )
