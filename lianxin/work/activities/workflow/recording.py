"""What was done: the record, the deputy's own act, what is put right later."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from lianxin.engines import tenure
from lianxin.foundation.ledger.chain import moment
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities import searching, telling
from lianxin.work.activities.kinds import kind_of, kinds_told
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.workflow import publishing
from lianxin.work.activities.workflow.coming import write_marks
from lianxin.work.activities.workflow.common import (
    WAITING,
    Mark,
    State,
    checked,
    day_of,
    locked,
    need_words,
    note,
    objections_until,
    open_only,
    recorded_only,
    recount,
)

NUMBERS = ("minutes", "others", "money", "households", "persons", "solved")
CORRECTABLE = (
    "title",
    "topic",
    "summary",
    "place",
    "starts_at",
    "ends_at",
    "is_online",
    "leader",
    "group",
    "station",
    "values",
    "is_public",
    *NUMBERS,
)
LONGEST_SUMMARY = 8000
LARGEST = {"minutes": 60 * 24 * 30, "money": 10**14}
NORMAL_LARGEST = 10**7


@transaction.atomic
def record(
    activity: Activity,
    *,
    by,
    today: date,
    summary: str,
    minutes: int = 0,
    others: int = 0,
    money: int = 0,
    households: int = 0,
    persons: int = 0,
    solved: int = 0,
    values: Mapping[str, Any] | None = None,
    post_key: str = "",
) -> Activity:
    """Write down what was done; from now on it counts, and the deputies are asked to agree.

    post_key: made by the device that wrote it down off line, and kept. minutes: what each participant is credited with; the planned length if not said.
    money: in 分. values: the kind's own fields. Who had asked leave counts as excused.
    Raises Refused before its day, while somebody's coming is not settled, when nobody
    came, or where a number or value does not fit.
    """
    require(by, Permission.RECORD, activity)
    open_only(activity)
    if today < activity.on:
        raise Refused(_("还没到活动的日子（%s），不能记录。") % activity.on)
    activity.attendances.filter(state=Mark.LEAVE).update(state=Mark.EXCUSED)
    waiting = activity.attendances.filter(state__in=WAITING)
    if number := waiting.count():
        names = "、".join(waiting.values_list("seat__person__name", flat=True)[:10])
        raise Refused(
            _("还有 %(number)d 人没有登记是否到会：%(names)s。请先逐个登记到会、请假或者缺席。")
            % {"number": number, "names": names}
        )
    if not others and not activity.attendances.filter(state=Mark.PRESENT).exists():
        raise Refused(_("没有登记到会的人。没有举办的，请用“取消活动”，写明原因。"))
    kind = kind_of(activity.body, activity.kind)
    numbers = {
        "minutes": minutes or (_length(activity) if kind.credits_minutes else 0),
        "others": others,
        "money": money,
        "households": households,
        "persons": persons,
        "solved": solved,
    }
    _fill(activity, summary=summary, values=values, **numbers)
    activity.post_key = post_key or activity.post_key
    _settle(activity, by)
    until = objections_until(activity, today)
    activity.attendances.update(answer_by=until)
    recount(activity)
    present = activity.attendances.filter(state=Mark.PRESENT).count()
    note(
        by,
        "record",
        activity,
        _("记录活动：到会 %(present)d 人") % {"present": present},
        after={**numbers, "present": present, "answer_by": str(until) if until else None},
    )
    searching.write(activity)
    return activity


def _length(activity: Activity) -> int:
    return int((activity.ends_at - activity.starts_at).total_seconds()) // 60


def _fill(activity: Activity, *, summary: str, values, **numbers: int) -> None:
    """Check and set what a record holds. Raises Refused."""
    kind = kind_of(activity.body, activity.kind)
    activity.summary = need_words(summary, _("请写一两句活动情况。"), LONGEST_SUMMARY)
    for name, number in numbers.items():
        label = getattr(Activity._meta.get_field(name), "verbose_name", name)
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise Refused(_("“%s”请填写不小于零的整数。") % label)
        if number > LARGEST.get(name, NORMAL_LARGEST):
            raise Refused(_("“%s”的数太大了，请检查是否多打了几位。") % label)
        setattr(activity, name, number)
    if kind.needs_money and not activity.money:
        raise Refused(_("“%s”应当填写金额。") % kind.name)
    activity.values = kind.clean(values)


def _settle(activity: Activity, by) -> None:
    activity.state = State.RECORDED
    activity.recorded_by, activity.recorded_at = by, moment()
    checked(activity)
    activity.save()


@transaction.atomic
def tell(
    *,
    person,
    body,
    kind: str,
    title: str,
    on: date,
    by,
    today: date,
    summary: str = "",
    place: str = "",
    topic: str = "",
    minutes: int = 0,
    others: int = 0,
    money: int = 0,
    households: int = 0,
    persons: int = 0,
    solved: int = 0,
    values: Mapping[str, Any] | None = None,
    from_time: time | None = None,
    station=None,
    post_key: str = "",
) -> Activity:
    """A deputy's own act (走访、帮扶、调处), told by himself; it counts once accepted.

    by: the deputy, or a clerk or liaison who writes for him. post_key: made by the device;
    the same key gives the same act. Raises Refused for a kind that is not told, a day to
    come or a day without a seat here; PermissionDenied for another's act.
    """
    if post_key and (known := Activity.objects.filter(post_key=post_key).first()):
        if known.created_by_id != by.pk:
            raise Refused(_("这条记录已由另一个账号登记，没有重复登记。"))
        return known
    starts = datetime.combine(on, from_time or time(9), tzinfo=get_current_timezone())
    activity = Activity(
        body=body,
        kind=kind,
        title=title.strip(),
        topic=topic.strip(),
        on=on,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=max(minutes, 60)),
        place=place.strip(),
        station=station,
        state=State.TOLD,
        told_by=person,
        post_key=post_key,
        created_by=by,
    )
    require(by, Permission.TELL, activity)
    if kind not in {one.key for one in kinds_told(body)}:
        raise Refused(_("这一类活动由组织者记录，不用自己填报。请从列出的类别中选择。"))
    if not activity.title:
        raise Refused(_("请用一句话写明做了什么。"))
    if on > today:
        raise Refused(_("日期还没有到。请在做完以后填报。"))
    seat = _seat_of(person, body, on)
    numbers = {
        "minutes": minutes,
        "others": others,
        "money": money,
        "households": households,
        "persons": persons,
        "solved": solved,
    }
    _fill(activity, summary=summary or activity.title, values=values, **numbers)
    checked(activity)
    activity.save()
    Attendance.objects.create(
        activity=activity,
        seat=seat,
        on=on,
        state=Mark.PRESENT,
        via=Attendance.Via.OWN,
        answer=Attendance.Answer.CONFIRMED,
        answered_at=moment(),
        marked_by=by,
    )
    behalf = None if by.person_id == person.pk else person
    event = note(
        by,
        "tell",
        activity,
        _("%(name)s填报%(kind)s：%(title)s")
        % {
            "name": person.name,
            "kind": kind_of(body, kind).name,
            "title": activity.title,
        },
        behalf=behalf,
    )
    telling.tell_told(activity, event)
    return activity


def _seat_of(person, body, on: date) -> Seat:
    """The person's seat at the body, or in one of its groups, on a day. Raises Refused."""
    seats = Seat.objects.on(on).filter(person=person).select_related("body", "group", "person")
    for seat in seats:
        here = seat.body_id == body.pk or (seat.group and seat.group.body_id == body.pk)
        if here and tenure.is_in_duty(seat, on):
            return seat
    raise Refused(
        _("%(name)s在%(day)s不是本级在任代表，或者暂停执行代表职务，不能填报这一天的活动。")
        % {"name": person.name, "day": on}
    )


