"""The roster (代表名册): who sits where, each person once with all seats."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
)

from lianxin.faces.setup.sight import seats_in_sight
from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.people.models import (
    OFFICE_ROLES,
    Body,
    Grant,
    Office,
    Person,
    Seat,
    Term,
)
from lianxin.foundation.people.queries import in_order
from lianxin.ui.paging import Key, Order

ORDERS = {
    "stroke": Order((Key("stroke_key", read=str), Key("pk"))),
    "pinyin": Order((Key("pinyin_key", read=str), Key("pk"))),
}
# Departments first, as the kinds are listed; by name within a kind.
_RANK = Case(
    *(When(kind=kind, then=rank) for rank, kind in enumerate(Office.Kind)),
    default=len(Office.Kind),
    output_field=IntegerField(),
)
BY_KIND = Order((Key("rank", expression=_RANK), Key("name", read=str), Key("pk")))
HANDLERS = "handlers"


@dataclass(frozen=True)
class Row:
    """A person and the seats that the reader may know of."""

    person: Person
    seats: list[Seat]


def holders(seats: QuerySet[Seat], counties: Iterable[int]) -> QuerySet[Person]:
    """Persons who hold one of `seats`, in no order yet; each once.

    counties: ids, so that the database starts in its index of a county.
    """
    held = seats.filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(held), county_id__in=set(counties))


def with_seats(persons: QuerySet[Person]) -> QuerySet[Person]:
    """`persons` with all that a row shows, in two queries."""
    seats = Seat.objects.select_related("body", "term", "district", "group").order_by(
        "body__path", "term__number", "started_on", "pk"
    )
    return persons.prefetch_related(Prefetch("seats", queryset=seats))


def with_handlers() -> QuerySet[Office]:
    """Offices with the grants that let someone sign in for them now, as `handlers`."""
    grants = Grant.objects.in_force().filter(role__in=OFFICE_ROLES, account__is_active=True)
    return Office.objects.prefetch_related(
        Prefetch("grants", grants.select_related("account"), to_attr=HANDLERS)
    )


def rows(persons: Iterable[Person], bodies: list[Body]) -> list[Row]:
    """`persons` as read by someone who reads `bodies`."""
    return [Row(person, seats_in_sight(list(person.seats.all()), bodies)) for person in persons]


def printed_roster(body: Body, term: Term | None, order: str) -> QuerySet[Seat]:
    """Seats of the sitting deputies of one term, as the official list prints them."""
    sitting = Seat.objects.filter(
        body=body, term=term, state__in=[Seat.State.IN_OFFICE, Seat.State.SUSPENDED]
    )
    return in_order(
        sitting.select_related("person", "district", "group"), order, through="person__"
    )


def events_of_person(person: Person, seats: Iterable[Seat]) -> QuerySet[Event]:
    """What happened to a person and to the given seats, newest first."""
    found = Q(record_type=record_type(person), record_id=person.pk) | Q(
        record_type=record_type(Seat), record_id__in=[seat.pk for seat in seats]
    )
    return Event.objects.filter(found).order_by("-happened_at", "-pk")
