"""The day itself: who came to receive, who came to speak, how it ended."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.receptions.models import Duty, Reception, VisitorRecord
from lianxin.work.receptions.permissions import Permission
from lianxin.work.receptions.workflow.common import locked, note, open_only, reason_of
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

MOST_PERSONS = 200


@dataclass(frozen=True)
class Recorded:
    """A visitor's record; `code` is the voter's query code, for the voter alone.

    is_new: false where the same device had sent it before.
    """

    record: VisitorRecord
    code: str
    is_new: bool


@transaction.atomic
def check_in(duties: dict[Duty, str], *, reception: Reception, by, today) -> None:
    """Keep who came. duties: each Duty with one of `Duty.Attendance`."""
    require(by, Permission.KEEP, reception)
    open_only(reception)
    _on_the_day(reception, today)
    changed = []
    for duty, attendance in duties.items():
        if duty.reception_id != reception.pk or duty.state != Duty.State.PLANNED:
            raise Refused(_("值班名单刚刚有变化，签到没有保存。请刷新页面再签到。"))
        if duty.attendance == attendance:
            continue
        duty.attendance = Duty.Attendance(attendance)
        duty.checked_in_by, duty.checked_in_at = by, timezone.now()
        duty.save(update_fields=["attendance", "checked_in_by", "checked_in_at"])
        changed.append(f"{duty.name}{duty.get_attendance_display()}")
    if changed:
        note(by, "check_in", reception, _("签到：%s") % "、".join(changed))


@transaction.atomic
def record_visitor(
    reception: Reception,
    *,
    text: str,
    by,
    today,
    persons: int = 1,
    topic: str = "",
    village=None,
    place: str = "",
    contact: dict | None = None,
    is_confidential: bool = False,
    received_by: Duty | None = None,
    opinion: str = "",
    answer: str = "",
    post_key: str = "",
    received_at: datetime | None = None,
    files=(),
    came_offline: bool = False,
) -> Recorded:
    """Write down a visitor in the visitor's own words (原话), and answer on the spot if wished.

    persons: how many came. received_by: the Duty that received; a deputy's name
    goes with the message. opinion: how it should be handled (拟办意见).
    answer: what was answered on the spot; without it the message waits to be
    routed like any other. post_key: made by the device; the same key gives the
    same record. Raises PermissionDenied, or Refused with what to do.
    """
    if known := _known(post_key, by):
        posted = voices.post(
            body=reception.body,
            text=text,
            channel=VoterMessage.Channel.RECEPTION,
            today=today,
            by=by,
            post_key=post_key,
        )
        return Recorded(known, posted.code, is_new=False)
    require(by, Permission.RECEIVE, reception)
    open_only(reception)
    _on_the_day(reception, today)
    text = text.strip()
    if not text:
        raise Refused(_("请先记下选民的原话。姓名、电话可以不填。"))
    if not 1 <= persons <= MOST_PERSONS:
        raise Refused(_("来访人数应当在 1 到 %(most)d 之间。") % {"most": MOST_PERSONS})
    if received_by is not None and received_by.reception_id != reception.pk:
        raise Refused(_("接待人不在这次接待的值班名单上。请重新选择。"))
    deputy = received_by.seat.person if received_by and received_by.seat else None
    if deputy is not None and not may(by, Permission.KEEP, reception) and deputy.pk != by.person_id:
        raise Refused(_("您只能登记由自己接待的，或者选“共同接待”。别人接待的请他本人登记。"))
    posted = voices.post(
        body=reception.body,
        text=text,
        channel=VoterMessage.Channel.RECEPTION,
        today=today,
        station=reception.station,
        deputy=deputy,
        village=village,
        place=place,
        topic=topic,
        contact=contact,
        by=by,
        post_key=post_key,
        received_at=received_at,
        is_confidential=is_confidential,
        files=files,
    )
    record = VisitorRecord.objects.create(
        reception=reception,
        message=posted.message,
        persons=persons,
        received_by=received_by,
        opinion=opinion.strip(),
        came_offline=came_offline,
        recorded_by=by,
        **_next_place(reception),
    )
    note(
        by,
        "visitor",
        reception,
        _("登记来访 %(number)s，%(persons)d 人") % {"number": record.number, "persons": persons},
        about=record,
    )
    if answer.strip():
        voices.answer(posted.message, text=answer.strip(), by=by, today=today, behalf=deputy)
    return Recorded(record, posted.code, is_new=True)


def _known(post_key: str, by) -> VisitorRecord | None:
    """The record this key made before, for whoever made it."""
    if not post_key:
        return None
    found = VisitorRecord.objects.select_related("reception__body").filter(
        message__post_key=post_key
    )
    record = found.first()
    if record is not None and record.recorded_by_id != by.pk:
        raise Refused(_("这条记录已由另一个账号登记，没有重复登记。"))
    return record


def _next_place(reception: Reception) -> dict:
    """The next place in the book of the station, or of the body, for the year."""
    # Whoever records at the same book waits here; the constraint is the last word.
    Body.objects.select_for_update().get(pk=reception.body_id)
    station = reception.station_id
    book = f"station-{station}" if station else f"body-{reception.body_id}"
    rows = VisitorRecord.objects.filter(book=book, year=reception.on.year)
    last = rows.aggregate(last=Max("serial"))["last"] or 0
    return {"book": book, "year": reception.on.year, "serial": last + 1}


@transaction.atomic
def close(reception: Reception, *, by, today) -> None:
    """The reception is over. Refused without a visitor: then it was a quiet day."""
    require(by, Permission.KEEP, reception)
    open_only(reception)
    _on_the_day(reception, today)
    if not reception.visitors.exists():
        raise Refused(_("还没有登记来访。没有人来的，请用“今日无人来访”，写明做了什么。"))
    _end(reception, Reception.State.HELD, by)
    note(by, "close", reception, _("结束接待，来访 %d 件") % reception.visitors.count())


@transaction.atomic
def quiet(reception: Reception, *, done_instead: str, by, today) -> None:
    """Nobody came today: say what was done instead; no visitor is invented."""
    require(by, Permission.KEEP, reception)
    open_only(reception)
    _on_the_day(reception, today)
    done_instead = done_instead.strip()
    if not done_instead:
        raise Refused(_("请写明没有人来的时候做了什么，如走访了哪几户、整理了哪些意见。"))
    if reception.visitors.exists():
        raise Refused(_("这次接待已经登记了来访，不是无人来访。请用“结束接待”。"))
    reception.done_instead = done_instead
    _end(reception, Reception.State.QUIET, by)
    note(by, "quiet", reception, _("今日无人来访"), after={"done_instead": done_instead})


@transaction.atomic
def reopen(reception: Reception, *, reason: str, by, today) -> None:
    """Open a closed reception again, to record who was forgotten or written down off line."""
    reason = reason_of(reason, _("重新打开应当写明原因，如“补登离线记录”。"))
    require(by, Permission.KEEP, reception)
    locked(reception)
    if reception.state not in Reception.OVER:
        raise WrongStatus(_("这次接待没有结束，不用重新打开。请刷新页面。"))
    before = reception.get_state_display()
    is_told = reception.announcement_id is not None
    reception.state = Reception.State.ANNOUNCED if is_told else Reception.State.PLANNED
    reception.closed_by = reception.closed_at = None
    reception.save(update_fields=["state", "closed_by", "closed_at"])
    note(by, "reopen", reception, _("重新打开"), reason=reason, before={"state": str(before)})


def _end(reception: Reception, state: str, by) -> None:
    reception.state = state
    reception.closed_by, reception.closed_at = by, timezone.now()
    reception.save(update_fields=["state", "done_instead", "closed_by", "closed_at"])


def _on_the_day(reception: Reception, today) -> None:
    if today < reception.on:
        raise Refused(_("还没到接待的日子，不能登记。"))
