"""Import of homes, stations and points (家站点); one station is one name in a body.

What a row leaves empty is left as it is; people named who are not known yet are
entered, nobody is removed by an import.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lianxin.faces.setup.imports.pipeline import Done, Importer
from lianxin.faces.setup.imports.rows import RowReader
from lianxin.foundation.people.models import Body, Office
from lianxin.foundation.sheets.dates import parse_partial_date
from lianxin.foundation.sheets.fields import split_list
from lianxin.foundation.sheets.writing import OutColumn, OutSheet
from lianxin.work.stations import workflow
from lianxin.work.stations.models import Staff, Station
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.queries import for_list, seats_for, villages_of

Kind, Post = Station.Kind, Staff.Post
_KIND_BY_WORD = {str(label): value for value, label in Kind.choices} | {
    "家": Kind.HOME,
    "站": Kind.STATION,
    "点": Kind.POINT,
    "联络站": Kind.STATION,
    "联系点": Kind.POINT,
    "联络点": Kind.POINT,
    "活动室": Kind.STUDIO,
    "工作室": Kind.STUDIO,
}
# First match wins; a name that matches none is a station.
_KIND_BY_NAME = [
    (Kind.HOME, "之家"),
    (Kind.POINT, "点"),
    (Kind.STUDIO, "室"),
]
_POSTS = {"head": Post.HEAD, "deputy_head": Post.DEPUTY_HEAD, "liaison": Post.LIAISON}
_ENDINGS = ("村民委员会", "居民委员会", "村委会", "居委会")
_TEXTS = {"address": 120, "hours": 120, "rooms": 200, "introduction": 2000}


def guess_kind(name: str) -> str:
    """What a station is, by the end of its name."""
    return next((kind for kind, ending in _KIND_BY_NAME if name.endswith(ending)), Kind.STATION)


def _short(name: str) -> str:
    """柳溪村村民委员会 as people say it: 柳溪村."""
    return next((name.removesuffix(one) for one in _ENDINGS if name.endswith(one)), name)


class StationImporter(Importer):
    kind = "stations"
    permission = Permission.KEEP

    def begin(self):
        self._villages: dict[str, Office] = {}
        for village in villages_of(self.body):
            self._villages[village.name] = self._villages[_short(village.name)] = village
        self._seats: dict[str, list] = {}
        for seat in seats_for(self.body):
            self._seats.setdefault(seat.person.name, []).append(seat)
        self._seen: dict[int, int] = {}

    def take(self, row: RowReader) -> Done:
        name = row.line("name", most=60)
        if not name:
            row.refuse("name", _("没有名称。请补上后再导入。"))
        values = self._read(row)
        villages = self._read_villages(row)
        row.check()
        station = Station.objects.open().filter(body=self.body, name=name).first()
        if station is None:
            values.setdefault("kind", guess_kind(name))
            station = workflow.open_station(
                name, body=self.body, by=self.by, villages=villages, **values
            )
            self._seen[station.pk] = row.number
            self._people(row, station)
            return Done.CREATED
        if earlier := self._seen.get(station.pk):
            row.warn("name", _("与第 {row} 行重复。").format(row=earlier))
        self._seen.setdefault(station.pk, row.number)
        changed = {key: value for key, value in values.items() if getattr(station, key) != value}
        known = list(station.villages.all())
        more = [one for one in villages if one not in known]
        if changed or more:
            workflow.change_station(
                station, by=self.by, villages=[*known, *more] if more else None, **changed
            )
        added = self._people(row, station)
        return Done.UPDATED if changed or more or added else Done.UNCHANGED

    def _read(self, row: RowReader) -> dict[str, Any]:
        """Values the row gives; what it leaves empty is left as it is."""
        values: dict[str, Any] = {}
        if word := row.line("kind"):
            if word in _KIND_BY_WORD:
                values["kind"] = _KIND_BY_WORD[word]
            else:
                row.warn("kind", _("“{word}”不是已有的类型，按名称判断。").format(word=word[:20]))
        for field, most in _TEXTS.items():
            read = row.text if field == "introduction" else row.line
            if text := read(field, most=most):
                values[field] = text
        if phones := row.phones("phone"):
            values["phone"] = "、".join(phones[:2])[:40]
        if found := row.parse("opened_on", parse_partial_date, latest=self.today.year):
            if found.month is None:
                row.warn("opened_on", _("只有年份，没有导入建站日期。"))
            else:
                values["opened_on"] = date(found.year, found.month, found.day or 1)
        return values

    def _read_villages(self, row: RowReader) -> list[Office]:
        villages = []
        for name in split_list(row.cell("villages")):
            village = self._villages.get(name) or self._villages.get(_short(name))
            if village is None:
                words = _("本级没有名为“{name}”的村（社区），没有登记覆盖。")
                row.warn("villages", words.format(name=name[:20]))
            elif village not in villages:
                villages.append(village)
        return villages

    def _people(self, row: RowReader, station: Station) -> int:
        """Enter staff and deputies whom the station does not have yet; returns how many."""
        since = station.opened_on or self.today
        here = set(station.staff.on(self.today).values_list("post", "name"))
        added = 0
        for field, post in _POSTS.items():
            for name in split_list(row.cell(field)):
                if (post, name) not in here:
                    workflow.appoint(station, post=post, name=name, by=self.by, since=since)
                    added += 1
        attached = set(station.attached.on(self.today).values_list("seat__person", flat=True))
        for name in split_list(row.cell("deputies")):
            seats = self._seats.get(name, [])
            persons = {seat.person_id for seat in seats}
            if len(persons) != 1:
                words = (
                    _("有几位代表名叫“{name}”，请在页面上登记进站。")
                    if persons
                    else _("本级和上级的在任代表里没有“{name}”，没有登记进站。")
                )
                row.warn("deputies", words.format(name=name[:20]))
            elif not persons & attached:
                seat = seats[0]
                workflow.attach_deputy(station, seat, by=self.by, since=max(since, seat.started_on))
                added += 1
        return added

    @classmethod
    def sheets(cls, body: Body) -> list[OutSheet]:
        columns = [
            OutColumn(str(_("名称")), 26),
            OutColumn(str(_("类型")), 12),
            OutColumn(str(_("地址")), 30),
            OutColumn(str(_("开放时间")), 26),
            OutColumn(str(_("联系电话")), 16),
            OutColumn(str(_("场所和设施")), 30),
            OutColumn(str(_("站长")), 12),
            OutColumn(str(_("副站长")), 16),
            OutColumn(str(_("联络员")), 12),
            OutColumn(str(_("进站代表")), 36),
            OutColumn(str(_("覆盖村（社区）")), 36),
            OutColumn(str(_("建站日期")), 12),
            OutColumn(str(_("简介")), 60),
        ]
        stations = for_list(Station.objects.open().filter(body=body))
        return [OutSheet(str(_("家站点")), columns, (_row(one) for one in stations))]


def _row(station: Any) -> list:
    def names(post):
        return "、".join(one.name for one in station.staff_now if one.post == post)

    return [
        station.name,
        station.get_kind_display(),
        station.address,
        station.hours,
        station.phone,
        station.rooms,
        names(Post.HEAD),
        names(Post.DEPUTY_HEAD),
        names(Post.LIAISON),
        "、".join(one.seat.person.name for one in station.deputies_now),
        "、".join(one.name for one in station.villages_now),
        station.opened_on,
        station.introduction,
    ]
