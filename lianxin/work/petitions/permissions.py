"""Who may do what with a petition; whoever is accused in it may do nothing.

Source: 信访工作条例 (2022), arts. 28 para. 3 (recusal), 30 para. 3.
"""

from enum import StrEnum

from lianxin.foundation.people.models import OFFICE_ROLES, Grant, Role
from lianxin.foundation.people.permissions import is_chair, is_clerk, register
from lianxin.work.petitions.kind import accusing


class Permission(StrEnum):
    REGISTER = "petition.register"
    """Register a petition (record: the body, or a Petition of it)."""

    MANAGE = "petition.manage"
    """Decide, refer, press, reply, report, close (record: the petition)."""

    APPROVE = "petition.approve"
    """Approve a longer time for finishing (record: the petition)."""

    HANDLE = "petition.handle"
    """Receive, object to and answer a referral (record: the referral)."""

    SPEAK = "petition.speak"
    """Record contact as the petitioner's spokesperson (record: the petition)."""

    READ_PETITIONER = "petition.read_petitioner"
    """Read who the petitioner is, with a reason (record: the petition)."""


def is_recused(by, petition) -> bool:
    """Whether `by` is accused in the petition or holds a grant at an accused office."""
    return accusing(by).filter(petition_id=petition.pk).exists()


def manages(by, petition) -> bool:
    return (is_clerk(by, petition) or is_chair(by, petition)) and not is_recused(by, petition)


def heads(by, petition) -> bool:
    return is_chair(by, petition) and not is_recused(by, petition)


def manages_where_no_head(by, petition) -> bool:
    """A small body may have one account: it records who approved on paper."""
    chairs = Grant.objects.in_force().filter(role=Role.CHAIR, body_id=petition.body_id)
    return manages(by, petition) and not chairs.exists()


def is_of_referred_office(by, referral) -> bool:
    return (
        referral.office_id is not None
        and referral.office_id in by.office_ids()
        and not is_recused(by, referral.petition)
    )


def records_for_organ(by, referral) -> bool:
    """What an organ outside, or an office without an account, answers, the clerk writes down."""
    accounts = Grant.objects.in_force().filter(
        role__in=OFFICE_ROLES, office_id=referral.office_id, account__is_active=True
    )
    stands_in = referral.office_id is None or not accounts.exists()
    return stands_in and manages(by, referral.petition)


def is_spokesperson(by, petition) -> bool:
    return (
        by.person_id is not None
        and by.person_id == petition.spokesperson_id
        and not is_recused(by, petition)
    )


def speaks_with_consent(by, petition) -> bool:
    return petition.shares_with_spokesperson and is_spokesperson(by, petition)


def handles_with_consent(by, petition) -> bool:
    return (
        petition.shares_with_office
        and petition.referrals.in_force().filter(office_id__in=by.office_ids()).exists()
        and not is_recused(by, petition)
    )


def registers(by, record) -> bool:
    return is_clerk(by, record) or is_chair(by, record)


register(
    {
        Permission.REGISTER: [registers],
        Permission.MANAGE: [manages],
        Permission.APPROVE: [heads, manages_where_no_head],
        Permission.HANDLE: [is_of_referred_office, records_for_organ],
        Permission.SPEAK: [is_spokesperson, manages],
        Permission.READ_PETITIONER: [manages, speaks_with_consent, handles_with_consent],
    }
)
