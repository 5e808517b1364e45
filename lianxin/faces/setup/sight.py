"""Which bodies someone keeps, which rosters someone reads; anything else does not exist here."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS, Account, Body, Person, Role, Seat

KEEPERS = (*CLERKS, Role.SYSTEM_ADMIN)


def keeps_something(account: Account) -> bool:
    """Whether 设置 is for them: clerks, and the system administrator."""
    return account.has_role(*KEEPERS)


def only_reads(account: Account) -> bool:
    """Whether they read rosters without keeping any: chairs and auditors."""
    return account.has_role(Role.CHAIR, Role.AUDITOR) and not keeps_something(account)


def bodies_kept_by(account: Account) -> QuerySet[Body]:
    """Bodies whose terms and names `account` keeps: its own and those below."""
    return _within(account, *KEEPERS)


def bodies_read_by(account: Account) -> QuerySet[Body]:
    """Bodies whose roster and offices `account` reads.

    A chair reads his own body's only; the system administrator none: the
    machine's keeper has no need of people's data.
    """
    own = [grant.body_id for grant in account.current_grants if grant.role == Role.CHAIR]
    return Body.objects.filter(_paths(account, *CLERKS, Role.AUDITOR) | Q(pk__in=own))


def bodies_staffed_by(account: Account) -> QuerySet[Body]:
    """Bodies whose deputies and offices `account` keeps."""
    return _within(account, *CLERKS)


def people_in_sight(bodies: QuerySet[Body]) -> QuerySet[Person]:
    """Persons who hold or held a seat or a post at one of `bodies`, or belong to its groups."""
    here = Seat.objects.filter(Q(body__in=bodies) | Q(group__body__in=bodies))
    held = Q(pk__in=here.values("person"))
    posted = Q(presidium_memberships__body__in=bodies)
    return Person.objects.filter(held | posted).distinct()


def choose(bodies: QuerySet[Body], account: Account, code: str | None) -> tuple[Body, list[Body]]:
    """The body asked for by `code`, or the account's own; and all it may choose from.

    Raises PermissionDenied for someone who has none at all, Http404 for a body
    out of sight, as for one that does not exist.
    """
    found = list(bodies.select_related("parent"))
    if not found:
        raise PermissionDenied(
            _("设置和名册由人大工作人员管理。需要改动的，请告诉本级人大工作人员。")
        )
    if code:
        chosen = next((body for body in found if body.code == code), None)
    else:
        own = {grant.body_id for grant in account.current_grants}
        chosen = next((body for body in found if body.pk in own), found[0])
    if chosen is None:
        raise Http404
    return chosen, [body for body in found if body.is_active or body == chosen]


def seats_in_sight(seats: list[Seat], bodies: list[Body]) -> list[Seat]:
    """Of a person's seats those at `bodies` or above them: not another township's."""
    return [
        seat
        for seat in seats
        if any(seat.body.contains(body) or body.contains(seat.body) for body in bodies)
    ]


def _within(account: Account, *roles) -> QuerySet[Body]:
    return Body.objects.filter(_paths(account, *roles))


def _paths(account: Account, *roles) -> Q:
    found = Q(pk__in=[])
    for grant in account.current_grants:
        if grant.role in roles:
            found |= Q(path__startswith=grant.body.path)
    return found
