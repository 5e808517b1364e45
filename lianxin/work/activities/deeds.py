"""What deputies did at activities, for their files, tasks and scores.

One source for each shipped kind, one for the own kinds of each part of the file, and
measures that count the same by households, persons, minutes and problems solved. In one
request all of them read the same rows once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Presence, Section, Source
from lianxin.engines.tenure import holders
from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.people.models import Body, Person
from lianxin.work.activities.kinds import kind_of, shipped
from lianxin.work.activities.models import Activity, Attendance

Mark = Attendance.State
PRESENCES = {
    Mark.PRESENT.value: Presence.PRESENT,
    Mark.EXCUSED.value: Presence.EXCUSED,
    Mark.ABSENT.value: Presence.ABSENT,
}
TIMES = gettext_lazy("次")
MEASURES: tuple[tuple[str, str, Any, Any], ...] = (
    ("visit", "households", gettext_lazy("走访户数"), gettext_lazy("户")),
    ("visit", "persons", gettext_lazy("走访选民人数"), gettext_lazy("人")),
    ("help", "households", gettext_lazy("帮扶户数"), gettext_lazy("户")),
    ("training", "minutes", gettext_lazy("培训时长"), gettext_lazy("分钟")),
    ("lecture", "minutes", gettext_lazy("讲堂时长"), gettext_lazy("分钟")),
    ("volunteer", "minutes", gettext_lazy("志愿服务时长"), gettext_lazy("分钟")),
    ("mediation", "solved", gettext_lazy("调处成功的纠纷"), gettext_lazy("件")),
)
"""Kind, column, label and unit of what is counted by something else than times."""


def _rows(person: Person, since: date, until: date) -> list[Attendance]:
    """Everything settled of a person in recorded activities; one query in a request."""

    def read() -> list[Attendance]:
        found = (
            Attendance.objects.of_person(person.pk)
            .between(since, until)
            .filter(state__in=tuple(PRESENCES), activity__state=Activity.State.RECORDED)
            .select_related("activity__body")
            .order_by("on", "pk")
        )
        return list(found)

    return remembered(("activity deeds", person.pk, since, until), read)


def _lines(kinds: Callable[[str, str], bool], person: Person, since: date, until: date):
    """Lines of the rows whose kind and section fit."""
    for row in _rows(person, since, until):
        activity = row.activity
        kind = activity.kind
        section = "" if kind in shipped() else str(kind_of(activity.body, kind).section)
        if kinds(kind, section):
            yield _line(row, 1 if row.counts else 0)


def _line(row: Attendance, amount: int) -> Deed:
    activity = row.activity
    kind = kind_of(activity.body, activity.kind)
    words = _("%(did)s：%(title)s") % {"did": kind.words, "title": activity.title}
    if activity.is_online:
        words += _("（线上）")
    return Deed(
        row.on,
        words,
        activity.get_absolute_url(),
        amount=amount,
        presence=PRESENCES[row.state],
        note=_note(row),
    )


def _note(row: Attendance) -> str:
    if row.answer == Attendance.Answer.OBJECTED:
        return _("有异议，处理前不计：%s") % row.objection
    if row.state == Mark.EXCUSED:
        return row.reason
    if row.state == Mark.PRESENT and not row.counts:
        return _("当天不在任或者暂停执行职务，不计")
    return ""


def _tallies(body: Body, since: date, until: date) -> dict[tuple[str, str], dict[int, int]]:
    """By kind (and "" for the body of an own kind) how often each person took part.

    One query in a request, whatever number of sources ask.
    """

    def read() -> dict[tuple[str, str], dict[int, int]]:
        rows = (
            _counted(body, since, until)
            .order_by()
            .values_list("activity__kind", "activity__body", "seat__person")
            .annotate(number=Count("pk"))
        )
        found: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        bodies: dict[int, Body] = {}
        for kind, at, person, number in rows:
            section = ""
            if kind not in shipped():
                where = bodies.setdefault(at, body if at == body.pk else _body(at))
                section = str(kind_of(where, kind).section)
            found[kind, section][person] += number
        return {key: dict(people) for key, people in found.items()}

    return remembered(("activity tallies", body.pk, since, until), read)


def _body(pk: int) -> Body:
    return Body.objects.get(pk=pk)


def _counted(body: Body, since: date, until: date):
    return Attendance.objects.counted().filter(
        seat__person__in=holders(body), on__gte=since, on__lte=until
    )


def _tally(kinds: Callable[[str, str], bool], body: Body, since: date, until: date):
    found: dict[int, int] = defaultdict(int)
    for (kind, section), people in _tallies(body, since, until).items():
        if kinds(kind, section):
            for person, number in people.items():
                found[person] += number
    return dict(found)


def _measured_lines(
    kind: str, column: str, person: Person, since: date, until: date
) -> Iterable[Deed]:
    for row in _rows(person, since, until):
        amount = getattr(row.activity, column)
        if row.activity.kind == kind and row.counts and amount:
            yield _line(row, amount)


def _measured_tally(kind: str, column: str, body: Body, since: date, until: date):
    rows = (
        _counted(body, since, until)
        .filter(activity__kind=kind, **{f"activity__{column}__gt": 0})
        .order_by()
        .values_list("seat__person")
        .annotate(number=Sum(f"activity__{column}"))
    )
    return dict(rows)


def _is(wanted: str, kind: str, _section: str) -> bool:
    return kind == wanted


def _is_own_in(wanted: str, _kind: str, section: str) -> bool:
    return section == wanted


def register_deeds() -> None:
    for key, kind in shipped().items():
        fits = partial(_is, key)
        deeds.register(
            Source(
                f"activities.{key}",
                Section(kind.section),
                gettext_lazy(kind.name),
                TIMES,
                partial(_lines, fits),
                partial(_tally, fits),
            )
        )
    for section in Section:
        fits = partial(_is_own_in, str(section))
        if section in (Section.BASICS, Section.SUGGESTIONS):
            continue
        deeds.register(
            Source(
                f"activities.own_{section}",
                section,
                gettext_lazy("本地自设的活动"),
                TIMES,
                partial(_lines, fits),
                partial(_tally, fits),
            )
        )
    for kind_key, column, label, unit in MEASURES:
        deeds.register(
            Source(
                f"activities.{kind_key}.{column}",
                Section(shipped()[kind_key].section),
                label,
                unit,
                partial(_measured_lines, kind_key, column),
                partial(_measured_tally, kind_key, column),
                is_measure=True,
            )
        )
