"""Makers of linked voters; every name is fictional."""

from datetime import date
from typing import Any

from lianxin.foundation.people.models import Seat
from lianxin.work.links import workflow
from lianxin.work.links.models import LinkedVoter

TODAY = date(2026, 3, 11)


def seat_of(deputy) -> Seat:
    """The only seat of a deputy's account."""
    return Seat.objects.select_related("person", "body", "group__body").get(person=deputy.person_id)


def make_voter(deputy, name="选民甲", *, by=None, **values: Any) -> LinkedVoter:
    """A linked voter as the deputy registered him."""
    known: dict[str, Any] = {
        "born": 1970,
        "education": "高中",
        "address": "柳溪村 1 组",
        "phone": "13800000001",
        "agreed_on": TODAY,
    }
    return workflow.register_voter(
        seat_of(deputy), by=by or deputy, today=TODAY, name=name, **(known | values)
    )


def make_voters(deputy, number: int) -> None:
    """So many linked voters, written at once."""
    seat = seat_of(deputy)
    LinkedVoter.objects.bulk_create(
        LinkedVoter(
            body=seat.body,
            seat=seat,
            name=f"选民{place}",
            agreed_on=TODAY,
            since=date(2026, 1, 5),
        )
        for place in range(number)
    )
