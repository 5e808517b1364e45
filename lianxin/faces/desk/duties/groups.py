"""Deputies' groups on the desk: what the leader owes this quarter, what the clerk watches."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import lateness
from lianxin.faces.desk.duties import Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Group, Role, Seat
from lianxin.work.activities.models import Activity
from lianxin.work.groups.counting import first_day, years_of
from lianxin.work.groups.models import GroupPlan, Summary
from lianxin.work.groups.queries import groups_led

PLAN_BY, SUMMARY_FROM = (2, 28), (12, 1)
"""Month and day: a plan is due by the end of February, a summary from December on."""


def parts(account, today: date) -> list[Part]:
    return [*_leading(account, today), *_keeping(account, today)]


def _leading(account, today: date) -> Iterator[Part]:
    if account.person_id is None and not account.has_role(Role.GROUP_LEADER):
        return
    groups = list(groups_led(account).select_related("body")[:5])
    if not groups:
        return
    duties = [
        *_due_activities(groups, today),
        *_due_papers(groups, today),
    ]
    page = reverse("groups:mine")
    yield Part(_("代表小组"), duties=duties, links=[(_("我的代表小组"), page)])


def _due_activities(groups, today: date) -> Iterator[Duty]:
    for pk, year in years_of(groups, today.year, today).items():
        if year.due is None:
            continue
        number = year.due.number
        after = first_day(today.year + 1, 1) if number == 4 else first_day(today.year, number + 1)
        due_on = after - timedelta(days=1)
        yield Duty(
            f"groupquarter-{pk}",
            _("%(group)s：本季度活动") % {"group": year.group.name},
            _("本季度已活动 %(held)s 次，至少 %(asked)s 次")
            % {"held": year.due.held, "asked": year.due.asked},
            _("看小组"),
            reverse("groups:detail", args=[pk]),
            due_on,
            lateness(due_on, today),
        )


def _due_papers(groups, today: date) -> Iterator[Duty]:
    planned = set(
        GroupPlan.objects.filter(group__in=groups, year=today.year, sent_on__isnull=False)
        .order_by()
        .values_list("group", flat=True)
    )
    summed = set(
        Summary.objects.filter(group__in=groups, year=today.year, sent_on__isnull=False)
        .order_by()
        .values_list("group", flat=True)
    )
    for group in groups:
        url = reverse("groups:year", args=[group.pk, today.year])
        if group.pk not in planned:
            due_on = date(today.year, *PLAN_BY)
            yield Duty(
                f"groupplan-{group.pk}",
                _("%s：年度计划") % group.name,
                _("还没有报送"),
                _("写计划"),
                url,
                weight=0,
                due_on=due_on if today <= due_on else None,
            )
        if today >= date(today.year, *SUMMARY_FROM) and group.pk not in summed:
            yield Duty(
                f"groupsummary-{group.pk}",
                _("%s：年度总结") % group.name,
                _("初稿由记录生成，改好报送"),
                _("写总结"),
                url,
                date(today.year, 12, 31),
            )


def _keeping(account, today: date) -> Iterator[Part]:
    """Groups without an activity this quarter, deputies without a group."""
    bodies = account.bodies_as(*CLERKS)
    if not bodies:
        return
    page = reverse("groups:list")
    groups = Group.objects.filter(body__in=bodies)
    first = first_day(today.year, (today.month + 2) // 3)
    held = Activity.objects.recorded().between(first, today).filter(group__in=groups)
    alone = Seat.objects.in_office().filter(body__in=bodies, group__isnull=True)
    yield Part(
        _("代表小组"),
        counts=[
            Count(
                _("本季度还没活动的小组"),
                groups.exclude(pk__in=held.values("group")).count(),
                f"{page}?only=silent",
            ),
            Count(_("没有编组的代表"), alone.count(), f"{page}?only=alone", "warn"),
        ],
    )
