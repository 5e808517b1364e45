"""Which person a row of a roster means: 「一人多级代表」 is one person, two namesakes are two."""

from typing import Protocol

from django.utils.translation import gettext as _

from lianxin.faces.setup.imports.rows import RowReader, RowRefused
from lianxin.foundation.people.models import Body, Person, Seat


class Known(Protocol):
    """What tells one namesake from another."""

    @property
    def sex(self) -> str: ...

    @property
    def born(self) -> str: ...


def find_namesake(row: RowReader, body: Body, values: dict[str, str]) -> Person | None:
    """Someone of that name in the county who is, as far as can be told, the same person.

    Birth or phone must agree; without either, a deputy of the same body of that name is meant.
    Raises RowRefused where several fit: they are not guessed at.
    """
    people = Person.objects.filter(county_id=body.county_id, name=values["name"])
    possible = [person for person in people if not contradicts(person, values)]
    sure = [person for person in possible if _agrees(person, values)]
    if not sure:
        sure = [
            person
            for person in possible
            if Seat.objects.live().filter(person=person, body=body).exists()
        ]
        if not sure and possible:
            row.warn("name", _("县内另有同名的人，没有出生年月或电话可以核对，按另一人登记。"))
    if len(sure) > 1:
        reason = _(
            "有 {count} 位同名的人都符合，分不清是哪一位。请补上代表证号、出生年月或手机号。"
        ).format(count=len(sure))
        raise RowRefused((row.label("name"), reason))
    return sure[0] if sure else None


def _agrees(person: Person, values: dict[str, str]) -> bool:
    """Whether birth or phone say that it is the same person."""
    same_phone = bool(values["phone"]) and person.phone == values["phone"]
    return same_phone or bool(
        values["born"] and person.born and _compatible(person.born, values["born"])
    )


def contradicts(person: Known, values: dict[str, str]) -> bool:
    """Whether birth or sex say that it is someone else."""
    if values["sex"] and person.sex and values["sex"] != person.sex:
        return True
    return bool(values["born"] and person.born and not _compatible(person.born, values["born"]))


def _compatible(one: str, other: str) -> bool:
    """Partial dates that can be the same day: 「1975」 and 「1975-03」."""
    return one.startswith(other) or other.startswith(one)