@transaction.atomic
def accept(activity: Activity, *, by, today: date) -> Activity:
    """The office, or the leader of the deputy's group, has checked it: now it counts."""
    require(by, Permission.ACCEPT, activity)
    _told_only(activity)
    _settle(activity, by)
    recount(activity)
    event = note(by, "accept", activity, _("核对无误，予以采认"))
    searching.write(activity)
    telling.tell_decided(activity, event)
    return activity


@transaction.atomic
def refuse(activity: Activity, *, reason: str, by, today: date) -> Activity:
    """It does not count, and the deputy reads why."""
    require(by, Permission.ACCEPT, activity)
    _told_only(activity)
    activity.reason = need_words(reason, _("不予采认应当写明原因，代表会看到。"))
    activity.state = State.REFUSED
    activity.save(update_fields=["state", "reason"])
    event = note(by, "refuse", activity, _("不予采认"), reason=activity.reason)
    telling.tell_decided(activity, event)
    return activity


def _told_only(activity: Activity) -> None:
    locked(activity)
    if activity.state != State.TOLD:
        raise WrongStatus(_("这一条已经核对过，现在是“%s”。") % activity.get_state_display())


@transaction.atomic
def correct(
    activity: Activity,
    *,
    by,
    today: date,
    reason: str,
    marks: Mapping[int, tuple[str, str]] | None = None,
    **fields: Any,
) -> Activity:
    """Put right what was recorded; the event keeps both versions, figures follow at once.

    marks: seat id → (state, reason) for those whose coming was written down wrongly; they
    are asked anew. fields: any of CORRECTABLE. Raises Refused without a reason, or where
    nothing is different.
    """
    require(by, Permission.RECORD, activity)
    recorded_only(activity)
    if strange := set(fields) - set(CORRECTABLE):
        raise TypeError(f"not correctable: {sorted(strange)}")
    reason = need_words(reason, _("更正应当写明原因。"))
    before, after = _set(activity, fields)
    changed = _correct_marks(activity, marks or {}, by, today, before, after)
    if not before and not after:
        raise Refused(_("内容没有变化，没有更正。"))
    checked(activity)
    activity.save()
    activity.attendances.exclude(on=activity.on).update(on=activity.on)
    publishing.follow(activity)
    recount(activity)
    event = note(
        by, "correct", activity, _("更正活动记录"), reason=reason, before=before, after=after
    )
    searching.write(activity)
    telling.tell_corrected(activity, changed, event)
    return activity


