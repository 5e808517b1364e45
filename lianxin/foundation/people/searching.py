"""People and offices in the search: what is told of them, and who finds them.

Those who read the roster of a body find its people and offices, see
`Permission.READ_PEOPLE`; telephone numbers and addresses are not searched.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet
from django.db.models.signals import post_delete, post_save
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import (
    CLERKS,
    Body,
    Office,
    OfficeName,
    Person,
    PresidiumMembership,
    Role,
    Seat,
)
from lianxin.foundation.search.index import reindex, reindex_ids
from lianxin.foundation.search.kinds import Entry, Kind, register


def register_kinds() -> None:
    register(
        Kind(
            code="person",
            number=2,
            label=_("人员"),
            model=Person,
            records=_people,
            entries=_entries_of_people,
            keys=_keys,
            order=40,
            place="first",
        ),
        Kind(
            code="office",
            number=3,
            label=_("单位"),
            model=Office,
            records=_offices,
            entries=_entries_of_offices,
            keys=_keys,
            order=30,
            place="first",
        ),
    )
    for model in (Person, Seat, PresidiumMembership, Office, OfficeName):
        post_save.connect(_follow, sender=model, dispatch_uid=f"search {model.__name__}")
        post_delete.connect(_follow, sender=model, dispatch_uid=f"search {model.__name__}")


def _people() -> QuerySet[Person]:
    return Person.objects.prefetch_related(
        Prefetch("seats", Seat.objects.select_related("body", "group__body")),
        Prefetch("presidium_memberships", PresidiumMembership.objects.select_related("body")),
    )


def _entries_of_people(people: Sequence[Person]) -> Iterable[Entry]:
    for person in people:
        bodies: dict[int, Body] = {}
        for seat in person.seats.all():
            bodies[seat.body_id] = seat.body
            if seat.group is not None:
                bodies[seat.group.body_id] = seat.group.body
        for post in person.presidium_memberships.all():
            bodies[post.body_id] = post.body
        # Without a seat or a post anywhere nobody has this person on a roster.
        if bodies:
            names = [body.short_name for _pk, body in sorted(bodies.items())]
            yield Entry(
                object_id=person.pk,
                title=person.name,
                details=" · ".join([*names, *filter(None, [person.post])]),
                url=_address("setup:person", person.pk),
                keys=_rosters(bodies.values()),
                county_id=person.county_id,
                body_id=min(bodies),
            )


def _offices() -> QuerySet[Office]:
    return Office.objects.select_related("body").prefetch_related("former_names")


def _entries_of_offices(offices: Sequence[Office]) -> Iterable[Entry]:
    for office in offices:
        former = [one.name for one in office.former_names.all()]
        yield Entry(
            object_id=office.pk,
            title=office.name,
            details=" · ".join([office.body.short_name, *filter(None, [office.leader_in_charge])]),
            text="\n".join(former),
            url=_address("setup:office", office.pk),
            keys=_rosters([office.body]),
            county_id=office.body.county_id,
            body_id=office.body_id,
        )


def _rosters(bodies: Iterable[Body]) -> set[str]:
    found = set()
    for body in bodies:
        found |= {f"q{body.pk}", f"r{body.county_id}"}
    return found


def _keys(account) -> Iterable[str]:
    for grant in account.current_grants:
        if grant.role in CLERKS or grant.role == Role.AUDITOR:
            # Nothing lies below a township or a street.
            is_top = grant.body.parent_id is None
            yield f"r{grant.body.county_id}" if is_top else f"q{grant.body_id}"
        elif grant.role == Role.CHAIR:
            yield f"q{grant.body_id}"


def _address(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _follow(sender, instance, **how) -> None:
    """Keep up with what is saved of a person or an office; a removed one is forgotten."""
    if isinstance(instance, Seat | PresidiumMembership):
        reindex_ids("person", [instance.person_id])
    elif isinstance(instance, OfficeName):
        reindex_ids("office", [instance.office_id])
    else:
        reindex(instance)
