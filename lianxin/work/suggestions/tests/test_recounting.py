"""A day counted before the year's holidays were known moves when they are, and says so."""

from datetime import date

import pytest

from lianxin.engines.matters.models import Deadline
from lianxin.engines.matters.recounting import recount
from lianxin.foundation.calendars.workflow import enter_table
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.suggestions.tests.factories import make_county, make_suggestion

DAY = date(2026, 12, 28)


@pytest.fixture
def story(db):
    """Handed over three days before a year whose table nobody has yet."""
    return make_suggestion(make_county(), status="assigned", today=DAY)


def publish_2027(story):
    enter_table(
        2027,
        holidays=["01-01/01-03", "02-05/02-11"],
        workdays=["01-09"],
        source="国务院办公厅关于2027年部分节假日安排的通知（示例）",
        by=story.clerk,
        body=story.body,
    )


def returning(story) -> Deadline:
    return story.suggestion.deadlines.get(purpose=Deadline.Purpose.RETURN)


def test_nothing_moves_while_the_year_is_unknown(story):
    before = returning(story).due_on

    assert returning(story).rule["provisional"]
    assert recount() == 0
    assert returning(story).due_on == before


def test_the_day_moves_with_the_table_and_the_timeline_tells(story):
    before = returning(story).due_on
    publish_2027(story)

    assert recount() >= 1

    clock = returning(story)
    # Ten working days (河南) from 28 December: three in the old year, then the make-up
    # Saturday of 9 January counts and 1 January does not.
    assert (before, clock.due_on) == (date(2027, 1, 12), date(2027, 1, 11))
    assert not clock.rule["provisional"]
    assert clock.rule["due"] == "2027-01-11"
    assert any("放假安排公布" in event.words for event in events_of(story.suggestion))
    assert recount() == 0


def test_a_rule_changed_since_does_not_touch_the_old_period(story):
    set_rule(
        story.body,
        "suggestion.return",
        3,
        by=story.clerk,
        on=date(2026, 12, 30),
        source="示例规定",
    )
    publish_2027(story)
    recount()

    assert returning(story).rule["value"] == 10
    assert returning(story).due_on == date(2027, 1, 11)
