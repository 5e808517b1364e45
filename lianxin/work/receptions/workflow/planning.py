"""Rules, and the roster made from them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.queries import calendar_of
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.receptions.dates import Planned, days_of, in_words
from lianxin.work.receptions.models import Away, Duty, DutyRule, Reception
from lianxin.work.receptions.permissions import Permission
from lianxin.work.receptions.turns import Turns
from lianxin.work.receptions.workflow.common import note
from lianxin.work.stations.models import Staff

LONGEST = timedelta(days=400)
"""More than a year is nobody's roster."""
NUMBERS: dict[str, range] = {
    DutyRule.Kind.WEEKLY: range(1, 8),
    DutyRule.Kind.MONTHLY: range(1, 32),
    DutyRule.Kind.ODD_MONTHS: range(1, 32),
    DutyRule.Kind.LAST_DIGIT: range(10),
}


@dataclass(frozen=True)
class Generated:
    """What generating made: new receptions, those there already, days nobody could take."""

    new: list[Reception]
    known: int
    unfilled: list[date]
    is_provisional: bool


@transaction.atomic
def make_rule(rule: DutyRule, *, pool=(), by, today) -> DutyRule:
    """Keep a new rule. Raises PermissionDenied, or Refused for one that names no day."""
    require(by, Permission.PLAN, rule)
    _check(rule)
    rule.save()
    rule.pool.set(pool)
    note(by, "make_rule", rule, _("新定值班规则：%s") % in_words(rule))
    return rule


@transaction.atomic
def change_rule(rule: DutyRule, *, pool=(), by, today) -> DutyRule:
    """Keep a changed rule; what was generated from it stays until generated anew."""
    require(by, Permission.PLAN, rule)
    _check(rule)
    rule.save()
    rule.pool.set(pool)
    note(by, "change_rule", rule, _("修改值班规则：%s") % in_words(rule))
    return rule


@transaction.atomic
def stop_rule(rule: DutyRule, *, by, today) -> None:
    """Generate nothing more from it; receptions that stand remain."""
    require(by, Permission.PLAN, rule)
    rule.is_active = False
    rule.ends_on = rule.ends_on or max(today, rule.starts_on)
    rule.save(update_fields=["is_active", "ends_on"])
    note(by, "stop_rule", rule, _("停用值班规则"))


def _check(rule: DutyRule) -> None:
    fits = NUMBERS.get(rule.kind)
    if fits is not None and (not rule.numbers or set(rule.numbers) - set(fits)):
        raise Refused(_("请填写是哪几天：每周填 1—7，每月填 1—31，逢几填 0—9。"))
    if rule.kind == DutyRule.Kind.DATES and not rule.dates:
        raise Refused(_("请逐行列出日期，如 2026-12-03。"))
    try:
        rule.full_clean()
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    if rule.station and rule.station.body_id != rule.body_id:
        raise Refused(_("所选站点不属于这个机构。请从名单中选择。"))


def preview(rule: DutyRule, first: date, last: date) -> list[Planned]:
    """The days that generating would plan, without writing anything."""
    _check_span(first, last)
    return days_of(rule, first, last, calendar_of(rule.body))


