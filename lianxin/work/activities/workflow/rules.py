"""Rules of recurrence and own kinds: what makes the plan of a year."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from lianxin.engines.deeds import Section
from lianxin.foundation.calendars import remembering
from lianxin.foundation.calendars.counting import roll_back, roll_forward
from lianxin.foundation.calendars.queries import calendar_of
from lianxin.foundation.calendars.tables import WorkCalendar
from lianxin.foundation.people.models import Body, Group
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.activities.kinds import ASKS, FLAGS, field_of, kind_of, kinds_for, shipped
from lianxin.work.activities.models import Activity, ActivityRule, OwnKind
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.queries import members
from lianxin.work.activities.workflow.common import State, checked, note
from lianxin.work.activities.workflow.planning import plan

LONGEST = timedelta(days=400)
"""More than a year ahead is nobody's plan."""
OnHoliday = ActivityRule.OnHoliday


@dataclass(frozen=True)
class Due:
    """One day of a rule. rule_on: as the rule names it; on: after a holiday moved it."""

    rule_on: date
    on: date

    @property
    def is_moved(self) -> bool:
        return self.rule_on != self.on


def days_of(rule: ActivityRule, first: date, last: date, work: WorkCalendar) -> list[Due]:
    """The rule's days between two days, both included, by the day the rule names."""
    first = max(first, rule.starts_on)
    last = min(last, rule.ends_on) if rule.ends_on else last
    found = []
    for day in _named_days(rule, first, last):
        if (on := _after_holiday(rule, day, work)) is not None:
            found.append(Due(day, on))
    return found


