"""Deputies, members of a presidium and terms, so many as a printed report says."""

from datetime import timedelta

from lianxin.foundation.people.models import (
    Body,
    Group,
    Person,
    PresidiumMembership,
    Seat,
    Term,
)
from lianxin.work.work_reports.reconciling.site import Site


def make_people(site: Site) -> None:
    total, above = site.take("people.deputies"), site.take("people.deputies level=above")
    own = site.take("people.own_deputies")
    if site.body.is_county:
        own, above = own or total, 0
    elif site.body.is_street:
        above = above or total
    else:
        own = own or max(total - above, 0)
    site.seats = make_seats(site, site.body, own, None)
    if above:
        group = Group.objects.create(body=site.body, name="代表小组")
        site.seats += make_seats(site, site.body.parent, above, group)
    presidium = site.take("people.presidium")
    PresidiumMembership.objects.bulk_create(
        PresidiumMembership(
            body=site.body,
            person=person,
            post=PresidiumMembership.Post.MEMBER if place else PresidiumMembership.Post.CHAIR,
            started_on=site.since,
        )
        for place, person in enumerate(make_persons(site, presidium))
    )


def make_persons(site: Site, number: int) -> list[Person]:
    return Person.objects.bulk_create(
        Person(county_id=site.body.county_id, name=f"代表{next(site.serial)}")
        for _one in range(number)
    )


def term_of(site: Site, body: Body | None) -> Term:
    started = site.since - timedelta(days=30)
    return Term.objects.get_or_create(body=body, number=1, defaults={"starts_on": started})[0]


def make_seats(site: Site, body: Body | None, number: int, group: Group | None) -> list[Seat]:
    if not number:
        return []
    term = term_of(site, body)
    return Seat.objects.bulk_create(
        Seat(
            person=person,
            body=body,
            term=term,
            group=group,
            state=Seat.State.IN_OFFICE,
            started_on=term.starts_on or site.since,
        )
        for person in make_persons(site, number)
    )
