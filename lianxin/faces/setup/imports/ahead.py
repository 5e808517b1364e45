"""What many rows of a roster ask the database, read once: who is known, groups, districts."""

from collections import defaultdict
from typing import Any, NamedTuple

from lianxin.faces.setup.imports.namesakes import contradicts
from lianxin.foundation.ledger.models import ChainHead
from lianxin.foundation.people.models import Body, District, Group, Person, Seat, Term

MISSING: Any = object()
"""A group or district that a row names and nobody has made."""


class Known(NamedTuple):
    """What tells one namesake from another."""

    sex: str
    born: str


class Ahead:
    """Only ever says "new" of someone who surely is; whoever may be known is asked for singly."""

    def __init__(self, body: Body, term: Term):
        self.body, self.term = body, term
        self._seq = -1

    def read(self) -> None:
        """Read anew what has changed: each change of a person left an event in the ledger."""
        head = ChainHead.objects.filter(chain=self.body.county_id).first()
        seq = head.seq if head else 0
        if seq == self._seq:
            return
        self._seq = seq
        self._people: dict[str, list[Known]] = defaultdict(list)
        people = Person.objects.filter(county_id=self.body.county_id).order_by()
        for name, sex, born in people.values_list("name", "sex", "born").iterator():
            self._people[name].append(Known(sex, born))
        seats = Seat.objects.live().filter(body=self.body, term=self.term).order_by()
        self._codes = set(seats.values_list("certificate_no", flat=True))
        self._groups: dict[str, Group] = {}
        self._districts: dict[str, District] = {}

    def wrote(self, events: int) -> None:
        """What was written since `read` is known; others' events besides show by their number."""
        self._seq += events

    def is_new(self, values: dict[str, str], seat: dict[str, Any]) -> bool:
        """Whether nobody known can be meant, by certificate or by name."""
        if seat["certificate_no"] and seat["certificate_no"] in self._codes:
            return False
        return all(contradicts(known, values) for known in self._people.get(values["name"], ()))

    def add(self, values: dict[str, str], seat: dict[str, Any]) -> None:
        """From now on this person may be known."""
        self._people[values["name"]].append(Known(values["sex"], values["born"]))
        self._codes.add(seat["certificate_no"])

    def group(self, name: str) -> Any:
        """The group of that name, None for no name, or MISSING."""
        if not name:
            return None
        if name not in self._groups:
            found = Group.objects.filter(body=self.body, name=name).select_related("body").first()
            if found is None:
                return MISSING
            self._groups[name] = found
        return self._groups[name]

    def district(self, name: str) -> Any:
        """The same of a district, by name or number."""
        if not name:
            return None
        if name not in self._districts:
            same = District.objects.filter(term=self.term)
            found = same.filter(name=name).first() or same.filter(number=name).first()
            if found is None:
                return MISSING
            self._districts[name] = found
        return self._districts[name]
