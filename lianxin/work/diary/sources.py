"""Which records show that a duty was done, read from the rooms that keep them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from lianxin.engines.matters.models import HandoverMeeting, LookBack, Matter, Supervision
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Body, Group, Session
from lianxin.work.activities.models import Activity
from lianxin.work.diary import evidence
from lianxin.work.diary.evidence import Found
from lianxin.work.diary.models import YearPlan
from lianxin.work.opinions.models import CardRound, Survey
from lianxin.work.opinions.models import Session as Hearing
from lianxin.work.receptions.models import Reception
from lianxin.work.stations.models import Station
from lianxin.work.stations.models import YearPlan as StationPlan

Bodies = Sequence[Body]
Kinds = frozenset[str]
# Titles of petitions are for those who handle them, not for everyone who reads a diary.
OPEN_KINDS = (Matter.Kind.SUGGESTION, Matter.Kind.MOTION)


def activities(bodies: Bodies, first: date, last: date, kinds: Kinds) -> Iterator[Found]:
    held = Activity.objects.recorded().between(first, last).filter(body__in=bodies)
    if kinds:
        held = held.filter(kind__in=kinds)
    for pk, body, on, title, kind in held.values_list("pk", "body_id", "on", "title", "kind"):
        yield Found(body, on, title, reverse("activities:detail", args=[pk]), kind)


def groups(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    """Activities of a group, whatever their kind: each group must hold its own."""
    held = Activity.objects.recorded().between(first, last).filter(body__in=bodies, group__gt=0)
    for pk, body, on, title, group in held.values_list("pk", "body_id", "on", "title", "group_id"):
        yield Found(body, on, title, reverse("activities:detail", args=[pk]), part=group)


def groups_needed(bodies: Bodies) -> Counter[int]:
    return Counter(Group.objects.filter(body__in=bodies).values_list("body_id", flat=True))


def receptions(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    held = Reception.objects.filter(
        body__in=bodies, on__gte=first, on__lte=last, state__in=Reception.OVER
    )
    for pk, body, on, station in held.values_list("pk", "body_id", "on", "station__name"):
        yield Found(body, on, station or "", reverse("receptions:detail", args=[pk]))


def hearings(bodies: Bodies, first: date, last: date, kinds: Kinds) -> Iterator[Found]:
    held = Hearing.objects.filter(
        body__in=bodies,
        on__gte=first,
        on__lte=last,
        state__in=(Hearing.State.HELD, Hearing.State.CLOSED),
    )
    if kinds:
        held = held.filter(kind__in=kinds)
    for pk, body, on, topic, kind in held.values_list("pk", "body_id", "on", "topic", "kind"):
        yield Found(body, on, topic, reverse("opinions:session", args=[pk]), kind)


def card_rounds(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    for one in CardRound.objects.filter(body__in=bodies, opened_on__gte=first, opened_on__lte=last):
        yield Found(one.body_id, one.opened_on, str(one), reverse("opinions:round", args=[one.pk]))


def surveys(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    published = Survey.objects.filter(
        body__in=bodies, opens_on__gte=first, opens_on__lte=last
    ).exclude(state=Survey.State.DRAFT)
    for one in published:
        yield Found(one.body_id, one.opens_on, one.title, reverse("opinions:survey", args=[one.pk]))


def sessions(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    """Sessions of the congress, by their opening."""
    held = Session.objects.filter(
        term__body__in=bodies, opens_on__gte=first, opens_on__lte=last
    ).select_related("term")
    for one in held:
        if one.opens_on:
            yield Found(one.term.body_id, one.opens_on, str(one))


def handovers(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    held = HandoverMeeting.objects.filter(body__in=bodies, held_on__gte=first, held_on__lte=last)
    for one in held:
        url = reverse("suggestions:handover_meeting", args=[one.pk])
        yield Found(one.body_id, one.held_on, str(one), url, is_for_staff=True)


def look_backs(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    visited = LookBack.objects.filter(
        matter__body__in=bodies,
        matter__kind__in=OPEN_KINDS,
        visited_on__gte=first,
        visited_on__lte=last,
    )
    url = reverse("suggestions:look_backs")
    for body, on, title in visited.values_list("matter__body_id", "visited_on", "matter__title"):
        if on:
            yield Found(body, on, title, url, is_for_staff=True)


def presses(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    pressed = Supervision.objects.filter(
        matter__body__in=bodies,
        matter__kind__in=OPEN_KINDS,
        pressed_on__gte=first,
        pressed_on__lte=last,
    )
    for body, on, title, matter in pressed.values_list(
        "matter__body_id", "pressed_on", "matter__title", "matter_id"
    ):
        yield Found(body, on, title, reverse("suggestions:detail", args=[matter]))


def papers(bodies: Bodies, first: date, last: date, kinds: Kinds) -> Iterator[Found]:
    issued = Paper.objects.filter(body__in=bodies, issued_on__gte=first, issued_on__lte=last)
    if kinds:
        issued = issued.filter(kind__in=kinds)
    for pk, body, on, title, kind in issued.exclude(status=Paper.Status.VOID).values_list(
        "pk", "body_id", "issued_on", "title", "kind"
    ):
        if on:
            yield Found(body, on, title.replace("|", ""), reverse("papers:detail", args=[pk]), kind)


def station_plans(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    """Plans sent in: each open station must have one for the year."""
    sent = StationPlan.objects.filter(
        station__body__in=bodies, submitted_on__gte=first, submitted_on__lte=last
    ).select_related("station")
    for one in sent:
        url = reverse("stations:plan", args=[one.station_id, one.year])
        if one.submitted_on:
            yield Found(one.station.body_id, one.submitted_on, str(one), url, part=one.station_id)


def stations_needed(bodies: Bodies) -> Counter[int]:
    return Counter(Station.objects.open().filter(body__in=bodies).values_list("body_id", flat=True))


def year_plans(bodies: Bodies, first: date, last: date, _kinds: Kinds) -> Iterator[Found]:
    """This room's own: the plan when it went to the Party committee."""
    for one in YearPlan.objects.filter(
        body__in=bodies, sent_on__gte=first, sent_on__lte=last
    ).select_related("body"):
        if one.sent_on:
            yield Found(one.body_id, one.sent_on, str(one), one.get_absolute_url())


def register_sources() -> None:
    evidence.register("activities", activities)
    evidence.register("groups", groups, groups_needed)
    evidence.register("receptions", receptions)
    evidence.register("hearings", hearings)
    evidence.register("card_rounds", card_rounds)
    evidence.register("surveys", surveys)
    evidence.register("sessions", sessions)
    evidence.register("handovers", handovers)
    evidence.register("look_backs", look_backs)
    evidence.register("presses", presses)
    evidence.register("papers", papers)
    evidence.register("station_plans", station_plans, stations_needed)
    evidence.register("year_plans", year_plans)
