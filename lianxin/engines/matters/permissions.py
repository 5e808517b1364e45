"""Who may do what to a matter."""

from enum import StrEnum

from lianxin.engines.matters.kinds import KINDS
from lianxin.foundation.people.models import Account, Grant, Role
from lianxin.foundation.people.permissions import is_chair, is_clerk, register


class Permission(StrEnum):
    ASSIGN = "matter.assign"
    """Hand a matter over, take it back, decide on returns and extensions."""

    FOLLOW = "matter.follow"
    """Urge offices and log acts of pressing (催办、督办)."""

    CLOSE = "matter.close"
    """Close, archive, look back, decide on publicity, name key matters."""

    HANDLE = "matter.handle"
    """Work on one's office's assignment (record: the assignment)."""

    SIGN = "matter.sign"
    """Issue the office's reply, returns and extensions (record: the assignment)."""

    JUDGE = "matter.judge"
    """Judge a reply as a proposer (record: the reply)."""

    JUDGE_FOR = "matter.judge_for"
    """Record a deputy's judgement made by phone or on paper (record: the matter)."""


def is_supervision_office(by: Account, record) -> bool:
    return by.has_role(Role.SUPERVISION_OFFICE, body=record.body)


def is_presidium_member(by: Account, record) -> bool:
    return by.has_role(Role.PRESIDIUM_MEMBER, body=record.body)


def is_liaison(by: Account, record) -> bool:
    return by.has_role(Role.LIAISON, body=record.body)


def is_of_office(by: Account, assignment) -> bool:
    return assignment.office_id in by.office_ids()


def is_head_of_office(by: Account, assignment) -> bool:
    return any(
        grant.role == Role.OFFICE_HEAD and grant.office_id == assignment.office_id
        for grant in by.current_grants
    )


def is_handler_where_no_head(by: Account, assignment) -> bool:
    """A village or a small station may have one account: it signs with the head's name."""
    return (
        assignment.office_id in by.office_ids()
        and not Grant.objects.in_force()
        .filter(role=Role.OFFICE_HEAD, office_id=assignment.office_id)
        .exists()
    )


def is_router(by: Account, record) -> bool:
    """Whom the matter's kind trusts with handing it over, beside the clerk and the chair."""
    kind = KINDS.get(getattr(record, "kind", ""))
    return bool(kind and kind.may_route and kind.may_route(by, record))


def is_judge(by: Account, reply) -> bool:
    from lianxin.engines.matters.judges import judges_of

    return by.person_id is not None and any(
        judge.person_id == by.person_id for judge in judges_of(reply.assignment.matter)
    )


register(
    {
        Permission.ASSIGN: [is_clerk, is_chair, is_router],
        Permission.FOLLOW: [is_clerk, is_chair, is_presidium_member, is_supervision_office],
        Permission.CLOSE: [is_clerk, is_chair],
        Permission.HANDLE: [is_of_office],
        Permission.SIGN: [is_head_of_office, is_handler_where_no_head],
        Permission.JUDGE: [is_judge],
        Permission.JUDGE_FOR: [is_clerk, is_liaison],
    }
)
