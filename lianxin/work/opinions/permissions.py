"""Who may issue cards and answer them, keep boxes, hold sessions, run surveys."""

from enum import StrEnum

from lianxin.foundation.people.models import Role
from lianxin.foundation.people.permissions import is_clerk, register
from lianxin.work.stations.models import Station


class Permission(StrEnum):
    ISSUE_CARDS = "opinion.issue_cards"
    """Open and close a quarter's round of cards, hand its opinions on (record: a CardRound)."""

    RETURN_CARD = "opinion.return_card"
    """Fill in a card: the deputy himself, or the clerk from paper (record: a Card)."""

    KEEP_BOX = "opinion.keep_box"
    """Put up a box, write down its openings and slips (record: a Box)."""

    HOLD_SESSION = "opinion.hold_session"
    """Plan a session, write down who came and what was said (record: a Session)."""

    RUN_SURVEY = "opinion.run_survey"
    """Draw up, publish and end a survey; type paper sheets (record: a Survey)."""


def is_station_staff(by, record) -> bool:
    """站长, 副站长 or 联络员 of exactly this station."""
    return (
        record.station_id is not None
        and Station.objects.of_staff(by).filter(pk=record.station_id).exists()
    )


def is_liaison_of_body(by, record) -> bool:
    """A liaison of the body keeps what belongs to no station."""
    return record.station_id is None and by.has_role(Role.LIAISON, body=record.body)


def is_whose_card(by, card) -> bool:
    return by.person_id is not None and card.seat.person_id == by.person_id


register(
    {
        Permission.ISSUE_CARDS: [is_clerk],
        Permission.RETURN_CARD: [is_whose_card, is_clerk],
        Permission.KEEP_BOX: [is_clerk, is_station_staff, is_liaison_of_body],
        # Whoever holds one answers there, which a liaison may do only for the own station.
        Permission.HOLD_SESSION: [is_clerk, is_station_staff],
        Permission.RUN_SURVEY: [is_clerk, is_station_staff],
    }
)
