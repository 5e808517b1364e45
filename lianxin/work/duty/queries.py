"""Which deputies' files exist for whom, and which period of one is read."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS, Account, Body, Role, Seat, Term
from lianxin.work.duty.models import Campaign

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """The days a file tells of: a year of a term, or all of the term up to today.

    year: None for the whole term.
    """

    since: date
    until: date
    year: int | None = None

    @property
    def words(self) -> str:
        return _("%d 年") % self.year if self.year else _("本届以来")

    @property
    def value(self) -> str:
        """As it stands in an address."""
        return str(self.year) if self.year else "term"

    def within(self, seat: Seat) -> "Period":
        """The part of it in which the seat was held."""
        since = max(self.since, seat.started_on)
        until = min(self.until, seat.ended_on - A_DAY) if seat.ended_on else self.until
        return Period(since, max(until, since), self.year)


def years_of(term: Term, today: date) -> list[int]:
    """Calendar years a term touches up to today, newest first."""
    first = (term.starts_on or today).year
    last = min(term.ends_on or today, today).year
    return list(range(max(last, first), first - 1, -1))


def period_of(term: Term | None, asked: str, today: date) -> Period:
    """What `asked` says, "2026" or "term"; this year, or the last of a term that is over.

    Something that makes no sense, or lies outside the term, counts as not said.
    """
    begins = (term.starts_on if term else None) or today.replace(month=1, day=1)
    ends = term.ends_on - A_DAY if term and term.ends_on else date.max
    if asked == "term" and term:
        return Period(begins, min(ends, today))
    years = years_of(term, today) if term else [today.year]
    year = int(asked) if asked.isdecimal() and int(asked) in years else years[0]
    return Period(max(begins, date(year, 1, 1)), min(ends, date(year, 12, 31)), year)


def bodies_read_by(user: Account) -> QuerySet[Body]:
    """Bodies whose deputies' files `user` reads: the own, and for a county those below."""
    seen = Q(pk__in=[])
    for grant in user.current_grants:
        if grant.role in (*CLERKS, Role.AUDITOR):
            seen |= Q(path__startswith=grant.body.path)
        elif grant.role == Role.CHAIR:
            seen |= Q(pk=grant.body_id)
    return Body.objects.filter(seen, is_active=True)


def seats_read_by(user: Account) -> QuerySet[Seat]:
    """Seats whose file exists for `user`: one's own, and those of the bodies one answers for."""
    bodies = bodies_read_by(user).values("pk")
    seen = Q(body__in=bodies) | Q(group__body__in=bodies)
    if user.person_id:
        seen |= Q(person_id=user.person_id)
    return Seat.objects.filter(seen)


def campaigns_seen_by(user: Account) -> QuerySet[Campaign]:
    """Of the bodies one reads all; a deputy sees those of his bodies that have started."""
    seen = Q(body__in=bodies_read_by(user).values("pk"))
    if user.person_id:
        seats = Seat.objects.live().filter(person_id=user.person_id)
        seen |= ~Q(state=Campaign.State.DRAFT) & (
            Q(body__in=seats.values("body")) | Q(body__in=seats.values("group__body"))
        )
    return Campaign.objects.filter(seen)


def own_seat(user: Account, today: date) -> Seat | None:
    """The seat whose file 我的履职 shows: the one held now, the latest if none is.

    Of someone who sits in two congresses the lower one, whose office keeps the file.
    """
    if not user.person_id:
        return None
    seats = Seat.objects.filter(person_id=user.person_id).select_related("body", "term")
    held = sorted(seats, key=lambda seat: (_is_held(seat, today), seat.started_on, seat.body.path))
    return held[-1] if held else None


def _is_held(seat: Seat, today: date) -> bool:
    return seat.started_on <= today and (seat.ended_on is None or seat.ended_on > today)
