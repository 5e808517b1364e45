"""Who sees which batches, meetings and reports; who has not yet reported."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, Q

from lianxin.foundation.people.models import CLERKS, Body, Role, Seat
from lianxin.foundation.rulebook.rules import rule

WHOLE_BODY = (*CLERKS, Role.CHAIR, Role.PRESIDIUM_MEMBER, Role.AUDITOR)


def _of_body(user, field: str = "body") -> Q:
    """What whole-body roles see; a liaison sees the meetings of the body."""
    seen = Q(pk__in=[])
    for grant in user.current_grants:
        if grant.role in WHOLE_BODY:
            seen |= Q(**{f"{field}__in": grant.body.ids_within()})
        elif grant.role == Role.LIAISON:
            seen |= Q(**{field: grant.body_id})
    return seen


def sees_plans(user) -> bool:
    """Whether the list holds anything but one's own report."""
    return user.has_role(*WHOLE_BODY, Role.LIAISON)


def with_those_above(body: Body) -> list[int]:
    """Ids of the body and of all above it."""
    return [int(part) for part in body.path.split("/") if part]


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_of_body(user)) if user.is_authenticated else self.none()

    def for_list(self):
        """With `planned` and `held`: how many are to report, and how many have."""
        from lianxin.work.appraisals.models import Meeting

        held = Q(subjects__meeting__state__in=Meeting.HELD)
        return self.select_related("body").annotate(
            planned=Count("subjects", distinct=True),
            held=Count("subjects", filter=held, distinct=True),
        )


class OwnScaleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's bodies and of the bodies above, whose scales may be used here."""
        if not user.is_authenticated:
            return self.none()
        above = {
            part
            for grant in user.current_grants
            if grant.role in (*WHOLE_BODY, Role.LIAISON)
            for part in with_those_above(grant.body)
        }
        return self.filter(_of_body(user) | Q(body__in=above))

    def in_use(self, body: Body | None = None):
        """The last versions of scales not given up; for `body` its own and those above it."""
        found = self.filter(ended_on__isnull=True)
        return found if body is None else found.filter(body__in=with_those_above(body))


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's bodies; one who reports sees the own meeting."""
        if not user.is_authenticated:
            return self.none()
        from lianxin.work.appraisals.models import Subject

        own = Subject.objects.own_of(user).exclude(meeting=None).values("meeting")
        return self.filter(_of_body(user) | Q(pk__in=own))

    def public(self):
        """Those whose counts anybody may read."""
        return self.filter(is_public=True, body__is_active=True)

    def for_list(self):
        return self.select_related("body").annotate(objects_count=Count("subjects"))


class SubjectQuerySet(models.QuerySet):
    def own_of(self, user):
        """Of whom reports: the deputy's own seats, the own office."""
        own = Q(office__in=user.office_ids())
        if user.person_id:
            own |= Q(seat__person_id=user.person_id)
        return self.filter(own)

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        from lianxin.work.appraisals.models import Subject

        return self.filter(_of_body(user) | Q(pk__in=Subject.objects.own_of(user).values("pk")))

    def reported(self):
        """Those whose meeting was held."""
        from lianxin.work.appraisals.models import Meeting

        return self.filter(meeting__state__in=Meeting.HELD)

    def for_list(self):
        return self.select_related(
            "body", "batch", "meeting", "seat__person", "seat__district", "office"
        )


@dataclass(frozen=True)
class Coverage:
    """Who of the deputies in office has reported within the term (T24)."""

    done: int
    total: int
    waiting: list[Seat]


def coverage_of(body: Body, today: date) -> Coverage:
    """Deputies in office of the present term: reported, and not yet, in the order of names.

    Counted are reports to a meeting that was held, of the same seat; how many each owes
    the rulebook says (`deputy.report`).
    """
    from lianxin.work.appraisals.models import Subject

    seats = list(
        Seat.objects.in_office()
        .on(today)
        .filter(body=body)
        .select_related("person", "district")
        .order_by("person__stroke_key", "pk")
    )
    times = Counter(
        Subject.objects.reported()
        .filter(seat__body=body, meeting__on__lte=today)
        .order_by()
        .values_list("seat_id", flat=True)
    )
    wanted = int(rule("deputy.report", body, today).value or 1)
    waiting = [one for one in seats if times[one.pk] < wanted]
    return Coverage(len(seats) - len(waiting), len(seats), waiting)
