"""Figures and rates, from records walked through the real steps."""

from datetime import date, timedelta

import pytest

from lianxin.engines.matters import workflow as handling
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.measures import MEASURES, PROMISE_MEASURES, RATES
from lianxin.work.suggestions.scope import Scope
from lianxin.work.suggestions.statistics import (
    percent,
    records_behind,
    side_of_rate,
    suggestion_statistics,
)
from lianxin.work.suggestions.tally import DIMENSIONS, Tally
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_clerk,
    make_office,
    make_office_head,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(county):
    """What every story of a test shares: one clerk and one office."""
    return {"clerk": make_clerk(county), "office": make_office(county, "县交通运输局")}


def stats(body, on=TODAY + timedelta(days=1), **how):
    return suggestion_statistics(body, TODAY.year, on=on, **how)


def pair(found, key):
    rate = found.rates[key]
    return rate.numerator, rate.denominator, rate.percent


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (43, 57, 75.4),
        (33, 52, 63.5),
        (1, 8, 12.5),
        (1, 800, 0.1),
        (1, 2000, 0.1),
        (49, 100000, 0.0),
        (21, 22, 95.5),
        (22, 22, 100.0),
        (0, 5, 0.0),
        (0, 0, None),
    ],
)
def test_percent_is_rounded_half_up_to_one_decimal(numerator, denominator, expected):
    assert percent(numerator, denominator) == expected


def test_nothing_gives_no_rate_instead_of_a_hundred_per_cent(county):
    found = stats(county)

    assert found.counts["total"] == 0
    assert {rate.percent for rate in found.rates.values()} == {None}


def test_six_answered_met_and_satisfied_give_a_hundred_and_one_dissatisfied_less(county, around):
    for _ in range(5):
        make_suggestion(county, status="judged", **around)
    story = make_suggestion(county, status="replied", **around)

    story.judge(result="dissatisfied")

    found = stats(county)
    assert pair(found, "reply") == (6, 6, 100.0)
    assert pair(found, "meeting") == (6, 6, 100.0)
    assert pair(found, "satisfaction") == (5, 6, 83.3)
    assert pair(found, "rework") == (1, 6, 16.7)
    assert pair(found, "solving") == (5, 6, 83.3)


def test_drafts_are_nobodys_business(county, around):
    make_suggestion(county, status="draft", **around)

    assert stats(county).counts["received"] == 0


def test_a_discarded_draft_was_never_received(county, around):
    story = make_suggestion(county, status="draft", **around)

    workflow.discard_draft(story.suggestion, by=story.deputy, today=TODAY)

    assert stats(county).counts["received"] == 0
    assert stats(county).counts["withdrawn"] == 0


def test_merged_ones_are_received_and_handled_once(county, around):
    first = make_suggestion(county, status="accepted", **around)
    second = make_suggestion(county, status="accepted", **around)

    workflow.merge(second.suggestion, into=first.suggestion, by=around["clerk"], today=TODAY)

    counts = stats(county).counts
    assert (counts["received"], counts["accepted"]) == (2, 2)
    assert (counts["merged"], counts["handled"]) == (1, 1)


def test_a_split_one_counts_as_its_parts(county, around):
    story = make_suggestion(county, status="submitted", **around)

    parts = [("修桥", "建议修桥。"), ("修路", "建议修路。")]
    workflow.split(story.suggestion, parts=parts, by=around["clerk"], today=TODAY)

    counts = stats(county).counts
    assert (counts["received"], counts["split"], counts["split_parts"]) == (1, 1, 2)
    assert counts["total"] == 2


def test_what_is_not_due_yet_is_neither_late_nor_in_the_denominator(county, around):
    make_suggestion(county, status="assigned", **around)
    make_suggestion(county, status="replied", **around)

    found = stats(county)

    assert pair(found, "on_time") == (1, 1, 100.0)
    assert (found.counts["not_yet_due"], found.counts["overdue"]) == (1, 0)


