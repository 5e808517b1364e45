"""What each room tells the duty file; lines and tallies count alike."""

from datetime import date

import pytest
from django.utils import timezone

from lianxin.engines import deeds
from lianxin.engines.deeds import Presence, Section
from lianxin.engines.matters.models import Matter, Proposer
from lianxin.work.opinions.models import Card, CardRound
from lianxin.work.receptions.models import Duty, Reception
from lianxin.work.receptions.tests.factories import make_reception
from lianxin.work.suggestions.tests.factories import make_deputy, make_suggestion
from lianxin.work.voices.models import Answer
from lianxin.work.voices.tests.factories import Place

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def read(key, person, body):
    """Lines of one source; they must add up to its tally."""
    source = deeds.source(key)
    lines = list(source.lines(person, SINCE, UNTIL))
    assert source.tally(body, SINCE, UNTIL).get(person.pk, 0) == sum(one.amount for one in lines)
    return lines


@pytest.fixture
def place():
    return Place()


def test_a_suggestion_counts_for_its_lead_and_its_cosigner_by_the_day_it_was_handed_in(place):
    story = make_suggestion(place.body, status="judged")
    cosigner = make_deputy(place.body, account=False)
    Proposer.objects.create(
        matter=story.suggestion, person=cosigner, state=Proposer.State.CONFIRMED
    )

    led = read("suggestions.led", story.deputy.person, place.body)
    cosigned = read("suggestions.cosigned", cosigner, place.body)
    judged = read("suggestions.judged", story.deputy.person, place.body)

    assert led[0].on == story.suggestion.submitted_on
    assert story.suggestion.title in led[0].words
    assert led[0].url == story.suggestion.get_absolute_url()
    assert len(cosigned) == len(judged) == 1
    assert read("suggestions.led", cosigner, place.body) == []
    assert list(deeds.source("suggestions.led").lines(story.deputy.person, UNTIL, UNTIL)) == []


@pytest.mark.parametrize("status", [Matter.Status.WITHDRAWN, Matter.Status.REFUSED])
def test_what_was_taken_back_or_refused_is_not_counted(place, status):
    story = make_suggestion(place.body)
    Matter.objects.filter(pk=story.suggestion.pk).update(status=status)

    assert read("suggestions.led", story.deputy.person, place.body) == []


def test_a_confidential_suggestion_is_counted_and_not_named(place):
    story = make_suggestion(place.body)
    Matter.objects.filter(pk=story.suggestion.pk).update(is_confidential=True)

    (line,) = read("suggestions.led", story.deputy.person, place.body)

    assert story.suggestion.title not in line.words


def test_leave_and_absence_from_a_reception_stand_apart_and_count_nothing(place):
    place.station.deputies = [make_deputy(place.body) for _number in range(4)]
    reception = make_reception(place.station, state=Reception.State.HELD)
    marks = [
        Duty.Attendance.PRESENT,
        Duty.Attendance.EXCUSED,
        Duty.Attendance.ABSENT,
        Duty.Attendance.UNKNOWN,
    ]
    for duty, mark in zip(reception.duties.order_by("pk"), marks, strict=True):
        duty.attendance = mark
        duty.save()

    lines = [read("receptions.received", one.person, place.body) for one in place.station.deputies]

    assert [[line.presence for line in one] for one in lines] == [
        [Presence.PRESENT],
        [Presence.EXCUSED],
        [Presence.ABSENT],
        [],
    ]


def test_a_reception_not_held_yet_is_no_deed(place):
    make_reception(place.station, deputies=[place.deputy])

    assert read("receptions.received", place.deputy.person, place.body) == []


def test_answers_count_for_the_deputy_who_gave_them_or_in_whose_name_they_were_typed(place):
    moment = timezone.now().replace(year=2026, month=6, day=1)
    message = place.post(deputy=place.deputy.person).message
    name = place.deputy.person.name
    for by, signed in ((place.deputy, f"{name}代表"), (place.clerk, f"{name}代表"), (None, "某局")):
        Answer.objects.create(
            message=message, text="已修好。", by=by, signed=signed, answered_at=moment
        )

    lines = read("voices.answered", place.deputy.person, place.body)

    assert len(lines) == 2
    assert message.title not in lines[0].words


def test_a_card_returned_is_a_deed_and_one_still_out_is_not(place):
    seat = place.deputy.person.seats.get()
    rounds = [
        CardRound.objects.create(
            body=place.body,
            year=2026,
            quarter=quarter,
            opened_on=date(2026, 3, 1),
            due_on=date(2026, 3, 20),
            by=place.clerk,
        )
        for quarter in (1, 2)
    ]
    Card.objects.create(round=rounds[0], seat=seat, returned_on=date(2026, 3, 9), has_none=True)
    Card.objects.create(round=rounds[1], seat=seat)

    (line,) = read("opinions.cards", place.deputy.person, place.body)

    assert line.note == "没有意见"


def test_every_source_is_read_in_few_queries_and_has_a_section(
    place, django_assert_max_num_queries
):
    for source in deeds.sources():
        assert source.section in set(Section)
        with django_assert_max_num_queries(3):
            list(source.lines(place.deputy.person, SINCE, UNTIL))
        with django_assert_max_num_queries(3):
            source.tally(place.body, SINCE, UNTIL)
