"""Ballots: from phones at once, from paper twice, and the count of both."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.appraisals import codes
from lianxin.work.appraisals.adding import Count, faults, gap_words
from lianxin.work.appraisals.models import (
    Entry,
    EntryLine,
    GradeCount,
    Meeting,
    PhoneCount,
    Subject,
    Tally,
)
from lianxin.work.appraisals.models.meetings import Raters
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.workflow.common import must_be, note

State = Meeting.State
Choices = Mapping[tuple[int, int], int | None]
"""(subject id, row) → place of the grade; None or left out for 弃权."""


@dataclass(frozen=True)
class Line:
    """One object's paper ballots of one kind of raters.

    numbers: for each row, the grades in order and then those left blank.
    """

    subject: int
    raters: str
    returned: int
    invalid: int
    numbers: Sequence[Sequence[int]]


@transaction.atomic
def cast(meeting: Meeting, choices: Choices, *, code: str) -> None:
    """Take in one ballot by phone; the code is used up and nothing tells what it chose.

    No event is written: an event's moment would tell who rated when.
    Raises Refused for a wrong or used code, WrongStatus when rating is not open.
    """
    # The lock makes closing wait for ballots under way, and ballots for closing.
    must_be(meeting, State.RATING)
    wanted = _checked(meeting, choices)
    found = meeting.tickets.filter(digest__in=codes.digests(meeting, code))
    ticket = found.first()
    if ticket is None:
        raise Refused(_("测评码不对。请照发给您的纸条核对，字母不分大小写。"))
    # One statement decides which of two who typed the same code was first.
    if not found.filter(is_used=False).update(is_used=True):
        raise Refused(
            _(
                "这个测评码已经用过，一个码只能投一票。刚才已经提交成功的，不用再交；没有投过的，请找工作人员。"
            )
        )
    for (subject, row), grade in sorted(wanted.items()):
        PhoneCount.objects.filter(
            subject=subject, raters=ticket.raters, row=row, grade=grade
        ).update(number=F("number") + 1)


def _checked(meeting: Meeting, choices: Choices) -> dict[tuple[int, int], int]:
    """A grade for every row of every object; what was left out is 弃权."""
    blank = len(meeting.grades)
    wanted = {}
    for subject in meeting.subjects.values_list("pk", flat=True):
        for row in range(len(meeting.rows)):
            grade = choices.get((subject, row))
            if grade is not None and not 0 <= grade < blank:
                raise Refused(_("选了没有的等次。请刷新页面重选。"))
            wanted[subject, row] = blank if grade is None else grade
    if all(grade == blank for grade in wanted.values()):
        raise Refused(_("一项也没有选。请至少选一项再提交。"))
    return wanted


@transaction.atomic
def enter(meeting: Meeting, lines: Sequence[Line], *, by, reason: str = "") -> Entry:
    """Type what the paper ballots say, for the first time, or put one's own right.

    The second person types without seeing the first one's numbers. reason: what a
    correction was, where one's entry stands already.
    Raises Refused for counts that cannot be, and for a third person.
    """
    require(by, Permission.ENTER, meeting)
    must_be(meeting, State.CLOSED)
    _check_lines(meeting, lines)
    own = meeting.entries.filter(by=by).first()
    if own is None:
        places = set(meeting.entries.values_list("place", flat=True))
        if len(places) == 2:
            raise WrongStatus(_("这次会议已经由两个人录入。要更正的，请原录入人更正。"))
        own = Entry.objects.create(meeting=meeting, place=1 if 1 not in places else 2, by=by)
        words = _("%s录入纸质票") % own.get_place_display()
    else:
        if not reason.strip():
            raise Refused(_("更正录入应当写明原因，如“重数第三包，称职少计一张”。"))
        own.corrected += 1
        own.at = timezone.now()
        own.save(update_fields=["corrected", "at"])
        own.lines.all().delete()
        words = _("更正%s") % own.get_place_display()
    EntryLine.objects.bulk_create(
        EntryLine(
            entry=own,
            subject_id=one.subject,
            raters=one.raters,
            returned=one.returned,
            invalid=one.invalid,
            numbers=[list(row) for row in one.numbers],
        )
        for one in lines
    )
    note(by, "enter", meeting, words, reason=reason.strip()[:300])
    return own


def _check_lines(meeting: Meeting, lines: Sequence[Line]) -> None:
    issued = dict(meeting.turnouts.values_list("raters", "issued"))
    names = {one.pk: one.name for one in meeting.subjects.for_list()}
    wanted = {(subject, raters) for subject in names for raters in issued}
    if {(one.subject, one.raters) for one in lines} != wanted or len(lines) != len(wanted):
        raise Refused(_("录入的表与会议的述职对象不一致。请刷新页面再录。"))
    found: list[str] = []
    for one in lines:
        if len(one.numbers) != len(meeting.rows):
            raise Refused(_("录入的表与会议的测评项目不一致。请刷新页面再录。"))
        for place, row in enumerate(one.numbers):
            where = f"{names[one.subject]}{meeting.rows[place]}（{Raters(one.raters).label}）："
            found += faults(_count(one, row, issued[one.raters]), where=where)
    if found:
        raise Refused("".join(found[:6]))


def _count(one, row: Sequence[int], issued: int) -> Count:
    return Count(issued, one.returned, one.invalid, tuple(row[:-1]), row[-1])


@dataclass(frozen=True)
class Difference:
    """Where the two entries of one object do not say the same."""

    subject: Subject
    raters: str
    first: EntryLine
    second: EntryLine

    @property
    def words(self) -> list[tuple[str, int, int]]:
        """(what, first, second) of each number that differs."""
        meeting = self.subject.rated_at
        found = [
            (_("收回"), self.first.returned, self.second.returned),
            (_("废票"), self.first.invalid, self.second.invalid),
        ]
        for place, name in enumerate(meeting.rows):
            for grade, label in enumerate([*meeting.grades, _("弃权")]):
                found.append(
                    (
                        f"{name}{label}",
                        self.first.numbers[place][grade],
                        self.second.numbers[place][grade],
                    )
                )
        return [one for one in found if one[1] != one[2]]

    @property
    def raters_words(self) -> str:
        return str(Raters(self.raters).label)


def differences(meeting: Meeting) -> list[Difference] | None:
    """What the two entries disagree on, object by object; None before both are in."""
    entries = list(meeting.entries.order_by("place"))
    if len(entries) < 2:
        return None
    subjects = {one.pk: one for one in meeting.subjects.for_list()}
    first, second = (
        {(one.subject_id, one.raters): one for one in entry.lines.all()} for entry in entries
    )
    return [
        Difference(subjects[key[0]], key[1], first[key], second[key])
        for key in sorted(first, key=lambda key: (list(subjects).index(key[0]), key[1]))
        if _said(first[key]) != _said(second[key])
    ]


def _said(line: EntryLine) -> tuple:
    return (line.returned, line.invalid, line.numbers)


@transaction.atomic
def count(meeting: Meeting, *, by, today: date, gap_reason: str = "") -> None:
    """Settle the counts: paper as both read it, phones as they came, together.

    gap_reason: what is known of ballots unaccounted for; without it they stop the count.
    Raises Refused while two entries differ, or where anything does not add up.
    """
    require(by, Permission.PLAN, meeting)
    must_be(meeting, State.CLOSED)
    paper = _agreed(meeting)
    subjects = list(meeting.subjects.for_list())
    on_phone = Counter(
        meeting.tickets.filter(is_used=True).order_by().values_list("raters", flat=True)
    )
    phones = {
        (one.subject_id, one.raters, one.row, one.grade): one.number
        for one in PhoneCount.objects.filter(subject__meeting=meeting)
    }
    missing: list[str] = []
    for turnout in meeting.turnouts.order_by("pk"):
        for subject in subjects:
            line = paper.get((subject.pk, turnout.raters))
            tally = Tally(
                subject=subject,
                raters=turnout.raters,
                present=turnout.present,
                issued=turnout.issued,
                returned=(line.returned if line else 0) + on_phone[turnout.raters],
                invalid=line.invalid if line else 0,
                on_phone=on_phone[turnout.raters],
            )
            rows = [
                [
                    (line.numbers[row][grade] if line else 0)
                    + phones.get((subject.pk, turnout.raters, row, grade), 0)
                    for grade in range(len(meeting.grades) + 1)
                ]
                for row in range(len(meeting.rows))
            ]
            missing += _kept(meeting, tally, rows)
    if missing and not gap_reason.strip():
        raise Refused(
            "".join(missing[:4])
            + _("请先核对选票；核对后仍有差额的，写明差额说明再计票，结果单上照实写明。")
        )
    meeting.state, meeting.counted_on = State.COUNTED, today
    meeting.gap_words = gap_reason.strip()[:300] if missing else ""
    meeting.save(update_fields=["state", "counted_on", "gap_words"])
    note(
        by,
        "count",
        meeting,
        _("%(meeting)s计票，述职对象 %(number)d 个")
        % {"meeting": meeting, "number": len(subjects)},
        reason=meeting.gap_words,
    )


def _agreed(meeting: Meeting) -> dict[tuple[int, str], EntryLine]:
    """The paper ballots as both read them; nothing where only phones were used."""
    entries = list(meeting.entries.order_by("place"))
    if not entries and meeting.uses_codes and meeting.tickets.filter(is_used=True).exists():
        return {}
    if len(entries) < 2:
        raise Refused(
            _("纸质票应当由两个人分别录入，现在录入了 %d 次。请录完再计票。") % len(entries)
        )
    found = differences(meeting)
    if found:
        raise Refused(
            _(
                "两次录入有 %(number)d 处不一致（%(names)s）。请两人一起对照选票核对，各自更正后再计票。"
            )
            % {
                "number": len(found),
                "names": "、".join(dict.fromkeys(one.subject.name for one in found)),
            }
        )
    return {(one.subject_id, one.raters): one for one in entries[0].lines.all()}


def _kept(meeting: Meeting, tally: Tally, rows: Sequence[Sequence[int]]) -> list[str]:
    """Write the settled count of one object; words about what is unaccounted for."""
    missing = []
    for place, row in enumerate(rows):
        counted = _count(tally, row, tally.issued)
        where = f"{tally.subject.name}{meeting.rows[place]}（{tally.get_raters_display()}）："
        if wrong := faults(counted, where=where):
            raise Refused("".join(wrong))
        if counted.missing:
            missing.append(where + gap_words(counted, meeting.grades))
    tally.save()
    names = [*meeting.grades, ""]
    GradeCount.objects.bulk_create(
        GradeCount(
            tally=tally,
            row=place,
            grade=grade,
            name=names[grade],
            is_good=grade < meeting.good,
            number=number,
        )
        for place, row in enumerate(rows)
        for grade, number in enumerate(row)
    )
    return missing
