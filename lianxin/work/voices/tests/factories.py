"""Makers for voters' messages; every name is fictional."""

from itertools import count

from lianxin.foundation.people.models import Office, Role, Seat
from lianxin.work.stations.models import Attachment, Staff, Station
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_handler,
    make_township,
)
from lianxin.work.voices import workflow

_serial = count(1)
TEXT = "柳溪村口的路灯坏了半个月，晚上老人出门看不见，请尽快修好。"


def make_station(body, name="", **details) -> Station:
    return Station.objects.create(body=body, name=name or f"柳溪联络站{next(_serial)}", **details)


def make_staff(station, **details):
    """A liaison of the station; returns the account."""
    account = make_account(Role.LIAISON, station.body, name=f"联络员{next(_serial)}")
    Staff.objects.create(
        station=station,
        post=Staff.Post.LIAISON,
        name=account.name,
        account=account,
        since=TODAY.replace(year=2022),
        **details,
    )
    return account


def attach_deputy(station, account) -> None:
    """The deputy of `account` is at home at the station."""
    seat = Seat.objects.get(person=account.person)
    Attachment.objects.create(station=station, seat=seat, since=TODAY.replace(year=2022))


def make_village(body, name="柳溪村民委员会") -> Office:
    return make_office(body, name, kind=Office.Kind.VILLAGE)


class Place:
    """A township with a station, its liaison, a deputy attached, a clerk, an office, a village."""

    def __init__(self, county=None):
        self.county = county or make_county()
        self.body = make_township(self.county, code=f"hewang-t{next(_serial)}")
        self.station = make_station(self.body)
        self.liaison = make_staff(self.station)
        self.deputy = make_deputy(self.body)
        attach_deputy(self.station, self.deputy)
        self.clerk = make_clerk(self.body)
        self.chair = make_account(Role.CHAIR, self.body)
        self.office = make_office(self.body, "镇村镇建设服务中心")
        self.handler = make_office_handler(self.office)
        self.village = make_village(self.body)

    def post(self, **details) -> workflow.Posted:
        values = {
            "body": self.body,
            "text": TEXT,
            "channel": "station_code",
            "today": TODAY,
            "station": self.station,
        } | details
        return workflow.post(**values)
