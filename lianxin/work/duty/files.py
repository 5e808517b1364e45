"""One deputy's file (履职档案): eight sections, all of it read, nothing typed.

Source: practice.md §2.5 (镇坪县城关镇); 代表法 (2025), art. 58 para. 2.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lianxin.engines import deeds
from lianxin.engines.deeds import SECTION_NAMES, Deed, Presence, Section, Source
from lianxin.foundation.people.models import Body, PresidiumMembership, Seat, SeatChange
from lianxin.work.duty.queries import Period

NUMERALS = "一二三四五六七八"


@dataclass(frozen=True)
class Line:
    """A deed as the file shows it."""

    source: Source
    deed: Deed

    @property
    def amount(self) -> str:
        """「2 次」; empty for one who was not there."""
        return f"{self.deed.amount} {self.source.unit}" if self.deed.amount else ""

    @property
    def tone(self) -> str:
        return {Presence.EXCUSED: "warn", Presence.ABSENT: "bad"}.get(self.deed.presence, "")

    @property
    def presence(self) -> str:
        """请假, 缺席; nothing for one who was there."""
        words = {Presence.EXCUSED: _("请假"), Presence.ABSENT: _("未请假缺席")}
        return words.get(self.deed.presence, "")


@dataclass(frozen=True)
class Total:
    """What the lines of one source add up to."""

    source: Source
    number: int

    def __str__(self) -> str:
        return f"{self.source.label} {self.number} {self.source.unit}"


@dataclass
class Part:
    """One of the eight sections."""

    section: str
    position: int
    lines: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(SECTION_NAMES[self.section])

    @property
    def numbered(self) -> str:
        """三、参加视察调研."""
        return f"{NUMERALS[self.position - 1]}、{self.name}"

    @property
    def totals(self) -> list[Total]:
        """By source, in the order rooms registered; what came to nothing is left out."""
        counted: Counter[str] = Counter()
        sources = {}
        for line in self.lines:
            counted[line.source.key] += line.deed.amount
            sources[line.source.key] = line.source
        return [Total(sources[key], number) for key, number in counted.items() if number]


@dataclass
class File:
    """A deputy's file for a period."""

    seat: Seat
    period: Period
    facts: list[tuple[str, str]]
    parts: list[Part]
    read_on: date
    other_seats: list[Seat] = field(default_factory=list)

    @property
    def activity(self) -> list[Part]:
        """The parts after the first, which are read from records."""
        return self.parts[1:]

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def totals(self) -> list[Total]:
        return [total for part in self.parts for total in part.totals]

    @property
    def done(self) -> Counter[str]:
        """Amounts by key of source."""
        counted: Counter[str] = Counter()
        for line in self.lines:
            counted[line.source.key] += line.deed.amount
        return counted

    def done_of(self, key: str) -> int:
        """How much of one source was done, also of a measure that the file does not list."""
        source = deeds.source(key)
        if source is None or not source.is_measure:
            return self.done[key]
        lines = source.lines(self.seat.person, self.period.since, self.period.until)
        return sum(deed.amount for deed in lines)

    @property
    def away(self) -> list[Line]:
        """Leave asked for, apart from absence."""
        return [line for line in self.lines if line.deed.presence == Presence.EXCUSED]

    @property
    def missed(self) -> list[Line]:
        """Absent without leave."""
        return [line for line in self.lines if line.deed.presence == Presence.ABSENT]

    @property
    def days(self) -> int:
        """Days on which something was done: the time given to duty (代表法 art. 40)."""
        return len({line.deed.on for line in self.lines if line.deed.amount})


def file_of(seat: Seat, period: Period, *, today: date) -> File:
    """Read the file of a seat: one query or two for each source, three for the person.

    seat: with person, body, term, group and district read.
    """
    asked = period.within(seat)
    found = deeds.deeds_of(seat.person, asked.since, asked.until)
    parts = [
        Part(section, place, [Line(source, deed) for source, deed in found[section]])
        for place, section in enumerate(Section, 1)
    ]
    others = _other_seats(seat)
    return File(seat, asked, _facts(seat, parts, asked, others), parts, today, others)


