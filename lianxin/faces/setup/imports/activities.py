"""Import of activities of the past (活动台账): each row is planned, its list kept, recorded.

One activity is one name on one day in a body; what is recorded already stays as it is, and
is put right on its own page, with a reason.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from lianxin.faces.setup.imports.pipeline import Done, FileRefused, Importer
from lianxin.faces.setup.imports.rows import RowReader
from lianxin.foundation.people.models import Body, Group, Seat
from lianxin.foundation.sheets.dates import parse_partial_date
from lianxin.foundation.sheets.fields import split_list
from lianxin.foundation.sheets.writing import OutColumn, OutSheet
from lianxin.work.activities import workflow
from lianxin.work.activities.kinds import Kind, kinds_for, name_of
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.permissions import Permission
from lianxin.work.stations.models import Station

NUMBERS = ("minutes", "others", "households", "persons", "solved")
MARKS = {"present": "present", "excused": "excused", "absent": "absent"}
BEGINS = time(9)
LASTS = 150
"""Minutes of an activity of which the sheet says no length."""
_WHOLE = re.compile(r"[0-9]{1,7}")
_MONEY = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")


class ActivityImporter(Importer):
    kind = "activities"
    permission = Permission.IMPORT

    def begin(self):
        if self.by is None:
            raise FileRefused(
                _("活动要记下由谁登记，不能在命令行导入。请登录以后在“导入”页面上传。")
            )
        self._kinds: dict[str, Kind] = {}
        for one in kinds_for(self.body):
            self._kinds[one.name] = self._kinds[one.key] = one
        self._groups = {one.name: one for one in Group.objects.filter(body=self.body)}
        self._stations = {one.name: one for one in Station.objects.filter(body=self.body)}
        self._seats: dict[str, list[Seat]] = {}
        here = Q(body=self.body) | Q(group__body=self.body)
        for seat in Seat.objects.filter(here).select_related("person", "body", "group"):
            self._seats.setdefault(seat.person.name, []).append(seat)

    def take(self, row: RowReader) -> Done:
        title = row.line("title", most=80)
        if not title:
            row.refuse("title", _("没有名称。请补上后再导入。"))
        on = self._day(row)
        word = row.line("kind")
        kind = self._kinds.get(word)
        if kind is None:
            row.refuse(
                "kind",
                _("没有“{word}”这一类活动，可以写：{names}。").format(
                    word=word[:20], names="、".join(dict.fromkeys(k.name for k in self._all()))
                ),
            )
        group = self._named(row, "group", self._groups)
        station = self._named(row, "station", self._stations)
        numbers: dict[str, Any] = {name: self._number(row, name) for name in NUMBERS}
        money = self._money(row)
        summary = row.text("summary", most=8000)
        marks = self._marks(row, on) if on else {}
        topic, place = row.line("topic", most=120), row.line("place", most=120)
        row.check()
        if on is None or kind is None:
            return Done.UNCHANGED
        if Activity.objects.filter(body=self.body, on=on, title=title).exists():
            return Done.UNCHANGED
        starts = datetime.combine(on, BEGINS, get_current_timezone())
        seats = [seat for seat, _state in marks.values()]
        activity = workflow.plan(
            body=self.body,
            kind=kind.key,
            title=title,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=numbers["minutes"] or LASTS),
            by=self.by,
            today=self.today,
            group=group,
            station=station,
            place=place,
            topic=topic,
            seats=seats,
        )
        said = {
            pk: (state, _("台账未写原因") if state == "excused" else "")
            for pk, (_seat, state) in marks.items()
        }
        if said:
            workflow.mark(activity, said, via="paper", by=self.by, today=self.today)
        workflow.record(
            activity,
            by=self.by,
            today=self.today,
            summary=summary or title,
            money=money,
            values={
                one.key: topic or title
                for one in kind.fields
                if one.is_required and one.type == "text"
            },
            **numbers,
        )
        return Done.CREATED

    def _all(self) -> list[Kind]:
        return list(self._kinds.values())

    def _day(self, row: RowReader) -> date | None:
        found = row.parse("on", parse_partial_date, latest=self.today.year)
        if found is None or found.month is None or found.day is None:
            row.refuse("on", _("请写清年、月、日，如 2025-03-20。"))
            return None
        day = date(found.year, found.month, found.day)
        if day > self.today:
            row.refuse("on", _("日期还没有到。还没有举办的，请在“活动”里安排。"))
            return None
        return day

    def _named(self, row: RowReader, field: str, known: dict):
        name = row.line(field)
        if name and name not in known:
            row.refuse(field, _("本级没有“{name}”。请核对名称。").format(name=name[:30]))
        return known.get(name)

    def _number(self, row: RowReader, field: str) -> int:
        words = row.line(field)
        if not words:
            return 0
        if not _WHOLE.fullmatch(words):
            row.refuse(field, _("请填写整数，不带单位和文字。"))
            return 0
        return int(words)

    def _money(self, row: RowReader) -> int:
        words = row.line("money").replace(",", "")
        if not words:
            return 0
        if not _MONEY.fullmatch(words):
            row.refuse("money", _("请填写以元为单位的数，最多两位小数。"))
            return 0
        return int(Decimal(words) * 100)

    def _marks(self, row: RowReader, on: date) -> dict[int, tuple[Seat, str]]:
        """Seat id → (seat, state) of everyone the row names; a name must mean one deputy."""
        found: dict[int, tuple[Seat, str]] = {}
        for field, state in MARKS.items():
            for name in split_list(row.cell(field)):
                seats = [
                    seat
                    for seat in self._seats.get(name, [])
                    if seat.started_on <= on and (seat.ended_on is None or on < seat.ended_on)
                ]
                if len(seats) != 1:
                    words = (
                        _("有几位代表名叫“{name}”，分不清是哪一位。请在页面上登记这次活动。")
                        if seats
                        else _("这一天的代表里没有“{name}”。请核对姓名和日期。")
                    )
                    row.refuse(field, words.format(name=name[:20]))
                elif seats[0].pk in found:
                    row.refuse(field, _("“{name}”写了两次。").format(name=name[:20]))
                else:
                    found[seats[0].pk] = (seats[0], state)
        return found

    @classmethod
    def sheets(cls, body: Body) -> list[OutSheet]:
        columns = [
            OutColumn(str(_("日期")), 12),
            OutColumn(str(_("名称")), 36),
            OutColumn(str(_("类别")), 14),
            OutColumn(str(_("主题")), 24),
            OutColumn(str(_("代表小组")), 18),
            OutColumn(str(_("站点")), 24),
            OutColumn(str(_("地点")), 24),
            OutColumn(str(_("到会代表")), 48),
            OutColumn(str(_("请假代表")), 24),
            OutColumn(str(_("缺席代表")), 24),
            OutColumn(str(_("其他参加人数")), 10),
            OutColumn(str(_("时长（分钟）")), 10),
            OutColumn(str(_("金额（元）")), 12),
            OutColumn(str(_("户数")), 8),
            OutColumn(str(_("人数")), 8),
            OutColumn(str(_("解决问题（个）")), 10),
            OutColumn(str(_("活动情况")), 60),
        ]
        return [OutSheet(str(_("活动")), columns, _rows(body))]


def _rows(body: Body) -> Iterator[list]:
    activities = (
        Activity.objects.recorded()
        .filter(body=body, told_by=None)
        .select_related("group", "station", "body")
        .order_by("on", "pk")
    )
    names: dict[int, dict[str, list[str]]] = {}
    rows = Attendance.objects.filter(activity__in=activities.order_by()).order_by("pk")
    for activity, state, name in rows.values_list("activity", "state", "seat__person__name"):
        names.setdefault(activity, {}).setdefault(state, []).append(name)
    for one in activities:
        came = names.get(one.pk, {})
        yield [
            one.on,
            one.title,
            name_of(body, one.kind),
            one.topic,
            one.group.name if one.group else "",
            one.station.name if one.station else "",
            one.place,
            *("、".join(came.get(state, [])) for state in MARKS),
            one.others or "",
            one.minutes or "",
            str(Decimal(one.money).scaleb(-2).normalize()) if one.money else "",
            one.households or "",
            one.persons or "",
            one.solved or "",
            one.summary,
        ]
