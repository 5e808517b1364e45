"""Who comes: signing up, asking leave, checking in, the organiser's list."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import moment
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import telling
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.workflow.common import (
    LONGEST_REASON,
    MARKS,
    Mark,
    State,
    locked,
    may_be_listed,
    need_words,
    note,
    open_only,
)

Via = Attendance.Via


@transaction.atomic
def sign_up(activity: Activity, seat: Seat, *, by, at: datetime | None = None) -> Attendance:
    """A deputy comes, invited or not; the organiser may sign up who telephones.

    at: moment of signing up instead of now.
    Raises Refused after the last moment and when all places are taken.
    """
    require(by, Permission.OWN, Attendance(activity=activity, seat=seat))
    _announced_only(activity)
    at = at or moment()
    if at > (activity.signup_until or activity.starts_at):
        raise Refused(
            _("报名已于%s截止。要参加的，请与组织者联系。")
            % f"{localtime(activity.signup_until or activity.starts_at):%Y-%m-%d %H:%M}"
        )
    row = activity.attendances.filter(seat=seat).first()
    if row is not None and row.state == Mark.COMING:
        return row
    if row is not None and row.state not in (Mark.INVITED, Mark.LEAVE):
        raise WrongStatus(_("已经签到，不用再报名。"))
    if activity.capacity is not None:
        taken = activity.attendances.filter(state__in=(Mark.COMING, Mark.PRESENT)).count()
        if taken >= activity.capacity:
            raise Refused(
                _("名额 %(number)d 个已经报满。可以与组织者联系，有人退出时再报名。")
                % {"number": activity.capacity}
            )
    if row is None:
        may_be_listed(activity, [seat])
        row = Attendance(activity=activity, seat=seat, on=activity.on)
    row.state, row.reason = Mark.COMING, ""
    row.save()
    note(by, "sign_up", activity, _("%s报名参加") % seat.person.name, **_behalf(by, seat))
    return row


@transaction.atomic
def ask_leave(
    activity: Activity, seat: Seat, *, reason: str, by, at: datetime | None = None
) -> Attendance:
    """A deputy on the list cannot come, and says why; before it ends. at: instead of now."""
    require(by, Permission.OWN, Attendance(activity=activity, seat=seat))
    _announced_only(activity)
    reason = need_words(reason, _("请假应当写明原因。"))
    if (at or moment()) > activity.ends_at:
        raise Refused(_("活动已经结束。没有到会的，请组织者登记原因。"))
    row = _row(activity, seat)
    if row.state == Mark.PRESENT:
        raise WrongStatus(_("已经签到，不能请假。签到有误的，请组织者更正。"))
    row.state, row.reason = Mark.LEAVE, reason
    row.save(update_fields=["state", "reason"])
    event = note(
        by,
        "leave",
        activity,
        _("%s请假") % seat.person.name,
        reason=reason,
        **_behalf(by, seat),
    )
    telling.tell_leave(row, event)
    return row


@transaction.atomic
def check_in(
    activity: Activity, seat: Seat, *, via: str, by, at: datetime | None = None
) -> Attendance:
    """Somebody is there. via: one of `Attendance.Via`; by code it is the deputy's own phone.

    Whoever is not on the list and belongs here is put on it: he came. Twice is once.
    Raises Refused before the day, and once it is recorded or called off.
    """
    asked = Permission.OWN if via == Via.CODE else Permission.RECORD
    subject = Attendance(activity=activity, seat=seat) if via == Via.CODE else activity
    require(by, asked, subject)
    open_only(activity)
    at = at or moment()
    if localtime(at).date() < activity.on:
        raise Refused(_("还没到活动的日子（%s），不能签到。") % activity.on)
    row = activity.attendances.filter(seat=seat).first()
    if row is not None and row.state == Mark.PRESENT:
        return row
    if row is None:
        may_be_listed(activity, [seat])
        row = Attendance(activity=activity, seat=seat, on=activity.on)
    row.state, row.reason, row.via = Mark.PRESENT, "", via
    row.checked_in_at, row.marked_by = at, by
    row.save()
    note(
        by,
        "check_in",
        activity,
        _("%(name)s签到（%(via)s）") % {"name": seat.person.name, "via": row.get_via_display()},
        **_behalf(by, seat),
    )
    return row


@transaction.atomic
def mark(
    activity: Activity,
    marks: Mapping[int, tuple[str, str]],
    *,
    via: str,
    by,
    today: date,
) -> list[Attendance]:
    """Keep the organiser's list or a paper sheet: seat id → (state, reason).

    state: present, excused or absent; leave needs its reason, and stays apart from
    absence. Seats not on the list are put on it. Returns rows that changed.
    """
    require(by, Permission.RECORD, activity)
    open_only(activity)
    if today < activity.on:
        raise Refused(_("还没到活动的日子（%s），不能登记签到。") % activity.on)
    changed = write_marks(activity, marks, via=via, by=by)
    if changed:
        note(by, "mark", activity, _("签到：%s") % _said(changed))
    return changed


def write_marks(
    activity: Activity, marks: Mapping[int, tuple[str, str]], *, via: str, by
) -> list[Attendance]:
    """Write what a list says of who came; the rows that are different from before."""
    rows = {
        row.seat_id: row
        for row in activity.attendances.filter(seat__in=marks).select_related("seat__person")
    }
    new = Seat.objects.filter(pk__in=set(marks) - set(rows)).select_related("person", "body")
    found = {seat.pk: seat for seat in new}
    if set(marks) - set(rows) - set(found):
        raise Refused(_("名单刚刚有变化，签到没有保存。请刷新页面再登记。"))
    may_be_listed(activity, found.values())
    now, changed = moment(), []
    for seat_id, (state, reason) in marks.items():
        reason = (reason or "").strip()
        row = rows.get(seat_id) or Attendance(
            activity=activity, seat=found[seat_id], on=activity.on
        )
        _check_mark(row, state, reason)
        if row.pk and (row.state, row.reason) == (state, reason):
            continue
        is_present = state == Mark.PRESENT
        # `recount` says anew what counts; until then nothing is claimed.
        row.state, row.reason, row.counts = state, reason, False
        row.via, row.marked_by = via, by
        row.checked_in_at = (row.checked_in_at or now) if is_present else None
        row.save()
        changed.append(row)
    return changed


def _check_mark(row: Attendance, state: str, reason: str) -> None:
    name = row.seat.person.name
    if state not in MARKS:
        raise Refused(_("%s：签到只能是到会、请假未到或者缺席。") % name)
    if state == Mark.EXCUSED and not reason:
        raise Refused(_("%s请假，应当写明原因。没有请假的，请选“缺席”。") % name)
    if len(reason) > LONGEST_REASON:
        raise Refused(
            _("%(name)s：原因请不要超过 %(most)d 个字。") % {"name": name, "most": LONGEST_REASON}
        )


def _said(rows) -> str:
    words = [f"{row.seat.person.name}{row.get_state_display()}" for row in rows[:15]]
    more = len(rows) - len(words)
    return "、".join(words) + (_("等 %d 人") % len(rows) if more > 0 else "")


def _announced_only(activity: Activity) -> None:
    locked(activity)
    if activity.state == State.ANNOUNCED:
        return
    if activity.state == State.PLANNED:
        raise WrongStatus(_("活动通知还没有发出，不能报名或者请假。"))
    raise WrongStatus(_("这次活动已经记录或者取消，不能再报名或者请假。"))


def _row(activity: Activity, seat: Seat) -> Attendance:
    row = activity.attendances.filter(seat=seat).first()
    if row is None:
        raise Refused(_("%s不在这次活动的名单上。") % seat.person.name)
    return row


def _behalf(by, seat: Seat) -> dict:
    """Whom somebody else did it for."""
    return {"behalf": seat.person} if by is None or by.person_id != seat.person_id else {}
