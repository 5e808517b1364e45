"""Makers of bodies, people and accounts for tests: all fictional, at 禾望县."""

from datetime import date
from itertools import count

from lianxin.foundation.people.models import Account, Body, Grant, Office, Person, Role, Seat, Term

PASSWORD = "小麦 石桥 灯笼 八月"

_numbers = count(1)


def county(code: str = "hewang") -> Body:
    return Body.objects.create(
        code=code,
        name="禾望县人民代表大会常务委员会",
        short_name="禾望县人大",
        kind=Body.Kind.COUNTY,
    )


def township(parent: Body | None, name: str = "青石镇") -> Body:
    return Body.objects.create(
        code=f"town-{next(_numbers)}",
        name=f"{name}人民代表大会主席团",
        short_name=f"{name}人大",
        kind=Body.Kind.TOWNSHIP,
        parent=parent,
    )


def account(
    name: str = "林示例", *, phone: str = "", password: str = PASSWORD, **fields
) -> Account:
    """An account that has set its password and holds no role yet."""
    return Account.objects.create_user(
        f"user{next(_numbers)}", password, name=name, phone=phone, **fields
    )


def with_role(role: Role, body: Body, name: str = "林示例", **fields) -> Account:
    """An account that holds one role."""
    office = fields.pop("office", None)
    holder = account(name, **fields)
    Grant.objects.create(
        account=holder, role=role, body=body, office=office, valid_from=date(2024, 1, 1)
    )
    return holder


def office(body: Body, name: str = "交通运输局") -> Office:
    return Office.objects.create(body=body, name=name)


def person(body: Body, name: str = "苏示例") -> Person:
    return Person.objects.create(county_id=body.county_id, name=name)


def term(body: Body, number: int = 18) -> Term:
    return Term.objects.create(body=body, number=number, starts_on=date(2022, 1, 10))


def seat(who: Person, body: Body, in_term: Term | None = None, **fields) -> Seat:
    in_term = in_term or body.terms.first() or term(body)
    fields = {"started_on": date(2022, 1, 10), **fields}
    return Seat.objects.create(person=who, body=body, term=in_term, **fields)
