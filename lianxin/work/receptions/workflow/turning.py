"""Who is on duty: leave, standing in, swapping."""

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.receptions.models import Away, Duty, Reception
from lianxin.work.receptions.permissions import Permission
from lianxin.work.receptions.telling import tell_leave, tell_put_on
from lianxin.work.receptions.turns import seats_for
from lianxin.work.receptions.workflow.common import note, open_only, reason_of
from lianxin.work.stations.models import Attachment


@transaction.atomic
def ask_leave(duty: Duty, *, reason: str, by, today, substitute=None) -> Duty | None:
    """A deputy cannot come; `substitute` (a Seat), already asked, takes the turn.

    Returns the substitute's duty. Raises Refused without a reason, once the
    reception is over or when the substitute is on duty or away that day.
    """
    reason = reason_of(reason, _("请假应当写明原因。"))
    require(by, Permission.OWN_DUTY, duty)
    open_only(duty.reception)
    _still_planned(duty)
    if duty.reception.on < today:
        raise Refused(_("这一天已经过了。没有到岗的，请组织人在签到里登记原因。"))
    duty.state, duty.reason = Duty.State.LEAVE, reason
    duty.save(update_fields=["state", "reason"])
    event = note(
        by,
        "leave",
        duty.reception,
        _("%(name)s请假") % {"name": duty.name},
        reason=reason,
    )
    tell_leave(duty, event, has_substitute=substitute is not None)
    return stand_in(duty, seat=substitute, by=by, today=today) if substitute else None


@transaction.atomic
def stand_in(duty: Duty, *, seat, by, today) -> Duty:
    """`seat` takes the place of someone on leave."""
    require(by, Permission.OWN_DUTY, duty)
    open_only(duty.reception)
    new = _on_duty(duty.reception, seat, stands_for=duty)
    event = note(
        by,
        "stand_in",
        duty.reception,
        _("%(new)s代%(old)s值班") % {"new": seat.person.name, "old": duty.name},
    )
    tell_put_on([new], event)
    return new


@transaction.atomic
def swap(duty: Duty, other: Duty, *, by, today) -> tuple[Duty, Duty]:
    """Two deputies take each other's turn. Returns the two new duties.

    Raises Refused unless both are still to come, on two different days.
    """
    require(by, Permission.OWN_DUTY, duty)
    if duty.seat_id is None or other.seat_id is None:
        raise Refused(_("只有代表之间可以换班。站点人员请由组织人调整。"))
    mine, theirs = duty.reception, other.reception
    if (mine.body_id, mine.station_id) != (theirs.body_id, theirs.station_id):
        raise Refused(_("只能和同一个站点的代表换班。"))
    if mine.pk == theirs.pk or duty.seat_id == other.seat_id:
        raise Refused(_("请选择另一位代表在另一天的值班。"))
    for one in sorted((duty, other), key=lambda one: one.reception_id):
        open_only(one.reception)
        _still_planned(one)
        if one.reception.on < today:
            raise Refused(_("已经过去的值班不能换。"))
    for one in (duty, other):
        one.state = Duty.State.SWAPPED
        one.save(update_fields=["state"])
    first = _on_duty(mine, other.seat, stands_for=duty)
    second = _on_duty(theirs, duty.seat, stands_for=other)
    words = _("%(one)s与%(two)s换班") % {"one": duty.name, "two": other.name}
    event = note(by, "swap", mine, words, after={"with": theirs.pk})
    note(by, "swap", theirs, words, after={"with": mine.pk})
    tell_put_on([first, second], event)
    return first, second


@transaction.atomic
def put_on(reception: Reception, *, seats=(), staff=(), by, today) -> list[Duty]:
    """Put more people on duty, outside the turn."""
    require(by, Permission.KEEP, reception)
    open_only(reception)
    if not seats and not staff:
        raise Refused(_("请选择要安排的人。"))
    duties = [_on_duty(reception, seat) for seat in seats]
    for member in staff:
        if member.station_id != reception.station_id:
            raise Refused(_("只能安排本站的工作人员。"))
        duty, _made = Duty.objects.get_or_create(reception=reception, staff=member)
        duties.append(_again(duty))
    event = note(
        by,
        "put_on",
        reception,
        _("安排值班：%s") % "、".join(one.name for one in duties),
    )
    tell_put_on(duties, event)
    return duties


def _on_duty(reception: Reception, seat, *, stands_for: Duty | None = None) -> Duty:
    """Put a deputy on duty at a reception, once."""
    if not may_stand_in(reception, seat):
        raise Refused(
            _("%(name)s不是本站（本级）在任代表，不能值班。请从名单中选择。")
            % {"name": seat.person.name}
        )
    if Away.objects.filter(seat=seat, since__lte=reception.on, until__gte=reception.on).exists():
        raise Refused(
            _("%(name)s在%(day)s登记了不排班。请另请一位。")
            % {"name": seat.person.name, "day": named(reception.on)}
        )
    duty, made = Duty.objects.select_related("seat__person").get_or_create(
        reception=reception, seat=seat, defaults={"stands_for": stands_for}
    )
    if made:
        return duty
    if duty.state == Duty.State.PLANNED:
        raise Refused(
            _("%(name)s在%(day)s已经排班，不能重复安排。请另请一位。")
            % {"name": seat.person.name, "day": named(reception.on)}
        )
    duty.stands_for = stands_for
    return _again(duty)


def _again(duty: Duty) -> Duty:
    """Someone who had leave or had swapped takes the turn after all."""
    duty.state, duty.reason = Duty.State.PLANNED, ""
    duty.save(update_fields=["state", "reason", "stands_for"])
    return duty


def may_stand_in(reception: Reception, seat) -> bool:
    """Whether the deputy belongs to the station, or to the body, on that day."""
    return candidates(reception).filter(pk=seat.pk).exists()


def candidates(reception: Reception):
    """Deputies who may be on duty at a reception: attached, in the rule's pool, or the body's."""
    seats = seats_for(reception.body)
    if reception.station_id is None:
        return seats
    attached = Attachment.objects.on(reception.on).filter(station=reception.station_id)
    return seats.model.objects.in_office().filter(pk__in=attached.values("seat")) | seats


def _still_planned(duty: Duty) -> None:
    row = Duty.objects.select_for_update().get(pk=duty.pk)
    if row.state != Duty.State.PLANNED:
        raise Refused(
            _("%(name)s这一天已经请假或者换班。请刷新页面，按现在的排班办理。")
            % {"name": duty.name}
        )
