"""What can be asked of bulletins, receipts, questions, periodicals, papers; who sees which."""

from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Q

from lianxin.foundation.figures.words import rate_words
from lianxin.foundation.people.models import CLERKS, Body, Role, Seat
from lianxin.work.activities.models import Activity, Attendance

WHOLE_BODY = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)
NOT_DRAFT = ~Q(state="draft")


class Reading(NamedTuple):
    """How many of the recipients read it, on the screen or on paper."""

    of: int
    screen: int
    paper: int

    @property
    def read(self) -> int:
        return self.screen + self.paper

    @property
    def unread(self) -> int:
        return self.of - self.read

    @property
    def words(self) -> str:
        """「75%（27/36）」, by the house's rule for rates of few."""
        return rate_words(self.read, self.of)


class BulletinQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those one was sent; those of one's bodies; drafts for the body's own clerks alone."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(pk__in=[])
        if user.person_id:
            from lianxin.work.bulletins.models import Receipt

            sent = Receipt.objects.filter(person=user.person_id).values("bulletin")
            seen |= Q(pk__in=sent) & NOT_DRAFT
        for grant in user.current_grants:
            if grant.role in WHOLE_BODY:
                seen |= Q(body__path__startswith=grant.body.path) & NOT_DRAFT
            if grant.role in CLERKS:
                seen |= Q(body_id=grant.body_id)
        return self.filter(seen)

    def current(self):
        """Issued, and not replaced or withdrawn since."""
        return self.filter(state="issued")

    def counted(self):
        """Each bulletin once, by its first edition; without those withdrawn."""
        return self.filter(edition=1, state__in=("issued", "replaced"))

    def for_list(self):
        """All that one row shows: recipients, and how many of them read it in which way."""
        counted = Q(receipts__counts=True)
        return self.select_related("body").annotate(
            of=Count("receipts", counted),
            on_screen=Count("receipts", counted & Q(receipts__way="screen")),
            on_paper=Count("receipts", counted & Q(receipts__way="paper")),
        )


class ItemQuerySet(models.QuerySet):
    def asked_of(self, user: Any):
        """Items that the reader's offices were asked for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(office__in=user.office_ids(), asked_on__isnull=False)

    def waiting(self):
        """Not yet sent, of bulletins not yet issued."""
        return self.filter(
            asked_on__isnull=False, sent_on__isnull=True, text="", bulletin__state="draft"
        )


class ReceiptQuerySet(models.QuerySet):
    def counted(self):
        return self.filter(counts=True)

    def unread(self):
        return self.filter(way="")

    def reading(self) -> Reading:
        """Of one bulletin's receipts; one query."""
        counted = self.counted().aggregate(
            of=Count("pk"),
            screen=Count("pk", Q(way="screen")),
            paper=Count("pk", Q(way="paper")),
        )
        return Reading(**counted)


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """One's own, and those put to a body whose clerk or chair one is."""
        if not user.is_authenticated:
            return self.none()
        bodies = [
            grant.body_id
            for grant in user.current_grants
            if grant.role in CLERKS or grant.role == Role.CHAIR
        ]
        seen = Q(bulletin__body__in=bodies)
        if user.person_id:
            seen |= Q(person=user.person_id)
        return self.filter(seen)

    def waiting(self):
        return self.filter(answer="")


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those of one's bodies and of those below; of one's own body for its deputies."""
        return self.filter(_of_bodies(user, "body"))


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those of activities of one's bodies and those below; a body's deputies read all of it."""
        return self.filter(_of_bodies(user, "activity__body"))


class CallQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Those of bodies one sits in or keeps, and of exchanges one is invited to."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(activity__body__in=[*bodies_sat_in(user), *_kept(user)])
        if user.person_id:
            seen |= Q(activity__in=_invited_to(user))
        return self.filter(seen)

    def open(self, today: date):
        """Papers are still taken."""
        return self.filter(
            until__gte=today, activity__on__gte=today, activity__state__in=Activity.OPEN
        )


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """One's own, and those handed in to a body whose clerk one is."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(call__activity__body__in=_kept(user))
        if user.person_id:
            seen |= Q(person=user.person_id)
        return self.filter(seen)

    def waiting_for(self, user: Any):
        """Sent, and not yet looked at by the clerk who asks."""
        return self.filter(state="sent", call__activity__body__in=_kept(user))


def _invited_to(user: Any):
    return Attendance.objects.of_person(user.person_id).values("activity")


def _of_bodies(user: Any, path: str) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    seen = Q(**{f"{path}__in": bodies_sat_in(user)})
    for grant in user.current_grants:
        if grant.role in WHOLE_BODY:
            seen |= Q(**{f"{path}__path__startswith": grant.body.path})
    return seen


def bodies_sat_in(user: Any) -> list[int]:
    """Ids of bodies whose deputy one is; of a street, by one's group."""
    if not user.person_id:
        return []
    seats = Seat.objects.filter(person=user.person_id, state__in=("in_office", "suspended"))
    found = seats.values_list("body", "group__body")
    return sorted({pk for pair in found for pk in pair if pk})


def may_offer(user: Any, call) -> bool:
    """A deputy in office of the body that holds the exchange, or one invited to it."""
    if not user.person_id:
        return False
    seats = Seat.objects.in_office().filter(person=user.person_id)
    body = call.activity.body_id
    if seats.filter(Q(body=body) | Q(group__body=body)).exists():
        return True
    return seats.exists() and _invited_to(user).filter(activity=call.activity_id).exists()


def _kept(user: Any) -> set[int]:
    return {grant.body_id for grant in user.current_grants if grant.role in CLERKS}


def bodies_kept(user: Any):
    """Bodies whose clerk one is, the county first."""
    return Body.objects.filter(pk__in=_kept(user)).order_by("path")
