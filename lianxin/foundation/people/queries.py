"""What is asked of people again and again: whose seats, whose account, in which order."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lianxin.foundation.people.models import (
    CLERKS,
    Account,
    Body,
    Grant,
    Person,
    PresidiumMembership,
    Role,
    Seat,
)

Order = Literal["stroke", "pinyin"]

ORDERS: dict[str, str] = {"stroke": "stroke_key", "pinyin": "pinyin_key"}
"""姓氏笔画 is the order of official lists, pinyin the one for looking up."""


def in_order(people: QuerySet, order: str = "stroke", *, through: str = "") -> QuerySet:
    """`people` in stroke or pinyin order; an order that makes no sense counts as stroke.

    through: path to the person, for rows that only refer to one ("person__").
    """
    key = ORDERS.get(order, ORDERS["stroke"])
    return people.order_by(f"{through}{key}", "pk")


def deputies_of(body: Body, on: date | None = None, *, order: str = "stroke") -> QuerySet[Person]:
    """Persons who hold a seat in `body` on a day, today if none is given.

    Of a street, which has no congress: the county's deputies in its groups.
    Includes those suspended: they are still deputies (代表法 2025, art. 61).
    """
    day = on or timezone.localdate()
    seats = Seat.objects.on(day).filter(_sits_for([body.pk]), person=OuterRef("pk"))
    if day >= timezone.localdate():
        # An elected person is a deputy once the qualification is confirmed.
        seats = seats.live().exclude(state=Seat.State.ELECTED)
    return in_order(Person.objects.filter(Exists(seats)), order)


def _sits_for(bodies: Iterable[int]) -> Q:
    return Q(body__in=bodies) | Q(group__body__in=bodies)


def presidium_of(body: Body, on: date | None = None) -> QuerySet[PresidiumMembership]:
    """Members of the presidium or leaders of the body on a day."""
    day = on or timezone.localdate()
    held = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    return (
        PresidiumMembership.objects.filter(held, body=body, started_on__lte=day)
        .select_related("person")
        .order_by("started_on", "person__stroke_key", "pk")
    )


def bodies_managed_by(account: Account) -> QuerySet[Body]:
    """Bodies whose accounts `account` manages: the own one, and for a county all below it."""
    roots = [
        grant.body.path
        for grant in account.current_grants
        if grant.role in CLERKS or grant.role == Role.SYSTEM_ADMIN
    ]
    within = Q(pk__in=[])
    for path in roots:
        within |= Q(path__startswith=path)
    return Body.objects.filter(within)


def bodies_clerked_by(account: Account) -> QuerySet[Body]:
    """Bodies whose clerk `account` is: exactly those, none below them."""
    held = [grant.body_id for grant in account.current_grants if grant.role in CLERKS]
    return Body.objects.filter(pk__in=held)


def manages_accounts(account: Account) -> bool:
    """Whether `account` opens and closes accounts somewhere."""
    return any(
        grant.role in CLERKS or grant.role == Role.SYSTEM_ADMIN for grant in account.current_grants
    )


def accounts_at(bodies: Iterable[Body]) -> QuerySet[Account]:
    """Accounts with a role, now or once, at one of the bodies: others do not exist for them."""
    return Account.objects.filter(pk__in=Grant.objects.filter(body__in=bodies).values("account"))
