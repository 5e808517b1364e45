"""Accounts for a whole roster: what the roster knows is not typed again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from lianxin.foundation.people.accounts import open_account
from lianxin.foundation.people.authority import NewGrant
from lianxin.foundation.people.models import Account, Body, Group, Person, Role, Seat
from lianxin.foundation.people.phones import clean_phone
from lianxin.foundation.people.queries import in_order
from lianxin.foundation.refusals import Refused

NOT_IN_A_USERNAME = re.compile(r"[^\w.\-]")


@dataclass
class Opened:
    """accounts: opened. refused: name and reason of whoever got none."""

    accounts: list[Account] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def without_account(body: Body) -> QuerySet[Person]:
    """Deputies in office at `body` who have no account, in stroke order."""
    held = Seat.objects.in_office().filter(body=body)
    return in_order(Person.objects.filter(pk__in=held.values("person"), account__isnull=True))


def open_for_deputies(people: Iterable[Person], body: Body, *, by: Account) -> Opened:
    """Open a deputy's account for each of `people`.

    The user name is the name, with a number after it where another has it. A telephone
    that is no mobile one, or that another account signs in with, is left out. A leader of
    a group gets that role too. Who may not get an account here is told in `refused`; the others get theirs.
    """
    done = Opened()
    for person in people:
        grants = [NewGrant(Role.DEPUTY, body)]
        grants += [
            NewGrant(Role.GROUP_LEADER, body, group=group)
            for group in Group.objects.filter(body=body, leader=person)
        ]
        phone = clean_phone(person.phone)
        if Account.objects.filter(phone=phone).exists():
            phone = ""
        try:
            with transaction.atomic():
                account = open_account(
                    by=by,
                    username=_username(person.name),
                    name=person.name,
                    phone=phone,
                    person=person,
                    grants=grants,
                )
        except (Refused, PermissionDenied) as refusal:
            done.refused.append((person.name, str(refusal)))
        else:
            done.accounts.append(account)
    return done


def _username(name: str) -> str:
    plain = NOT_IN_A_USERNAME.sub("", name)
    used = set(
        Account.objects.filter(username__startswith=plain).values_list("username", flat=True)
    )
    numbered = (f"{plain}{number}" for number in range(2, len(used) + 3))
    return plain if plain not in used else next(one for one in numbered if one not in used)
