"""Makers of stations and of who works there; every name is fictional."""

from datetime import date
from typing import Any

from lianxin.foundation.people.models import Office, Role
from lianxin.work.stations import workflow
from lianxin.work.stations.models import Staff, Station
from lianxin.work.suggestions.tests.factories import make_account

TODAY = date(2026, 3, 11)
OPENED = date(2024, 5, 1)


def make_village(body, name="柳溪村") -> Office:
    return Office.objects.create(body=body, name=name, kind=Office.Kind.VILLAGE)


def make_station(body, name="柳溪镇中心联络站", *, by, **values) -> Station:
    """A station as its clerk opened it."""
    known: dict[str, Any] = {
        "address": "柳溪镇文化路 3 号",
        "hours": "周一至周五 9:00—17:00",
        "opened_on": OPENED,
    }
    return workflow.open_station(name, body=body, by=by, **(known | values))


def make_liaison(station, *, by, name="联络员甲"):
    """An account that is the station's liaison."""
    account = make_account(Role.LIAISON, station.body, name=name)
    workflow.appoint(
        station, post=Staff.Post.LIAISON, name=name, account=account, by=by, since=OPENED
    )
    return account
