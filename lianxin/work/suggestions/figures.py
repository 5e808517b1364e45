"""Figures of this room: every measure and every rate of `measures.py`, never counted anew.

A whole year is the statistical year that stands on the paper; other spans go by the day a
suggestion was handed in. Numbers in the list of statistics: systems.md §4, T01 to T08, T36.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Matter, Promise
from lianxin.engines.matters.models.answers import ResultClass, Satisfaction
from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row
from lianxin.foundation.figures.catalogue import Scope as Asked
from lianxin.foundation.people.models import Office
from lianxin.ui.paging import Key, Order
from lianxin.work.suggestions.measures import (
    LABELS,
    MEASURES,
    PROMISE_MEASURES,
    RATES,
    RateKind,
)
from lianxin.work.suggestions.scope import Scope, answering
from lianxin.work.suggestions.statistics import records_behind

ROOM = _("代表建议")
# What the public pages tell of a released suggestion; how a deputy judged is not among it.
PUBLIC = {"received", "accepted", "handled", "assigned", "replied", "closed"}
FORMULAS: dict[str, Any] = {
    "received": _("收到的建议，不论后来并案、退回或者不作为建议；分案所得的不另计"),
    "total": _("现有建议：并案的合计一件，分案的按分出的件数计"),
    "under_review": _("已提交、还在审查或者待主席团决定的"),
    "accepted": _("受理的建议，含并入其他件的"),
    "handled": _("应当办理的建议：已受理，并案的只计主件"),
    "assigned": _("已交办给承办单位的"),
    "replied": _("已书面答复的，每件只计一次"),
    "pending": _("已交办、还没有答复的"),
    "overdue": _("没有答复、期限已过的（批准延期的按新期限）"),
    "late": _("已答复，但首次答复晚于期限的"),
    "due": _("已答复的和到期应当答复的；未到期的不计"),
    "on_time": _("在期限内答复的，含批准延期后按期的"),
    "extended": _("批准过延期的"),
    "contacted": _("承办单位有联系代表记录的"),
    "met": _("有面商记录的，当面或者视频至少一次；同一件只计一次"),
    "met_face": _("当面面商过的"),
    "met_online": _("视频面商过的"),
    "closed": _("验收办结的，含归档"),
    "solved": _("所提问题已经解决的（部分解决是否计入，按本地规则）"),
    "judged": _("代表已经评价的"),
    "satisfied": _("评价满意的（基本满意是否计入，按本地规则）"),
    "promises": _("答复中写明期限的承诺，一项算一项；被重新答复代替的不计"),
    "promises_due": _("到期的承诺，含提前兑现和已说明原因的"),
    "promises_kept": _("已经兑现的承诺"),
    "promises_overdue": _("过了时限还没有兑现、也没有说明的承诺"),
    "promises_open": _("没有到期、正在兑现的承诺"),
    "promises_explained": _("未能兑现、已经说明原因的承诺"),
}
# In a report and beside figures of other rooms a name must say what it is of.
NAMES: dict[str, Any] = {
    "received": _("收到建议"),
    "total": _("现有建议"),
    "accepted": _("受理建议"),
    "handled": _("应办建议"),
    "replied": _("已答复建议"),
    "pending": _("待答复建议"),
    "overdue": _("超期未答复建议"),
    "closed": _("已办结建议"),
}
STATISTICS = {
    "received": "T01",
    "overdue": "T08",
    "reply": "T02",
    "meeting": "T03",
    "meeting_face": "T03",
    "meeting_online": "T03",
    "satisfaction": "T04",
    "full_satisfaction": "T04",
    "closing": "T05",
    "promise": "T06",
    "on_time": "T08",
}
SOON_DAYS = 30
DUE_LABELS = {"soon": _("30 天内到期"), "later": _("30 天以后到期")}
BY_DUE = Order((Key("due_on", read=date.fromisoformat), Key("pk")))
Choices = Callable[[Asked], Mapping[str, Any]]


def register_figures() -> None:
    catalogue.register(
        *(_of_matters(name) for name in MEASURES),
        *(_of_promises(name) for name in PROMISE_MEASURES),
        Figure(
            "suggestions.motions",
            _("收到议案"),
            _("件"),
            _("收到的议案；转为建议的在建议里计"),
            room=ROOM,
            records=_motions,
            row=row_of_matter,
            day="submitted_on",
        ),
        Figure(
            "suggestions.waiting_offices",
            _("承办单位待答复"),
            _("件次"),
            _("承办单位还没有答复的交办；分办的，每个单位各计一次"),
            room=ROOM,
            records=waiting_offices,
            row=row_of_assignment,
            parts={"office": PARTS["office"]},
            excludes=_("协办的不计；分办的在每个单位各计一次，合计多于件数"),
            day="assigned_on",
        ),
        *(_of_rate(kind) for kind in RATES),
        *_of_villages(),
    )


def _of_matters(name: str) -> Figure:
    def records(asked: Asked) -> QuerySet:
        return matters(asked, name)

    return Figure(
        f"suggestions.{name}",
        NAMES.get(name) or format_lazy(_("{measure}的建议"), measure=LABELS[name]),
        _("件"),
        FORMULAS.get(name, LABELS[name]),
        room=ROOM,
        records=records,
        row=row_of_matter,
        parts=PARTS,
        statistic=STATISTICS.get(name, ""),
        has_public=name in PUBLIC,
        day="submitted_on",
    )


def _of_promises(name: str) -> Figure:
    def records(asked: Asked) -> QuerySet:
        return promises(asked, name)

    return Figure(
        f"suggestions.{name}",
        LABELS[name],
        _("项"),
        FORMULAS.get(name, LABELS[name]),
        room=ROOM,
        records=records,
        row=row_of_promise,
        parts={"due": (_("何时到期"), lambda asked: DUE_LABELS)},
        order=BY_DUE,
        day="due_on",
    )


def _of_rate(kind: RateKind) -> Figure:
    return Figure(
        f"suggestions.{kind.key}_rate",
        format_lazy(_("承诺{rate}") if kind.is_of_promises else _("建议{rate}"), rate=kind.label),
        "%",
        kind.meaning,
        room=ROOM,
        numerator=f"suggestions.{kind.numerator}",
        denominator=f"suggestions.{kind.denominator}",
        statistic=STATISTICS.get(kind.key, ""),
    )


def _of_villages() -> list[Figure]:
    def of_villages(name: str) -> Callable[[Asked], QuerySet]:
        def records(asked: Asked) -> QuerySet:
            village = {"reply__assignment__office__kind": Office.Kind.VILLAGE}
            return promises(asked, name).filter(**village)

        return records

    shared: dict[str, Any] = {"room": ROOM, "row": row_of_promise, "order": BY_DUE}
    return [
        Figure(
            "suggestions.village_promises",
            _("村（社区）承诺"),
            _("项"),
            _("村（社区）在答复中写明期限的承诺"),
            records=of_villages("promises"),
            **shared,
        ),
        Figure(
            "suggestions.village_promises_kept",
            _("村（社区）已兑现承诺"),
            _("项"),
            _("村（社区）承诺中已经兑现的"),
            records=of_villages("promises_kept"),
            **shared,
        ),
        Figure(
            "suggestions.village_promise_rate",
            _("村委会承诺完成率"),
            "%",
            _("村（社区）已兑现承诺 ÷ 村（社区）承诺；没有到期的也在分母里"),
            room=ROOM,
            numerator="suggestions.village_promises_kept",
            denominator="suggestions.village_promises",
            statistic="T36",
        ),
    ]


def matters(asked: Asked, name: str) -> QuerySet[Matter]:
    """The suggestions that a measure counts, as the figures' scope asks for them."""
    found = _dated(records_behind(scope_of(asked), name), asked)
    return _released(found, asked).select_related("body").defer("text")


