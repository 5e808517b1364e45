"""Who took part: attendance, training and its coverage, opinions that were heard."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import Seat
from lianxin.work.activities.figures.counting import (
    BY_DAY,
    ROOM,
    SUPERVISION,
    TRAINING,
    groups_in,
    parts_of,
    recorded,
    row_of_activity,
    total_of,
)
from lianxin.work.activities.models import Activity, Attendance, Opinion
from lianxin.work.activities.queries import WHOLE_BODY

Mark = Attendance.State


def rows(
    scope: Scope, *, kinds: tuple[str, ...] = (), states: tuple[str, ...] = (), **fields: Any
) -> QuerySet[Attendance]:
    """Attendance at recorded activities of a scope."""
    of = recorded(scope, kinds=kinds).order_by().values("pk")
    found = Attendance.objects.filter(activity__in=of, **fields)
    if states:
        found = found.filter(state__in=states)
    return found.select_related("seat__person", "activity__body")


def row_of_attendance(row: Attendance) -> Row:
    note = row.get_state_display() + (f"：{row.reason}" if row.reason else "")
    if row.answer == Attendance.Answer.OBJECTED:
        note = _("有异议")
    return Row(
        f"{row.seat.person.name} {row.activity.title}",
        row.activity.get_absolute_url(),
        row.on,
        row.activity.body.short_name,
        1,
        str(note),
    )


def _attended(
    key: str, name: Any, formula: Any, *, statistic: str = "", unit: str = "人次", **asked: Any
) -> Figure:
    return Figure(
        f"activities.{key}",
        name,
        _lazy(unit),
        formula,
        room=ROOM,
        records=partial(rows, **asked),
        row=row_of_attendance,
        parts=parts_of(asked.get("kinds", ())),
        statistic=statistic,
        day="on",
    )


def of_attendance() -> tuple[Figure, ...]:
    return (
        _attended(
            "present",
            _lazy("代表到会人次"),
            _lazy("登记到会并计数的代表，一人一次算一人次；有异议未处理的不计"),
            counts=True,
        ),
        _attended(
            "due",
            _lazy("应到会人次"),
            _lazy("到会人次加缺席人次；请假获准的、有异议未处理的不计"),
            states=(Mark.PRESENT, Mark.ABSENT),
            answer__in=("", "confirmed", "settled"),
        ),
        _attended(
            "absent",
            _lazy("无故缺席人次"),
            _lazy("登记为缺席、没有请假的；有异议未处理的不计"),
            states=(Mark.ABSENT,),
            answer__in=("", "confirmed", "settled"),
            statistic="T21",
        ),
        _attended(
            "excused",
            _lazy("请假人次"),
            _lazy("请假获准未到的"),
            states=(Mark.EXCUSED,),
        ),
        Figure(
            "activities.attendance_rate",
            _lazy("出勤率"),
            "%",
            _lazy("到会人次 ÷ （到会人次＋缺席人次）；请假获准的不进分母"),
            room=ROOM,
            numerator="activities.present",
            denominator="activities.due",
            parts=parts_of(()),
            statistic="T21",
        ),
        _attended(
            "trained",
            _lazy("培训人次"),
            _lazy("参加培训、代表讲堂的代表，参加一次算一人次；线上线下可以分开"),
            kinds=TRAINING,
            counts=True,
            statistic="T22",
        ),
        _attended(
            "volunteered",
            _lazy("参加志愿活动人次"),
            _lazy("参加公益志愿活动的代表，参加一次算一人次"),
            kinds=("volunteer",),
            counts=True,
            statistic="T18",
        ),
        _attended(
            "sat_in",
            _lazy("列席会议人次"),
            _lazy("列席会议的代表，列席一次算一人次"),
            kinds=("sit_in",),
            counts=True,
            statistic="T23",
        ),
        Figure(
            "activities.persons",
            _lazy("参加活动总人次（含其他人员）"),
            _lazy("人次"),
            _lazy("各类活动到会代表人次与登记的其他参加人数之和"),
            room=ROOM,
            records=_with_everybody,
            measure=_everybody,
            row=_row_with_everybody,
            parts=parts_of(()),
            has_public=True,
            day="on",
            order=BY_DAY,
        ),
        Figure(
            "activities.training_persons",
            _lazy("培训总人次（含其他人员）"),
            _lazy("人次"),
            _lazy("培训、代表讲堂到会代表人次与登记的其他参加人数之和"),
            room=ROOM,
            records=_trainings,
            measure=_everybody,
            row=_row_with_everybody,
            parts=parts_of(TRAINING),
            statistic="T22",
            has_public=True,
            day="on",
            order=BY_DAY,
        ),
    )


def _trainings(scope: Scope) -> QuerySet[Activity]:
    return _with_everybody(scope, TRAINING)


def _with_everybody(scope: Scope, kinds: tuple[str, ...] = ()) -> QuerySet[Activity]:
    """With each, how many deputies came."""
    came = (
        Attendance.objects.filter(activity=OuterRef("pk"), counts=True)
        .order_by()
        .values("activity")
        .annotate(number=Count("pk"))
    )
    found = recorded(scope, kinds=kinds)
    return found.annotate(deputies_came=Coalesce(Subquery(came.values("number")), 0))


def _everybody(found: QuerySet[Activity]) -> int:
    """Deputies who came and others, of these activities."""
    ours = found.order_by()
    deputies = Attendance.objects.filter(activity__in=ours.values("pk"), counts=True).count()
    return deputies + total_of("others", ours)


def _row_with_everybody(activity: Any) -> Row:
    return replace(row_of_activity(activity), amount=activity.deputies_came + activity.others)


def deputies(scope: Scope, *, kinds: tuple[str, ...] = ()) -> QuerySet[Seat]:
    """Seats held on the last day of a scope, or today where that is still to come.

    kinds: only those who took part in such an activity in the scope.
    Suspended ones do not count (代表法 2025, art. 61).
    """
    day = min(scope.until, localdate())
    of = Q(body__in=scope.bodies()) | Q(group__body__in=scope.bodies())
    seats = (
        Seat.objects.on(day)
        .filter(of)
        .exclude(state__in=(Seat.State.ELECTED, Seat.State.SUSPENDED))
        .select_related("person", "body")
    )
    if scope.public:
        return seats.none()
    if scope.user is not None and not scope.user.oversees(scope.body, *WHOLE_BODY):
        seats = seats.filter(person=scope.user.person_id)
    group = scope.narrowed.get("group", "")
    if group.isascii() and group.isdecimal():
        seats = seats.filter(group_id=int(group))
    if kinds:
        done = Attendance.objects.counted().filter(
            seat__person=OuterRef("person"),
            on__range=(scope.since, scope.until),
            activity__kind__in=kinds,
        )
        if scope.narrowed.get("online") in ("0", "1"):
            done = done.filter(activity__is_online=scope.narrowed["online"] == "1")
        seats = seats.filter(Exists(done))
    return seats


def row_of_seat(seat: Seat) -> Row:
    return Row(seat.person.name, "", None, seat.body.short_name)


def of_deputies() -> tuple[Figure, ...]:
    parts: dict[str, Any] = {"group": (_lazy("代表小组"), groups_in)}
    online = parts | {"online": (_lazy("方式"), lambda scope: {"1": _("线上"), "0": _("线下")})}
    common: dict[str, Any] = {"room": ROOM, "row": row_of_seat}
    return (
        Figure(
            "activities.deputies",
            _lazy("代表人数"),
            _lazy("人"),
            _lazy("期末在任的代表；暂停执行职务的、资格未确认的不计"),
            records=deputies,
            parts=parts,
            **common,
        ),
        Figure(
            "activities.deputies_trained",
            _lazy("受训代表人数"),
            _lazy("人"),
            _lazy("期末在任的代表中，期内参加过至少一次培训或者代表讲堂的"),
            records=partial(deputies, kinds=TRAINING),
            parts=online,
            statistic="T22",
            **common,
        ),
        Figure(
            "activities.training_coverage",
            _lazy("培训覆盖率"),
            "%",
            _lazy("受训代表人数 ÷ 代表人数"),
            room=ROOM,
            numerator="activities.deputies_trained",
            denominator="activities.deputies",
            parts=online,
            statistic="T22",
        ),
        Figure(
            "activities.deputies_sat_in",
            _lazy("列席过会议的代表人数"),
            _lazy("人"),
            _lazy("期末在任的代表中，期内列席过至少一次会议的"),
            records=partial(deputies, kinds=("sit_in",)),
            parts=parts,
            statistic="T23",
            **common,
        ),
        Figure(
            "activities.sit_in_coverage",
            _lazy("代表列席覆盖率"),
            "%",
            _lazy("列席过会议的代表人数 ÷ 代表人数"),
            room=ROOM,
            numerator="activities.deputies_sat_in",
            denominator="activities.deputies",
            parts=parts,
            statistic="T23",
        ),
    )


def opinions(
    scope: Scope, *, kinds: tuple[str, ...] = (), became: bool = False
) -> QuerySet[Opinion]:
    """Opinions written down at recorded activities; became: those handed on."""
    if scope.public:
        return Opinion.objects.none()
    of = recorded(scope, kinds=kinds).order_by().values("pk")
    found = Opinion.objects.filter(activity__in=of).select_related("activity__body", "matter")
    return found.filter(matter__isnull=False) if became else found


def row_of_opinion(opinion: Opinion) -> Row:
    # What a voter said is read on the activity's page, by whoever may see it.
    matter = opinion.matter
    return Row(
        opinion.activity.title,
        opinion.activity.get_absolute_url(),
        opinion.activity.on,
        opinion.activity.body.short_name,
        1,
        _("已转办：%s") % matter.number if matter else "",
    )


def of_opinions() -> tuple[Figure, ...]:
    common: dict[str, Any] = {"room": ROOM, "row": row_of_opinion, "day": "activity__on"}
    return (
        Figure(
            "activities.opinions",
            _lazy("活动中收集的意见"),
            _lazy("条"),
            _lazy("有记录的活动中逐条记下的意见"),
            records=opinions,
            parts=parts_of(()),
            **common,
        ),
        Figure(
            "activities.supervision_opinions",
            _lazy("视察、检查、调研提出的建议"),
            _lazy("条"),
            _lazy("视察、专题调研、执法检查中逐条记下的意见建议"),
            records=partial(opinions, kinds=SUPERVISION),
            parts=parts_of(SUPERVISION),
            statistic="T32",
            **common,
        ),
        Figure(
            "activities.opinions_handled",
            _lazy("已转办的意见"),
            _lazy("条"),
            _lazy("活动中记下的意见，已经转为留言或者代表建议办理的"),
            records=partial(opinions, became=True),
            parts=parts_of(()),
            **common,
        ),
    )
