"""The roster as a table."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.receptions.forms.planning import FilterForm, places_seen
from lianxin.work.receptions.models import Duty, Reception


def _on_duty(reception) -> str:
    return "、".join(one.name for one in reception.duties.all() if one.state == Duty.State.PLANNED)


def _present(reception) -> str:
    return "、".join(
        one.name for one in reception.duties.all() if one.attendance == Duty.Attendance.PRESENT
    )


FIELDS = [
    Field(gettext_lazy("日期"), lambda one: one.on, 12, Kind.DATE),
    Field(gettext_lazy("时间"), lambda one: one.hours, 14),
    Field(gettext_lazy("站点"), lambda one: one.where, 24),
    Field(gettext_lazy("地点"), lambda one: one.address, 24),
    Field(gettext_lazy("值班"), _on_duty, 28),
    Field(gettext_lazy("一同参加"), lambda one: one.others, 20),
    Field(gettext_lazy("到岗"), _present, 24),
    Field(gettext_lazy("状态"), lambda one: one.get_state_display(), 10),
    Field(gettext_lazy("来访件数"), lambda one: one.cases, 10, Kind.NUMBER),
    Field(gettext_lazy("无人来访时所做"), lambda one: one.done_instead, 36),
]


def roster_export(user, asked: QueryDict) -> Export:
    """The roster with the page's own filter and sight."""
    filters = FilterForm(asked, places=places_seen(user))
    rows = filters.apply(Reception.objects.visible_to(user)).for_list()
    title = _("接待排班表（%(year)d年%(month)d月）") % {
        "year": filters.first.year,
        "month": filters.first.month,
    }
    body = user.home_body
    listing = Listing(title, body.name if body else "", FIELDS, rows, count=rows.count())
    return Export(title=title, listings=[listing], body=body)
