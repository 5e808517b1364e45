"""A message from whatever door to the voter's own judgement."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, Deadline, Matter, Reply
from lianxin.foundation.ledger.models import Event
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions import workflow as suggesting
from lianxin.work.suggestions.scope import Scope
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    Story,
    make_account,
    make_county,
    make_office,
)
from lianxin.work.voices import codes, hurrying, queries, workflow
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.tests.factories import Place

pytestmark = pytest.mark.django_db
S = Matter.Status
W = Matter.WaitingFor


@pytest.fixture
def place():
    return Place()


def reply_of(place, message, text="灯泡已经换好。", result="solved"):
    assignment = message.assignments.answering().open().get()
    draft = handling.save_reply(
        assignment, by=place.handler, today=TODAY, text=text, result_class=result
    )
    return handling.issue_reply(draft, by=place.handler, today=TODAY)


def last_answer(message):
    return message.answers.order_by("-pk").first()


def test_a_voter_posts_without_an_account_and_takes_home_a_number_and_a_code(place):
    posted = place.post(contact={"name": "张三", "phone": "13800000000"})
    message = posted.message
    assert message.number == f"LY{TODAY:%Y%m%d}-0001"
    assert message.waiting_for == W.LIAISON
    assert message.answer_by - message.received_at == timedelta(hours=24)
    assert message.title == "柳溪村口的路灯坏了半个月，晚上老人出门看不见，请尽快修好"[:30]
    assert queries.by_code(posted.code.lower().replace("-", " ")) == message
    assert queries.by_code("234") is None
    assert codes.typed(posted.code) not in str(VoterMessage.objects.values().get())
    assert not message.contact.shares_with_office


def test_the_same_post_twice_is_one_message_with_one_code(place):
    first = place.post(post_key="k" * 32)
    again = place.post(post_key="k" * 32)
    assert again.message == first.message
    assert again.code == first.code
    assert not again.is_new
    assert VoterMessage.objects.count() == 1


def test_a_post_is_refused_in_words(place):
    with pytest.raises(workflow.Refused, match="请先写下"):
        place.post(text="  ")
    with pytest.raises(workflow.Refused, match="最多"):
        place.post(text="字" * 5001)
    with pytest.raises(workflow.Refused, match="不是这里的代表"):
        place.post(deputy=Place(place.county).deputy.person)
    with pytest.raises(workflow.Refused, match="手机号码"):
        place.post(contact={"name": "张三", "wants_sms": True})
    with pytest.raises(PermissionDenied):
        place.post(channel="phone")
    with pytest.raises(PermissionDenied):
        place.post(channel="phone", by=Place(place.county).liaison)
    assert VoterMessage.objects.count() == 0
    assert place.post(channel="phone", by=place.liaison).message.created_by == place.liaison


def test_a_deputy_answers_at_once_and_the_voter_is_satisfied(place):
    message = place.post(deputy=place.deputy.person).message
    assert message.waiting_for == W.DEPUTY
    given = workflow.answer(message, text="明天就修。", by=place.deputy, today=TODAY)
    assert given.signed == f"{place.deputy.person.name}代表"
    message.refresh_from_db()
    assert (message.status, message.route, message.waiting_for) == (
        S.REPLIED,
        "on_the_spot",
        W.VOTER,
    )
    assert message.responded_at is not None
    feedback = Deadline.objects.running().get(matter=message)
    assert (feedback.purpose, feedback.due_on) == ("feedback", TODAY + timedelta(days=15))
    workflow.grade(given, grade="satisfied", today=TODAY)
    message.refresh_from_db()
    assert (message.status, message.voter_satisfaction) == (S.CLOSED, "satisfied")
    assert message.closed_on == TODAY
    assert message.satisfaction == "satisfied"


def test_dissatisfied_once_asks_the_same_hand_again_twice_the_clerk(place):
    message = place.post().message
    first = workflow.answer(message, text="知道了。", by=place.liaison, today=TODAY)
    workflow.grade(first, grade="dissatisfied", reason="没有说何时修", today=TODAY)
    message.refresh_from_db()
    assert (message.status, message.waiting_for) == (S.REWORK, W.LIAISON)
    assert message.responded_at is None
    with pytest.raises(workflow.WrongStatus):
        workflow.grade(first, grade="satisfied", today=TODAY)
    second = workflow.answer(message, text="下周三修。", by=place.liaison, today=TODAY)
    workflow.grade(second, grade="dissatisfied", today=TODAY)
    message.refresh_from_db()
    assert (message.status, message.waiting_for) == (S.CONCILIATION, W.CLERK)
    with pytest.raises(PermissionDenied):
        workflow.conciliate(message, redo=False, result="x", by=place.liaison, today=TODAY)
    workflow.conciliate(message, redo=False, result="已约定日期。", by=place.chair, today=TODAY)
    message.refresh_from_db()
    assert message.status == S.CLOSED
    assert last_answer(message).text == "已约定日期。"


def test_an_office_answers_without_number_or_contact_and_the_voter_reads_it(place):
    message = place.post().message
    assignment = workflow.hand_to_office(message, place.office, by=place.liaison, today=TODAY)
    message.refresh_from_db()
    assert (message.status, message.waiting_for, message.route) == (S.ASSIGNED, W.OFFICE, "office")
    clocks = Deadline.objects.running().filter(matter=message)
    assert [clock.purpose for clock in clocks] == ["reply"]
    # Seven working days from Wednesday 11 March 2026.
    assert assignment.due_on == TODAY + timedelta(days=9)
    with pytest.raises(workflow.Refused, match="由该单位答复"):
        workflow.answer(message, text="我来答", by=place.liaison, today=TODAY)
    reply_of(place, message)
    message.refresh_from_db()
    answer = last_answer(message)
    assert (message.status, message.waiting_for) == (S.REPLIED, W.VOTER)
    assert answer.signed == place.office.name
    assert answer.text == "这件事已经解决或者基本解决。\n灯泡已经换好。"
    workflow.grade(answer, grade="dissatisfied", today=TODAY)
    message.refresh_from_db()
    assert (message.status, message.waiting_for) == (S.REWORK, W.OFFICE)
    reply_of(place, message, text="这次真的换好了。")
    message.refresh_from_db()
    assert message.answers.count() == 2
    assert message.replied_on is not None
    workflow.grade(last_answer(message), grade="dissatisfied", today=TODAY)
    message.refresh_from_db()
    assert message.status == S.CONCILIATION
    workflow.conciliate(message, redo=True, result="现场看过，再修。", by=place.clerk, today=TODAY)
    message.refresh_from_db()
    assert (message.status, message.waiting_for) == (S.REWORK, W.OFFICE)


def test_a_village_without_an_account_is_answered_for_by_who_received_it(place):
    message = place.post().message
    with pytest.raises(workflow.Refused, match="请选择村"):
        workflow.hand_to_village(message, place.office, by=place.liaison, today=TODAY)
    workflow.hand_to_village(message, place.village, by=place.liaison, today=TODAY)
    message.refresh_from_db()
    assert message.village == place.village
    assert message.route == "village"
    given = workflow.answer(
        message, text="村里已换灯。", by=place.liaison, today=TODAY, signed="柳溪村"
    )
    message.refresh_from_db()
    assert given.signed == "柳溪村"
    assert message.status == S.REPLIED
    assert message.assignments.get().status == Assignment.Status.ANSWERED
    workflow.grade(given, grade="dissatisfied", today=TODAY)
    message.refresh_from_db()
    assert message.status == S.REWORK
    workflow.answer(message, text="又换了一次。", by=place.liaison, today=TODAY)
    message.refresh_from_db()
    assert message.status == S.REPLIED


def test_an_office_that_returns_it_leaves_it_with_its_receiver(place):
    message = place.post().message
    assignment = workflow.hand_to_office(message, place.office, by=place.liaison, today=TODAY)
    request = handling.ask_return(
        assignment, reason="不是本中心的职责。", by=place.handler, today=TODAY
    )
    message.refresh_from_db()
    assert message.waiting_for == W.LIAISON
    request.assignment.matter.refresh_from_db()
    handling.decide_return(request, agree=True, by=place.liaison, today=TODAY)
    message.refresh_from_db()
    assert (message.status, message.waiting_for) == (S.ACCEPTED, W.LIAISON)
    other = make_office(place.county, "县电力公司")
    workflow.hand_to_office(message, other, by=place.liaison, today=TODAY)
    message.refresh_from_db()
    assert message.lead_office == other


def test_it_becomes_a_suggestion_and_both_deputy_and_voter_judge(place):
    message = place.post(text=f"我叫张三丰，电话13800000000。{'路灯坏了。' * 3}").message
    suggestion = workflow.turn_into_suggestion(
        message, person=place.deputy.person, by=place.liaison, today=TODAY
    )
    assert "13800000000" not in suggestion.text
    assert "张三丰" not in suggestion.text
    message.refresh_from_db()
    assert (message.route, message.became, message.waiting_for) == ("suggestion", suggestion, "")
    event = Event.objects.get(step="message.become_suggestion")
    assert event.behalf == place.deputy.person
    with pytest.raises(workflow.Refused, match="已转为代表建议"):
        workflow.answer(message, text="x", by=place.liaison, today=TODAY)
    story = object.__new__(Story)
    story.body, story.today, story.deputy, story.clerk = (
        place.body,
        TODAY,
        place.deputy,
        place.clerk,
    )
    story.office, story.head, story.suggestion = place.office, place.handler, suggestion
    story.submit().accept().assign().receive()
    handling.contact(
        story.assignment, contacted_on=TODAY, way="phone", by=place.handler, today=TODAY
    )
    draft = handling.save_reply(
        story.assignment,
        by=place.handler,
        today=TODAY,
        text="已列入今年计划并完成。",
        result_class="solved",
        document_no="柳建函〔2026〕1号",
        signatory="王主任",
    )
    reply = handling.issue_reply(draft, by=place.handler, today=TODAY)
    message.refresh_from_db()
    assert message.status == S.REPLIED
    assert last_answer(message).reply == reply
    workflow.grade(last_answer(message), grade="basically", today=TODAY)
    handling.judge(
        reply,
        person=place.deputy.person,
        attitude="satisfied",
        result="satisfied",
        by=place.deputy,
        today=TODAY,
    )
    message.refresh_from_db()
    suggestion.refresh_from_db()
    assert (message.status, suggestion.status) == (S.CLOSED, S.JUDGED)


def test_a_suggestion_given_up_gives_the_message_back(place):
    message = place.post().message
    suggestion = workflow.turn_into_suggestion(
        message, person=place.deputy.person, by=place.deputy, today=TODAY
    )
    suggesting.discard_draft(suggestion, by=place.deputy, today=TODAY)
    message.refresh_from_db()
    assert (message.became, message.route, message.waiting_for) == (None, "", W.LIAISON)
    workflow.answer(message, text="我们直接联系电力公司。", by=place.deputy, today=TODAY)


def test_refused_tells_where_to_go_and_only_on_listed_grounds(place):
    message = place.post().message
    with pytest.raises(workflow.Refused, match="列出的理由"):
        workflow.refuse(message, ground="annoying", by=place.liaison, today=TODAY)
    workflow.refuse(message, ground="court", by=place.liaison, today=TODAY, note="祝顺利。")
    message.refresh_from_db()
    assert (message.status, message.refusal, message.waiting_for) == (S.REFUSED, "court", "")
    assert "12368" in last_answer(message).text
    assert "祝顺利" in message.decision_reason


def test_merged_messages_are_answered_with_the_first_and_each_may_judge(place):
    first, second = place.post().message, place.post(text="路灯还是没有亮，请修。").message
    workflow.merge(second, into=first, by=place.liaison, today=TODAY)
    with pytest.raises(workflow.Refused):
        workflow.merge(first, into=second, by=place.liaison, today=TODAY)
    workflow.answer(first, text="已修好。", by=place.liaison, today=TODAY)
    assert last_answer(second).text == "已修好。"
    workflow.grade(last_answer(second), grade="dissatisfied", reason="没修", today=TODAY)
    first.refresh_from_db()
    assert first.status == S.REWORK


def test_passed_up_waits_for_the_clerk_above_who_answers(place):
    message = place.post().message
    county_clerk = make_account(Role.COUNTY_CLERK, place.county)
    with pytest.raises(workflow.Refused, match="上一级"):
        workflow.pass_up(message, body=place.body, by=place.liaison, today=TODAY)
    workflow.pass_up(message, body=place.county, by=place.liaison, today=TODAY)
    message.refresh_from_db()
    assert (message.route, message.waiting_for) == ("higher", W.CLERK)
    assert message.due_on == TODAY + timedelta(days=9)
    assert hurrying.urge_above(message.due_on) == 0
    late = message.due_on + timedelta(days=1)
    assert [hurrying.urge_above(late), hurrying.urge_above(late)] == [1, 0]
    workflow.answer(message, text="县里已列入计划。", by=county_clerk, today=TODAY)


def test_hidden_only_on_listed_grounds_and_never_silently(place):
    message = place.post().message
    workflow.publish(message, by=place.liaison, today=TODAY)
    assert VoterMessage.objects.published().count() == 1
    with pytest.raises(workflow.Refused, match="列出的理由"):
        workflow.hide(message, ground="批评政府", by=place.liaison, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.hide(message, ground="insult", by=place.deputy, today=TODAY)
    workflow.hide(message, ground="insult", by=place.liaison, today=TODAY)
    assert VoterMessage.objects.published().count() == 0
    event = Event.objects.get(step="message.hide")
    assert event.actor == place.liaison
    assert event.after == {"ground": "insult"}
    workflow.show(message, by=place.clerk, today=TODAY)
    assert VoterMessage.objects.published().count() == 1
    secret = place.post(is_confidential=True).message
    with pytest.raises(workflow.Refused, match="保密"):
        workflow.publish(secret, by=place.clerk, today=TODAY)


def test_who_sees_a_message(place):
    open_one = place.post().message
    own = place.post(deputy=place.deputy.person).message
    secret = place.post(is_confidential=True).message
    other = Place(place.county)
    county = make_account(Role.COUNTY_CLERK, place.county)
    auditor = make_account(Role.AUDITOR, place.body)

    def seen(account):
        return set(VoterMessage.objects.visible_to(account))

    assert seen(place.liaison) == {open_one, own, secret}
    assert seen(place.deputy) == {open_one, own, secret}
    assert seen(place.clerk) == {open_one, own, secret}
    assert seen(county) == {open_one, own}
    assert seen(auditor) == {open_one, own}
    assert seen(other.liaison) == seen(other.deputy) == seen(place.handler) == set()
    workflow.hand_to_office(open_one, place.office, by=place.liaison, today=TODAY)
    assert seen(place.handler) == {open_one}
    for account in (place.liaison, place.deputy, place.clerk, county, place.handler):
        of_matters = Matter.objects.visible_to(account).filter(kind="message")
        assert {one.pk for one in of_matters} == {one.pk for one in seen(account)}


def test_messages_do_not_leak_into_suggestions(place):
    Story(place.body, deputy=place.deputy, clerk=place.clerk).submit()
    for _number in range(3):
        place.post()
    scope = Scope(body=place.body, year=TODAY.year, on=TODAY, user=place.clerk)
    assert scope.matters().count() == 1
    closed = place.post(text="路灯又坏了，请再来看看。").message
    workflow.answer(closed, text="好", by=place.liaison, today=TODAY)
    workflow.close_ungraded(closed, today=TODAY)
    with pytest.raises(workflow.Refused, match="没有可供回头看"):
        handling.draw_look_backs(place.body, count=9, year=TODAY.year, by=place.clerk, today=TODAY)
    client = Client()
    client.force_login(place.clerk)
    assert "路灯" not in client.get(reverse("suggestions:list")).content.decode()
    trail = client.get(reverse("reports:trail")).content.decode()
    assert reverse("voices:detail", args=[closed.pk]) in trail
    assert f"编号 {closed.number}" in trail
    assert make_county().pk == place.county.pk
    assert Reply.objects.count() == 0
    assert Notice.objects.filter(kind="matter.judged").count() == 0


def test_a_voter_who_says_nothing_is_closed_as_not_judged(place):
    message = place.post().message
    workflow.answer(message, text="已修。", by=place.liaison, today=TODAY)
    workflow.close_ungraded(message, today=TODAY + timedelta(days=16))
    message.refresh_from_db()
    assert (message.status, message.voter_satisfaction) == (S.CLOSED, "")
    assert timezone.now() >= message.responded_at
