"""Records of the year's end that show a duty was done: appraisals, honours, assessments, reports."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from lianxin.foundation.people.models import Seat
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.assessments.models import Round, Sheet
from lianxin.work.diary import evidence
from lianxin.work.diary.evidence import Found
from lianxin.work.diary.sources import Bodies, Kinds
from lianxin.work.honours.models import Honour
from lianxin.work.work_reports.models import Report

OFFICES, DEPUTIES = "offices", "deputies"
COUNTED = (Meeting.State.COUNTED, Meeting.State.FILED)


def appraisals(bodies: Bodies, first: date, last: date, kinds: Kinds) -> Iterator[Found]:
    """Meetings whose ballots were counted; by whether offices or deputies reported."""
    held = Meeting.objects.filter(body__in=bodies, on__gte=first, on__lte=last, state__in=COUNTED)
    reported = Subject.objects.filter(meeting__in=held).values_list("meeting_id", "seat_id")
    kinds_of: dict[int, set[str]] = {}
    for meeting, seat in reported:
        kinds_of.setdefault(meeting, set()).add(DEPUTIES if seat else OFFICES)
    for one in held:
        for kind in kinds_of.get(one.pk, ()):
            if not kinds or kind in kinds:
                yield Found(
                    one.body_id,
                    one.on,
                    one.title,
                    reverse("appraisals:meeting", args=[one.pk]),
                    kind,
                )


def deputies_reported(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    """Each deputy who reported to voters: all of them are to, once a term."""
    found = Subject.objects.filter(
        body__in=bodies,
        seat__isnull=False,
        meeting__state__in=COUNTED,
        meeting__on__gte=first,
        meeting__on__lte=last,
    ).values_list("body_id", "meeting__on", "meeting__title", "meeting_id", "seat_id")
    for body, on, title, meeting, seat in found:
        yield Found(body, on, title, reverse("appraisals:meeting", args=[meeting]), part=seat)


def deputies_needed(bodies: Bodies) -> Counter[int]:
    return Counter(
        Seat.objects.in_office().filter(body__in=bodies).values_list("body_id", flat=True)
    )


def honours(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    for one in Honour.objects.filter(body__in=bodies, granted_on__gte=first, granted_on__lte=last):
        yield Found(one.body_id, one.granted_on, one.title, one.get_absolute_url())


def assessments(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    """Rounds that were published: for who assesses, and for each body assessed."""
    rounds = Round.objects.filter(published_on__gte=first, published_on__lte=last)
    for one in rounds.filter(body__in=bodies).select_related("scheme"):
        if one.published_on:
            yield Found(one.body_id, one.published_on, str(one), one.get_absolute_url())
    for sheet in Sheet.objects.filter(body__in=bodies, round__in=rounds).select_related(
        "round__scheme"
    ):
        if sheet.round.published_on and sheet.round.body_id != sheet.body_id:
            on = sheet.round.published_on
            yield Found(sheet.body_id, on, str(sheet.round), sheet.get_absolute_url())


def work_reports(bodies: Bodies, first: date, last: date, kinds: Kinds) -> Iterator[Found]:
    signed = Report.objects.filter(body__in=bodies, signed_on__gte=first, signed_on__lte=last)
    if kinds:
        signed = signed.filter(kind__in=kinds)
    for one in signed:
        if one.signed_on:
            yield Found(one.body_id, one.signed_on, one.title, one.get_absolute_url(), one.kind)


def register_later_sources() -> None:
    evidence.register("appraisals", appraisals)
    evidence.register("deputies_reported", deputies_reported, deputies_needed)
    evidence.register("honours", honours)
    evidence.register("assessments", assessments)
    evidence.register("work_reports", work_reports)