def _facts(
    seat: Seat, parts: list[Part], period: Period, others: list[Seat]
) -> list[tuple[str, str]]:
    """基本情况: what people keep of the person, the seats, posts and training."""
    person, group = seat.person, seat.group
    trained = [
        line
        for part in parts
        if part.section == Section.TRAINING
        for line in part.lines
        if line.deed.amount
    ]
    facts = [
        (_("姓名"), person.name),
        (_("性别"), str(person.get_sex_display())),
        (_("出生年月"), person.born),
        (_("民族"), person.ethnicity),
        (_("学历"), person.education),
        (_("政治面貌"), person.party),
        (_("工作单位及职务"), person.post),
        (_("代表资格"), f"{seat.body.short_name}{seat.term}"),
        (_("选区"), seat.district.name if seat.district else ""),
        (_("代表团"), seat.delegation),
        (_("代表证号"), seat.certificate_no),
        (_("代表小组"), _group_words(seat) if group else ""),
        (_("任职"), _held_words(seat)),
        (_("其他职务"), _posts_words(seat)),
        (_("其他资格"), _seats_words(others)),
        (_("资格变动"), _changes_words(seat)),
        (
            _("培训"),
            _("%(period)s已参加 %(number)d 次") % {"period": period.words, "number": len(trained)}
            if trained
            else _("%s还没有培训记录") % period.words,
        ),
    ]
    return [(label, words) for label, words in facts if words]


def _group_words(seat: Seat) -> str:
    leads = seat.group is not None and seat.group.leader_id == seat.person_id
    return f"{seat.group}{_('（组长）') if leads else ''}"


def _held_words(seat: Seat) -> str:
    if seat.ended_on:
        return _("%(start)s—%(end)s，%(reason)s") % {
            "start": seat.started_on.isoformat(),
            "end": seat.ended_on.isoformat(),
            "reason": seat.get_end_reason_display(),
        }
    return _("%(start)s起，%(state)s") % {
        "start": seat.started_on.isoformat(),
        "state": seat.get_state_display(),
    }


def _posts_words(seat: Seat) -> str:
    posts = PresidiumMembership.objects.filter(person=seat.person_id).select_related("body")
    return "；".join(
        f"{post.body.short_name}{post.get_post_display()}"
        f"（{post.started_on:%Y-%m}—{f'{post.ended_on:%Y-%m}' if post.ended_on else ''}）"
        for post in posts.order_by("started_on", "pk")
    )


def _other_seats(seat: Seat) -> list[Seat]:
    others = Seat.objects.filter(person=seat.person_id).exclude(pk=seat.pk)
    return list(others.select_related("body", "term").order_by("started_on", "pk"))


def _seats_words(seats: list[Seat]) -> str:
    return "；".join(
        f"{one.body.short_name}{one.term}代表（{one.get_state_display()}）" for one in seats
    )


def _changes_words(seat: Seat) -> str:
    changes = SeatChange.objects.filter(seat=seat).exclude(kind=SeatChange.Kind.CONFIRM)
    return "；".join(
        f"{change.changed_on.isoformat()} {change.get_kind_display()}"
        for change in changes.order_by("changed_on", "pk")
    )


def tallies_of(body: Body, period: Period) -> dict[str, Mapping[int, int]]:
    """What every deputy of a body did, by key of source and person id: fixed queries."""
    return {
        source.key: source.tally(body, period.since, period.until) for source in deeds.sources()
    }


def counts_of(person: int, tallies: Mapping[str, Mapping[int, int]]) -> list[Total]:
    """One person's share of the tallies, as the file lists it, without what came to nothing."""
    found = []
    for source in deeds.sources():
        if source.is_measure:
            continue
        number = tallies.get(source.key, {}).get(person, 0)
        if number:
            found.append(Total(source, number))
    return found


def counts_words(person: int, tallies: Mapping[str, Mapping[int, int]]) -> str:
    """领衔提出建议 2 件，接待选民 3 次; in the order of sections, never a sum over kinds."""
    order: dict[Any, int] = {section: place for place, section in enumerate(Section)}
    totals = sorted(counts_of(person, tallies), key=lambda total: order[total.source.section])
    return "，".join(str(total) for total in totals)