def _named_days(rule: ActivityRule, first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        if not rule.months or month in rule.months:
            day = date(year, month, min(rule.day, monthrange(year, month)[1]))
            if first <= day <= last:
                yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _after_holiday(rule: ActivityRule, day: date, work: WorkCalendar) -> date | None:
    if rule.on_holiday == OnHoliday.KEEP or work.is_workday(day):
        return day
    if rule.on_holiday == OnHoliday.NEXT:
        return roll_forward(day, work)
    if rule.on_holiday == OnHoliday.BEFORE:
        return roll_back(day, work)
    return None


def in_words(rule: ActivityRule) -> str:
    """单月20日, 每月最后一天, 3月、9月15日."""
    day = _("最后一天") if rule.day == 31 else _("%d日") % rule.day
    months = sorted(rule.months)
    if not months or months == list(range(1, 13)):
        return _("每月%s") % day
    if months == list(range(1, 13, 2)):
        return _("单月%s") % day
    if months == list(range(2, 13, 2)):
        return _("双月%s") % day
    return "、".join(_("%d月") % month for month in months) + day


def preview(rule: ActivityRule, first: date, last: date) -> list[Due]:
    """The days that generating would plan, without writing anything."""
    return days_of(rule, first, last, calendar_of(rule.body))


@transaction.atomic
def make_rule(rule: ActivityRule, *, by, today: date) -> ActivityRule:
    """Keep a new rule. Raises PermissionDenied, or Refused for one that names no day."""
    require(by, Permission.RULES, rule)
    _check_rule(rule)
    rule.save()
    note(by, "make_rule", rule, _("新定活动规则：%(title)s，%(when)s") % _told(rule))
    return rule


@transaction.atomic
def change_rule(rule: ActivityRule, *, by, today: date) -> ActivityRule:
    """Keep a changed rule, and move what it planned and nobody was told of yet.

    A planned activity to come moves to the rule's new day of the same month; where the rule
    has no such day any more, it is taken out of the plan unless something hangs on it.
    """
    require(by, Permission.RULES, rule)
    before = ActivityRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    require(by, Permission.RULES, before)
    _check_rule(rule)
    rule.save()
    moved, dropped = _move(rule, today)
    note(
        by,
        "change_rule",
        rule,
        _("修改活动规则：%(title)s，%(when)s") % _told(rule),
        before={"when": in_words(before)},
        after={"when": in_words(rule), "moved": moved, "dropped": dropped},
    )
    return rule


def _told(rule: ActivityRule) -> dict[str, str]:
    return {"title": rule.title, "when": in_words(rule)}


def _move(rule: ActivityRule, today: date) -> tuple[list[int], list[int]]:
    ahead = list(
        rule.activities.select_for_update(of=("self",))
        .filter(state=State.PLANNED, on__gte=today)
        .order_by("rule_on", "pk")
    )
    if not ahead:
        return [], []
    last = max(one.rule_on or one.on for one in ahead)
    end = date(last.year, last.month, monthrange(last.year, last.month)[1])
    start = min(today, min(one.rule_on or one.on for one in ahead)).replace(day=1)
    days = {
        (due.rule_on.year, due.rule_on.month): due
        for due in days_of(rule, start, end, calendar_of(rule.body))
    }
    moved, dropped = [], []
    for one in ahead:
        named = one.rule_on or one.on
        due = days.get((named.year, named.month)) if rule.is_active else None
        if due is None or due.on < today:
            if not (one.opinions.exists() or one.files.exists() or one.expenses.exists()):
                dropped.append(one.pk)
                one.delete()
            continue
        one.rule_on, one.on = due.rule_on, due.on
        one.starts_at, one.ends_at = _hours(rule, due.on)
        one.title, one.place, one.kind = rule.title, rule.place, rule.kind
        one.save()
        one.attendances.exclude(on=one.on).update(on=one.on)
        moved.append(one.pk)
    return moved, dropped


@transaction.atomic
def stop_rule(rule: ActivityRule, *, by, today: date) -> None:
    """Plan nothing more by it; what nobody was told of yet leaves the plan."""
    require(by, Permission.RULES, rule)
    rule.is_active = False
    rule.ends_on = rule.ends_on or max(today, rule.starts_on)
    rule.save(update_fields=["is_active", "ends_on"])
    _moved, dropped = _move(rule, today)
    note(by, "stop_rule", rule, _("停用活动规则：%s") % rule.title, after={"dropped": dropped})


def _check_rule(rule: ActivityRule) -> None:
    if rule.months and (
        not all(isinstance(month, int) for month in rule.months)
        or set(rule.months) - set(range(1, 13))
    ):
        raise Refused(_("月份请从 1 到 12 中选择。"))
    kind = kind_of(rule.body, rule.kind)
    if rule.kind not in {one.key for one in kinds_for(rule.body)}:
        raise Refused(_("“%s”已经停用。请选择别的类别。") % kind.name)
    if rule.group is not None and rule.group.body_id != rule.body_id:
        raise Refused(_("所选代表小组不属于这个机构。请从名单中选择。"))
    if rule.group is not None and rule.each_group:
        raise Refused(_("“每个小组各一次”不用再选小组。"))
    if kind.of_group and rule.group is None and not rule.each_group:
        raise Refused(_("“%s”由代表小组举办，请选择小组，或者勾选“每个小组各一次”。") % kind.name)
    checked(rule)


@transaction.atomic
def generate(rule_or_body: ActivityRule | Body, *, until: date, by, today: date) -> list[Activity]:
    """Plan what a rule, or every rule of a body, names from today on; returns what is new.

    A day planned before is left as it is, so that it may be run again. Deputies of the
    group, or of the body, are put on the list. Raises Refused for more than 400 days ahead
    and for a rule that was stopped.
    """
    if until - today > LONGEST:
        raise Refused(_("一次最多排 400 天。请缩短时间段。"))
    if until < today:
        raise Refused(_("截止日期已过。请选择今天以后的日子。"))
    if isinstance(rule_or_body, Body):
        rules = list(
            ActivityRule.objects.filter(body=rule_or_body, is_active=True).select_related("body")
        )
    else:
        rules = [rule_or_body]
    new: list[Activity] = []
    for rule in rules:
        require(by, Permission.RULES, rule)
        if not rule.is_active:
            raise Refused(_("这条规则已经停用。请新定一条规则，再生成活动。"))
        # Two who press at once wait here: the second finds what the first has planned.
        ActivityRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
        new += _plan_rule(rule, today, until, by)
    return new


def _plan_rule(rule: ActivityRule, first: date, last: date, by) -> list[Activity]:
    groups: list[Group | None] = [rule.group]
    if rule.each_group:
        groups = list(Group.objects.filter(body=rule.body).order_by("name"))
    known = set(
        Activity.objects.filter(rule=rule, rule_on__gte=first - LONGEST).values_list(
            "group", "rule_on"
        )
    )
    new = []
    for due in days_of(rule, first, last, calendar_of(rule.body)):
        for group in groups:
            if (group.pk if group else None, due.rule_on) in known or due.on < first:
                continue
            starts_at, ends_at = _hours(rule, due.on)
            new.append(
                plan(
                    body=rule.body,
                    kind=rule.kind,
                    title=rule.title,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    by=by,
                    today=first,
                    group=group,
                    place=rule.place,
                    seats=members(rule.body, group=group, on=due.on),
                    rule=rule,
                    rule_on=due.rule_on,
                )
            )
    return new


def _hours(rule: ActivityRule, on: date) -> tuple[datetime, datetime]:
    zone = get_current_timezone()
    return (
        datetime.combine(on, rule.from_time, tzinfo=zone),
        datetime.combine(on, rule.to_time, tzinfo=zone),
    )


@transaction.atomic
def save_kind(own: OwnKind, *, by) -> OwnKind:
    """Keep a body's own kind, or its words for a shipped one. Raises Refused for bad data.

    A shipped kind keeps its part of the file, so that files of bodies can be compared.
    """
    require(by, Permission.KINDS, own)
    own.name = (own.name or "").strip()
    if not own.name:
        raise Refused(_("请填写类别名称。"))
    under = shipped().get(own.key)
    if under is not None:
        own.section = str(under.section)
        own.flags, own.asks = [], []
    if own.section not in set(Section):
        raise Refused(_("请选择归入履职档案的哪一部分。"))
    if set(own.flags) - set(FLAGS) or set(own.asks) - set(ASKS):
        raise Refused(_("所选的项目不在可选范围内。请刷新页面后重新选择。"))
    keys = [field_of(one).key for one in own.fields]
    if len(keys) != len(set(keys)):
        raise Refused(_("另记的内容有两项代码相同。请改其中一项。"))
    before = _kept(own)
    checked(own)
    try:
        with transaction.atomic():
            own.save()
    except IntegrityError as error:
        raise Refused(_("本级已有这一类别。")) from error
    remembering.forget()
    after = {"name": own.name, "fields": own.fields, "is_active": own.is_active}
    note(by, "kind", own, _("活动类别：%s") % own.name, before=before, after=after)
    return own


def _kept(own: OwnKind) -> dict[str, Any] | None:
    row = OwnKind.objects.filter(pk=own.pk).first() if own.pk else None
    return {"name": row.name, "fields": row.fields, "is_active": row.is_active} if row else None
