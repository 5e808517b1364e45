"""A county with a township, their chairs and clerks, a deputy of each; every name is fictional."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from lianxin.foundation.people.models import Role, Seat
from lianxin.work.care import workflow
from lianxin.work.care.models import LibertyRequest, RightsCase
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

TODAY = date(2026, 5, 11)
SECRET = "单位领导说再去视察就扣工资"


def make_house() -> SimpleNamespace:
    """Who there is: `deputy` of the township, `member` of the county congress."""
    county = make_county()
    town = make_township(county)
    deputy, member = make_deputy(town), make_deputy(county)
    return SimpleNamespace(
        county=county,
        town=town,
        deputy=deputy,
        member=member,
        seat=Seat.objects.get(person=deputy.person_id),
        county_seat=Seat.objects.get(person=member.person_id),
        clerk=make_clerk(town),
        other=make_clerk(town),
        chair=make_account(Role.CHAIR, town),
        county_clerk=make_clerk(county),
        auditor=make_account(Role.AUDITOR, county),
    )


def make_case(house, *, by=None, kind="employer", body=None) -> RightsCase:
    """A case that the deputy opened, unless someone of the office did."""
    body = body or house.town
    values = {"kind": kind, "text": SECRET, "today": TODAY}
    if by is None:
        return workflow.ask_for_help(body, house.seat, by=house.deputy, **values)
    return workflow.open_case(body, house.seat, by=by, **values)


def coordinated(case, *, by) -> RightsCase:
    workflow.note_contact(
        case, on=TODAY, whom="employer", way="call", words="单位同意补发。", by=by, today=TODAY
    )
    return case


def make_request(seat, *, by, measure="arrest", **values) -> LibertyRequest:
    """What an organ asked or reported about a deputy."""
    known: dict[str, Any] = {
        "organ": "禾望县公安局",
        "received_on": TODAY,
        "text": "涉嫌某案（示例）",
    }
    return workflow.register_liberty(seat, measure=measure, by=by, today=TODAY, **(known | values))
