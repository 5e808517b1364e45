"""The people of the demo: deputies, presidiums, staff, handlers, and their accounts."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from lianxin.faces.setup.demo.names import RARE, invent
from lianxin.faces.setup.demo.place import Place
from lianxin.foundation.people.models import (
    Account,
    Grant,
    Group,
    Office,
    Person,
    PresidiumMembership,
    Role,
    Seat,
    SeatChange,
)
from lianxin.foundation.people.names import pinyin_key, stroke_key

PASSWORD = "hewang2026"  # noqa: S105 - the demo prints it
# Who may look round, by role: user name; the name is that of an invented person.
SIGN_INS = {
    Role.COUNTY_CLERK: "xianban",
    Role.TOWNSHIP_CLERK: "liuxi",
    Role.CHAIR: "zhuxi",
    Role.PRESIDIUM_MEMBER: "zhuxituan",
    Role.DEPUTY: "daibiao",
    Role.GROUP_LEADER: "zuzhang",
    Role.LIAISON: "lianluo",
    Role.OFFICE_HANDLER: "jingban",
    Role.OFFICE_HEAD: "juzhang",
    Role.SUPERVISION_OFFICE: "ducha",
    Role.AUDITOR: "shenji",
    Role.SYSTEM_ADMIN: "guanli",
}
COUNTY_SEATS = 150
TOWN_SEATS = 38
BOTH_LEVELS = 40
POSTS = [
    "村党支部书记",
    "村民",
    "小学教师",
    "乡村医生",
    "种植大户",
    "个体工商户",
    "企业职工",
    "社区工作者",
]
# Of the townships and streets, in their order.
LIAISONS = ["杨小妹", "钟小满", "蓝桥生", "江一帆", "白雪梅", "路远", "夏安安"]
EDUCATION = ["初中", "高中", "中专", "大专", "本科"]
PARTY = ["中共党员", "中共党员", "群众", "群众", "民盟盟员"]


@dataclass
class People:
    """Who is there, by body id or office id.

    deputies: persons who may raise suggestions at a body; accounts by person id.
    clerks, chairs, liaisons: accounts at a body; heads: who signs for an office.
    """

    deputies: dict[int, list[Person]] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    clerks: dict[int, Account] = field(default_factory=dict)
    chairs: dict[int, Account] = field(default_factory=dict)
    heads: dict[int, Account] = field(default_factory=dict)
    handlers: dict[int, Account] = field(default_factory=dict)
    liaisons: dict[int, Account] = field(default_factory=dict)
    supervision: Account | None = None


def settle(place: Place, rng: random.Random, today: date) -> People:
    """Create everybody who lives and works in `place`."""
    people = People()
    persons = _invent_persons(place, rng)
    _seat(place, people, persons, rng, today)
    _change_seats(place, people, today)
    opened = _Accounts(place, today)
    for person in persons:
        # Six in seven have signed in; for the others the clerk records.
        if person.pk % 7:
            people.accounts[person.pk] = opened.account(f"d{person.pk}", person.name, person=person)
    _staff(place, people, opened)
    _presidiums(place, people, opened, today)
    _offices(place, people, opened)
    for body_id, members in people.deputies.items():
        body = next(one for one in place.bodies if one.pk == body_id)
        for person in members:
            if person.pk in people.accounts:
                opened.grant(people.accounts[person.pk], Role.DEPUTY, body)
    _others(place, people, opened)
    opened.save()
    return people


class _Accounts:
    """Collects accounts and grants, so that hundreds are written at once."""

    def __init__(self, place, today):
        self.since = today - timedelta(days=900)
        self.accounts: list[Account] = []
        self.grants: list[Grant] = []
        self.unusable = make_password(None)
        # Hashing is slow by design, and the demo's password is no secret.
        self.password = make_password(PASSWORD)

    def account(self, username, name, *, person=None):
        account = Account(username=username, name=name, person=person, password=self.unusable)
        self.accounts.append(account)
        return account

    def grant(self, account, role, body, *, office=None, group=None):
        self.grants.append(
            Grant(
                account=account,
                role=role,
                body=body,
                office=office,
                group=group,
                valid_from=self.since,
            )
        )

    def sign_in(self, account, role):
        """Make `account` the one that shows the demo in this role."""
        account.username = SIGN_INS[role]
        account.password = self.password

    def save(self):
        Account.objects.bulk_create(self.accounts)
        for grant in self.grants:
            grant.account_id = grant.account.pk
        Grant.objects.bulk_create(self.grants)


def _invent_persons(place, rng):
    county = place.county
    taken: set[str] = set(RARE)
    number = COUNTY_SEATS + 5 * TOWN_SEATS - BOTH_LEVELS
    persons = []
    for serial in range(number):
        is_woman = rng.random() < 0.34
        name = RARE[serial] if serial < len(RARE) else invent(rng, taken, is_woman=is_woman)
        persons.append(
            Person(
                county=county,
                name=name,
                sex=Person.Sex.FEMALE if is_woman else Person.Sex.MALE,
                born=f"{rng.randint(1955, 1998)}-{rng.randint(1, 12):02d}",
                ethnicity="汉族" if serial != 2 else "维吾尔族",
                education=rng.choice(EDUCATION),
                party=rng.choice(PARTY),
                post=rng.choice(POSTS),
                # No network gives out numbers that begin with 100.
                phone=f"100{serial:08d}",
                stroke_key=stroke_key(name)[:120],
                pinyin_key=pinyin_key(name)[:120],
            )
        )
    return Person.objects.bulk_create(persons)


def _seat(place, people, persons, rng, today):
    """Seats: the first at the county, the last at townships, and forty at both."""
    towns = [body for body in place.bodies if not body.is_county and not body.is_street]
    county_members = persons[:COUNTY_SEATS]
    town_members = persons[COUNTY_SEATS - BOTH_LEVELS :]
    seats = _seats_of(place, place.county, county_members, rng)
    people.deputies[place.county.pk] = list(county_members)
    for index, body in enumerate(towns):
        members = town_members[index::5][:TOWN_SEATS]
        people.deputies[body.pk] = list(members)
        seats += _seats_of(place, body, members, rng)
    Seat.objects.bulk_create(seats)
    # At a street the county's deputies who live there take part.
    streets = [body for body in place.bodies if body.is_street]
    for index, body in enumerate(streets):
        people.deputies[body.pk] = list(county_members[index * 15 : index * 15 + 15])


def _seats_of(place, body, members, rng):
    districts, groups = place.districts[body.pk], place.groups[body.pk]
    term = districts[0].term
    for group, leader in zip(groups, members, strict=False):
        Group.objects.filter(pk=group.pk).update(leader=leader)
        group.leader = leader
    return [
        Seat(
            person=person,
            body=body,
            term=term,
            district=districts[index % len(districts)],
            group=groups[index % len(groups)],
            delegation=f"{body.short_name}代表团" if not body.is_county else "",
            certificate_no=f"{index + 1:04d}",
            started_on=term.starts_on,
        )
        for index, person in enumerate(members)
    ]


def _change_seats(place, people, today):
    """One moved away, one left and came back, one is suspended: the roster shows it all."""
    for body in place.bodies[:2]:
        members = people.deputies[body.pk]
        left, returned, suspended = (members.pop() for _ in range(3))
        # A term may have begun only lately.
        began = place.districts[body.pk][0].term.starts_on or today
        on = max(began, today - timedelta(days=300))
        moved = Seat.objects.filter(person__in=[left, returned], body=body)
        moved.update(state=Seat.State.ENDED, ended_on=on, end_reason=Seat.EndReason.MOVED)
        for seat in moved:
            SeatChange.objects.create(
                seat=seat,
                kind=SeatChange.Kind.END,
                changed_on=on,
                ground="调离本行政区域",
                article="代表法（2025）第六十二条",
            )
        old = moved.get(person=returned)
        Seat.objects.create(
            person=returned,
            body=body,
            term=old.term,
            district=old.district,
            group=old.group,
            certificate_no="0901",
            started_on=max(began, today - timedelta(days=120)),
        )
        members.append(returned)
        seat = Seat.objects.get(person=suspended, body=body)
        seat.state = Seat.State.SUSPENDED
        seat.save(update_fields=["state"])
        SeatChange.objects.create(
            seat=seat,
            kind=SeatChange.Kind.SUSPEND,
            changed_on=today - timedelta(days=60),
            ground="因刑事案件被羁押正在受侦查",
            article="代表法（2025）第六十一条",
        )


def _staff(place, people, opened):
    clerks = ["林知夏", "柳晓芸", "石明远", "云大川", "何东升", "常慧敏", "文静宜", "向南"]
    for body, name in zip(place.bodies, clerks, strict=True):
        account = opened.account(f"clerk{body.pk}", name)
        role = Role.COUNTY_CLERK if body.is_county else Role.TOWNSHIP_CLERK
        opened.grant(account, role, body)
        people.clerks[body.pk] = account
        if body.pk in {place.county.pk, place.bodies[1].pk}:
            opened.sign_in(account, role)


def _presidiums(place, people, opened, today):
    """Chairs and presidium members are deputies; a street's head is the county's deputy."""
    for body in place.bodies:
        members = people.deputies[body.pk]
        chosen = members[-9:] if not body.is_street else members[-1:]
        for position, person in enumerate(chosen):
            post = PresidiumMembership.Post.CHAIR if position == 0 else "member"
            PresidiumMembership.objects.create(
                body=body, person=person, post=post, started_on=today - timedelta(days=800)
            )
            account = people.accounts.get(person.pk)
            if account is None:
                if position:
                    continue
                account = opened.account(f"d{person.pk}", person.name, person=person)
                people.accounts[person.pk] = account
            if position == 0:
                opened.grant(account, Role.CHAIR, body)
                people.chairs[body.pk] = account
                if body == place.bodies[1]:
                    opened.sign_in(account, Role.CHAIR)
            elif not body.is_county:
                opened.grant(account, Role.PRESIDIUM_MEMBER, body)
        if body == place.bodies[1]:
            second = next(people.accounts[p.pk] for p in chosen[1:] if p.pk in people.accounts)
            opened.sign_in(second, Role.PRESIDIUM_MEMBER)


def _short(office) -> str:
    """县住房和城乡建设局 without the county, which every one of them has."""
    return office.name.removeprefix("县")


def _offices(place, people, opened):
    """Departments have a head and a handler; a village's one account does both."""
    serial = 0
    for body in place.bodies:
        for office in place.offices[body.pk].values():
            serial += 1
            handler = opened.account(f"o{office.pk}", f"{_short(office)}经办员")
            opened.grant(handler, Role.OFFICE_HANDLER, body, office=office)
            people.handlers[office.pk] = people.heads[office.pk] = handler
            if office.kind == Office.Kind.VILLAGE:
                continue
            head = opened.account(f"h{office.pk}", f"{_short(office)}负责人")
            opened.grant(head, Role.OFFICE_HEAD, body, office=office)
            people.heads[office.pk] = head
            if office.name == "县交通运输局":
                head.name, handler.name = "乔安国", "周小路"
                opened.sign_in(head, Role.OFFICE_HEAD)
                opened.sign_in(handler, Role.OFFICE_HANDLER)


