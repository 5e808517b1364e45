"""Figures of activities: T14, T16-T19, T21-T23, T32 and what annual reports state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import Group, Seat
from lianxin.ui.paging import Key, Order
from lianxin.work.activities.kinds import Field, name_of, shipped
from lianxin.work.activities.models import Activity, Attendance, Opinion
from lianxin.work.activities.queries import WHOLE_BODY

ROOM = gettext_lazy("代表活动")
TRAINING = ("training", "lecture")
SUPERVISION = ("inspection", "survey", "enforcement")
GOOD_DEEDS = ("help", "good_deed", "volunteer")
Mark = Attendance.State
BY_DAY = Order((Key("on", True, date.fromisoformat), Key("pk", True)))
_lazy = gettext_lazy


def register_figures() -> None:
    catalogue.register(
        _counting(
            "held",
            _lazy("活动次数"),
            _lazy("已举行并有记录的活动，一次算一件；只有计划的、取消的、未予采认的不计"),
            statistic="T19",
        ),
        _counting("inspections", _lazy("视察次数"), kinds=("inspection",), statistic="T19"),
        _counting("surveys", _lazy("专题调研次数"), kinds=("survey",), statistic="T19"),
        _counting("enforcements", _lazy("执法检查次数"), kinds=("enforcement",), statistic="T19"),
        _counting(
            "supervision",
            _lazy("视察、调研、执法检查次数"),
            kinds=SUPERVISION,
            statistic="T19",
        ),
        _counting("of_groups", _lazy("代表小组活动次数"), kinds=("group",), statistic="T19"),
        _counting("activity_days", _lazy("代表活动日次数"), kinds=("activity_day",)),
        _counting("forums", _lazy("座谈会"), unit=_lazy("场"), kinds=("forum",)),
        _counting("meetings", _lazy("会议次数"), kinds=("meeting",), statistic="T43"),
        _counting("lectures", _lazy("代表讲堂"), unit=_lazy("期"), kinds=("lecture",)),
        _counting("trainings", _lazy("培训次数"), kinds=("training",), statistic="T22"),
        _counting("volunteering", _lazy("志愿活动次数"), kinds=("volunteer",), statistic="T18"),
        _counting(
            "good_deeds",
            _lazy("实事好事件数"),
            _lazy("有记录的办实事、结对帮扶、公益志愿活动，一次算一件"),
            unit=_lazy("件"),
            kinds=GOOD_DEEDS,
            statistic="T18",
        ),
        _counting("mediations", _lazy("调处纠纷"), unit=_lazy("件"), kinds=("mediation",)),
        _counting("visits", _lazy("走访选民次数"), kinds=("visit",), statistic="T16"),
        _summing("visited_households", _lazy("走访户次"), "households", "户", ("visit",), "T16"),
        _summing("visited_persons", _lazy("走访选民人次"), "persons", "人次", ("visit",), "T16"),
        _summing("helped_households", _lazy("帮带户数"), "households", "户", ("help",), "T17"),
        _summing("helped_persons", _lazy("帮带人数"), "persons", "人", ("help",), "T17"),
        _summing("solved", _lazy("线下解决问题数"), "solved", "个", (), "T14"),
        _summing("money", _lazy("公益金额"), "money", "元", GOOD_DEEDS, "T18", purpose=True),
        _summing("others", _lazy("其他参加人次"), "others", "人次"),
        *_of_attendance(),
        *_of_deputies(),
        *_of_opinions(),
        *_of_fields(),
    )


def _counting(
    key: str,
    name: Any,
    formula: Any = "",
    *,
    unit: Any = None,
    kinds: tuple[str, ...] = (),
    statistic: str = "",
) -> Figure:
    """Recorded activities of some kinds, one each."""
    words = formula or _lazy("这一类活动中已举行并有记录的，一次算一件；计划的、取消的不计")
    return Figure(
        f"activities.{key}",
        name,
        unit or _lazy("次"),
        words,
        room=ROOM,
        records=partial(recorded, kinds=kinds),
        row=row_of_activity,
        parts=_parts(kinds),
        statistic=statistic,
        has_public=True,
        day="on",
        order=BY_DAY,
    )


def _summing(
    key: str,
    name: Any,
    column: str,
    unit: str,
    kinds: tuple[str, ...] = (),
    statistic: str = "",
    *,
    purpose: bool = False,
) -> Figure:
    """A column of recorded activities, added up."""
    parts = _parts(kinds)
    if purpose:
        parts["purpose"] = (_lazy("款物用途"), _purposes)
    return Figure(
        f"activities.{key}",
        name,
        _lazy(unit),
        _lazy("有记录的活动中登记的数之和；没有登记这一项的活动不计"),
        room=ROOM,
        records=partial(recorded, kinds=kinds, above=column),
        measure=partial(_sum, column),
        amount=column,
        row=partial(row_of_activity, amount=column),
        parts=parts,
        statistic=statistic,
        is_money=column == "money",
        has_public=True,
        day="on",
        order=BY_DAY,
    )


def _parts(kinds: tuple[str, ...]) -> dict[str, tuple[Any, Callable[[Scope], dict[str, Any]]]]:
    parts: dict[str, tuple[Any, Callable[[Scope], dict[str, Any]]]] = {
        "group": (_lazy("代表小组"), _groups),
        "online": (_lazy("方式"), lambda scope: {"1": _("线上"), "0": _("线下")}),
    }
    if len(kinds) != 1:
        parts["kind"] = (_lazy("类别"), partial(_kinds, kinds))
    if kinds == ("meeting",):
        parts["organ"] = (_lazy("会议名称"), _organs)
    return parts


def _kinds(kinds: tuple[str, ...], scope: Scope) -> dict[str, Any]:
    if kinds:
        return {key: name_of(scope.body, key) for key in kinds}
    found = recorded(replace(scope, narrowed={})).order_by().values_list("kind", flat=True)
    return {key: name_of(scope.body, key) for key in sorted(set(found.distinct()))}


def _groups(scope: Scope) -> dict[str, Any]:
    groups = Group.objects.filter(body__in=scope.bodies()).order_by("body__path", "name")
    return {str(pk): name for pk, name in groups.values_list("pk", "name")}


def _choices(kind: str, key: str) -> dict[str, Any]:
    field = shipped()[kind].field(key)
    return dict(field.choices or {}) if field else {}


def _organs(scope: Scope) -> dict[str, Any]:
    return _choices("meeting", "organ")


def _purposes(scope: Scope) -> dict[str, Any]:
    return _choices("volunteer", "purpose")


def recorded(scope: Scope, *, kinds: tuple[str, ...] = (), above: str = "") -> QuerySet[Activity]:
    """Recorded activities of a scope. above: only those where this column says something."""
    found = Activity.objects.filter(
        body__in=scope.bodies(), state=Activity.State.RECORDED, on__range=(scope.since, scope.until)
    ).select_related("body", "group")
    if scope.public:
        found = found.filter(is_public=True)
    elif scope.user is not None and not scope.is_whole:
        found = found.visible_to(scope.user)
    if kinds:
        found = found.filter(kind__in=kinds)
    if above:
        found = found.filter(**{f"{above}__gt": 0})
    return _narrowed(found, scope)


def _narrowed(found: QuerySet[Activity], scope: Scope) -> QuerySet[Activity]:
    asked = scope.narrowed
    if kind := asked.get("kind"):
        found = found.filter(kind=kind)
    group = asked.get("group", "")
    if group.isascii() and group.isdigit():
        found = found.filter(group_id=int(group))
    if asked.get("online") in ("0", "1"):
        found = found.filter(is_online=asked["online"] == "1")
    for name in ("organ", "purpose"):
        if value := asked.get(name):
            found = found.filter(**{f"values__{name}": value})
    return found


def _sum(column: str, found: QuerySet) -> int:
    return found.order_by().aggregate(total=Sum(column))["total"] or 0


def row_of_activity(activity: Activity, amount: str = "") -> Row:
    kind = shipped().get(activity.kind)
    group = f" {activity.group.name}" if activity.group else ""
    return Row(
        activity.title,
        activity.get_absolute_url(),
        activity.on,
        activity.body.short_name,
        getattr(activity, amount) if amount else 1,
        f"{kind.name if kind else ''}{group}",
    )


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
        parts=_parts(asked.get("kinds", ())),
        statistic=statistic,
        day="on",
    )


def _of_attendance() -> tuple[Figure, ...]:
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
            parts=_parts(()),
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
            "activities.training_persons",
            _lazy("培训总人次（含其他人员）"),
            _lazy("人次"),
            _lazy("培训、代表讲堂到会代表人次与登记的其他参加人数之和"),
            room=ROOM,
            records=partial(recorded, kinds=TRAINING),
            measure=_everybody,
            row=_row_with_everybody,
            parts=_parts(TRAINING),
            statistic="T22",
            has_public=True,
            day="on",
        ),
    )


def _everybody(found: QuerySet[Activity]) -> int:
    """Deputies who came and others, of these activities."""
    ours = found.order_by()
    deputies = Attendance.objects.filter(activity__in=ours.values("pk"), counts=True).count()
    return deputies + _sum("others", ours)


def _row_with_everybody(activity: Activity) -> Row:
    came = activity.attendances.filter(counts=True).count()
    return replace(row_of_activity(activity), amount=came + activity.others)


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
    if group.isascii() and group.isdigit():
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


def _of_deputies() -> tuple[Figure, ...]:
    parts = {"group": (_lazy("代表小组"), _groups)}
    online = parts | {"online": (_lazy("方式"), lambda scope: {"1": _("线上"), "0": _("线下")})}
    common = {"room": ROOM, "row": row_of_seat}
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


def _of_opinions() -> tuple[Figure, ...]:
    common = {"room": ROOM, "row": row_of_opinion, "day": "activity__on"}
    return (
        Figure(
            "activities.opinions",
            _lazy("活动中收集的意见"),
            _lazy("条"),
            _lazy("有记录的活动中逐条记下的意见"),
            records=opinions,
            parts=_parts(()),
            **common,
        ),
        Figure(
            "activities.supervision_opinions",
            _lazy("视察、检查、调研提出的建议"),
            _lazy("条"),
            _lazy("视察、专题调研、执法检查中逐条记下的意见建议"),
            records=partial(opinions, kinds=SUPERVISION),
            parts=_parts(SUPERVISION),
            statistic="T32",
            **common,
        ),
        Figure(
            "activities.opinions_handled",
            _lazy("已转办的意见"),
            _lazy("条"),
            _lazy("活动中记下的意见，已经转为留言或者代表建议办理的"),
            records=partial(opinions, became=True),
            parts=_parts(()),
            **common,
        ),
    )


def _of_fields() -> list[Figure]:
    """One figure for each number field of a shipped kind that asks for one."""
    return [
        Figure(
            f"activities.{kind.key}_{field.key}",
            _lazy(field.name or field.label),
            _lazy(field.unit),
            _lazy("“%(kind)s”记录中“%(label)s”一项之和")
            % {"kind": kind.name, "label": field.label},
            room=ROOM,
            records=partial(recorded, kinds=(kind.key,)),
            measure=partial(_sum_of_field, field),
            row=partial(_row_of_field, field),
            parts=_parts((kind.key,)),
            has_public=True,
            day="on",
        )
        for kind in shipped().values()
        for field in kind.fields
        if field.is_figure
    ]


def _sum_of_field(field: Field, found: QuerySet[Activity]) -> int:
    said = found.order_by().annotate(said=Cast(KT(f"values__{field.key}"), IntegerField()))
    return said.aggregate(total=Sum("said"))["total"] or 0


def _row_of_field(field: Field, activity: Activity) -> Row:
    return replace(row_of_activity(activity), amount=int(activity.values.get(field.key) or 0))
