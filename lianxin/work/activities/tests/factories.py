"""Activities with their people; every name is fictional."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone

from lianxin.foundation.people.models import Grant, Group, Role
from lianxin.work.activities import workflow
from lianxin.work.activities.models import Activity
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_county,
    make_deputy,
    make_township,
)

TODAY = date(2026, 3, 11)
"""A Wednesday."""


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=get_current_timezone())


class Place:
    """A township with its clerk, a group with its leader, and some deputies."""

    def __init__(self, deputies: int = 3, **_options: Any):
        self.county = make_county()
        self.body = make_township(self.county)
        self.clerk = make_account(Role.TOWNSHIP_CLERK, self.body, name="向工作")
        self.deputies = [make_deputy(self.body) for _number in range(deputies)]
        self.group = Group.objects.create(body=self.body, name="第一小组")
        self.leader = self.deputies[0]
        Grant.objects.create(
            account=self.leader,
            role=Role.GROUP_LEADER,
            body=self.body,
            group=self.group,
            valid_from=date(2024, 1, 1),
        )
        self.leader.forget_grants()
        self.seats = [account.person.seats.get() for account in self.deputies]
        for seat in self.seats:
            seat.group = self.group
            seat.save()

    def plan(self, *, on: date = TODAY, kind: str = "inspection", **fields: Any) -> Activity:
        """Planned by the clerk with everyone on the list, unless told otherwise."""
        values = {
            "body": self.body,
            "kind": kind,
            "title": "视察农村道路",
            "starts_at": at(on, 9),
            "ends_at": at(on, 11, 30),
            "place": "双桥村",
            "seats": self.seats,
            "by": self.clerk,
            "today": on - timedelta(days=10),
        } | fields
        return workflow.plan(**values)

    def held(self, *, on: date = TODAY, marks=None, **fields: Any) -> Activity:
        """Recorded on its day; everyone came unless `marks` (by place in the list) says not."""
        recording = {
            name: fields.pop(name)
            for name in ("minutes", "others", "money", "households", "persons", "solved", "values")
            if name in fields
        }
        activity = self.plan(on=on, **fields)
        listed = list(activity.attendances.order_by("pk"))
        said = {
            row.seat_id: (marks or {}).get(place, ("present", ""))
            for place, row in enumerate(listed)
        }
        workflow.mark(activity, said, via="list", by=self.clerk, today=on)
        return workflow.record(
            activity, by=self.clerk, today=on, summary="看了三处工地。", **recording
        )
