"""Figures of this room: T20, groups with an activity in the quarter of the last day."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import Group
from lianxin.work.activities.models import Activity
from lianxin.work.groups.counting import first_day
from lianxin.work.groups.queries import groups_seen

ROOM, GROUPS = gettext_lazy("代表小组"), gettext_lazy("个")


def groups(scope: Scope) -> QuerySet[Group]:
    if scope.public:
        return Group.objects.none()
    found = Group.objects.filter(body__in=scope.bodies())
    if scope.user is not None:
        found = found.filter(pk__in=groups_seen(scope.user).values("pk"))
    return found.select_related("body", "leader").order_by("body__path", "name", "pk")


def active(scope: Scope) -> QuerySet[Group]:
    """Those that held and recorded something in the quarter of the last day, up to it."""
    first = first_day(scope.until.year, (scope.until.month + 2) // 3)
    held = Activity.objects.recorded().between(first, scope.until)
    return groups(scope).filter(pk__in=held.filter(group__isnull=False).values("group"))


def silent(scope: Scope) -> QuerySet[Group]:
    return groups(scope).exclude(pk__in=active(scope).order_by().values("pk"))


def row_of_group(group: Group) -> Row:
    return Row(
        words=group.name,
        url=reverse("groups:detail", args=[group.pk]),
        body=group.body.short_name,
        note=group.leader.name if group.leader else "",
    )


def activities(scope: Scope) -> QuerySet[Activity]:
    return (
        Activity.objects.recorded()
        .between(scope.since, scope.until)
        .filter(group__in=groups(scope).order_by())
        .select_related("body", "group")
    )


def row_of_activity(activity: Activity) -> Row:
    return Row(
        words=activity.title,
        url=activity.get_absolute_url(),
        on=activity.on,
        body=activity.body.short_name,
        note=activity.group.name if activity.group else "",
    )


def register_figures() -> None:
    catalogue.register(
        Figure(
            "groups.groups",
            gettext_lazy("代表小组数"),
            GROUPS,
            gettext_lazy("本级和所选下级的代表小组"),
            ROOM,
            groups,
            row=row_of_group,
            statistic="T20",
        ),
        Figure(
            "groups.active",
            gettext_lazy("本季度有活动的小组"),
            GROUPS,
            gettext_lazy("截止日所在季度至少有一次已记录活动的小组"),
            ROOM,
            active,
            row=row_of_group,
            statistic="T20",
        ),
        Figure(
            "groups.silent",
            gettext_lazy("本季度还没有活动的小组"),
            GROUPS,
            gettext_lazy("截止日所在季度没有已记录活动的小组"),
            ROOM,
            silent,
            row=row_of_group,
            statistic="T20",
        ),
        Figure(
            "groups.rate",
            gettext_lazy("小组活动达标率"),
            "%",
            gettext_lazy("本季度有活动的小组除以代表小组数"),
            ROOM,
            numerator="groups.active",
            denominator="groups.groups",
            statistic="T20",
        ),
        Figure(
            "groups.activities",
            gettext_lazy("代表小组活动次数"),
            gettext_lazy("次"),
            gettext_lazy("期间内代表小组已举行并有记录的活动，一次算一次"),
            ROOM,
            activities,
            row=row_of_activity,
            statistic="T20",
        ),
    )