def promises(asked: Asked, name: str) -> QuerySet[Promise]:
    """The promises that a measure counts; none of them in public, which has a page for them."""
    if asked.public:
        return Promise.objects.none()
    found = _dated(records_behind(scope_of(asked), name), asked, "reply__assignment__matter__")
    if due := asked.narrowed.get("due"):
        soon = Q(due_on__lte=soon_until(asked))
        found = found.filter(soon if due == "soon" else ~soon)
    return found.select_related(
        "reply__assignment__office", "reply__assignment__matter__body"
    ).defer("reply__assignment__matter__text", "reply__text")


def soon_until(asked: Asked) -> date:
    """The last day that is soon, seen from the last day asked for, today at most."""
    return min(asked.until, localdate()) + timedelta(days=SOON_DAYS)


def waiting_offices(asked: Asked) -> QuerySet[Assignment]:
    """What offices have to answer still, each office for itself."""
    pending = matters(replace(asked, narrowed={}), "pending").order_by().values("pk")
    found = answering(Assignment.objects.filter(matter__in=pending, answered_on__isnull=True))
    office = asked.narrowed.get("office", "")
    if office.isascii() and office.isdecimal():
        found = found.filter(office_id=int(office))
    return found.select_related("office", "matter__body").defer("matter__text")


