"""Before the day: plan, change, announce, invite, call off, do again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.ledger.chain import moment
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import telling
from lianxin.work.activities.kinds import kind_of, kinds_for
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.workflow.common import (
    State,
    checked,
    day_of,
    in_duty_ids,
    may_be_listed,
    need_words,
    note,
    open_only,
)

CHANGEABLE = (
    "title",
    "topic",
    "plan",
    "group",
    "station",
    "starts_at",
    "ends_at",
    "place",
    "is_online",
    "leader",
    "signup_until",
    "capacity",
    "is_public",
)
TOLD_OF = ("starts_at", "ends_at", "place", "is_online")
"""What those on the list must know at once when it changes."""


@transaction.atomic
def plan(
    *,
    body,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    by,
    today: date,
    group=None,
    station=None,
    place: str = "",
    topic: str = "",
    plan: str = "",
    is_online: bool = False,
    leader=None,
    signup_until: datetime | None = None,
    capacity: int | None = None,
    seats: Iterable[Seat] = (),
    rule=None,
    rule_on: date | None = None,
    is_public: bool = False,
) -> Activity:
    """Put an activity into the plan; nobody is told yet.

    kind: key of one that the body may choose. group: whose activity it is, if a group's.
    seats: those to be invited. rule, rule_on: by which rule it recurs and the day it names.
    is_public: the public may see it in lists once it is recorded.
    A day that has passed is allowed: what was held is recorded afterwards.
    Raises PermissionDenied, or Refused with what to put right.
    """
    activity = Activity(
        body=body,
        kind=kind,
        title=title.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        group=group,
        station=station,
        place=place.strip(),
        topic=topic.strip(),
        plan=plan.strip(),
        is_online=is_online,
        leader=leader,
        signup_until=signup_until,
        capacity=capacity,
        rule=rule,
        rule_on=rule_on,
        is_public=is_public,
        created_by=by,
    )
    require(by, Permission.ORGANISE, activity)
    if kind not in {one.key for one in kinds_for(body)}:
        raise Refused(_("本级没有这一类活动，或者已经停用。请从列出的类别中选择。"))
    _check(activity)
    activity.save()
    _list(activity, seats)
    note(
        by,
        "plan",
        activity,
        _("计划%(kind)s：%(title)s") % {"kind": kind_of(body, kind).name, "title": activity.title},
        after={"on": str(activity.on), "kind": kind},
    )
    return activity


def _check(activity: Activity) -> None:
    """Everything that must be true of an activity's plan. Raises Refused."""
    if not activity.title:
        raise Refused(_("请填写活动名称。"))
    if activity.ends_at <= activity.starts_at:
        raise Refused(_("结束时间应当晚于开始时间。请检查日期和钟点。"))
    activity.on = day_of(activity)
    kind = kind_of(activity.body, activity.kind)
    if kind.of_group and activity.group is None:
        raise Refused(_("“%s”由代表小组举办，请选择是哪个小组。") % kind.name)
    for part, words in (
        (activity.group, _("所选代表小组不属于这个机构。请从名单中选择。")),
        (activity.station, _("所选站点不属于这个机构。请从名单中选择。")),
    ):
        if part is not None and part.body_id != activity.body_id:
            raise Refused(words)
    if activity.signup_until is not None and activity.signup_until > activity.starts_at:
        raise Refused(_("报名截止时间应当在活动开始以前。"))
    if activity.capacity is not None and activity.capacity < 1:
        raise Refused(_("名额应当大于零；不限名额的，请留空。"))
    checked(activity)


def _list(activity: Activity, seats: Iterable[Seat]) -> list[Attendance]:
    """Put seats on the list that are not on it yet."""
    seats = list({one.pk: one for one in seats}.values())
    may_be_listed(activity, seats)
    known = set(activity.attendances.values_list("seat", flat=True))
    return Attendance.objects.bulk_create(
        Attendance(activity=activity, seat=seat, on=activity.on)
        for seat in seats
        if seat.pk not in known
    )


@transaction.atomic
def change(activity: Activity, *, by, today: date, **fields: Any) -> Activity:
    """Change what was planned; those invited are told of a new time or place.

    fields: any of CHANGEABLE. Raises Refused for others, for a day that makes no sense
    and once it is recorded or called off.
    """
    require(by, Permission.ORGANISE, activity)
    open_only(activity)
    if strange := set(fields) - set(CHANGEABLE):
        raise TypeError(f"not changeable: {sorted(strange)}")
    before = {name: getattr(activity, name) for name in fields}
    for name, value in fields.items():
        setattr(activity, name, value.strip() if isinstance(value, str) else value)
    # To whom it may be handed is asked of the new group as well as of the old one.
    require(by, Permission.ORGANISE, activity)
    _check(activity)
    changed = {name for name in fields if getattr(activity, name) != before[name]}
    if not changed:
        return activity
    activity.save()
    activity.attendances.exclude(on=activity.on).update(on=activity.on)
    event = note(
        by,
        "change",
        activity,
        _("修改活动安排：%s") % activity.title,
        before={name: _plain(before[name]) for name in sorted(changed)},
        after={name: _plain(getattr(activity, name)) for name in sorted(changed)},
    )
    if activity.state == State.ANNOUNCED and changed & set(TOLD_OF):
        telling.tell_changed(activity, event)
    return activity


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return value if isinstance(value, (bool, int)) or value is None else str(value)


