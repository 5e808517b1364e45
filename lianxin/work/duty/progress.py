"""How far yearly tasks are done: computed from deeds, for one deputy and for a body.

What is asked of a seat follows its own days in duty; what no room offers evidence for is
called not countable, never not done.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from lianxin.engines import deeds
from lianxin.engines.tenure import Duty, Period, Share, duties_at, share_of
from lianxin.foundation.people.models import Body, Seat
from lianxin.work.duty.models import TaskItem, TaskList

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """One part of the time of a list: what is asked in it, and what was done."""

    since: date
    until: date
    asked: int
    done: int

    @property
    def left(self) -> int:
        return max(self.asked - self.done, 0)


@dataclass(frozen=True)
class ItemProgress:
    """One task of one deputy.

    stretches: the whole time, or its halves or quarters. is_countable: some room offers
    its evidence.
    """

    item: TaskItem
    stretches: list[Stretch]
    is_countable: bool

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.stretches)

    @property
    def done(self) -> int:
        """All that was done, also beyond what is asked."""
        return sum(one.done for one in self.stretches)

    @property
    def credited(self) -> int:
        """What counts towards the task: too much in one quarter does not fill another."""
        return sum(min(one.done, one.asked) for one in self.stretches)

    @property
    def left(self) -> int:
        return sum(one.left for one in self.stretches)

    @property
    def is_met(self) -> bool:
        return self.is_countable and self.left == 0

    @property
    def unit(self) -> str:
        """The unit of its evidence; 次 where several are added."""
        units = {str(one.unit) for key in self.item.sources if (one := deeds.source(key))}
        return units.pop() if len(units) == 1 else str(_("次"))

    @property
    def words(self) -> str:
        """已完成, 还差 2 次, 本期不要求, 暂时没有记录来源."""
        if not self.is_countable:
            return _("暂时没有可以计算的记录，不作统计")
        if not self.asked:
            return _("任职时间短，本期不要求")
        if self.is_met:
            return _("已完成")
        return _("还差 %(left)d %(unit)s") % {"left": self.left, "unit": self.unit}


@dataclass(frozen=True)
class Progress:
    """All tasks of one deputy in a list."""

    task_list: TaskList
    seat: Seat
    share: Share
    items: list[ItemProgress]

    @property
    def counted(self) -> list[ItemProgress]:
        return [one for one in self.items if one.is_countable and one.asked]

    @property
    def met(self) -> int:
        return sum(one.is_met for one in self.counted)

    @property
    def is_met(self) -> bool:
        """Whether nothing that can be counted is left."""
        return self.met == len(self.counted)

    @property
    def left_words(self) -> str:
        """走访选民：还差 3 次；…"""
        return "；".join(f"{one.item.label}：{one.words}" for one in self.counted if not one.is_met)


Count = Callable[[str, date, date, int], int]
"""Key of a source, two days, person id: how much was done."""


def stretches_of(item: TaskItem) -> list[Period]:
    """The whole time of its list, or its parts from the first day on."""
    task_list = item.task_list
    months = TaskItem.MONTHS.get(TaskItem.Every(item.every))
    if months is None:
        return [(task_list.since, task_list.until)]
    found, start = [], task_list.since
    for number in range(1, 200):
        if start > task_list.until:
            break
        following = task_list.since + relativedelta(months=months * number)
        found.append((start, min(following - A_DAY, task_list.until)))
        start = following
    return found


def lists_for(seat: Seat, since: date, until: date) -> list[TaskList]:
    """Lists in force that ask something of the seat on some of the days, with their items."""
    bodies = Q(body=seat.body_id)
    if seat.group_id and seat.group:
        bodies |= Q(body=seat.group.body_id)
    return list(
        TaskList.objects.filter(
            bodies, state=TaskList.State.IN_FORCE, since__lte=until, until__gte=since
        )
        .prefetch_related("items")
        .order_by("since", "pk")
    )


def progress_of(task_list: TaskList, duty: Duty) -> Progress:
    """One deputy's progress: two queries for each source that the list names."""
    person = duty.seat.person

    def count(key: str, since: date, until: date, _person: int) -> int:
        source = deeds.source(key)
        return sum(deed.amount for deed in source.lines(person, since, until)) if source else 0

    return _progress(task_list, duty, count)


def progress_at(task_list: TaskList) -> list[Progress]:
    """Every deputy's progress in stroke order, in a number of queries fixed by the list."""
    prefetch_related_objects([task_list], "items")
    tallies = _Tallies(task_list.body)
    duties = duties_at(task_list.body, task_list.since, task_list.until)
    return [_progress(task_list, duty, tallies.count) for duty in duties]


def met_by_item(found: Iterable[Progress]) -> list[tuple[TaskItem, int, int]]:
    """(task, met by, asked of) for each task of the list."""
    met: Counter[int] = Counter()
    asked: Counter[int] = Counter()
    items: dict[int, TaskItem] = {}
    for progress in found:
        for one in progress.items:
            items[one.item.pk] = one.item
            if one.is_countable and one.asked:
                asked[one.item.pk] += 1
                met[one.item.pk] += one.is_met
    return [(item, met[pk], asked[pk]) for pk, item in items.items()]


class _Tallies:
    """Tallies of a body, each asked for once."""

    def __init__(self, body: Body):
        self.body = body
        self.read: dict[tuple[str, date, date], Mapping[int, int]] = {}

    def count(self, key: str, since: date, until: date, person: int) -> int:
        asked = (key, since, until)
        if asked not in self.read:
            source = deeds.source(key)
            self.read[asked] = source.tally(self.body, since, until) if source else {}
        return self.read[asked].get(person, 0)


def _progress(task_list: TaskList, duty: Duty, count: Count) -> Progress:
    return Progress(
        task_list,
        duty.seat,
        share_of(duty.periods, task_list.since, task_list.until),
        [_item(item, duty, count) for item in task_list.items.all()],
    )


def _item(item: TaskItem, duty: Duty, count: Count) -> ItemProgress:
    known = [key for key in item.sources if deeds.source(key)]
    return ItemProgress(
        item,
        [
            Stretch(
                since,
                until,
                share_of(_within(duty.periods, since, until), since, until).of_quota(item.number),
                sum(count(key, since, until, duty.seat.person_id) for key in known),
            )
            for since, until in stretches_of(item)
        ],
        is_countable=bool(known),
    )


def _within(periods: Iterable[Period], since: date, until: date) -> list[Period]:
    clipped = ((max(first, since), min(last, until)) for first, last in periods)
    return [(first, last) for first, last in clipped if first <= last]
