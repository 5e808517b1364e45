"""Figures of duty count the seats and pledges that their lists show."""

from datetime import date

import pytest

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.people.models import Role, Seat
from lianxin.work.duty import workflow
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def town():
    return make_township(make_county())


def scope(body, user=None, **more):
    return Scope(body, SINCE, UNTIL, user=user, **more)


def test_deputies_who_did_all_their_tasks_are_counted_and_opened(town):
    clerk, done, behind = make_clerk(town), make_deputy(town), make_deputy(town)
    make_suggestion(town, deputy=done)
    Seat.objects.filter(person=behind.person).update(started_on=date(2026, 1, 1))
    task_list = workflow.start_list(town, name="一件建议", since=SINCE, until=UNTIL, by=clerk)
    workflow.set_item(
        task_list,
        label="提出一件建议",
        sources=["suggestions.led"],
        number=1,
        every="whole",
        by=clerk,
    )
    workflow.put_in_force(task_list, by=clerk)

    found = figure("duty.tasks_met")

    assert found.value(scope(town)) == 1
    assert found.records is not None
    assert found.row is not None
    assert found.row(found.records(scope(town)).get()).words == done.person.name
    assert figure("duty.asked").value(scope(town)) == 2
    assert figure("duty.tasks_met_rate").value(scope(town)) == 1
    assert figure("duty.in_duty").value(scope(town)) == 2


def test_an_account_counts_only_what_it_reads_and_the_public_nothing(town):
    make_deputy(town)
    stranger = make_account(Role.LIAISON, town)

    assert figure("duty.in_duty").value(scope(town, make_clerk(town))) == 1
    assert figure("duty.in_duty").value(scope(town, stranger)) == 0
    assert figure("duty.in_duty").value(scope(town, public=True)) == 0
    assert figure("duty.in_duty").value(scope(town.parent, below=True)) == 1
