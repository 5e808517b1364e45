"""Makers of groups and of what they did; every name is fictional."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from lianxin.foundation.people.models import Group, Seat
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.groups import workflow
from lianxin.work.suggestions.tests.factories import make_person, make_seat

TODAY = date(2026, 5, 11)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def make_seats(body, number: int) -> list[Seat]:
    """Deputies in office without a group."""
    return [make_seat(make_person(body), body) for _place in range(number)]


def make_group(body, *, by, name="第一代表小组", members=3) -> Group:
    """A group whose first member leads it."""
    seats = make_seats(body, members)
    return workflow.form(name, body=body, seats=seats, leader=seats[0].person, by=by, today=TODAY)


def held(group, on: date, *, by, topic="春耕用水", summary="看了三处渠。") -> Activity:
    """A recorded activity of the group with its leader present."""
    starts = datetime.combine(on, time(9), SHANGHAI)
    activity = Activity.objects.create(
        body=group.body,
        kind="group",
        title="小组活动",
        topic=topic,
        group=group,
        on=on,
        starts_at=starts,
        ends_at=starts.replace(hour=11),
        state=Activity.State.RECORDED,
        summary=summary,
        created_by=by,
        recorded_by=by,
        recorded_at=starts,
    )
    seat = group.seats.earliest("pk")
    Attendance.objects.create(
        activity=activity, seat=seat, on=on, state=Attendance.State.PRESENT, counts=True
    )
    return activity
