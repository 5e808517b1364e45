"""What a station's seven wall sheets say (上墙公示), read from records; and which are out of date.

A sheet is plain values; its digest tells whether what hangs still says the same. Rooms
that count what deputies do add columns to 履职考评公开栏:

    walls.register_figure(_("接待选民次数"), receptions_of)
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Field, Prefetch, prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Proposer
from lianxin.foundation.people.models import Office, Seat
from lianxin.work.stations.models import (
    Attachment,
    PlanItem,
    Staff,
    Station,
    WallSheet,
    YearPlan,
)

Data = dict[str, Any]
Counter = Callable[[Sequence[int], int], dict[int, int]]
_figures: list[tuple[Any, Counter]] = []


def register_figure(title: Any, counter: Counter) -> None:
    """Add a column of what deputies did: gets ids of persons and a year, gives numbers.

    Registering the same counter again changes nothing.
    """
    if all(known is not counter for _title, known in _figures):
        _figures.append((title, counter))


def suggestions_led(persons: Sequence[int], year: int) -> dict[int, int]:
    """Suggestions that deputies handed in first in the year."""
    rows = (
        Proposer.objects.filter(person__in=persons, is_lead=True, matter__submitted_on__year=year)
        .order_by()
        .values_list("person")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


register_figure(gettext_lazy("领衔提出建议（件）"), suggestions_led)


def figures_of(persons: Sequence[int], year: int) -> list[tuple[str, dict[int, int]]]:
    """Every column there is: its title, and the numbers by person."""
    return [(str(title), counter(persons, year)) for title, counter in _figures]


@dataclass(frozen=True)
class State:
    """One kind of sheet at a station: what hangs, and whether it is true today."""

    kind: str
    data: Data
    hanging: WallSheet | None

    @property
    def label(self) -> str:
        return str(WallSheet.Kind(self.kind).label)

    @property
    def is_current(self) -> bool:
        return self.hanging is not None and self.hanging.digest == digest(self.data)

    @property
    def is_stale(self) -> bool:
        return self.hanging is not None and not self.is_current


def digest(data: Data) -> str:
    """SHA-256 of what a sheet says."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def states_of(station: Station) -> list[State]:
    """All seven sheets of one station."""
    return _states([station])[station.pk]


def data_of(station: Station, kind: str) -> Data:
    """What one sheet says today."""
    return next(one.data for one in states_of(station) if one.kind == kind)


def stale_numbers(stations: Sequence[Station]) -> dict[int, int]:
    """How many sheets are out of date, by station id, in a fixed number of queries."""
    numbers = {pk: sum(one.is_stale for one in states) for pk, states in _states(stations).items()}
    return {pk: number for pk, number in numbers.items() if number}


def _states(stations: Sequence[Station]) -> dict[int, list[State]]:
    year = localdate().year
    read = _read(stations, year)
    persons = sorted({one.seat.person_id for station in read for one in station.deputies_now})
    figures = figures_of(persons, year)
    hanging: dict[tuple[int, str], WallSheet] = {}
    ids = [one.pk for one in read]
    for sheet in WallSheet.objects.filter(station__in=ids).defer("data").order_by("pk"):
        hanging[sheet.station_id, sheet.kind] = sheet
    return {
        station.pk: [
            State(
                kind.value,
                _COMPOSERS[kind](station, year, figures),
                hanging.get((station.pk, kind.value)),
            )
            for kind in WallSheet.Kind
        ]
        for station in read
    }


def _read(stations: Iterable[Station], year: int) -> list[Any]:
    """The stations with all that a sheet reads, as attributes `…_now`."""
    # Fresh ones: what was read for the page stays as it is.
    found: list[Any] = list(
        Station.objects.filter(pk__in=[one.pk for one in stations]).select_related("body")
    )
    seats = Seat.objects.select_related("person", "body", "district")
    approved = YearPlan.objects.filter(year=year, status=YearPlan.Status.APPROVED)
    prefetch_related_objects(
        found,
        Prefetch("staff", Staff.objects.on(), to_attr="staff_now"),
        Prefetch(
            "attached",
            Attachment.objects.on().prefetch_related(Prefetch("seat", seats)),
            to_attr="deputies_now",
        ),
        Prefetch("villages", Office.objects.order_by("name"), to_attr="villages_now"),
        Prefetch(
            "plans",
            approved.prefetch_related(Prefetch("items", PlanItem.objects.all())),
            to_attr="plans_now",
        ),
    )
    for station in found:
        station.deputies_now.sort(key=lambda one: (one.seat.person.stroke_key, one.pk))
    return found


