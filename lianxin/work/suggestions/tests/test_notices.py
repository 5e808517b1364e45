"""Who is told of which step, why, and that the link opens for whoever is told."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from lianxin.engines.matters import telling
from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Matter
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.tests.factories import (
    TITLE,
    Story,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_handler,
    make_office_head,
    make_suggestion,
)
from lianxin.work.voices import workflow as voices


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def chair(county):
    return make_account(Role.CHAIR, county)


def told(account, kind=None):
    found = Notice.objects.of(account).order_by("pk")
    if kind:
        found = found.filter(kind=kind)
    return [notice.words for notice in found]


def opens(client, account):
    """Whether every link this account was given opens for it."""
    client.force_login(account)
    codes = {
        notice.url: client.get(notice.url).status_code for notice in Notice.objects.of(account)
    }
    return codes and set(codes.values()) <= {200, 302}, codes


def test_the_whole_way_tells_each_side_what_concerns_it(client, county):
    story = make_suggestion(county, status="judged", office=make_office(county, "县交通运输局"))

    clerk, head, deputy = story.clerk, story.head, story.deputy
    assert told(clerk, "suggestion.submitted") == [f"新提交待审查：“{TITLE}”"]
    assert len(told(head, "matter.assigned")) == 1
    assert told(head, "matter.assigned")[0].startswith(f"新交办：“{TITLE}”，县交通运输局主办，期限")
    assert told(deputy, "matter.replied") == [f"县交通运输局已书面答复：“{TITLE}”，请评价"]
    assert told(clerk, "matter.replied") == [f"县交通运输局已书面答复：“{TITLE}”"]
    assert told(head, "matter.judged") == [f"代表对“{TITLE}”的答复评价：满意"]
    for account in (clerk, head, deputy):
        fine, codes = opens(client, account)
        assert fine, codes
    assert not Notice.objects.filter(why="").exists()


def test_who_took_the_step_is_not_told_of_it(county):
    story = make_suggestion(county, status="accepted")

    assert not [words for words in told(story.clerk) if words.startswith("已受理")]
    assert told(story.deputy, "suggestion.decided") == [f"已受理：“{TITLE}”。受理"]


def test_a_refused_step_tells_nobody(county):
    story = make_suggestion(county, status="received")
    before = Notice.objects.count()

    with pytest.raises(handling.Refused):
        handling.take_back(story.assignment, reason=" ", by=story.clerk, today=story.today)

    assert Notice.objects.count() == before


def test_returning_and_its_decision_are_told_both_ways(client, county):
    story = make_suggestion(county, status="assigned")
    request = handling.ask_return(
        story.assignment, reason="属水利部门职责。", by=story.head, today=story.today
    )
    (words,) = told(story.clerk, "matter.returned")
    assert "申请退办" in words
    assert "请审核" in words

    handling.decide_return(
        request, agree=False, by=story.clerk, today=story.today, note_text="主体在贵局。"
    )

    (words,) = told(story.head, "matter.returned")
    assert words == f"没有同意县交通运输局退办：“{TITLE}”，请继续办理"
    fine, codes = opens(client, story.head)
    assert fine, codes


def test_an_extension_is_asked_of_the_clerk_and_told_to_deputies(county):
    story = make_suggestion(county, status="received")
    extension = handling.ask_extension(
        story.assignment,
        reason="要等枯水期施工。",
        asked_until=story.today + timedelta(days=150),
        by=story.head,
        today=story.today,
    )
    assert len(told(story.clerk, "matter.extension")) == 1

    handling.decide_extension(
        extension, agree=True, by=story.clerk, today=story.today, deputy_told_on=story.today
    )

    assert told(story.head, "matter.extension") == told(story.deputy, "matter.extension")
    assert told(story.deputy, "matter.extension")[0].startswith("同意县交通运输局延期至")


def test_dissatisfaction_sends_it_back_and_twice_to_clerk_and_chair(client, county, chair):
    story = make_suggestion(county, status="replied").judge("dissatisfied")
    assert told(story.head, "matter.rework")[0].startswith("代表不满意，请县交通运输局重新办理")
    assert len(told(story.clerk, "matter.judged")) == 1

    story.assignment.refresh_from_db()
    story.later(5).reply().judge("dissatisfied")

    assert len(told(story.clerk, "matter.escalated")) == 1
    assert len(told(chair, "matter.escalated")) == 1
    fine, codes = opens(client, chair)
    assert fine, codes


def test_pressing_reaches_the_office_with_the_words_that_stay_inside(county):
    story = make_suggestion(county, status="received")

    handling.remind(
        story.assignment, by=story.clerk, today=story.today, words="请刘某某下周前联系代表。"
    )

    notice = Notice.objects.get(account=story.head, kind="matter.pressed")
    assert notice.words.endswith("请刘某某下周前联系代表。")
    assert notice.outside == f"催办：“{TITLE}”，请县交通运输局抓紧办理"


def test_outside_messages_name_no_person(county):
    story = make_suggestion(county, status="draft")
    friend = make_deputy(county)
    workflow.invite(story.suggestion, persons=[friend.person], by=story.deputy, today=story.today)
    workflow.answer_invitation(
        story.suggestion, person=friend.person, agrees=True, by=friend, today=story.today
    )

    notice = Notice.objects.get(account=story.deputy)
    assert friend.person.name in notice.words
    assert friend.person.name not in notice.outside


def test_what_is_confidential_leaves_the_house_without_its_title(county):
    story = make_suggestion(county, status="assigned", is_confidential=True)

    notice = Notice.objects.get(account=story.head, kind="matter.assigned")
    assert TITLE in notice.words
    assert TITLE not in notice.outside
    assert "要求保密" in notice.outside


def test_an_invitation_to_sign_goes_to_those_invited_and_anew_when_the_words_change(client, county):
    story = make_suggestion(county, status="draft")
    friend = make_deputy(county)
    workflow.invite(story.suggestion, persons=[friend.person], by=story.deputy, today=story.today)
    fine, codes = opens(client, friend)
    assert fine, codes
    workflow.answer_invitation(
        story.suggestion, person=friend.person, agrees=True, by=friend, today=story.today
    )

    workflow.edit(story.suggestion, text="改了内容。", by=story.deputy, today=story.today)

    assert told(friend) == [f"邀请您联名：“{TITLE}”"] * 2


def test_those_of_a_merged_suggestion_are_told_and_later_answered(county):
    target = make_suggestion(county, status="accepted")
    other = make_suggestion(county, status="submitted", title="关于石板桥护栏的建议")
    workflow.merge(other.suggestion, into=target.suggestion, by=target.clerk, today=target.today)
    assert len(told(other.deputy, "suggestion.decided")) == 1

    target.assign().receive().meet().reply()

    assert len(told(other.deputy, "matter.replied")) == 1


def test_offices_added_later_are_told_and_the_others_not_again(county):
    story = make_suggestion(county, status="assigned")
    helper = make_office_handler(make_office(county, "县水利局"))

    handling.add_offices(
        story.suggestion,
        offices=[helper.current_grants[0].office],
        by=story.clerk,
        today=story.today,
    )

    assert len(told(helper, "matter.assigned")) == 1
    assert len(told(story.head, "matter.assigned")) == 1


def test_a_kept_promise_asks_the_deputy_for_a_second_judgement(client, county):
    story = make_suggestion(county, status="met")
    story.reply(
        result_class="planned",
        promises=[{"text": "雨季前换护栏", "due_on": story.today + timedelta(days=60)}],
    ).judge()
    promise = story.answer.promises.get()
    handling.keep_promise(promise, by=story.head, today=story.today, text="已换。")

    assert told(story.deputy, "matter.promise") == [f"承诺事项已兑现，请再次评价：“{TITLE}”"]
    fine, codes = opens(client, story.deputy)
    assert fine, codes


def test_only_the_own_body_and_the_own_office_are_told(county):
    stranger = make_office_head(make_office(county, "县民政局"))
    town_clerk = make_clerk(make_county(code="linxian"))
    auditor = make_account(Role.AUDITOR, county)

    make_suggestion(county, status="judged")

    assert told(stranger) == told(town_clerk) == told(auditor) == []


def test_a_made_up_past_is_no_news(county):
    long_ago = timezone.now() - timedelta(days=400)
    with happening_at(long_ago):
        make_suggestion(county, status="assigned")
    assert not Notice.objects.exists()

    lately = timezone.now() - timedelta(days=3)
    with happening_at(lately):
        Story(county).submit()
    assert {notice.created_at for notice in Notice.objects.all()} == {lately}


def test_every_step_that_is_told_of_is_one_that_a_workflow_takes():
    """A step that was given another name would be told to nobody."""
    rooms = [handling, workflow, voices]
    folders = [Path(str(module.__file__)).parent for module in rooms]
    source = "".join(file.read_text() for folder in folders for file in folder.glob("*.py"))
    taken = set(re.findall(r'"(?:(?:matter|suggestion|message)\.)?([a-z_]+)"', source))

    assert {step.partition(".")[2] for step in telling._tellers} <= taken


def test_every_notice_names_its_record(county):
    story = make_suggestion(county, status="closed")

    found = set(Notice.objects.values_list("about_type", "about_id"))
    assert {pk for _type, pk in found} == {story.suggestion.pk}
    assert Matter.objects.filter(pk=story.suggestion.pk).exists()