@transaction.atomic
def announce(activity: Activity, *, by, today: date) -> Activity:
    """Tell everyone on the list (发通知). Those no longer in duty that day leave the list.

    Raises Refused with nobody on it, or once the activity has begun.
    """
    require(by, Permission.ORGANISE, activity)
    open_only(activity)
    if activity.state == State.ANNOUNCED:
        raise WrongStatus(_("通知已经发出。要加人的，请用“添加参加人”。"))
    if activity.ends_at <= moment() and activity.on < today:
        raise Refused(_("活动时间已过，不用再发通知。请直接登记签到和活动情况。"))
    listed = list(activity.attendances.values_list("seat", flat=True))
    gone = set(listed) - in_duty_ids(listed, activity.on)
    activity.attendances.filter(seat__in=gone).delete()
    if not set(listed) - gone:
        raise Refused(_("名单上还没有可以参加的代表。请先添加参加人，再发通知。"))
    activity.state = State.ANNOUNCED
    activity.save(update_fields=["state"])
    event = note(
        by,
        "announce",
        activity,
        _("发出活动通知，%(number)d 人：%(title)s")
        % {"number": len(listed) - len(gone), "title": activity.title},
        after={"left_out": sorted(gone)} if gone else None,
    )
    telling.tell_invited(activity, activity.attendances.all(), event)
    return activity


@transaction.atomic
def invite(activity: Activity, seats: Iterable[Seat], *, by) -> list[Attendance]:
    """Put more deputies on the list; those of an announced activity are told. Returns new rows."""
    require(by, Permission.ORGANISE, activity)
    open_only(activity)
    new = _list(activity, seats)
    if new:
        names = "、".join(one.seat.person.name for one in new[:20])
        event = note(by, "invite", activity, _("添加参加人：%s") % names)
        if activity.state == State.ANNOUNCED:
            telling.tell_invited(activity, new, event)
    return new


@transaction.atomic
def strike(attendance: Attendance, *, by) -> None:
    """Take somebody off the list who was put on it by mistake; not who has checked in."""
    activity = attendance.activity
    require(by, Permission.ORGANISE, activity)
    open_only(activity)
    row = activity.attendances.select_related("seat__person").filter(pk=attendance.pk).first()
    if row is None:
        raise WrongStatus(_("名单上已经没有这个人。请刷新页面。"))
    if row.state == Attendance.State.PRESENT:
        raise Refused(_("%s已经签到，不能从名单中去掉。") % row.seat.person.name)
    row.delete()
    event = note(by, "strike", activity, _("从名单中去掉：%s") % row.seat.person.name)
    if activity.state == State.ANNOUNCED:
        telling.tell_struck(activity, row, event)


@transaction.atomic
def cancel(activity: Activity, *, reason: str, by, today: date) -> None:
    """Call it off before it is recorded; those invited are told why."""
    require(by, Permission.ORGANISE, activity)
    open_only(activity)
    reason = need_words(reason, _("取消活动应当写明原因，参加人会收到。"))
    was_told = activity.state == State.ANNOUNCED
    activity.state, activity.reason = State.CANCELLED, reason
    activity.save(update_fields=["state", "reason"])
    event = note(by, "cancel", activity, _("取消活动：%s") % activity.title, reason=reason)
    if was_told:
        telling.tell_cancelled(activity, event)


@transaction.atomic
def copy(activity: Activity, *, starts_at: datetime, by, today: date) -> Activity:
    """Plan the same again (照此再办一次): same people as far as they are in duty, same length."""
    require(by, Permission.ORGANISE, activity)
    if localtime(starts_at).date() < today:
        raise Refused(
            _("新的日期%s已过。请选择今天以后的日子。") % named(localtime(starts_at).date())
        )
    listed = Seat.objects.filter(attendances__activity=activity)
    fit = in_duty_ids(listed.values_list("pk", flat=True), localtime(starts_at).date())
    return plan(
        body=activity.body,
        kind=activity.kind,
        title=activity.title,
        starts_at=starts_at,
        ends_at=starts_at + (activity.ends_at - activity.starts_at),
        by=by,
        today=today,
        group=activity.group,
        station=activity.station,
        place=activity.place,
        topic=activity.topic,
        plan=activity.plan,
        is_online=activity.is_online,
        leader=activity.leader,
        capacity=activity.capacity,
        is_public=activity.is_public,
        seats=Seat.objects.filter(pk__in=fit).select_related("person", "body"),
    )
