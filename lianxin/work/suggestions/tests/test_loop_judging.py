"""The loop from the answer on: judged, sent back, promised, looked back on, closed."""

from datetime import date

import pytest

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Contact, Deadline, Evaluation, Matter, Promise
from lianxin.engines.matters.workflow.following import Incomplete
from lianxin.engines.matters.workflow.handling import ExtensionTooLong
from lianxin.engines.matters.workflow.judging import AlreadyJudged, NotAJudge
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Session
from lianxin.foundation.refusals import Refused
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.tests.factories import (
    make_county,
    make_deputy,
    make_office,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
Status = Matter.Status


def test_a_dissatisfied_deputy_sends_it_back_with_a_clock_and_twice_to_conciliation(county):
    """河南 art. 22: 一个月内重新办理; again dissatisfied: assessment."""
    story = make_suggestion(county, status="replied", today=date(2026, 3, 11))
    story.later(3).judge("dissatisfied")
    assert story.status == Status.REWORK
    story.assignment.refresh_from_db()
    assert story.assignment.round == 2
    assert story.assignment.due_on == date(2026, 4, 14)

    story.later(20).reply().later(1).judge("dissatisfied")
    assert story.status == Status.CONCILIATION
    assert story.suggestion.rework_count == 2

    handling.conciliate(
        story.suggestion,
        redo=False,
        result="专家认为已尽力，代表表示理解。",
        by=story.clerk,
        today=story.today,
    )
    assert story.status == Status.JUDGED
    story.suggestion.refresh_from_db()
    assert story.suggestion.satisfaction == "dissatisfied"


def test_dissatisfaction_needs_a_reason(county):
    story = make_suggestion(county, status="replied")

    with pytest.raises(Refused, match="具体意见"):
        handling.judge(
            story.answer,
            person=story.deputy.person,
            attitude="satisfied",
            result="dissatisfied",
            by=story.deputy,
            today=story.today,
        )

    assert story.status == Status.REPLIED


def test_a_judgement_may_be_changed_until_something_follows_from_it(county):
    story = make_suggestion(county, status="judged")

    story.judge("basically")
    assert Evaluation.objects.get().result == "basically"

    story.judge("dissatisfied")
    with pytest.raises(AlreadyJudged):
        story.judge("satisfied")


def test_a_stranger_does_not_judge(county):
    story = make_suggestion(county, status="replied")
    stranger = make_deputy(county)

    with pytest.raises(NotAJudge):
        handling.judge(
            story.answer,
            person=stranger.person,
            attitude="satisfied",
            result="satisfied",
            by=stranger,
            today=story.today,
        )


def test_a_judgement_by_phone_shows_both_names(county):
    story = make_suggestion(county, status="replied")

    handling.judge(
        story.answer,
        person=story.deputy.person,
        attitude="satisfied",
        result="basically",
        channel=Evaluation.Channel.PHONE,
        by=story.clerk,
        today=story.today,
    )

    event = events_of(story.suggestion).filter(step="matter.judge").get()
    assert event.people == f"{story.deputy.person.name}（由{story.clerk.name}代录）"


def test_every_deputy_of_merged_items_is_answered_and_judges(county):
    main = make_suggestion(county, status="accepted")
    twin = make_suggestion(county, status="accepted", clerk=main.clerk, title="关于石板桥的建议")
    workflow.merge(twin.suggestion, into=main.suggestion, by=main.clerk, today=main.today)
    main.assign().receive().meet().reply().judge()
    assert main.status == Status.REPLIED, "the other deputy has not judged yet"

    handling.judge(
        main.answer,
        person=twin.deputy.person,
        attitude="satisfied",
        result="satisfied",
        by=twin.deputy,
        today=main.today,
    )

    assert main.status == Status.JUDGED
    assert twin.status == Status.MERGED


def test_an_approved_extension_moves_the_date_and_is_never_late(county):
    story = make_suggestion(county, status="received", today=date(2026, 3, 11))
    extension = handling.ask_extension(
        story.assignment,
        reason="需上级批复",
        asked_until=date(2026, 8, 31),
        by=story.head,
        today=story.today,
    )

    handling.decide_extension(
        extension, agree=True, by=story.clerk, today=story.today, deputy_told_on=story.today
    )

    story.suggestion.refresh_from_db()
    assert story.suggestion.due_on == date(2026, 8, 31)
    assert story.suggestion.is_extended


def test_no_extension_beyond_six_months_from_handover():
    """代表法 (2025), art. 51 para. 2: six months from handover, not three and six."""
    story = make_suggestion(
        make_county(profile="national"), status="received", today=date(2026, 3, 11)
    )

    with pytest.raises(ExtensionTooLong) as refusal:
        handling.ask_extension(
            story.assignment,
            reason="再等等",
            asked_until=date(2026, 9, 12),
            by=story.head,
            today=story.today,
        )

    assert "第五十一条" in refusal.value.article


def test_a_returned_matter_waits_to_be_handed_over_again(county):
    story = make_suggestion(county, status="assigned")
    request = handling.ask_return(
        story.assignment,
        reason="道路养护属农业农村局职责",
        suggested_office="县农业农村局",
        by=story.head,
        today=story.today,
    )

    handling.decide_return(request, agree=True, by=story.clerk, today=story.today)

    assert story.status == Status.ACCEPTED
    story.office, story.head = make_office(county, "县农业农村局"), None
    story.assign().receive()
    assert story.suggestion.assignments.active().get().office.name == "县农业农村局"


def test_a_return_after_its_period_is_refused(county):
    """河南 art. 14: within 10 working days."""
    story = make_suggestion(county, status="assigned", today=date(2026, 3, 11))
    story.later(30)

    with pytest.raises(Refused, match="逾期"):
        handling.ask_return(story.assignment, reason="不归我管", by=story.head, today=story.today)


def test_a_promise_is_watched_kept_and_judged_again(county):
    story = make_suggestion(county, status="met")
    story.reply(
        "in_progress", promises=[{"text": "十月底前通车", "due_on": date(2026, 10, 31)}]
    ).judge()
    promise = Promise.objects.get()
    assert story.status == Status.TRACKING
    story.suggestion.refresh_from_db()
    assert story.suggestion.due_on == date(2026, 10, 31)
    with pytest.raises(Refused):
        handling.close(story.suggestion, by=story.clerk, today=story.today)

    handling.report_promise(
        promise, text="桥面已浇筑", percent=60, by=story.head, today=story.later(60).today
    )
    handling.keep_promise(promise, by=story.head, today=story.later(90).today, text="已通车")
    handling.judge_promise(
        promise,
        person=story.deputy.person,
        judgement="satisfied",
        by=story.deputy,
        today=story.today,
    )

    assert story.status == Status.JUDGED
    promise.refresh_from_db()
    assert promise.state == Promise.State.CONFIRMED


def test_a_promise_ends_with_the_answer_that_did_not_satisfy(county):
    story = make_suggestion(county, status="met", title="关于硬化青竹坳通组路的建议")
    due_on = date(2026, 12, 31)
    story.reply("planned", promises=[{"text": "年内铺好沙石", "due_on": due_on}])
    story.judge(result="dissatisfied")

    story.later(10).reply("planned", promises=[{"text": "年内铺好水泥", "due_on": due_on}]).judge()

    before, now = Promise.objects.order_by("pk")
    assert (before.state, now.state) == (Promise.State.REPLACED, Promise.State.OPEN)
    handling.keep_promise(now, by=story.head, today=story.later(30).today)
    handling.judge_promise(
        now,
        person=story.deputy.person,
        judgement="satisfied",
        by=story.deputy,
        today=story.today,
    )
    story.close()
    assert story.status == "closed"


def test_a_promise_said_to_be_kept_but_not_runs_again(county):
    story = make_suggestion(county, status="met")
    story.reply("planned", promises=[{"text": "年内建成", "due_on": date(2026, 12, 31)}]).judge()
    promise = Promise.objects.get()
    handling.keep_promise(promise, by=story.head, today=story.later(30).today)

    handling.judge_promise(
        promise,
        person=story.deputy.person,
        judgement="dissatisfied",
        reason="只挖了基坑",
        by=story.deputy,
        today=story.today,
    )

    promise.refresh_from_db()
    assert promise.state == Promise.State.OPEN
    assert story.status == Status.TRACKING
    assert Deadline.objects.running().filter(promise=promise).exists()


def test_a_look_back_that_finds_nothing_done_opens_the_matter_again(county):
    story = make_suggestion(county, status="closed")
    (drawn,) = handling.draw_look_backs(
        county, count=3, year=story.suggestion.year, by=story.clerk, today=story.today, seed=1
    )

    handling.finish_look_back(
        drawn,
        is_real=False,
        visited_on=story.today,
        visitors="主席、代表二人",
        text="护栏又断了。",
        by=story.clerk,
        today=story.today,
    )

    assert story.status == Status.REWORK
    story.assignment.refresh_from_db()
    assert story.assignment.round == 2
    assert story.suggestion.deadlines.running().filter(purpose="redo").exists()


def test_an_incomplete_file_is_not_archived_without_a_reason(county):
    story = make_suggestion(county, status="closed")
    Contact.objects.all().delete()

    with pytest.raises(Incomplete, match="联系代表"):
        handling.archive(story.suggestion, by=story.clerk, today=story.today)

    handling.archive(
        story.suggestion, by=story.clerk, today=story.today, leave_out_reason="记录在纸质档案"
    )
    assert story.status == Status.ARCHIVED


def test_a_deputy_who_stays_silent_after_a_reminder_does_not_hold_the_matter(county):
    """重庆 art. 29; 河南: ten working days."""
    story = make_suggestion(county, status="replied", today=date(2026, 3, 11))
    with pytest.raises(Refused, match="还没有到"):
        handling.close_without_feedback(story.suggestion, by=story.clerk, today=story.today)
    story.later(40)
    with pytest.raises(Refused, match="先提醒"):
        handling.close_without_feedback(story.suggestion, by=story.clerk, today=story.today)

    handling.remind_deputies(story.suggestion, by=story.clerk, today=story.today)
    handling.close_without_feedback(story.suggestion, by=story.clerk, today=story.later(3).today)

    assert story.status == Status.CLOSED


def test_reminding_twice_a_day_is_refused(county):
    story = make_suggestion(county, status="received")
    handling.remind(story.assignment, by=story.clerk, today=story.today)

    with pytest.raises(Refused, match="今天已经催办"):
        handling.remind(story.assignment, by=story.clerk, today=story.today)


def test_a_confidential_suggestion_is_not_published(county):
    story = make_suggestion(county, status="accepted", is_confidential=True)

    with pytest.raises(Refused, match="保密"):
        handling.publish(story.suggestion, by=story.clerk, today=story.today)

    handling.withhold(story.suggestion, reason="提出人要求保密", by=story.clerk, today=story.today)
    story.suggestion.refresh_from_db()
    assert story.suggestion.publicity == "withheld"


class TestShandongTownships:
    """山东 township rules, art. 15: two months from the session's end, four at most."""

    def story(self, today, **fields):
        town = make_township(make_county(profile="shandong"))
        return make_suggestion(town, status="accepted", today=today, **fields), town

    def test_the_period_counts_from_the_sessions_end(self):
        story, town = self.story(date(2026, 1, 20))
        in_session(story, town)

        story.assign()

        assert story.assignment.due_on == date(2026, 3, 16)  # 15 March is a Sunday

    def test_handed_over_after_that_it_counts_from_handover(self):
        story, town = self.story(date(2026, 3, 28))
        in_session(story, town)

        story.assign()

        assert story.assignment.due_on == date(2026, 5, 28)

    def test_between_sessions_it_counts_from_handover(self):
        story, _town = self.story(date(2026, 3, 2))

        story.assign()

        clock = Deadline.objects.get(assignment=story.assignment, purpose="reply")
        assert story.assignment.due_on == date(2026, 5, 6)  # after the May holidays
        assert clock.rule["start_event"] == "handover"


def in_session(story, body):
    story.suggestion.occasion = "in_session"
    story.suggestion.session = Session.objects.get(term__body=body)
    story.suggestion.save()
