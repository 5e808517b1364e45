"""Persons: entered once, put right where they are wrong."""

import re
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Person
from lianxin.foundation.people.models.persons import PARTIAL_DATE
from lianxin.foundation.people.names import clean_name
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.people.phones import clean_phone
from lianxin.foundation.people.workflow.lengths import refuse_too_long
from lianxin.foundation.refusals import Refused

DETAILS = (
    "name",
    "sex",
    "born",
    "ethnicity",
    "education",
    "party",
    "post",
    "phone",
    "address",
)
OLD_ENOUGH = "选举法（2020）第四条"
YOUNGEST = 18
"""Years of age from which one can be elected."""


@transaction.atomic
def enter_person(*, body: Body, by: Account, name: str, **details: str) -> Person:
    """Enter a human being whom the county does not know yet.

    body: on whose roster the person is about to stand; the record is kept for
        its whole county, so that seats at several levels are one person's.
    details: sex, born ("1975" or "1975-03"), ethnicity, education, party, post,
        phone, address.
    Raises PermissionDenied, or Refused for what cannot be kept.
    """
    require(by, Permission.MANAGE_PEOPLE, body)
    person = Person(county_id=body.county_id, **checked_details(name=name, **details))
    person.save()
    record(
        by,
        "people.enter_person",
        person,
        gettext("登记人员：%(name)s") % {"name": person.name},
        body=body,
    )
    return person


@transaction.atomic
def change_person(person: Person, *, by: Account, **details: str) -> bool:
    """Put right what is recorded of a person; returns whether anything changed.

    details: as for `enter_person`; those left out stay as they are. An account
    that bears the person's old name takes the new one; its sign-in number is
    changed on the account's own page.
    Raises PermissionDenied, or Refused for what cannot be kept.
    """
    require(by, Permission.EDIT_PERSON, person)
    before = {field: getattr(person, field) for field in DETAILS}
    wanted = checked_details(**(before | details))
    changed = {field: value for field, value in wanted.items() if value != before[field]}
    if not changed:
        return False
    for field, value in changed.items():
        setattr(person, field, value)
    person.save()
    if "name" in changed:
        Account.objects.filter(person=person, name=before["name"]).update(name=person.name)
    record(
        by,
        "people.change_person",
        person,
        gettext("更正资料：%(name)s") % {"name": person.name},
        body=person.county,
        before={field: before[field] for field in changed},
        after=changed,
    )
    return True


def namesakes(name: str, body: Body) -> list[Person]:
    """Persons of exactly that name in the county of `body`, with their seats."""
    found = Person.objects.filter(county_id=body.county_id, name=clean_name(name))
    return list(found.prefetch_related("seats__body", "seats__term"))


def checked_details(**details: str) -> dict[str, str]:
    """What is recorded of a person, as it is kept; Refused for what cannot be."""
    kept = {field: " ".join(value.split()) for field, value in details.items()}
    kept["name"] = clean_name(kept["name"])
    if not kept["name"]:
        raise Refused(_("请填写姓名。"))
    refuse_too_long(Person, kept)
    if kept.get("sex") and kept["sex"] not in Person.Sex.values:
        raise Refused(_("性别请从男、女中选择。"))
    if kept.get("phone"):
        # A landline stays as it is typed; a mobile is kept as it is dialled.
        kept["phone"] = clean_phone(kept["phone"]) or kept["phone"]
    _refuse_born(kept.get("born", ""))
    return kept


def _refuse_born(born: str) -> None:
    if not born:
        return
    try:
        if not re.fullmatch(PARTIAL_DATE, born):
            raise ValueError
        first = date.fromisoformat(born + "-01-01"[len(born) - 4 :])
    except ValueError:
        raise Refused(_("出生年月请写成 1975-03，只知年份时写 1975。")) from None
    today = timezone.localdate()
    if (first.year + YOUNGEST, first.month, first.day) > (today.year, today.month, today.day):
        raise Refused(
            gettext("不满 %(age)d 周岁的不能当选代表，请核对出生年月。") % {"age": YOUNGEST},
            article=OLD_ENOUGH,
        )
