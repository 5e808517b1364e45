"""Who drafts and issues, who supplies an item, who reads and asks."""

from enum import StrEnum

from lianxin.foundation.people.models import OFFICE_ROLES
from lianxin.foundation.people.permissions import is_clerk, register
from lianxin.work.bulletins.queries import may_offer


class Permission(StrEnum):
    KEEP = "bulletin.keep"
    """Draft, issue, correct, withdraw, hand over on paper, remind (record: a Body or Bulletin)."""

    SUPPLY = "bulletin.supply"
    """Send an item that one's office was asked for (record: an Item)."""

    READ = "bulletin.read"
    """Say that one has read it; nobody does it for another (record: a Receipt)."""

    ASK = "bulletin.ask"
    """Put a question about a bulletin one was sent (record: a Receipt)."""

    ANSWER = "bulletin.answer"
    """Answer a deputy's question (record: a Question)."""

    SUGGEST = "bulletin.suggest"
    """Make a draft suggestion of one's own question (record: a Question)."""

    PERIODICALS = "bulletin.periodicals"
    """Keep the list of periodicals (record: a Body, Subscription or Delivery)."""

    COLLECT = "bulletin.collect"
    """Ask for, accept, return and collect papers of an exchange (record: a Body or Contribution)."""

    OFFER = "bulletin.offer"
    """Hand in a paper for an exchange (record: a Call)."""

    OWN_OFFER = "bulletin.own_offer"
    """Take back or send again one's own paper (record: an Offer)."""


def is_of_asked_office(by, item) -> bool:
    return item.asked_on is not None and any(
        grant.role in OFFICE_ROLES and grant.office_id == item.office_id
        for grant in by.current_grants
    )


def is_whose(by, record) -> bool:
    return by.person_id is not None and record.person_id == by.person_id


register(
    {
        Permission.KEEP: [is_clerk],
        Permission.SUPPLY: [is_of_asked_office],
        Permission.READ: [is_whose],
        Permission.ASK: [is_whose],
        Permission.ANSWER: [is_clerk],
        Permission.SUGGEST: [is_whose],
        Permission.PERIODICALS: [is_clerk],
        Permission.COLLECT: [is_clerk],
        Permission.OFFER: [may_offer],
        Permission.OWN_OFFER: [is_whose],
    }
)
