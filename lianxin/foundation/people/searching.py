"""People and offices in the search: what is told of them, and who finds them.

Those who read the roster of a body find its people and offices, see
`Permission.READ_PEOPLE`; telephone numbers and addresses are not searched.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger import chain
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
from lianxin.foundation.search.renaming import names_changed


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
    chain.listen(_follow_names)


def _people() -> QuerySet[Person]:
    return Person.objects.only("pk", "name", "post", "county_id")


def _entries_of_people(people: Sequence[Person]) -> Iterable[Entry]:
    # Numbers, not records: a roster brings in twenty thousand people, from a handful of bodies.
    ids = [person.pk for person in people]
    places: dict[int, set[int]] = defaultdict(set)
    seats = Seat.objects.filter(person__in=ids).order_by()
    for person_id, *held in seats.values_list("person_id", "body_id", "group__body_id"):
        places[person_id].update(filter(None, held))
    posts = PresidiumMembership.objects.filter(person__in=ids).order_by()
    for person_id, body_id in posts.values_list("person_id", "body_id"):
        places[person_id].add(body_id)
    bodies = Body.objects.in_bulk(set().union(*places.values()))
    address = _addresses("setup:person")
    for person in people:
        # Without a seat or a post anywhere nobody has this person on a roster.
        if here := [bodies[pk] for pk in sorted(places[person.pk])]:
            yield Entry(
                object_id=person.pk,
                title=person.name,
                details=" · ".join(filter(None, [*(one.short_name for one in here), person.post])),
                url=address(person.pk),
                keys=_rosters(here),
                county_id=person.county_id,
                body_id=here[0].pk,
            )


def _offices() -> QuerySet[Office]:
    return Office.objects.select_related("body").prefetch_related("former_names")


def _entries_of_offices(offices: Sequence[Office]) -> Iterable[Entry]:
    address = _addresses("setup:office")
    for office in offices:
        former = [one.name for one in office.former_names.all()]
        yield Entry(
            object_id=office.pk,
            title=office.name,
            details=" · ".join([office.body.short_name, *filter(None, [office.leader_in_charge])]),
            text="\n".join(former),
            url=address(office.pk),
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


def _addresses(name: str) -> Callable[[int], str]:
    """What gives the address of a record's page: looked up once, however many the records."""
    try:
        before, after = reverse(name, args=[0]).rsplit("0", 1)
    except NoReverseMatch:
        return lambda pk: ""
    return lambda pk: f"{before}{pk}{after}"


def _follow(sender, instance, **how) -> None:
    """Keep up with what is saved of a person or an office; a removed one is forgotten."""
    if isinstance(instance, Seat | PresidiumMembership):
        reindex_ids("person", [instance.person_id])
    elif isinstance(instance, OfficeName):
        reindex_ids("office", [instance.office_id])
    else:
        reindex(instance)


def _follow_names(event, record, about) -> None:
    """Where a person or an office takes another name, others' documents print the old one."""
    if isinstance(record, Person | Office) and "name" in (event.before or {}):
        names_changed(record)