def test_an_unanswered_one_past_its_day_lowers_the_rate(county, around):
    make_suggestion(county, status="assigned", **around)
    make_suggestion(county, status="replied", **around)

    found = stats(county, on=date(2026, 6, 12))

    assert pair(found, "on_time") == (1, 2, 50.0)
    assert found.counts["overdue"] == 1


def test_a_late_answer_is_answered_but_not_in_time(county, around):
    story = make_suggestion(county, status="met", **around)

    story.later(100).reply()

    found = stats(county, on=story.today)
    assert pair(found, "on_time") == (0, 1, 0.0)
    assert pair(found, "reply") == (1, 1, 100.0)


def test_an_approved_extension_is_in_time(county, around):
    story = make_suggestion(county, status="met", **around)
    extension = handling.ask_extension(
        story.assignment,
        reason="征地手续",
        asked_until=date(2026, 7, 20),
        by=story.head,
        today=story.later(60).today,
    )
    handling.decide_extension(
        extension, agree=True, by=around["clerk"], today=story.today, deputy_told_on=story.today
    )

    story.later(50).reply()

    assert story.today > date(2026, 6, 11)
    found = stats(county, on=story.today)
    assert pair(found, "on_time") == (1, 1, 100.0)
    assert found.counts["extended"] == 1


def test_doing_it_again_does_not_make_the_first_answer_late(county, around):
    story = make_suggestion(county, status="replied", **around)
    story.judge(result="dissatisfied")
    story.assignment.refresh_from_db()

    story.later(60).reply()

    assert pair(stats(county, on=story.today), "on_time") == (1, 1, 100.0)


def test_one_handled_jointly_counts_once_and_stands_under_each_office(county, around):
    other = make_office(county, "县水利局")
    story = make_suggestion(county, status="accepted", clerk=around["clerk"])

    story.office = around["office"]
    story.assign(separate=[around["office"], other])

    found = stats(county)
    assert (found.counts["handled"], found.counts["joint"]) == (1, 1)
    assert found.breakdowns["by_office"] == {"县交通运输局": 1, "县水利局": 1}
    assert [row["handled"] for row in Tally(found.scope).by("office")] == [1, 1]


def test_an_office_that_gave_a_matter_back_no_longer_counts(county, around):
    other = make_office(county, "县水利局")
    story = make_suggestion(county, status="assigned", **around)
    handling.take_back(story.assignment, reason="改派", by=around["clerk"], today=TODAY)

    handling.assign(story.suggestion, lead=other, by=around["clerk"], today=TODAY)

    found = stats(county)
    assert found.breakdowns["by_office"] == {"县水利局": 1}
    assert [row["row_name"] for row in Tally(found.scope).by("office")] == ["县水利局"]


def test_deputies_silent_after_chasing_leave_the_denominator(county, around):
    make_suggestion(county, status="judged", **around)
    story = make_suggestion(county, status="replied", **around)
    assert pair(stats(county), "feedback") == (1, 2, 50.0)

    story.later(40)
    handling.remind_deputies(story.suggestion, by=around["clerk"], today=story.today)
    handling.close_without_feedback(story.suggestion, by=around["clerk"], today=story.today)

    found = stats(county, on=story.today)
    assert pair(found, "feedback") == (1, 1, 100.0)
    assert found.counts["silent"] == 1


def test_promises_count_one_by_one_when_due(county, around):
    promises = [
        {"text": "修桥", "due_on": TODAY + timedelta(days=30)},
        {"text": "修路", "due_on": TODAY + timedelta(days=300)},
    ]
    story = make_suggestion(county, status="met", **around)
    story.reply("planned", promises=promises)
    first = story.answer.promises.get(text="修桥")

    assert pair(stats(county), "promise") == (0, 0, None)
    overdue = stats(county, on=TODAY + timedelta(days=31))
    handling.keep_promise(first, by=story.head, today=TODAY + timedelta(days=20))

    assert pair(overdue, "promise") == (0, 1, 0.0)
    assert pair(stats(county), "promise") == (1, 1, 100.0)


