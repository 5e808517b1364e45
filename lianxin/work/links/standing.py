"""Quotas met and not met: who is behind, and by what. Never an order of people.

Rows stand in stroke order. What is asked comes from the rulebook; a seat held for part
of the year is asked for its share (`engines.tenure`), an ended or suspended one for nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from lianxin.engines.tenure import Share, duties_at, share_of
from lianxin.foundation.people.models import Body, Person, PresidiumMembership, Seat
from lianxin.foundation.people.queries import presidium_of
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.links.models import Contact, Link, LinkedVoter

HEADS = (PresidiumMembership.Post.CHAIR, PresidiumMembership.Post.VICE_CHAIR)


@dataclass(frozen=True)
class Asked:
    """One quota: how many there are, how many are asked."""

    label: Any
    unit: Any
    has: int
    asked: int

    @property
    def gap(self) -> int:
        return max(self.asked - self.has, 0)

    @property
    def is_met(self) -> bool:
        return self.gap == 0

    @property
    def behind(self) -> str:
        return _("%(label)s还差 %(gap)s %(unit)s") % {
            "label": self.label,
            "gap": self.gap,
            "unit": self.unit,
        }


@dataclass
class Standing:
    """How someone stands: the links asked, and the contacts.

    share: of a seat's year; None for a leader. contacts: of the year, against the year's
    quota; a leader's of the quarter. last_on: of the last contact this year.
    """

    person: Person
    links: list[Asked]
    contacts: Asked
    quarter: int
    year: int
    last_on: date | None = None
    seat: Seat | None = None
    post: str = ""
    share: Share | None = None
    whom: list[Link] = field(default_factory=list)

    @property
    def is_met(self) -> bool:
        """Whether the links asked are there; contacts are counted to the end of the period."""
        return all(one.is_met for one in self.links)

    @property
    def is_whole(self) -> bool:
        return self.share is None or self.share.days == self.share.of

    @property
    def gaps(self) -> list[Asked]:
        return [one for one in self.links if not one.is_met]


def quarter_of(day: date) -> date:
    """First day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quota(key: str, body: Body, day: date) -> int:
    """A number of the rulebook; 0 where nothing is asked."""
    return int(rule(key, body, day).value or 0)


def deputies_standing(body: Body, today: date) -> list[Standing]:
    """Deputies in duty today at a body, in stroke order; a fixed number of queries."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    asked = {
        name: quota(f"link.{name}", body, today)
        for name in ("voters", "households", "contacts_per_year")
    }
    linked = _linked(body, today)
    contacts = _contacts(
        Contact.objects.kept().filter(body=body, seat__isnull=False), "seat", first, today
    )
    found = []
    for seat, periods in duties_at(body, first, last):
        if not any(start <= today <= end for start, end in periods):
            continue
        part = share_of(periods, first, last)
        voters, households = linked.get(seat.pk, (0, 0))
        quarter, year, last_on = contacts.get(seat.pk, (0, 0, None))
        links = [Asked(_("联系选民"), _("人"), voters, part.of_quota(asked["voters"]))]
        if asked["households"]:
            links.append(
                Asked(_("联系户"), _("户"), households, part.of_quota(asked["households"]))
            )
        found.append(
            Standing(
                person=seat.person,
                seat=seat,
                links=links,
                contacts=Asked(
                    _("联系选民"), _("次"), year, part.of_quota(asked["contacts_per_year"])
                ),
                quarter=quarter,
                year=year,
                last_on=last_on,
                share=part,
            )
        )
    return found


def standing_of(seat: Seat, body: Body, today: date) -> Standing | None:
    """One deputy's; None for one not in duty today."""
    return next((one for one in deputies_standing(body, today) if one.seat == seat), None)


def _linked(body: Body, day: date) -> dict[int, tuple[int, int]]:
    """Voters and households by seat; who speaks for a household is a voter, too."""
    rows = (
        LinkedVoter.objects.on(day)
        .filter(body=body)
        .order_by()
        .values_list("seat")
        .annotate(
            voters=Count("pk"), households=Count("pk", filter=~Q(kind=LinkedVoter.Kind.VOTER))
        )
    )
    return {seat: (voters, households) for seat, voters, households in rows}


def _contacts(found, by: str, first: date, today: date) -> dict[int, tuple[int, int, date]]:
    rows = (
        found.between(first, today)
        .order_by()
        .values_list(by)
        .annotate(
            quarter=Count("pk", filter=Q(on__gte=quarter_of(today))),
            year=Count("pk"),
            last_on=Max("on"),
        )
    )
    return {pk: (quarter, year, last_on) for pk, quarter, year, last_on in rows}


def leaders_standing(body: Body, today: date) -> list[Standing]:
    """Members of the presidium (standing committee) and other leaders who are linked.

    Heads are asked for deputies and places, members for deputies; a leader without a
    post there (正副县长、乡镇长) for the government's number of deputies.
    """
    links: dict[int, list[Link]] = defaultdict(list)
    related = ("leader", "seat__person", "village", "station", "unit")
    for one in Link.objects.on(today).filter(body=body).select_related(*related):
        links[one.leader_id].append(one)
    contacts = _contacts(
        Contact.objects.kept().filter(body=body, link__isnull=False),
        "link__leader",
        date(today.year, 1, 1),
        today,
    )
    posts = {one.person_id: one for one in presidium_of(body, today)}
    people = {pk: one.person for pk, one in posts.items()}
    people |= {pk: found[0].leader for pk, found in links.items()}
    asked = {
        name: quota(f"link.{name}", body, today)
        for name in (
            "member_deputies",
            "government_deputies",
            "chair_villages",
            "leader_contacts_per_quarter",
        )
    }
    rows = []
    for person in sorted(people.values(), key=lambda one: (one.stroke_key, one.pk)):
        post = posts.get(person.pk)
        quarter, year, last_on = contacts.get(person.pk, (0, 0, None))
        rows.append(
            Standing(
                person=person,
                links=_asked_of(post, links[person.pk], asked),
                contacts=Asked(
                    _("本季度联系"), _("次"), quarter, asked["leader_contacts_per_quarter"]
                ),
                quarter=quarter,
                year=year,
                last_on=last_on,
                post=str(post.get_post_display()) if post else _("政府领导等"),
                whom=links[person.pk],
            )
        )
    return rows


def _asked_of(post, links: Iterable[Link], asked: dict[str, int]) -> list[Asked]:
    links = list(links)
    deputies = sum(one.seat is not None and one.seat.state == Seat.State.IN_OFFICE for one in links)
    wanted = asked["member_deputies" if post else "government_deputies"]
    found = [Asked(_("联系代表"), _("名"), deputies, wanted)]
    places = sum(one.seat_id is None for one in links)
    if post is not None and post.post in HEADS:
        found.append(Asked(_("联系村和站点"), _("个"), places, asked["chair_villages"]))
    return found