@transaction.atomic
def generate(
    rule: DutyRule, *, first: date, last: date, by, today, anew: bool = False
) -> Generated:
    """Plan the rule's receptions from `first` to `last` and put deputies on duty in turn.

    A day planned before is left as it is, so that it may be run again.
    anew: receptions still to come that were neither announced nor visited are
        taken away first, for a rule that was changed.
    Raises Refused for a span over 400 days or in the past, for a rule that was
    stopped and for a station that was closed.
    """
    require(by, Permission.PLAN, rule)
    if not rule.is_active:
        raise Refused(_("这条规则已经停用。请新定一条规则，再生成排班。"))
    if rule.station and rule.station.closed_on is not None:
        raise Refused(_("%s已经撤销，不能再排班。请停用这条规则。") % rule.station)
    # Two who press at once wait here: the second finds what the first has planned.
    DutyRule.objects.select_for_update().get(pk=rule.pk)
    first = max(first, today)
    days = preview(rule, first, last)
    if anew:
        _clear(rule, first, last)
    known = set(
        Reception.objects.filter(rule=rule, rule_on__gte=first - LONGEST).values_list(
            "rule_on", flat=True
        )
    )
    receptions = [
        Reception(
            body=rule.body,
            station=rule.station,
            rule=rule,
            rule_on=day.rule_on,
            on=day.on,
            from_time=rule.from_time,
            to_time=rule.to_time,
            place=rule.place,
            topic=rule.topic,
            others=rule.others,
        )
        for day in days
        if day.rule_on not in known
    ]
    receptions = Reception.objects.bulk_create(receptions)
    unfilled = _put_in_turn(rule, receptions, first, last)
    work = calendar_of(rule.body)
    note(
        by,
        "generate",
        rule,
        _("按规则排班 %(number)d 次：%(first)s 至 %(last)s")
        % {"number": len(receptions), "first": first, "last": last},
        after={"receptions": [one.pk for one in receptions]},
    )
    return Generated(
        new=receptions,
        known=len(days) - len(receptions),
        unfilled=unfilled,
        is_provisional=any(not work.is_certain(day.on) for day in days),
    )


def _check_span(first: date, last: date) -> None:
    if last < first:
        raise Refused(_("截止日期早于开始日期（或者今天）。请重新选择时间段。"))
    if last - first > LONGEST:
        raise Refused(_("一次最多排 400 天。请缩短时间段。"))


def _clear(rule: DutyRule, first: date, last: date) -> None:
    Reception.objects.filter(
        rule=rule,
        state=Reception.State.PLANNED,
        rule_on__gte=first,
        rule_on__lte=last,
        visitors__isnull=True,
    ).delete()


def _put_in_turn(rule, receptions, first, last) -> list[date]:
    """Put deputies, and staff where the rule wants them, on duty; days with too few."""
    turns = Turns(rule, first, last)
    duties, unfilled = [], []
    for reception in receptions:
        chosen = turns.next(reception.on, rule.needed)
        if len(chosen) < rule.needed:
            unfilled.append(reception.on)
        duties += [Duty(reception=reception, seat=seat) for seat in chosen]
    if rule.with_staff and rule.station_id:
        staff = list(Staff.objects.on(first).filter(station=rule.station_id))
        duties += [Duty(reception=one, staff=member) for one in receptions for member in staff]
    Duty.objects.bulk_create(duties)
    return unfilled


@transaction.atomic
def add_reception(reception: Reception, *, seats=(), by, today) -> Reception:
    """Plan a reception outside every rule (集中接待选民日, an appointment)."""
    require(by, Permission.PLAN, reception)
    if reception.on < today:
        raise Refused(_("日期已过。已经办过的接待，请按实际日期登记在最近的一次接待里。"))
    if reception.station and reception.station.body_id != reception.body_id:
        raise Refused(_("所选站点不属于这个机构。请从名单中选择。"))
    reception.state = Reception.State.PLANNED
    try:
        reception.full_clean()
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    reception.save()
    Duty.objects.bulk_create(Duty(reception=reception, seat=seat) for seat in seats)
    note(by, "add", reception, _("安排接待：%(day)s") % {"day": reception.on})
    return reception


@transaction.atomic
def excuse(seat, *, rule: DutyRule, since: date, until: date, reason: str, by, today) -> Away:
    """Leave a deputy out of rosters for some days. rule: whose roster `by` keeps."""
    require(by, Permission.PLAN, rule)
    away = Away(seat=seat, since=since, until=until, reason=reason.strip())
    try:
        away.full_clean()
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    away.save()
    note(
        by,
        "excuse",
        rule,
        _("%(name)s %(since)s 至 %(until)s 不排班")
        % {"name": seat.person.name, "since": since, "until": until},
        reason=away.reason,
    )
    return away


@transaction.atomic
def end_excuse(away: Away, *, rule: DutyRule, by, today) -> None:
    """The deputy can be on duty after all. rule: whose roster `by` keeps."""
    require(by, Permission.PLAN, rule)
    words = _("%(name)s %(since)s 至 %(until)s 恢复排班") % {
        "name": away.seat.person.name,
        "since": away.since,
        "until": away.until,
    }
    away.delete()
    note(by, "end_excuse", rule, words)
