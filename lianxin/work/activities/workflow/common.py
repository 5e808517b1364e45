"""What every step on an activity begins and ends with; what counts is written here only."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max, Min, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lianxin.engines import tenure
from lianxin.foundation.ledger.chain import record as note_event
from lianxin.foundation.people.models import Seat, SeatChange
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import NoRule, due
from lianxin.work.activities.models import Activity, Attendance

LONGEST_REASON = 200
State = Activity.State
Mark = Attendance.State
MARKS = (Mark.PRESENT, Mark.EXCUSED, Mark.ABSENT)
SEAT_STEPS = {f"seat.{kind}" for kind in SeatChange.Kind.values}
"""What changes a seat's days in duty; its election does not, nothing counts yet."""
WAITING = (Mark.INVITED, Mark.COMING)
"""Not yet settled: nobody has said whether the deputy came."""


def locked(activity: Activity) -> Activity:
    """Read the row anew and keep others off it until the transaction ends."""
    row = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    for field in Activity._meta.concrete_fields:
        setattr(activity, field.attname, getattr(row, field.attname))
    return activity


def open_only(activity: Activity) -> None:
    """Raise WrongStatus, in words, unless it is planned or announced."""
    locked(activity)
    if activity.state in Activity.OPEN:
        return
    raise WrongStatus(
        _("这次活动现在是“%(state)s”，不能办理这一步。%(hint)s")
        % {"state": activity.get_state_display(), "hint": _hint(activity.state)}
    )


def recorded_only(activity: Activity) -> None:
    """Raise WrongStatus, in words, unless its record has been written."""
    locked(activity)
    if activity.state != State.RECORDED:
        raise WrongStatus(_("这次活动还没有记录，不能办理这一步。请先登记签到和活动情况。"))


def _hint(state: str) -> str:
    if state == State.RECORDED:
        return _("内容有误的，请用“更正”。")
    if state == State.CANCELLED:
        return _("还要举办的，请用“照此再办一次”。")
    return _("请刷新页面，按现在的状态办理。")


def need_words(text: str, refusal: str, most: int = LONGEST_REASON) -> str:
    """What was typed; Refused with `refusal` where it is nothing, or longer than `most`."""
    text = (text or "").strip()
    if not text:
        raise Refused(refusal)
    if len(text) > most:
        raise Refused(
            _("文字请不要超过 %(most)d 个字，现在有 %(now)d 个字。")
            % {"most": most, "now": len(text)}
        )
    return text


def checked(record) -> None:
    """Raise Refused with the model's own words where a field does not fit."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error


def day_of(activity: Activity) -> date:
    """The day on which it begins, by the clock of the place."""
    return localtime(activity.starts_at).date()


def may_be_listed(activity: Activity, seats: Iterable[Seat]) -> None:
    """Raise Refused unless every seat belongs here and is in duty on the day.

    Deputies of the body, of its groups (a street has the county's), and those of the
    congresses above and below: joint activities are usual.
    """
    seats = list(seats)
    fit = in_duty_ids((seat.pk for seat in seats), activity.on)
    for seat in seats:
        body = seat.body
        near = body.contains(activity.body) or activity.body.contains(body)
        if not near:
            raise Refused(
                _("%(name)s不是本级、上级或者下级人大的代表，不能列入名单。请重新选择。")
                % {"name": seat.person.name}
            )
        if seat.pk not in fit:
            raise Refused(
                _("%(name)s在%(day)s不在任或者暂停执行代表职务，不能列入名单。请从名单中去掉。")
                % {"name": seat.person.name, "day": activity.on}
            )


def in_duty_ids(seats: Iterable[int], day: date) -> set[int]:
    """Of these seats those in duty on a day; two queries, however many seats."""
    rows = Seat.objects.filter(pk__in=list(seats)).select_related("person")
    suspended = Seat.objects.filter(
        Q(state=Seat.State.SUSPENDED) | Q(changes__kind="suspend"), pk__in=[one.pk for one in rows]
    ).values_list("pk", flat=True)
    doubtful = set(suspended)
    found = set()
    for seat in rows:
        if seat.pk in doubtful or seat.state in (Seat.State.ELECTED,) or seat.end_reason:
            if tenure.is_in_duty(seat, day):
                found.add(seat.pk)
        elif seat.started_on <= day and (seat.ended_on is None or day < seat.ended_on):
            found.add(seat.pk)
    return found


def recount(activity: Activity) -> None:
    """Write which attendances count: the one place that does.

    Present, in a recorded activity, in duty on the day, not objected to.
    """
    rows = activity.attendances
    rows.filter(counts=True).update(counts=False)
    if activity.state != State.RECORDED:
        return
    present = rows.filter(state=Mark.PRESENT).exclude(answer=Attendance.Answer.OBJECTED)
    seats = in_duty_ids(present.values_list("seat", flat=True), activity.on)
    present.filter(seat__in=seats).update(counts=True)


def recount_seat(seat: Seat) -> None:
    """The same for one seat, when its days in duty change: a suspension entered later."""
    rows = Attendance.objects.filter(
        seat=seat, state=Mark.PRESENT, activity__state=State.RECORDED
    ).exclude(answer=Attendance.Answer.OBJECTED)
    days = rows.order_by().aggregate(first=Min("on"), last=Max("on"))
    if days["first"] is None:
        return
    in_duty = Q(pk__in=[])
    for first, last in tenure.days_in_duty(seat, days["first"], days["last"]):
        in_duty |= Q(on__gte=first, on__lte=last)
    ours = Attendance.objects.filter(pk__in=rows.order_by().values("pk"))
    ours.filter(in_duty, counts=False).update(counts=True)
    ours.exclude(in_duty).filter(counts=True).update(counts=False)


def follow_seats(event, subject, _about) -> None:
    """Listen to the ledger: what happens to a seat may change what counted."""
    if event.step in SEAT_STEPS:
        recount_seat(subject)


def objections_until(activity: Activity, today: date) -> date | None:
    """Last day on which a deputy may object to what was recorded today."""
    try:
        return due("activity.objection_days", today, body=activity.body).due
    except NoRule:
        return None


def note(by, step: str, subject, words: str, **details):
    return note_event(by, f"activity.{step}", subject, words, **details)
