"""The list of stations as a table, with the columns of the paper register."""

from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body
from lianxin.foundation.sheets.exports import Export, in_order
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.stations.forms.network import FilterForm
from lianxin.work.stations.lines import lines_of
from lianxin.work.stations.models import Staff, Station
from lianxin.work.stations.queries import for_list

KEY = "station-"


def bodies_seen(user) -> Any:
    """Bodies of the stations someone sees."""
    seen = Station.objects.visible_to(user).order_by().values("body")
    return Body.objects.filter(pk__in=seen)


def stations_export(user, asked) -> Export:
    """The list as the address narrows it."""
    filters = FilterForm(asked, bodies=bodies_seen(user))
    found = filters.apply(Station.objects.visible_to(user))
    pks = list(found.order_by("body__path", "kind", "name", "pk").values_list("pk", flat=True))
    body = filters.cleaned_data.get("body") or user.home_body
    title = _("家站点一览表")
    listing = Listing(
        title,
        body.name if body else "",
        fields(),
        in_order(for_list(Station.objects.all()), pks),
        count=len(pks),
        key=lambda station: f"{KEY}{station.pk}",
    )
    return Export(f"{body.short_name if body else ''}{title}", [listing], body=body)


def fields() -> list[Field]:
    """The columns; each reads a station that `for_list` drew."""

    def posts(post):
        return lambda station: "、".join(one.name for one in station.staff_now if one.post == post)

    return [
        Field(_("机构"), lambda station: station.body.short_name, 14),
        Field(_("类型"), lambda station: station.get_kind_display(), 12),
        Field(_("名称"), lambda station: station.name, 26),
        Field(_("地址"), lambda station: station.address, 30),
        Field(_("开放时间"), lambda station: station.hours, 24),
        Field(_("联系电话"), lambda station: station.phone, 16),
        Field(_("站长"), posts(Staff.Post.HEAD), 12),
        Field(_("副站长"), posts(Staff.Post.DEPUTY_HEAD), 16),
        Field(_("联络员"), posts(Staff.Post.LIAISON), 12),
        Field(
            _("进站代表"),
            lambda station: "、".join(one.seat.person.name for one in station.deputies_now),
            36,
        ),
        Field(_("进站代表人数"), lambda station: len(station.deputies_now), 10, Kind.NUMBER),
        Field(
            _("覆盖村（社区）"),
            lambda station: "、".join(one.name for one in station.villages_now),
            36,
        ),
        Field(_("场所和设施"), lambda station: station.rooms, 30),
        Field(_("建站日期"), lambda station: station.opened_on, 12, Kind.DATE),
        Field(_("撤销日期"), lambda station: station.closed_on, 12, Kind.DATE),
        Field(_("公开"), lambda station: station.is_public, 8, Kind.YES),
    ]


def ledger_export(user, asked) -> Export:
    """One station's ledger of one year; `station` and `year` stand in the query."""
    station = get_object_or_404(
        Station.objects.visible_to(user).select_related("body"), pk=_number(asked.get("station"))
    )
    year = _number(asked.get("year"))
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404
    found = lines_of(station, date(year, 1, 1), date(year, 12, 31))
    listing = Listing(
        _("%(name)s %(year)s 年台账") % {"name": station.name, "year": year},
        station.body.name,
        [
            Field(_("日期"), lambda line: line.on, 12, Kind.DATE),
            Field(_("种类"), lambda line: str(line.kind), 12),
            Field(_("内容"), lambda line: line.words, 80),
        ],
        found,
        count=len(found),
    )
    return Export(listing.title, [listing], body=station.body)


def _number(typed: str | None) -> int:
    """What an address says as a number; 0 where it says none."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < 19 else 0
