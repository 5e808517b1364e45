"""Who: bodies, terms, persons, seats, offices, accounts."""

from lianxin.foundation.people.models.accounts import (
    CLERKS,
    OFFICE_ROLES,
    AccessSlip,
    Account,
    Grant,
    Role,
)
from lianxin.foundation.people.models.bodies import Body, District, Session, Term
from lianxin.foundation.people.models.offices import Office, OfficeName
from lianxin.foundation.people.models.persons import (
    Group,
    Person,
    PresidiumMembership,
    Seat,
    SeatChange,
)

__all__ = [
    "CLERKS",
    "OFFICE_ROLES",
    "AccessSlip",
    "Account",
    "Body",
    "District",
    "Grant",
    "Group",
    "Office",
    "OfficeName",
    "Person",
    "PresidiumMembership",
    "Role",
    "Seat",
    "SeatChange",
    "Session",
    "Term",
]
