"""Who may manage whose account: decided by what the account may do.

A clerk who could print a sign-in slip for a stronger account, or open one for
someone who is a deputy elsewhere too, would have that one's power.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import (
    CLERKS,
    OFFICE_ROLES,
    Account,
    Body,
    Grant,
    Group,
    Office,
    Person,
    Role,
    Seat,
)
from lianxin.foundation.people.permissions import Permission, may, require
from lianxin.foundation.refusals import Refused

ROLES_AT = {
    Body.Kind.COUNTY: frozenset(Role) - {Role.TOWNSHIP_CLERK, Role.PRESIDIUM_MEMBER},
    Body.Kind.TOWNSHIP: frozenset(Role) - {Role.COUNTY_CLERK},
    # A street has a working committee, not a presidium.
    Body.Kind.STREET: frozenset(Role) - {Role.COUNTY_CLERK, Role.PRESIDIUM_MEMBER},
}
"""Which roles exist at a body of each kind."""

GIVEN_BY = {
    Role.COUNTY_CLERK: frozenset(Role) - {Role.SYSTEM_ADMIN},
    Role.TOWNSHIP_CLERK: frozenset(Role) - {Role.COUNTY_CLERK, Role.AUDITOR, Role.SYSTEM_ADMIN},
    # Keeps the machine and lets in those who run the work; takes no part in it.
    Role.SYSTEM_ADMIN: CLERKS | {Role.SYSTEM_ADMIN},
}
"""Which roles the holder of a role may give, at the own body and those below it."""


@dataclass(frozen=True)
class NewGrant:
    """A role about to be given."""

    role: Role
    body: Body
    office: Office | None = None
    group: Group | None = None
    valid_from: date | None = None
    valid_until: date | None = None


def roles_to_give(by: Account, body: Body) -> set[Role]:
    """Roles that `by` may give at `body`."""
    if not may(by, Permission.MANAGE_ACCOUNTS, body):
        return set()
    given: set[Role] = set()
    for grant in by.current_grants:
        if grant.body.contains(body):
            given |= GIVEN_BY.get(Role(grant.role), frozenset())
    return given & ROLES_AT[Body.Kind(body.kind)]


def may_manage(by: Account, account: Account) -> bool:
    """Whether `by` could have given every role `account` holds or is about to hold."""
    if by.pk == account.pk:
        return False
    grants = _grants_that_count(account)
    if not grants or (account.person is not None and not may_act_through(by, account.person)):
        return False
    return all(Role(grant.role) in roles_to_give(by, grant.body) for grant in grants)


def may_act_through(by: Account, person: Person) -> bool:
    """Whether `by` may hold the key to what `person` does as a deputy anywhere.

    A seat counts like a deputy's role, also where no role was given yet.
    """
    seats = Seat.objects.live().filter(person=person).select_related("body")
    return all(Role.DEPUTY in roles_to_give(by, seat.body) for seat in seats)


def require_over(by: Account, account: Account) -> None:
    """Raise PermissionDenied, in words, unless `by` may manage `account`."""
    if not may_manage(by, account):
        raise PermissionDenied(
            gettext("您的账号不能管理“%(name)s”的账号。请联系管理该账号全部角色的人大工作人员。")
            % {"name": account.name}
        )


def require_person(by: Account, person: Person, body: Body) -> None:
    """Raise unless `by` may open an account at `body` for `person`."""
    if person.county_id != body.county_id:
        raise Refused(_("所选人员不属于这个县，请重新选择。"))
    if not may_act_through(by, person):
        raise PermissionDenied(
            gettext(
                "“%(name)s”还是其他机构的代表。请由管理其全部代表资格的县级人大工作人员开通账号。"
            )
            % {"name": person.name}
        )


def require_giving(by: Account, grant: NewGrant) -> None:
    """Raise unless `by` may give `grant` and the grant makes sense at its body."""
    require(by, Permission.MANAGE_ACCOUNTS, grant.body)
    if grant.role not in ROLES_AT[Body.Kind(grant.body.kind)]:
        raise Refused(
            gettext("%(body)s没有“%(role)s”这个角色，请重新选择。")
            % {"body": grant.body.short_name, "role": Role(grant.role).label}
        )
    if grant.role not in roles_to_give(by, grant.body):
        raise PermissionDenied(
            gettext("您的账号不能授予“%(role)s”。请联系上级人大工作人员或者系统管理员。")
            % {"role": Role(grant.role).label}
        )
    if grant.role in OFFICE_ROLES and (
        grant.office is None or grant.office.body_id != grant.body.pk
    ):
        raise Refused(_("承办单位的角色应当从本级承办单位中选定单位。"))
    if grant.group is not None and grant.group.body_id != grant.body.pk:
        raise Refused(_("代表小组不属于所选机构，请重新选择。"))


def _grants_that_count(account: Account) -> list[Grant]:
    """Grants that hold or will; for an account that has none left, those it had."""
    today = timezone.localdate()
    grants = list(account.grants.select_related("body"))
    lasting = [g for g in grants if g.valid_until is None or g.valid_until >= today]
    return lasting or grants
