"""Bodies, sessions, persons, seats, offices and a few accounts of the province."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from lianxin.foundation.people.models import (
    Account,
    Body,
    District,
    Grant,
    Office,
    Person,
    Role,
    Seat,
    Session,
    Term,
)

COUNTIES = 100
TOWNS = 10
DEPUTIES = 1000
COUNTY_OFFICES = 20
TOWN_OFFICES = 3
YEARS = 5
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林"


@dataclass
class County:
    """Ids of one county's rows. bodies: the county first; offices and persons by body id."""

    bodies: list[int] = field(default_factory=list)
    offices: dict[int, list[int]] = field(default_factory=dict)
    persons: dict[int, list[int]] = field(default_factory=dict)
    seats: dict[int, int] = field(default_factory=dict)
    sessions: dict[tuple[int, int], int] = field(default_factory=dict)


class Places:
    """Builds all counties; ids are given here, from 1."""

    def __init__(self, loader, rng, today: date):
        self.rng, self.today = rng, today
        self.counties: list[County] = []
        self.ids: dict[str, int] = {}
        row = loader.row
        self._body = row(
            Body, "id", "code", "name", "short_name", "kind", "parent_id", "profile", "path"
        )
        self._term = row(Term, "id", "body_id", "number", "starts_on")
        self._session = row(Session, "id", "term_id", "number", "opens_on", "closes_on")
        self._district = row(District, "id", "term_id", "name")
        self._person = row(Person, "id", "county_id", "name", "stroke_key", "pinyin_key")
        self._seat = row(Seat, "id", "person_id", "body_id", "term_id", "district_id", "started_on")
        self._office = row(Office, "id", "body_id", "name", "kind")
        self._account = row(
            Account, "id", "username", "name", "person_id", "password", "created_at"
        )
        self._grant = row(Grant, "id", "account_id", "role", "body_id", "office_id", "valid_from")
        self._password = make_password(None)

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.ids[name] for name in ("body", "person", "seat", "office", "account")}

    def next_id(self, name: str) -> int:
        self.ids[name] = self.ids.get(name, 0) + 1
        return self.ids[name]

    def build(self) -> None:
        for number in range(COUNTIES):
            self.counties.append(self._build_county(number))

    def _build_county(self, number: int) -> County:
        county = County()
        root = self._add_body(county, None, f"c{number:03d}", f"{number}号县", "county_congress")
        self._fill(county, root, root, DEPUTIES // 2, COUNTY_OFFICES)
        for town in range(TOWNS):
            body = self._add_body(
                county, root, f"c{number:03d}-t{town}", f"{number}-{town}镇", "township_congress"
            )
            self._fill(county, root, body, DEPUTIES // 2 // TOWNS, TOWN_OFFICES)
        self._open_accounts(county, number)
        return county

    def _add_body(self, county, root, code, name, kind) -> int:
        body = self.next_id("body")
        path = f"/{root}/{body}/" if root else f"/{body}/"
        profile = "" if root else "henan"
        self._body(body, code, f"{name}人民代表大会", name, kind, root, profile, path)
        county.bodies.append(body)
        return body

    def _fill(self, county, root, body, deputies, offices) -> None:
        year = self.today.year
        term = self.next_id("term")
        begins = f"{year - YEARS + 1}-01-10"
        self._term(term, body, 18, begins)
        for turn in range(YEARS):
            session = self.next_id("session")
            day = f"{year - YEARS + 1 + turn}-01-1"
            self._session(session, term, turn + 1, f"{day}0", f"{day}2")
            county.sessions[body, year - YEARS + 1 + turn] = session
        district = self.next_id("district")
        self._district(district, term, "第一选区")
        county.persons[body] = []
        for _ in range(deputies):
            person, seat = self.next_id("person"), self.next_id("seat")
            name = f"{self.rng.choice(SURNAMES)}代表{person}"
            key = f"{self.rng.randrange(10**8):08d}"
            self._person(person, root, name, key, key)
            self._seat(seat, person, body, term, district, begins)
            county.persons[body].append(person)
            county.seats[person] = seat
        county.offices[body] = []
        for turn in range(offices):
            office = self.next_id("office")
            self._office(office, body, f"第{turn + 1}承办单位", "department")
            county.offices[body].append(office)

    def _open_accounts(self, county, number) -> None:
        root = county.bodies[0]
        people = county.persons[root][:10]
        roles = [("clerk", Role.COUNTY_CLERK, None, None), ("audit", Role.AUDITOR, None, None)]
        roles += [("chair", Role.CHAIR, None, None)]
        roles += [
            (f"office{n}", Role.OFFICE_HEAD, office, None)
            for n, office in enumerate(county.offices[root][:3])
        ]
        roles += [(f"deputy{n}", Role.DEPUTY, None, person) for n, person in enumerate(people)]
        for name, role, office, person in roles:
            account = self.next_id("account")
            self._account(
                account,
                f"{name}-{number}",
                f"{name}{number}",
                person,
                self._password,
                f"{self.today} 00:00:00+00:00",
            )
            self._grant(self.next_id("grant"), account, str(role), root, office, "2020-01-01")
