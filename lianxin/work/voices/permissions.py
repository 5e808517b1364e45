"""Who may do what to a voter's message."""

from enum import StrEnum

from lianxin.foundation.masking import mask_voice
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.foundation.people.permissions import is_chair, is_clerk, may, register
from lianxin.work.stations.models import Attachment, Staff


class Permission(StrEnum):
    RECORD = "message.record"
    """Write down what a voter said by telephone, at a table, on paper (代录)."""

    HANDLE = "message.handle"
    """Answer the voter, hand on, refuse, merge: as the one who received it."""

    READ_CONTACT = "message.read_contact"
    """Read the voter's name and telephone."""

    MODERATE = "message.moderate"
    """Hide and show, release to the public pages or keep from them."""

    CONCILIATE = "message.conciliate"
    """Settle what the voter is dissatisfied with for the second time."""

    WATCH = "message.watch"
    """Read the analysis and decide on candidates for supervision (record: a body)."""


def is_station_staff(by, message) -> bool:
    """Keeps the station the message came to."""
    return (
        message.station_id is not None
        and Staff.objects.on().filter(station_id=message.station_id, account_id=by.pk).exists()
    )


def is_its_deputy(by, message) -> bool:
    """The deputy it is addressed to, or one attached to the station it came to."""
    if by.person_id is None:
        return False
    if message.deputy_id is not None:
        return message.deputy_id == by.person_id
    return (
        message.station_id is not None
        and Attachment.objects.on()
        .filter(station_id=message.station_id, seat__person_id=by.person_id)
        .exists()
    )


def is_clerk_of_higher(by, message) -> bool:
    """A clerk of the body it was passed up to."""
    return message.higher_body_id is not None and any(
        grant.role in CLERKS and grant.body_id == message.higher_body_id
        for grant in by.current_grants
    )


def is_scribe(by, message) -> bool:
    """A liaison or a deputy of the body, who hears voters at any table."""
    return by.has_role(Role.LIAISON, Role.DEPUTY, body=message.body)


def is_office_told(by, message) -> bool:
    """An office that handles it, where the voter agreed to be known to it."""
    contact = getattr(message, "contact", None)
    return (
        contact is not None
        and contact.shares_with_office
        and bool(
            by.office_ids() & set(message.assignments.active().values_list("office_id", flat=True))
        )
    )


def text_for(by, message) -> str:
    """What was said, with the numbers and the name a voter gave of himself covered for whoever
    may not read his name: offices, auditors, those who look on.
    """
    if may(by, Permission.READ_CONTACT, message):
        return message.text
    return mask_voice(message.text)


def watches(by, body) -> bool:
    return by.oversees(body, *CLERKS, Role.CHAIR) or by.has_role(
        Role.LIAISON, Role.PRESIDIUM_MEMBER, body=body
    )


register(
    {
        Permission.RECORD: [is_station_staff, is_its_deputy, is_scribe, is_clerk],
        Permission.HANDLE: [
            is_station_staff,
            is_its_deputy,
            is_clerk,
            is_chair,
            is_clerk_of_higher,
        ],
        Permission.READ_CONTACT: [
            is_station_staff,
            is_its_deputy,
            is_clerk,
            is_clerk_of_higher,
            is_office_told,
        ],
        Permission.MODERATE: [is_station_staff, is_clerk, is_chair],
        Permission.CONCILIATE: [is_clerk, is_chair],
        Permission.WATCH: [watches],
    }
)
