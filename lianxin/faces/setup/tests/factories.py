"""Makers for the tests of 设置; every name is fictional."""

from datetime import date
from itertools import count

from lianxin.foundation.people.models import (
    Account,
    Body,
    Grant,
    Office,
    Person,
    Role,
    Seat,
    Session,
    Term,
)

STARTED = date(2022, 1, 6)
_serial = count(1)


def county(**fields) -> Body:
    """禾望县 in its eighteenth term, with the rules of 河南."""
    defaults = {
        "code": "hewang",
        "name": "禾望县人民代表大会常务委员会",
        "short_name": "禾望县",
        "kind": Body.Kind.COUNTY,
        "profile": "henan",
    }
    body = Body.objects.create(**defaults | fields)
    open_term(body, 18)
    return body


def town(parent: Body, name: str, code: str) -> Body:
    body = Body.objects.create(
        code=code,
        name=f"{name}人民代表大会主席团",
        short_name=name,
        kind=Body.Kind.TOWNSHIP,
        parent=parent,
    )
    open_term(body, 19)
    return body


def street(parent: Body) -> Body:
    return Body.objects.create(
        code="hewang-dongcheng",
        name="禾望县人大东城街道工作委员会",
        short_name="东城街道",
        kind=Body.Kind.STREET,
        parent=parent,
    )


def open_term(body: Body, number: int) -> Term:
    term = Term.objects.create(body=body, number=number, starts_on=STARTED)
    Session.objects.create(term=term, number=1, opens_on=STARTED)
    return term


def account(role: Role, body: Body, *, person: Person | None = None, office=None) -> Account:
    """Someone with one role; tests sign in by session, so there is no password."""
    serial = next(_serial)
    made = Account(username=f"setup{serial}", name=f"示例员{serial}", person=person)
    made.set_unusable_password()
    made.save()
    Grant.objects.create(
        account=made, role=role, body=body, office=office, valid_from=date(2022, 1, 1)
    )
    return made


def deputy(body: Body, name: str = "", **seat) -> Person:
    """Someone who sits in `body`."""
    person = Person.objects.create(
        county_id=body.county_id,
        name=name or f"苏示例{'零一二三四五六七八九'[next(_serial) % 10]}",
        phone=f"100{next(_serial):08d}",
    )
    sit(person, body, **seat)
    return person


def sit(person: Person, body: Body, **fields) -> Seat:
    values = {"term": body.terms.last(), "started_on": STARTED} | fields
    return Seat.objects.create(person=person, body=body, **values)


def office(body: Body, name: str = "县交通运输局") -> Office:
    return Office.objects.create(body=body, name=name)