def _others(place, people, opened):
    county, town = place.bodies[0], place.bodies[1]
    people.supervision = opened.account("supervision", "督查室 方正")
    opened.grant(people.supervision, Role.SUPERVISION_OFFICE, county)
    opened.sign_in(people.supervision, Role.SUPERVISION_OFFICE)
    for role, name in ((Role.AUDITOR, "审计员 秦明"), (Role.SYSTEM_ADMIN, "系统管理员 任务实")):
        account = opened.account(role.value, name)
        opened.grant(account, role, county)
        opened.sign_in(account, role)
    for body, name in zip(place.bodies[1:], LIAISONS, strict=True):
        people.liaisons[body.pk] = opened.account(f"l{body.pk}", name)
        opened.grant(people.liaisons[body.pk], Role.LIAISON, body)
    opened.sign_in(people.liaisons[town.pk], Role.LIAISON)
    star = star_deputy(place, people)
    opened.sign_in(people.accounts[star.pk], Role.DEPUTY)
    group = place.groups[town.pk][0]
    if group.leader_id not in people.accounts or group.leader_id == star.pk:
        group.leader = next(
            p for p in people.deputies[town.pk] if p.pk in people.accounts and p.pk != star.pk
        )
        group.save()
    leader = people.accounts[group.leader_id]
    opened.grant(leader, Role.GROUP_LEADER, town, group=group)
    opened.sign_in(leader, Role.GROUP_LEADER)


def star_deputy(place: Place, people: People) -> Person:
    """The deputy whose sign-in the demo gives: with seats at county and township."""
    county = {person.pk for person in people.deputies[place.county.pk]}
    return next(
        person
        for person in people.deputies[place.bodies[1].pk]
        if person.pk in county and person.pk in people.accounts
    )