def _set(activity: Activity, fields: dict[str, Any]) -> tuple[dict, dict]:
    old = {name: getattr(activity, name) for name in fields}
    kept = {name: getattr(activity, name) for name in ("summary", "values", *NUMBERS)}
    for name, value in fields.items():
        setattr(activity, name, value.strip() if isinstance(value, str) else value)
    _fill(activity, **{name: fields.get(name, value) for name, value in kept.items()})
    if activity.ends_at <= activity.starts_at:
        raise Refused(_("结束时间应当晚于开始时间。请检查日期和钟点。"))
    activity.on = day_of(activity)
    changed = [name for name in fields if getattr(activity, name) != old[name]]
    return (
        {name: _plain(old[name]) for name in changed},
        {name: _plain(getattr(activity, name)) for name in changed},
    )


def _correct_marks(activity, marks, by, today, before, after) -> list[Attendance]:
    rows = activity.attendances.filter(seat__in=marks).select_related("seat__person")
    old = {row.seat_id: row.get_state_display() for row in rows}
    changed = write_marks(activity, marks, via=Attendance.Via.LIST, by=by)
    until = objections_until(activity, today)
    for row in changed:
        before[row.seat.person.name] = str(old.get(row.seat_id, _("不在名单")))
        after[row.seat.person.name] = str(row.get_state_display())
        row.answer, row.objection, row.settlement = Attendance.Answer.NONE, "", ""
        row.answered_at, row.answer_by = None, until
        row.save(update_fields=["answer", "objection", "settlement", "answered_at", "answer_by"])
    return changed


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, dict)) or value is None:
        return value
    return str(value)