def test_partly_solved_counts_as_solved_only_where_the_place_says_so(county, around):
    story = make_suggestion(county, status="met", **around)
    story.reply("partial", promises=[{"text": "余下部分", "due_on": TODAY + timedelta(days=30)}])
    assert pair(stats(county), "solving") == (0, 1, 0.0)

    set_rule(
        county,
        "suggestion.partial_counts_as_solved",
        True,
        by=around["clerk"],
        on=date(2022, 1, 1),
        source="本县办法",
    )

    assert pair(stats(county), "solving") == (1, 1, 100.0)


def test_basically_satisfied_is_shown_apart(county, around):
    make_suggestion(county, status="judged", **around)
    make_suggestion(county, status="replied", **around).judge(result="basically")

    found = stats(county)

    assert pair(found, "satisfaction") == (2, 2, 100.0)
    assert pair(found, "full_satisfaction") == (1, 2, 50.0)


def test_fewer_than_five_are_too_few_to_judge_by(county, around):
    for _ in range(4):
        make_suggestion(county, status="judged", **around)
    assert stats(county).rates["satisfaction"].is_small

    make_suggestion(county, status="judged", **around)

    assert not stats(county).rates["satisfaction"].is_small


def test_a_county_counts_its_own_or_all_below(county, around):
    make_suggestion(county, status="replied", **around)
    town = make_township(county)
    make_suggestion(town, status="replied", office=make_office(town, "镇政府"))

    assert stats(county).counts["total"] == 1
    assert stats(town).counts["total"] == 1
    whole = stats(county, include_below=True)
    assert whole.counts["total"] == 2
    assert whole.breakdowns["by_level"] == {"county_congress": 1, "township_congress": 1}


def test_an_account_counts_only_what_it_may_see(county, around):
    make_suggestion(county, status="replied", is_confidential=True, **around)
    make_suggestion(county, status="replied", **around)
    outsider = make_office_head(make_office(county, "县水利局"))

    assert stats(county, user=around["clerk"]).counts["total"] == 2
    assert stats(county, user=outsider).counts["total"] == 0


def test_every_figure_opens_exactly_the_records_it_counts(county, around):
    for status in ["submitted", "accepted", "assigned", "met", "replied", "judged", "closed"]:
        make_suggestion(county, status=status, **around)
    found = stats(county)

    for measure in [*MEASURES, *PROMISE_MEASURES]:
        behind = records_behind(found.scope, measure)
        assert behind.count() == found.counts[measure], measure
        assert behind.values("pk").distinct().count() == found.counts[measure], measure


@pytest.mark.parametrize("kind", RATES, ids=lambda kind: kind.key)
def test_no_numerator_counts_what_its_denominator_does_not(kind, county, around):
    for status in ["accepted", "assigned", "met", "replied", "judged", "closed"]:
        make_suggestion(county, status=status, **around)
    scope = Scope(county, TODAY.year, date(2026, 7, 1))

    above = records_behind(scope, side_of_rate(kind.key, "numerator"))
    below = records_behind(scope, side_of_rate(kind.key, "denominator"))

    assert set(above.values_list("pk")) <= set(below.values_list("pk"))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_rows_of_a_table_add_up_to_the_items_handled(dimension, county, around):
    for status in ["assigned", "replied", "judged"]:
        make_suggestion(county, status=status, topic="交通", **around)

    rows = Tally(Scope(county, TODAY.year, TODAY)).by(dimension)

    assert sum(row["handled"] for row in rows) == 3
    assert sum(row["replied"] for row in rows) == 2


def test_the_number_of_queries_does_not_grow_with_the_records(
    county, around, django_assert_max_num_queries
):
    for _ in range(6):
        make_suggestion(county, status="judged", **around)

    with django_assert_max_num_queries(30):
        stats(county, include_below=True)
