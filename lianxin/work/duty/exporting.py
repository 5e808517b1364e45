"""Files as tables: the deputies of a body with what each did, and one deputy's lines."""

from django.http import Http404, QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import SECTION_NAMES
from lianxin.foundation.people.permissions import require
from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.duty.files import file_of, tallies_of
from lianxin.work.duty.forms.listing import FilterForm
from lianxin.work.duty.models import TaskList
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.progress import progress_at
from lianxin.work.duty.queries import bodies_read_by, period_of, seats_read_by

PERSONAL = "duty.export"
"""The ledger's name for it: names and what they did leave in a file."""


def deputies_export(user, asked: QueryDict) -> Export:
    """The list of the page, 姓名笔画 for its order, one column for each kind of deed."""
    filters = FilterForm(asked, user=user, today=localdate())
    if filters.body is None:
        raise Http404
    tallies = tallies_of(filters.body, filters.days)
    fields = [
        Field(gettext_lazy("姓名"), lambda duty: duty.seat.person.name, 10),
        Field(gettext_lazy("代表小组"), lambda duty: str(duty.seat.group or ""), 16),
        Field(gettext_lazy("选区"), lambda duty: str(duty.seat.district or ""), 16),
        Field(gettext_lazy("任职起"), lambda duty: duty.seat.started_on, 12, Kind.DATE),
        Field(gettext_lazy("任职止"), lambda duty: duty.seat.ended_on, 12, Kind.DATE),
        *(_column(source, tallies[source.key]) for source in deeds.sources()),
    ]
    rows = filters.duties
    title = _("%(body)s代表履职情况（%(period)s）") % {
        "body": filters.body.short_name,
        "period": filters.days.words,
    }
    listing = Listing(
        title,
        filters.body.name,
        fields,
        rows,
        count=len(rows),
        name=_("履职情况"),
        notes=_("按姓名笔画排列，不作排名。各列单位见表头，取自各项记录。"),
    )
    return Export(title=title, listings=[listing], body=filters.body, step=PERSONAL)


def _column(source, tally) -> Field:
    heading = f"{source.label}（{source.unit}）"
    return Field(heading, lambda duty: tally.get(duty.seat.person_id, 0), 12, Kind.NUMBER)


FILE_FIELDS = [
    Field(gettext_lazy("部分"), lambda row: str(SECTION_NAMES[row[0].section]), 22),
    Field(gettext_lazy("类别"), lambda row: str(row[1].source.label), 18),
    Field(gettext_lazy("日期"), lambda row: row[1].deed.on, 12, Kind.DATE),
    Field(gettext_lazy("内容"), lambda row: row[1].deed.words, 50),
    Field(gettext_lazy("数量"), lambda row: row[1].deed.amount, 8, Kind.NUMBER),
    Field(gettext_lazy("单位"), lambda row: str(row[1].source.unit), 8),
    Field(gettext_lazy("出勤"), lambda row: row[1].presence, 12),
    Field(gettext_lazy("备注"), lambda row: row[1].deed.note, 24),
]


def file_export(user, asked: QueryDict) -> Export:
    """One deputy's file, a row for each line. `seat` in the query says whose."""
    seat = (
        seats_read_by(user)
        .select_related("person", "body", "term", "group__body", "district")
        .filter(pk=asked.get("seat", "") if asked.get("seat", "").isdecimal() else 0)
        .first()
    )
    if seat is None:
        raise Http404
    require(user, Permission.READ_FILE, seat)
    today = localdate()
    file = file_of(seat, period_of(seat.term, asked.get("period", ""), today), today=today)
    rows: list[tuple] = [(part, line) for part in file.parts for line in part.lines]
    title = _("%(name)s履职档案（%(period)s）") % {
        "name": seat.person.name,
        "period": file.period.words,
    }
    listing = Listing(title, seat.body.name, FILE_FIELDS, rows, count=len(rows), name=_("履职档案"))
    return Export(title=title, listings=[listing], body=seat.body, step=PERSONAL)


def tasks_export(user, asked: QueryDict) -> Export:
    """Who has what left of a task list, in stroke order. `list` in the query says which."""
    key = asked.get("list", "")
    found = (
        TaskList.objects.filter(
            pk=key if key.isdecimal() else 0, body__in=bodies_read_by(user).values("pk")
        )
        .select_related("body")
        .first()
    )
    if found is None:
        raise Http404
    rows = progress_at(found)
    fields = [
        Field(gettext_lazy("姓名"), lambda one: one.seat.person.name, 10),
        Field(gettext_lazy("代表小组"), lambda one: str(one.seat.group or ""), 16),
        *(_task_column(place, item) for place, item in enumerate(found.items.all())),
        Field(gettext_lazy("还差什么"), lambda one: one.left_words, 50),
    ]
    title = _("%(body)s%(list)s完成情况") % {"body": found.body.short_name, "list": found.name}
    listing = Listing(
        title,
        found.body.name,
        fields,
        rows,
        count=len(rows),
        name=found.name,
        notes=_("按姓名笔画排列，不作排名。每格为已完成/要求；任职不满整期的，按在任时间折算。"),
    )
    return Export(title=title, listings=[listing], body=found.body, step=PERSONAL)


def _task_column(place: int, item) -> Field:
    def value(progress):
        one = progress.items[place]
        return f"{one.done}/{one.asked}" if one.is_countable else str(_("不统计"))

    return Field(item.label, value, 14)
