"""Results as they are told: every number with what it is a part of, in the order of names."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianxin.work.appraisals import adding
from lianxin.work.appraisals.adding import SMALL, Count
from lianxin.work.appraisals.models import Meeting, Subject, Tally
from lianxin.work.appraisals.models.meetings import Raters


@dataclass(frozen=True)
class Share:
    """One grade: how many chose it, and what part of the base; no percent of a few."""

    name: str
    number: int
    percent: str


@dataclass(frozen=True)
class Row:
    """One row of the scale: its grades, those left blank, what is missing, what follows.

    odd: words where its sum stands apart from the other objects' sums.
    """

    name: str
    shares: list[Share]
    blank: int
    gap: str
    verdict: str
    sum: int
    odd: str = ""


@dataclass(frozen=True)
class Part:
    """The ballots of one kind of raters, or of all of them together."""

    name: str
    present: int
    issued: int
    returned: int
    invalid: int
    on_phone: int
    base: int
    rows: list[Row]

    @property
    def valid(self) -> int:
        return self.returned - self.invalid

    @property
    def is_small(self) -> bool:
        return self.base < SMALL

    @property
    def words(self) -> str:
        """「到会 46 人，发出 46 张，收回 46 张，有效 46 张，废票 0 张」."""
        return _(
            "到会参评 %(present)d 人，发出 %(issued)d 张，收回 %(returned)d 张，"
            "有效 %(valid)d 张，废票 %(invalid)d 张"
        ) % {
            "present": self.present,
            "issued": self.issued,
            "returned": self.returned,
            "valid": self.valid,
            "invalid": self.invalid,
        }


@dataclass
class Result:
    """One object's result. parts: by kind of raters, where there are several of some size."""

    subject: Subject
    total: Part
    parts: list[Part] = field(default_factory=list)


def results_of(meeting: Meeting, subjects: Iterable[Subject] | None = None) -> list[Result]:
    """Of all objects, in the order of names; never by what they got. Four queries at most."""
    told = list(subjects) if subjects is not None else list(meeting.subjects.for_list())
    tallies: dict[int, list[Tally]] = {}
    found = Tally.objects.filter(subject__meeting=meeting).order_by("pk")
    for tally in found.prefetch_related("grades"):
        tallies.setdefault(tally.subject_id, []).append(tally)
    # A sum is odd only beside those of all objects, shown or not.
    odd = _odd_ones(meeting, tallies)
    results = []
    for subject in told:
        own = tallies.get(subject.pk, [])
        if not own:
            continue
        total = _part(meeting, own, str(_("合计")), odd, subject.pk)
        # A kind of few raters would be told apart by subtraction: all or none are shown.
        several = len(own) > 1 and all(one.valid >= SMALL for one in own)
        parts = (
            [_part(meeting, [one], str(Raters(one.raters).label), {}, subject.pk) for one in own]
            if several
            else []
        )
        results.append(Result(subject, total, parts))
    return results


def _numbers(tallies: Iterable[Tally], row: int, blank: int) -> list[int]:
    """Of one row, the grades in order and then those left blank."""
    sums = [0] * (blank + 1)
    for tally in tallies:
        for one in tally.grades.all():
            if one.row == row:
                sums[one.grade] += one.number
    return sums


def _odd_ones(meeting: Meeting, tallies: dict[int, list[Tally]]) -> dict[tuple[int, int], str]:
    """(subject, row) → words, where a sum stands apart from most."""
    keys, sums = [], []
    for subject, own in tallies.items():
        for row in range(len(meeting.rows)):
            keys.append((subject, row))
            sums.append(sum(_numbers(own, row, len(meeting.grades))))
    return {
        keys[place]: adding.odd_words(total, usual)
        for place, (total, usual) in adding.odd_ones(sums).items()
    }


def _part(meeting: Meeting, tallies: list[Tally], name: str, odd, subject: int) -> Part:
    present, issued, returned, invalid, on_phone = (
        sum(getattr(one, key) for one in tallies)
        for key in ("present", "issued", "returned", "invalid", "on_phone")
    )
    base = {
        Meeting.Base.PRESENT: present,
        Meeting.Base.VALID: returned - invalid,
        Meeting.Base.RETURNED: returned,
        Meeting.Base.MEMBERS: meeting.members or 0,
    }[Meeting.Base(meeting.base)]
    rows = []
    for place, label in enumerate(meeting.rows):
        *numbers, blank = _numbers(tallies, place, len(meeting.grades))
        counted = Count(issued, returned, invalid, tuple(numbers), blank)
        # Few came, or few were counted: either would show a person.
        shown = base if returned - invalid >= SMALL else 0
        decided = adding.verdict(
            meeting.verdict, numbers, base=_ruling(meeting, returned), edge_up=meeting.edge_up
        )
        rows.append(
            Row(
                label,
                [
                    Share(grade, number, adding.share(number, shown))
                    for grade, number in zip(meeting.grades, numbers, strict=True)
                ],
                blank,
                adding.gap_words(counted, meeting.grades),
                "" if decided is None else meeting.grades[decided],
                sum(numbers) + blank,
                odd.get((subject, place), ""),
            )
        )
    return Part(name, present, issued, returned, invalid, on_phone, base, rows)


def _ruling(meeting: Meeting, returned: int) -> int:
    """Whose share decides: 参评票 of the 80 % rule; of a majority all members, if it says so."""
    if meeting.base == Meeting.Base.MEMBERS:
        return meeting.members or 0
    return returned


def outcome_words(result: Result) -> str:
    """「优秀 29 票（63%）、称职 16 票（35%）、不称职 0 票；…1 张没有着落」."""
    rows = []
    for row in result.total.rows:
        shares = "、".join(
            _("%(name)s %(number)d 票%(percent)s")
            % {
                "name": one.name,
                "number": one.number,
                "percent": f"（{one.percent}）" if one.percent else "",
            }
            for one in row.shares
        )
        blank = _("，弃权 %d 票") % row.blank if row.blank else ""
        rows.append(f"{row.name}：{shares}{blank}" if row.name else f"{shares}{blank}")
    return "；".join(rows)
