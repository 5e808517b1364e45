"""Two people at once, and a process killed in the middle of a step."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, Matter
from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.refusals import Refused
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_clerk,
    make_county,
    make_office,
    make_suggestion,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return each result or refusal."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_clerks_hand_over_the_same_item_and_one_meets_a_refusal():
    county = make_county()
    story = make_suggestion(county, status="accepted")
    clerks = [make_clerk(county), make_clerk(county)]
    offices = [make_office(county), make_office(county)]

    def hand_over(clerk, office):
        fresh = Suggestion.objects.get(pk=story.suggestion.pk)
        return handling.assign(fresh, lead=office, by=clerk, today=TODAY)

    results = at_once(
        *(
            lambda clerk=clerk, office=office: hand_over(clerk, office)
            for clerk, office in zip(clerks, offices, strict=True)
        )
    )

    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert Assignment.objects.count() == 1
    assert verify()[1] == []


def test_numbers_given_at_once_are_all_different_and_free_of_gaps():
    county = make_county()
    clerk = make_clerk(county)
    stories = [make_suggestion(county, status="submitted", clerk=clerk) for _ in range(6)]

    def number(pk):
        workflow.give_number(Suggestion.objects.get(pk=pk), by=clerk, today=TODAY)

    at_once(*(lambda pk=story.suggestion.pk: number(pk) for story in stories))

    numbers = Matter.objects.values_list("number", flat=True)
    assert sorted(map(int, numbers)) == [1, 2, 3, 4, 5, 6]
    assert verify()[1] == []


def test_pressing_the_judgement_twice_leaves_one_judgement():
    county = make_county()
    story = make_suggestion(county, status="replied")

    def judge():
        return handling.judge(
            story.answer,
            person=story.deputy.person,
            attitude="satisfied",
            result="satisfied",
            by=story.deputy,
            today=TODAY,
        )

    at_once(judge, judge)

    assert story.answer.evaluations.count() == 1
    assert story.status == Matter.Status.JUDGED


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_killed_in_the_middle_of_a_step_leaves_nothing_half_done():
    county = make_county()
    story = make_suggestion(county, status="accepted")
    office = make_office(county)
    events = Event.objects.count()
    connections.close_all()

    child = os.fork()
    if child == 0:
        # Everything of the step is written but not yet committed.
        from lianxin.engines.matters.workflow import handover

        handover.note = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
        handling.assign(
            Suggestion.objects.get(pk=story.suggestion.pk),
            lead=office,
            by=story.clerk,
            today=TODAY,
        )
        os._exit(0)
    _pid, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    connection.ensure_connection()
    assert story.status == Matter.Status.ACCEPTED
    assert Assignment.objects.count() == 0
    assert Event.objects.count() == events
    assert verify()[1] == []
    handling.assign(story.suggestion, lead=office, by=story.clerk, today=TODAY)
    assert story.status == Matter.Status.ASSIGNED
