"""Makers of meetings; every name is fictional."""

from datetime import date, time

from lianxin.foundation.people.models import Office, Role, Seat
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.models import Meeting
from lianxin.work.appraisals.workflow import Line
from lianxin.work.suggestions.tests.factories import make_account, make_deputy, make_office

TODAY = date(2026, 11, 20)


def make_seats(body, number: int) -> list[Seat]:
    """Deputies in office of `body`, in no account's hands."""
    return [Seat.objects.get(person=make_deputy(body, account=False)) for _number in range(number)]


def make_batch(body, clerk, seats, *, today=TODAY):
    return workflow.open_batch(
        body,
        year=today.year,
        name="第一批",
        due_on=date(today.year, 12, 20),
        seats=seats,
        by=clerk,
        today=today,
    )


def make_meeting(body, clerk, *, seats=(), offices=0, today=TODAY, **more) -> Meeting:
    """A planned meeting of `seats` (through a batch) or so many offices."""
    batch = make_batch(body, clerk, seats, today=today) if seats else None
    given = {
        "title": "代表向选民述职测评会",
        "on": today,
        "from_time": time(9),
        "place": "柳溪村党群服务中心",
        "scale": "excellent",
        "raters": ["voters"],
        "subjects": list(batch.subjects.for_list()) if batch else [],
        "offices": [
            make_office(body, f"柳溪镇第{place + 1:02d}站", kind=Office.Kind.STATION)
            for place in range(offices)
        ],
    } | more
    return workflow.plan_meeting(body, by=clerk, today=today, **given)


def close(meeting, clerk, present, *, issued=None, today=TODAY):
    """Take the ballots in. present: voters, or numbers by kind of raters."""
    numbers = present if isinstance(present, dict) else {"voters": present}
    turnout = {key: (number, issued or number) for key, number in numbers.items()}
    workflow.close_rating(
        meeting,
        turnout=turnout,
        attended=sum(numbers.values()),
        by=clerk,
        today=today,
    )


def lines_of(meeting, counts, *, returned=None, invalid=0, raters="voters") -> list[Line]:
    """One row for each object. counts: grades in order, with or without 弃权 at the end."""
    lines = []
    for subject, numbers in zip(meeting.subjects.for_list(), counts, strict=True):
        row = [*numbers, *([0] * (len(meeting.grades) + 1 - len(numbers)))]
        back = returned if returned is not None else sum(row) + invalid
        lines.append(Line(subject.pk, raters, back, invalid, [row]))
    return lines


def enter_twice(meeting, lines, *people) -> None:
    for one in people:
        workflow.enter(meeting, lines, by=one)


def make_second(body):
    """Another one who may type ballots."""
    return make_account(Role.LIAISON, body)
