"""Who links whom, who reads which voter, who calls to check."""

from enum import StrEnum

from lianxin.foundation.people.models import CLERKS, Body, Seat
from lianxin.foundation.people.permissions import is_clerk, register
from lianxin.work.links.models import Link, LinkedVoter


class Permission(StrEnum):
    LINK = "link.link"
    """Link a body's leaders with deputies and places, end a link (record: a Body or Link)."""

    REGISTER = "link.register"
    """Enter, change and end a deputy's linked voters (record: a Seat or LinkedVoter)."""

    READ_VOTER = "link.read_voter"
    """Read a linked voter's personal data (record: a LinkedVoter)."""

    CONTACT = "link.contact"
    """Write down a contact (record: a Link or LinkedVoter)."""

    CHECK = "link.check"
    """Draw voters for a spot check and record the calls (record: a Body or SpotCheck)."""


def home_of(seat: Seat) -> Body:
    """Whose work the deputy's links are: a street's, where he is in one of its groups."""
    group = seat.group
    return group.body if group is not None and group.body.is_street else seat.body


def _seat_of(record) -> Seat:
    return record if isinstance(record, Seat) else record.seat


def is_its_deputy(by, record) -> bool:
    """The deputy himself, while he may act as one (代表法 2025, art. 61)."""
    seat = _seat_of(record)
    return (
        by.person_id is not None
        and by.person_id == seat.person_id
        and seat.state == Seat.State.IN_OFFICE
    )


def keeps_it(by, record) -> bool:
    """The clerk of exactly the body whose register it is."""
    if isinstance(record, LinkedVoter):
        return is_clerk(by, record)
    return by.has_role(*CLERKS, body=home_of(_seat_of(record)))


def contacts_for(by, record) -> bool:
    """The leader or deputy himself, or the clerk who writes it down for him (代录)."""
    if isinstance(record, Link):
        own = by.person_id is not None and by.person_id == record.leader_id
        return own or is_clerk(by, record)
    return is_its_deputy(by, record) or keeps_it(by, record)


register(
    {
        Permission.LINK: [is_clerk],
        Permission.REGISTER: [is_its_deputy, keeps_it],
        Permission.READ_VOTER: [is_its_deputy, keeps_it],
        Permission.CONTACT: [contacts_for],
        Permission.CHECK: [is_clerk],
    }
)