def _motions(asked: Asked) -> QuerySet[Matter]:
    scope = scope_of(asked)
    found = scope.matters(Matter.Kind.MOTION).filter(MEASURES["received"](scope.yard))
    return _released(_dated(found, asked), asked).select_related("body").defer("text")


def scope_of(asked: Asked) -> Scope:
    """The room's own scope. Lateness is judged on the last day asked for, today at most."""
    narrowed = asked.narrowed
    years = _years(asked)
    office = narrowed.get("office", "")
    return Scope(
        asked.body,
        years[0] if years and years[0] == years[1] else None,
        min(asked.until, localdate()),
        include_below=asked.below,
        office_id=int(office) if office.isascii() and office.isdecimal() else None,
        topic=narrowed.get("topic"),
        result=narrowed.get("result"),
        satisfaction=narrowed.get("satisfaction"),
        user=asked.user,
    )


def _years(asked: Asked) -> tuple[int, int] | None:
    """The whole years asked for, first and last; None for any other span."""
    since, until = asked.since, asked.until
    if asked.by_day or (since.month, since.day, until.month, until.day) != (1, 1, 12, 31):
        return None
    return since.year, until.year


def _dated(found: QuerySet, asked: Asked, path: str = "") -> QuerySet:
    years = _years(asked)
    if years is None:
        return found.filter(**{f"{path}submitted_on__range": (asked.since, asked.until)})
    # A single year is in the room's scope already.
    return found if years[0] == years[1] else found.filter(**{f"{path}year__range": years})


def _released(found: QuerySet, asked: Asked) -> QuerySet:
    return found.published() if asked.public else found  # type: ignore[attr-defined]


def row_of_matter(matter: Matter) -> Row:
    is_public = matter.publicity == Matter.Publicity.PUBLIC and not matter.is_confidential
    return Row(
        words=f"{matter.number} {matter.title}".strip(),
        url=matter.get_absolute_url(),
        on=matter.submitted_on,
        body=matter.body.short_name,
        note=str(matter.get_status_display()),
        public_url=reverse("portal:detail", args=[matter.pk]) if is_public else "",
    )


def row_of_assignment(assignment: Assignment) -> Row:
    matter = assignment.matter
    return Row(
        words=f"{assignment.office.name}：{matter.title}",
        url=matter.get_absolute_url(),
        on=assignment.assigned_on,
        body=matter.body.short_name,
        note=str(_("期限 %s") % assignment.due_on) if assignment.due_on else "",
    )


def row_of_promise(promise: Promise) -> Row:
    matter = promise.reply.assignment.matter
    return Row(
        words=f"{promise.reply.assignment.office.name}：{promise.text}",
        url=matter.get_absolute_url(),
        on=promise.due_on,
        body=matter.body.short_name,
        note=f"{promise.get_state_display()}；{matter.title}",
    )


def _topics(asked: Asked) -> dict[str, Any]:
    found = Scope(asked.body, asked.since.year, asked.until, include_below=True).matters()
    topics = found.exclude(topic="").order_by().values_list("topic", flat=True).distinct()
    return {topic: topic for topic in sorted(topics[:200])}


def _offices(asked: Asked) -> dict[str, Any]:
    above = [int(pk) for pk in asked.body.path.split("/") if pk]
    offices = Office.objects.filter(body__in={*asked.bodies(), *above}).order_by("name", "pk")
    return {str(pk): name for pk, name in offices.values_list("pk", "name")[:2000]}


PARTS: dict[str, tuple[Any, Choices]] = {
    "topic": (_("类别"), _topics),
    "office": (_("承办单位"), _offices),
    "result": (_("办理结果"), lambda asked: dict(ResultClass.choices)),
    "satisfaction": (_("代表评价"), lambda asked: dict(Satisfaction.choices)),
}
