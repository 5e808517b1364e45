"""What deputies did, read from the rooms that recorded it: the lines of a duty file.

A room whose records say what a deputy did registers a source in its `AppConfig.ready`:

    deeds.register(Source("receptions.held", Section.GROUP, _("接待选民"), _("次"), lines, tally))

Nothing is written here: the personal file (履职档案), yearly tasks, quotas and scores are
read from the sources, so that a fact is recorded once, where the work was done.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body, Person


class Section(StrEnum):
    """The eight parts of a deputy's file (履职档案八项, practice: 镇坪县城关镇)."""

    BASICS = "basics"
    MEETINGS = "meetings"
    INSPECTIONS = "inspections"
    TRAINING = "training"
    GROUP = "group"
    SUGGESTIONS = "suggestions"
    REPORTING = "reporting"
    HONOURS = "honours"


SECTION_NAMES: dict[str, Any] = {
    Section.BASICS: _("代表基本情况"),
    Section.MEETINGS: _("参加各类会议"),
    Section.INSPECTIONS: _("参加视察调研"),
    Section.TRAINING: _("参加学习培训"),
    Section.GROUP: _("代表小组活动和联系选民"),
    Section.SUGGESTIONS: _("提出建议和意见"),
    Section.REPORTING: _("向选民述职和接受监督"),
    Section.HONOURS: _("表彰奖励"),
}


class Presence(StrEnum):
    """Whether the deputy was there; leave and absence stay apart."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


@dataclass(frozen=True)
class Deed:
    """One line of a deputy's file.

    on: its day. words: one sentence without a voter's name or telephone. url: the page
    of the record it was read from. amount: what it counts for, in the source's unit; 0
    for a line that shows only that someone was excused or absent. note: what stands
    beside it: a reason, a grade, an objection not yet settled.
    """

    on: date
    words: str
    url: str = ""
    amount: int = 1
    presence: Presence = Presence.PRESENT
    note: str = ""


Lines = Callable[[Person, date, date], Iterable[Deed]]
Tally = Callable[[Body, date, date], Mapping[int, int]]


@dataclass(frozen=True)
class Source:
    """One kind of deed; also one kind of evidence that yearly tasks and scores count.

    key: "room.deed". section: where it stands in the file. label, unit: 视察, 次.
    lines: what one person did from the first day to the last, both included. tally:
    how much each person with a seat at a body did, by person id, in a fixed number of
    queries; who did nothing may be left out. Both count alike: the amounts of a
    person's lines add up to the tally's number.
    is_measure: counts what another source lists by something else (households of the
    visits, minutes of the training): for tasks and scores, left out of the file.
    """

    key: str
    section: Section
    label: Any
    unit: Any
    lines: Lines
    tally: Tally
    is_measure: bool = False


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source; the same key again replaces it."""
    _sources[source.key] = source


def sources(section: Section | None = None) -> list[Source]:
    """All sources, or those of one section; in the order in which rooms registered them."""
    return [one for one in _sources.values() if section is None or one.section == section]


def source(key: str) -> Source | None:
    """The source of that key, if a room still offers it."""
    return _sources.get(key)


def deeds_of(person: Person, since: date, until: date) -> dict[str, list[tuple[Source, Deed]]]:
    """Everything a person did, by section; within one, oldest first."""
    found: dict[str, list[tuple[Source, Deed]]] = {section: [] for section in Section}
    for one in _sources.values():
        if one.is_measure:
            continue
        found[one.section] += [(one, deed) for deed in one.lines(person, since, until)]
    for lines in found.values():
        lines.sort(key=lambda pair: (pair[1].on, pair[0].key))
    return found
