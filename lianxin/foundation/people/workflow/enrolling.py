"""Many deputies at once whom nobody knows yet: a roster brought in."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Person, Seat, Term
from lianxin.foundation.people.names import pinyin_key, stroke_key
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.people.workflow.persons import checked_details
from lianxin.foundation.refusals import Refused
from lianxin.foundation.search.index import reindex_ids


class Enrolment(NamedTuple):
    """A person and the seat. person: as for `enter_person`; seat: as for `seat_deputy`."""

    person: dict[str, str]
    seat: dict[str, Any]


@transaction.atomic
def enrol_deputies(
    enrolments: Sequence[Enrolment], *, body: Body, term: Term, by: Account
) -> list[Seat]:
    """Enter people whom the county does not know, each with a published seat.

    The same as `enter_person` and `seat_deputy` one by one, and the same events; but of many
    either all are entered or, with Refused, none: whoever calls then goes on one by one, to
    learn which it is. That nobody here is known is for the caller to make sure of.
    Raises PermissionDenied; Refused.
    """
    require(by, Permission.MANAGE_PEOPLE, body)
    if body.is_street or term.body_id != body.pk:
        raise Refused(_("届、选区和机构对不上，请重新选择。"))
    persons = []
    for one in enrolments:
        person = Person(county_id=body.county_id, **checked_details(**one.person))
        person.stroke_key = stroke_key(person.name)[:120]
        person.pinyin_key = pinyin_key(person.name)[:120]
        persons.append(person)
    try:
        with transaction.atomic():
            Person.objects.bulk_create(persons)
            seats = [
                _seat(person, body, term, one.seat)
                for person, one in zip(persons, enrolments, strict=True)
            ]
            Seat.objects.bulk_create(seats)
    except IntegrityError as error:
        raise Refused(
            _("该代表在本届已有未终止的代表资格，或者代表证号已被使用。请核对名单。")
        ) from error
    # Written together they send no signal that the search index could follow.
    reindex_ids("person", [person.pk for person in persons])
    for seat in seats:
        name = seat.person.name
        record(
            by,
            "people.enter_person",
            seat.person,
            gettext("登记人员：%(name)s") % {"name": name},
            body=body,
        )
        record(
            by,
            "seat.elect",
            seat,
            gettext("登记%(name)s当选%(term)s代表") % {"name": name, "term": term},
            after={"state": seat.state, "started_on": seat.started_on, "person": seat.person_id},
        )
    return seats


def _seat(person: Person, body: Body, term: Term, details: dict[str, Any]) -> Seat:
    district, group = details.get("district"), details.get("group")
    if district is not None and district.term_id != term.pk:
        raise Refused(_("届、选区和机构对不上，请重新选择。"))
    if group is not None and not (group.body.contains(body) or body.contains(group.body)):
        raise Refused(_("代表小组不属于本级机构，请重新选择。"))
    return Seat(person=person, body=body, term=term, state=Seat.State.IN_OFFICE, **details)
