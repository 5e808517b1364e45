"""The whole loop from signing to the answer, with its refusals."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Deadline, Matter
from lianxin.engines.matters.workflow.answering import (
    AssistMissing,
    DeputyNotContacted,
    PromiseMissing,
)
from lianxin.engines.matters.workflow.handover import NotCalledBack, OfficeElsewhere
from lianxin.foundation.ledger.chain import events_of, verify
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.tests.factories import (
    make_county,
    make_office,
    make_office_handler,
    make_office_head,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
Status = Matter.Status


def test_a_suggestion_is_signed_handled_answered_judged_closed_and_archived(county):
    story = make_suggestion(county, status="closed")

    handling.archive(story.suggestion, by=story.clerk, today=story.today)

    assert story.status == Status.ARCHIVED
    assert [event.step for event in events_of(story.suggestion)] == [
        "suggestion.draft",
        "suggestion.submit",
        "suggestion.accept",
        "suggestion.give_number",
        "suggestion.call_back",
        "matter.assign",
        "matter.receive",
        "matter.contact",
        "matter.issue_reply",
        "matter.judge",
        "matter.close",
        "matter.archive",
    ]
    assert verify()[1] == []


def test_no_step_can_be_skipped(county):
    story = make_suggestion(county, status="submitted")

    with pytest.raises(WrongStatus):
        handling.assign(
            _called_back(story), lead=make_office(county), by=story.clerk, today=story.today
        )
    with pytest.raises(WrongStatus):
        handling.close(story.suggestion, by=story.clerk, today=story.today)
    with pytest.raises(WrongStatus):
        handling.archive(
            story.suggestion, by=story.clerk, today=story.today, leave_out_reason="材料散失"
        )
    assert story.status == Status.SUBMITTED


def _called_back(story):
    workflow.give_number(story.suggestion, by=story.clerk, today=story.today)
    workflow.call_back(story.suggestion, note_text="已通话", by=story.clerk, today=story.today)
    return story.suggestion


def test_reply_period_is_three_months_from_handover():
    """代表法 (2025), art. 51 para. 2: 自交办之日起三个月内答复."""
    story = make_suggestion(
        make_county(profile="national"), status="accepted", today=date(2026, 3, 11)
    )

    story.later(5).assign()

    story.suggestion.refresh_from_db()
    assert story.suggestion.due_on == date(2026, 6, 16)
    clock = Deadline.objects.get(assignment=story.assignment, purpose="reply")
    assert "第五十一条" in clock.rule["source"]
    assert clock.rule["calendar_version"]


def test_complex_matters_have_six_months_from_handover(county):
    story = make_suggestion(county, status="accepted", today=date(2026, 3, 11))

    story.assign(is_complex=True)

    assert story.assignment.due_on == date(2026, 9, 11)


def test_handing_over_needs_a_call_back_first(county):
    story = make_suggestion(county, status="submitted")
    workflow.accept(story.suggestion, by=story.clerk, today=story.today)
    workflow.give_number(story.suggestion, by=story.clerk, today=story.today)

    with pytest.raises(NotCalledBack):
        story.assign()

    assert story.status == Status.ACCEPTED


def test_assigning_twice_is_refused_and_leaves_one_assignment(county):
    story = make_suggestion(county, status="assigned")

    with pytest.raises(WrongStatus):
        story.assign()

    assert story.suggestion.assignments.count() == 1


def test_an_office_of_another_body_is_refused(county):
    story = make_suggestion(county, status="accepted")
    elsewhere = make_office(make_township(county), "柳溪水管站")

    with pytest.raises(OfficeElsewhere):
        story.assign(lead=elsewhere)


def test_lead_office_waits_for_the_assisting_opinion(county):
    story = make_suggestion(county, status="accepted")
    assisting = make_office(county, "县财政局")
    assisting_head = make_office_head(assisting)
    story.office = make_office(county, "县水利局")
    story.assign(lead=story.office, assisting=[assisting]).receive().meet()
    story.suggestion.refresh_from_db()
    assert story.suggestion.waiting_for == "assist"

    with pytest.raises(AssistMissing, match="县财政局"):
        story.reply()

    opinion = handling.save_reply(
        story.assignments[1], by=assisting_head, today=story.today, text="资金已有安排。"
    )
    handling.issue_reply(opinion, by=assisting_head, today=story.today)
    handling.issue_reply(story.assignment.replies.get(), by=story.head, today=story.today)
    assert story.status == Status.REPLIED


def test_separate_offices_each_answer(county):
    story = make_suggestion(county, status="accepted")
    first, second = make_office(county, "县教育局"), make_office(county, "县公安局")
    story.office = first
    story.assign(separate=[first, second]).receive().meet().reply()
    assert story.status == Status.ASSIGNED

    other = make_office_head(second)
    answer = handling.save_reply(
        story.assignments[1],
        by=other,
        today=story.today,
        text="已增设警示标志。",
        document_no="禾公函〔2026〕1号",
        signatory="局长",
        result_class="solved",
    )
    handling.issue_reply(answer, by=other, today=story.today)

    assert story.status == Status.REPLIED
    story.judge()
    assert story.status == Status.REPLIED, "both answers must be judged"


def test_the_deputy_must_be_heard_before_the_answer(county):
    """代表法 (2025), art. 51 para. 2: 与代表联系沟通，充分听取意见."""
    story = make_suggestion(county, status="received")

    with pytest.raises(DeputyNotContacted) as refusal:
        story.reply()

    assert "第五十一条" in refusal.value.article
    assert story.status == Status.ASSIGNED


def test_a_plan_without_a_dated_promise_is_refused(county):
    story = make_suggestion(county, status="met")

    with pytest.raises(PromiseMissing):
        story.reply("planned")

    story.reply("planned", promises=[{"text": "年底前建成", "due_on": date(2026, 12, 31)}])
    assert story.status == Status.REPLIED


def test_two_letters_of_an_office_do_not_bear_one_number(county):
    first = make_suggestion(county, status="met").reply(document_no="禾交函〔2026〕3号")
    second = make_suggestion(
        county, status="met", deputy=first.deputy, clerk=first.clerk, office=first.office
    )

    with pytest.raises(Refused, match="已用于"):
        second.reply(document_no="禾交函〔2026〕3号")
    second.answer = handling.save_reply(
        second.assignment, by=second.head, today=second.today, document_no="禾交函〔2026〕4号"
    )
    handling.issue_reply(second.answer, by=second.head, today=second.today)

    assert second.status == Status.REPLIED


def test_only_the_head_signs_where_there_is_one(county):
    story = make_suggestion(county, status="met")
    handler = make_office_handler(story.office)
    draft = handling.save_reply(
        story.assignment,
        by=handler,
        today=story.today,
        text="已办。",
        document_no="1号",
        signatory="局长",
        result_class="solved",
    )

    with pytest.raises(PermissionDenied):
        handling.issue_reply(draft, by=handler, today=story.today)

    handling.issue_reply(draft, by=story.head, today=story.today)
    assert story.status == Status.REPLIED
