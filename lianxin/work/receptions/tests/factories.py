"""A station with staff and deputies, rules and receptions; every name is fictional."""

from datetime import date, time
from typing import Any

from lianxin.foundation.people.models import Role
from lianxin.work.receptions.models import Duty, DutyRule, Reception
from lianxin.work.stations.models import Attachment, Staff, Station
from lianxin.work.suggestions.tests.factories import make_account, make_deputy

TODAY = date(2026, 3, 2)
"""A Monday."""


def make_station(body, *, name="柳溪镇代表联络站", deputies=3):
    """A station with a liaison who has an account; returns it with `.liaison` and `.deputies`."""
    if not body.document_prefix:
        body.document_prefix = "柳溪人发"
        body.save()
    station: Any = Station.objects.create(body=body, name=name, address="柳溪镇便民服务中心二楼")
    liaison = make_account(Role.LIAISON, body, name="乔联络")
    Staff.objects.create(
        station=station,
        post=Staff.Post.LIAISON,
        name=liaison.name,
        account=liaison,
        since=date(2024, 1, 1),
    )
    station.liaison = liaison
    station.deputies = [make_deputy(body) for _number in range(deputies)]
    for account in station.deputies:
        Attachment.objects.create(
            station=station, seat=account.person.seats.get(), since=date(2024, 1, 1)
        )
    return station


def make_rule(station, *, body=None, **fields):
    """A Monday rule unless told otherwise, kept without steps."""
    values = {
        "name": "周一接待日",
        "kind": DutyRule.Kind.WEEKLY,
        "numbers": [1],
        "starts_on": TODAY,
    } | fields
    return DutyRule.objects.create(body=body or station.body, station=station, **values)


def make_reception(station, *, on=TODAY, deputies=None, **fields):
    """A planned reception with the station's deputies on duty."""
    reception = Reception.objects.create(
        body=station.body,
        station=station,
        on=on,
        from_time=time(9),
        to_time=time(11, 30),
        **fields,
    )
    for account in station.deputies if deputies is None else deputies:
        Duty.objects.create(reception=reception, seat=account.person.seats.get())
    return reception
