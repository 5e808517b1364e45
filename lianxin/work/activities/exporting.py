"""The list of activities as a table, with the page's own filter and sight."""

from decimal import Decimal

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.activities.forms.filters import FilterForm
from lianxin.work.activities.kinds import shipped
from lianxin.work.activities.models import Activity, OwnKind


def _hours(activity) -> str:
    begins, ends = localtime(activity.starts_at), localtime(activity.ends_at)
    return f"{begins:%H:%M}—{ends:%H:%M}"


def fields_with(names: dict[str, str]) -> list[Field]:
    """Columns of the table. names: what kinds are called."""
    return [
        Field(gettext_lazy("日期"), lambda one: one.on, 12, Kind.DATE),
        Field(gettext_lazy("时间"), _hours, 14),
        Field(gettext_lazy("名称"), lambda one: one.title, 36),
        Field(gettext_lazy("类别"), lambda one: names.get(one.kind, one.kind), 14),
        Field(gettext_lazy("主题"), lambda one: one.topic, 24),
        Field(gettext_lazy("单位"), lambda one: one.body.short_name, 14),
        Field(gettext_lazy("代表小组"), lambda one: one.group.name if one.group else "", 18),
        Field(gettext_lazy("站点"), lambda one: one.station.name if one.station else "", 18),
        Field(gettext_lazy("地点"), lambda one: one.place, 24),
        Field(gettext_lazy("状态"), lambda one: one.get_state_display(), 12),
        Field(gettext_lazy("名单人数"), lambda one: one.listed, 10, Kind.NUMBER),
        Field(gettext_lazy("到会"), lambda one: one.came, 8, Kind.NUMBER),
        Field(gettext_lazy("请假"), lambda one: one.excused, 8, Kind.NUMBER),
        Field(gettext_lazy("缺席"), lambda one: one.absent, 8, Kind.NUMBER),
        Field(gettext_lazy("其他参加人数"), lambda one: one.others, 10, Kind.NUMBER),
        Field(gettext_lazy("时长（分钟）"), lambda one: one.minutes, 10, Kind.NUMBER),
        Field(gettext_lazy("金额（元）"), lambda one: Decimal(one.money) / 100, 12, Kind.NUMBER),
        Field(gettext_lazy("户数"), lambda one: one.households, 8, Kind.NUMBER),
        Field(gettext_lazy("人数"), lambda one: one.persons, 8, Kind.NUMBER),
        Field(gettext_lazy("解决问题"), lambda one: one.solved, 8, Kind.NUMBER),
        Field(gettext_lazy("活动情况"), lambda one: one.summary, 60),
    ]


def with_counts(activities):
    """Each with how many were on the list, came, were excused, stayed away."""
    state = "attendances__state"
    return activities.annotate(
        listed=Count("attendances"),
        came=Count("attendances", Q(**{state: "present"})),
        excused=Count("attendances", Q(**{f"{state}__in": ("leave", "excused")})),
        absent=Count("attendances", Q(**{state: "absent"})),
    ).order_by("-on", "-pk")


def activities_export(user, asked: QueryDict) -> Export:
    """The table of the list's address."""
    filters = FilterForm(asked, user=user)
    found = filters.apply(Activity.objects.visible_to(user))
    rows = with_counts(found.select_related("body", "group", "station"))
    names = {key: one.name for key, one in shipped().items()}
    home = user.home_body
    if home:
        own = OwnKind.objects.filter(body__path__startswith=home.path) | OwnKind.objects.filter(
            body__in=[int(pk) for pk in home.path.split("/") if pk]
        )
        names |= {one.key: one.name for one in own.order_by("-body__path")}
    title = _("代表活动一览")
    listing = Listing(
        title, home.name if home else "", fields_with(names), rows, count=found.count()
    )
    return Export(title=title, listings=[listing], body=home)