def _facts(station, *names: str) -> list[list[str]]:
    def label(name: str) -> str:
        return str(cast(Field, Station._meta.get_field(name)).verbose_name)

    return [[label(name), getattr(station, name)] for name in names if getattr(station, name)]


def _posts(station) -> list[list[str]]:
    return [
        [str(post.label), "、".join(one.name for one in station.staff_now if one.post == post)]
        for post in Staff.Post
        if any(one.post == post for one in station.staff_now)
    ]


def _villages(station) -> list[list[str]]:
    names = "、".join(one.name for one in station.villages_now)
    return [[_("覆盖村（社区）"), names]] if names else []


def _sheet(station, **parts) -> Data:
    return {"station": station.name, "body": station.body.name} | parts


def _introduction(station, year, figures) -> Data:
    facts = [
        [_("类型"), station.get_kind_display()],
        *_facts(station, "address", "hours", "phone", "rooms"),
        *_posts(station),
        *_villages(station),
        [_("进站代表"), _("%s 人") % len(station.deputies_now)],
    ]
    return _sheet(station, text=station.introduction, facts=facts)


def _openness(station, year, figures) -> Data:
    facts = [
        *_facts(station, "hours", "address", "phone"),
        *_posts(station),
        [_("设立机关"), station.body.name],
    ]
    if station.body.phone:
        facts.append([_("监督电话"), station.body.phone])
    text = _(
        "受理：对国家机关工作和公共事务的意见、建议，群众关心的事。\n"
        "不受理：应当由法院审判、行政复议、仲裁解决的事项；来访的，告知去处。\n"
        "代表听取、记录、转交并跟踪，不直接处理具体问题。"
    )
    return _sheet(station, text=text, facts=facts)


def _voters(station, year, figures) -> Data:
    rows = [
        [
            one.seat.person.name,
            f"{one.seat.body.short_name}代表",
            one.seat.district.name if one.seat.district else "",
            station.hours,
        ]
        for one in station.deputies_now
    ]
    head = [_("代表"), _("层级"), _("选区"), _("在站时间")]
    text = _("联系代表：到站当面说，打站里电话 %s，或者扫站里的二维码留言。") % (
        station.phone or "—"
    )
    return _sheet(station, head=head, rows=rows, facts=_villages(station), text=text)


def _plan(station, year, figures) -> Data:
    plan = next(iter(station.plans_now), None)
    rows = [[_("%s 月") % one.month, one.words] for one in plan.items.all()] if plan else []
    text = plan.text if plan else _("%s 年度计划还没有审定。") % year
    return _sheet(station, year=year, text=text, head=[_("月份"), _("事项")], rows=rows)


def _deputies(station, year, figures) -> Data:
    cards = [
        [
            one.seat.person.name,
            f"{one.seat.body.short_name}代表",
            one.seat.district.name if one.seat.district else "",
            one.seat.person.post,
        ]
        for one in station.deputies_now
    ]
    return _sheet(station, cards=cards)


def _promises(station, year, figures) -> Data:
    rows = [[one.seat.person.name, one.pledge] for one in station.deputies_now]
    return _sheet(station, head=[_("代表"), _("承诺")], rows=rows)


def _assessment(station, year, figures) -> Data:
    head = [_("代表"), *(title for title, _numbers in figures)]
    rows = [
        [
            one.seat.person.name,
            *(str(numbers.get(one.seat.person_id, 0)) for _title, numbers in figures),
        ]
        for one in station.deputies_now
    ]
    text = _("%s 年至今，按系统里的记录统计。") % year
    return _sheet(station, year=year, text=text, head=head, rows=rows)


_COMPOSERS: dict[WallSheet.Kind, Callable[[Any, int, list], Data]] = {
    WallSheet.Kind.INTRODUCTION: _introduction,
    WallSheet.Kind.OPENNESS: _openness,
    WallSheet.Kind.VOTERS: _voters,
    WallSheet.Kind.PLAN: _plan,
    WallSheet.Kind.DEPUTIES: _deputies,
    WallSheet.Kind.PROMISES: _promises,
    WallSheet.Kind.ASSESSMENT: _assessment,
}
