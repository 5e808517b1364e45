"""The same code on two phones at the same moment counts once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from lianxin.foundation.refusals import Refused
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.models import Meeting, PhoneCount, Tally
from lianxin.work.appraisals.tests.factories import TODAY, close, make_meeting, make_seats
from lianxin.work.suggestions.tests.factories import make_clerk, make_county, make_township

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all at the same moment, each on its own connection; what each gave."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_code_typed_on_six_phones_at_once_is_one_ballot_and_no_ballot_is_lost():
    town = make_township(make_county())
    clerk = make_clerk(town)
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1), uses_codes=True)
    codes = workflow.print_codes(meeting, raters="voters", number=6, by=clerk)
    workflow.open_rating(meeting, by=clerk, today=TODAY)
    subject = meeting.subjects.get()

    def cast(code):
        return lambda: workflow.cast(
            Meeting.objects.get(pk=meeting.pk), {(subject.pk, 0): 0}, code=code
        )

    same = at_once(*[cast(codes[0])] * 6)
    assert sum(one is None for one in same) == 1
    assert PhoneCount.objects.get(row=0, grade=0).number == 1
    different = at_once(*[cast(one) for one in codes[1:]])
    assert different == [None] * 5
    assert PhoneCount.objects.get(row=0, grade=0).number == 6


def test_a_ballot_sent_while_the_clerk_closes_is_either_counted_or_refused():
    town = make_township(make_county())
    clerk = make_clerk(town)
    meeting = make_meeting(town, clerk, seats=make_seats(town, 1), uses_codes=True)
    codes = workflow.print_codes(meeting, raters="voters", number=3, by=clerk)
    workflow.open_rating(meeting, by=clerk, today=TODAY)
    subject = meeting.subjects.get()
    workflow.cast(meeting, {(subject.pk, 0): 1}, code=codes[0])

    def cast(code):
        return lambda: workflow.cast(
            Meeting.objects.get(pk=meeting.pk), {(subject.pk, 0): 0}, code=code
        )

    def shut():
        close(Meeting.objects.get(pk=meeting.pk), clerk, 3)

    *cast_ones, closed = at_once(cast(codes[1]), cast(codes[2]), shut)
    assert closed is None
    kept = 1 + sum(one is None for one in cast_ones)
    workflow.count(Meeting.objects.get(pk=meeting.pk), by=clerk, today=TODAY)
    tally = Tally.objects.get()
    assert tally.returned == kept == sum(tally.grades.values_list("number", flat=True))
