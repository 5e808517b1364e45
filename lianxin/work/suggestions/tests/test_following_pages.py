"""The pages around the handling: urging, judging for a deputy, closing, looking back, many at once."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Deadline, Evaluation, LookBack, Matter, Reminder
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Role
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_suggestion,
    make_township,
)


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def today():
    return localdate()


@pytest.fixture
def send(client):
    def send(story, name, user=None, pk=None, **typed):
        client.force_login(user or story.clerk)
        url = reverse(f"suggestions:{name}", args=[pk or story.suggestion.pk])
        return client.post(url, typed)

    return send


def said(response) -> str:
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_office_that_owes_is_urged_once_a_day(county, today, send):
    story = make_suggestion(county, status="received", today=today)
    pk = story.assignment.pk

    first = send(story, "remind", offices=[pk], words="请于月底前答复。")
    second = send(story, "remind", offices=[pk])

    assert said(first) == "已催办县交通运输局。"
    assert second.status_code == 409
    assert "今天已经催办过" in second.content.decode()
    assert Reminder.objects.get().words == "请于月底前答复。"


def test_one_office_urged_today_does_not_keep_the_other(county, today, send):
    story = make_suggestion(county, status="accepted", today=today)
    story.assign(assisting=[make_office(county, "县财政局")])
    lead, helper = story.assignments
    send(story, "remind", offices=[lead.pk])

    response = send(story, "remind", offices=[lead.pk, helper.pk])

    assert "已催办县财政局。" in said(response)
    assert "今天已经催办过县交通运输局" in said(response)


def test_the_supervision_office_may_urge_and_press_but_not_close(county, today, send):
    story = make_suggestion(county, status="judged", today=today)
    office = make_account(Role.SUPERVISION_OFFICE, county)
    typed = {"method": "on_site", "pressed_on": f"{today}", "people": "督查室", "result": "已到位"}

    assert send(story, "supervise", user=office, **typed).status_code == 302
    assert send(story, "close", user=office).status_code == 403


def test_pressing_is_logged_by_method_day_people_and_result(county, today, send):
    story = make_suggestion(county, status="assigned", today=today)
    typed = {"method": "leader", "people": "王主任", "result": "约谈承办单位。"}

    assert send(story, "supervise", **typed, pressed_on="2999-01-01").status_code == 409
    assert send(story, "supervise", method="leader").status_code == 422
    send(story, "supervise", **typed, pressed_on=f"{today}")

    assert story.suggestion.supervisions.get().people == "王主任"


def test_a_key_suggestion_has_a_leading_person(county, send):
    story = make_suggestion(county, status="assigned")

    assert send(story, "set_key", leader="").status_code == 422
    response = send(story, "set_key", leader="王主任", basis="主任会议")

    assert said(response) == "已列为重点督办，由王主任领衔。"
    assert Matter.objects.get(pk=story.suggestion.pk).is_key


def test_a_judgement_by_phone_is_recorded_under_both_names(county, today, send):
    story = make_suggestion(county, status="replied", today=today)
    typed = {
        "person": story.deputy.person_id,
        "reply": story.answer.pk,
        "channel": "phone",
        "attitude": "satisfied",
        "result": "basically",
    }

    response = send(story, "judge_for", **typed)

    assert "办理结果基本满意" in said(response)
    assert story.status == "judged"
    evaluation = Evaluation.objects.get()
    assert (evaluation.channel, evaluation.recorded_by) == ("phone", story.clerk)
    event = events_of(story.suggestion).get(step="matter.judge")
    assert (event.actor_name, event.behalf_name) == (story.clerk.name, story.deputy.name)


def test_dissatisfaction_told_by_phone_needs_the_deputys_words(county, today, send):
    story = make_suggestion(county, status="replied", today=today)
    typed = {
        "person": story.deputy.person_id,
        "reply": story.answer.pk,
        "channel": "paper",
        "attitude": "satisfied",
        "result": "dissatisfied",
    }

    without = send(story, "judge_for", **typed)
    send(story, "judge_for", **typed, reason="护栏只换了一半。")

    assert without.status_code == 422
    assert "请写明代表的具体意见" in without.content.decode()
    assert story.status == "rework"


def test_nobody_else_can_be_made_to_judge(county, today, send):
    story = make_suggestion(county, status="replied", today=today)
    stranger = make_deputy(county)
    typed = {
        "person": stranger.person_id,
        "reply": story.answer.pk,
        "channel": "phone",
        "attitude": "satisfied",
        "result": "satisfied",
    }

    assert send(story, "judge_for", **typed).status_code == 422
    assert not Evaluation.objects.exists()


def test_a_kept_promise_is_judged_again_by_phone(county, today, send):
    story = make_suggestion(county, status="met", today=today)
    promises = [{"text": "汛期前加固", "due_on": today + timedelta(days=60)}]
    story.reply("planned", promises=promises).judge("satisfied")
    promise = story.answer.promises.get()
    handling.keep_promise(promise, text="已加固。", by=story.head, today=today)

    response = send(
        story,
        "judge_promise_for",
        person=story.deputy.person_id,
        promise=promise.pk,
        channel="phone",
        judgement="satisfied",
    )

    promise.refresh_from_db()
    assert "已代录" in said(response)
    assert (promise.state, story.status) == ("confirmed", "judged")


def test_without_feedback_closing_waits_for_the_reminder_and_the_day(county, today, send):
    story = make_suggestion(county, status="replied", today=today)

    early = send(story, "close_without_feedback")
    Deadline.objects.filter(purpose="feedback").update(
        started_on=today - timedelta(days=30), due_on=today - timedelta(days=1)
    )
    unreminded = send(story, "close_without_feedback")
    send(story, "remind_deputies", words="请评价。")
    response = send(story, "close_without_feedback", note_text="三次联系未果。")

    assert (early.status_code, unreminded.status_code) == (409, 409)
    assert "请先提醒代表评价" in unreminded.content.decode()
    assert "不计入满意率" in said(response)
    assert story.status == "closed"


def test_after_a_second_dissatisfaction_the_conciliation_is_recorded(county, today, send):
    story = make_suggestion(county, status="replied", today=today)
    story.judge("dissatisfied")
    story.assignment.refresh_from_db()
    story.reply().judge("dissatisfied")
    assert story.status == "conciliation"

    assert send(story, "conciliate", redo="no", result="").status_code == 422
    send(story, "conciliate", redo="no", result="专家评估：已尽力。", people="三位专家")

    assert story.status == "judged"


def test_closing_and_archiving_go_through_the_list_of_papers(client, county, today, send):
    story = make_suggestion(county, status="judged", today=today)

    send(story, "close", note_text="验收合格。")
    client.force_login(story.clerk)
    page = client.get(reverse("suggestions:archive", args=[story.suggestion.pk]))
    send(story, "archive")

    assert "归档材料齐全" in page.content.decode()
    assert story.status == "archived"
    assert send(story, "archive").status_code == 409


def test_archiving_with_papers_missing_needs_the_reason(client, county, today, send):
    story = make_suggestion(county, status="closed", today=today)
    story.answer.evaluations.all().delete()
    client.force_login(story.clerk)

    page = client.get(reverse("suggestions:archive", args=[story.suggestion.pk]))
    without = send(story, "archive", leave_out_reason="")
    send(story, "archive", leave_out_reason="代表已调离，未能评价。")

    assert "代表对县交通运输局答复的评价" in page.content.decode()
    assert without.status_code == 422
    assert story.status == "archived"


def test_what_is_kept_from_the_public_has_a_reason(county, send):
    story = make_suggestion(county, status="assigned")

    assert send(story, "publicity", publicity="withheld").status_code == 422
    send(story, "publicity", publicity="withheld", reason="涉及个人隐私")
    assert Matter.objects.get(pk=story.suggestion.pk).publicity_reason == "涉及个人隐私"
    response = send(story, "publicity", publicity="public")

    assert "公众可以看到" in said(response)
    assert Matter.objects.get(pk=story.suggestion.pk).publicity == "public"


def test_what_a_deputy_wants_confidential_is_not_published(county, send):
    story = make_suggestion(county, status="assigned", is_confidential=True)

    response = send(story, "publicity", publicity="public")

    assert response.status_code == 409
    assert "提出人要求保密" in response.content.decode()


def test_a_draw_for_looking_back_can_be_repeated_with_its_seed(client, county, today):
    clerk = make_clerk(county)
    stories = [
        make_suggestion(county, status="closed", clerk=clerk, today=today) for _place in range(4)
    ]
    client.force_login(clerk)
    url = reverse("suggestions:look_backs")
    typed = {"body": county.pk, "year": stories[0].suggestion.year, "count": "2", "seed": "7"}

    response = client.post(url, typed)
    drawn = set(LookBack.objects.values_list("matter_id", flat=True))
    LookBack.objects.all().delete()
    client.post(url, typed)

    assert "已抽取 2 件" in said(response)
    assert set(LookBack.objects.values_list("matter_id", flat=True)) == drawn
    assert client.post(url, typed | {"year": "1999"}).status_code == 409
    assert client.post(url, typed | {"count": "0"}).status_code == 422


def test_what_is_not_as_the_answer_said_is_opened_again(client, county, today, send):
    story = make_suggestion(county, status="closed", today=today)
    handling.draw_look_backs(
        county, count=1, year=story.suggestion.year, by=story.clerk, today=today
    )
    typed = {"visited_on": f"{today}", "visitors": "李主任"}

    client.force_login(story.clerk)
    page = client.get(reverse("suggestions:look_backs")).content.decode()
    without = send(story, "finish_look_back", is_real="no", **typed)
    response = send(story, "finish_look_back", is_real="no", text="护栏又断了。", **typed)

    assert "已抽取，等回访" in page
    assert story.suggestion.title in page
    assert without.status_code == 422
    assert "重新办理" in said(response)
    assert story.status == "rework"


def test_a_look_back_of_what_was_not_drawn_leads_back(client, county, today):
    story = make_suggestion(county, status="closed", today=today)
    client.force_login(story.clerk)
    url = reverse("suggestions:finish_look_back", args=[story.suggestion.pk])

    assert client.get(url).url == story.suggestion.get_absolute_url()
    typed = {"is_real": "yes", "visited_on": f"{today}", "visitors": "李主任"}
    assert client.post(url, typed).status_code == 409


def many(client, name, stories, **typed):
    chosen = [story.suggestion.pk for story in stories]
    url = reverse(f"suggestions:{name}", query={"chosen": chosen})
    return client.get(url), client.post(url, typed)


def test_many_are_closed_each_for_itself(client, county, today):
    clerk = make_clerk(county)
    judged = make_suggestion(county, status="judged", clerk=clerk, today=today, title="评过的")
    replied = make_suggestion(county, status="replied", clerk=clerk, today=today, title="没评的")
    client.force_login(clerk)

    page, done = many(client, "close_many", [judged, replied])

    assert "选中的 2 件" in page.content.decode()
    assert "办成 1 件，没有办成 1 件" in done.content.decode()
    assert "已答复待评价" in done.content.decode()
    assert (judged.status, replied.status) == ("closed", "replied")


def test_many_are_urged_offices_and_deputies_alike(client, county, today):
    clerk = make_clerk(county)
    open_one = make_suggestion(county, status="received", clerk=clerk, today=today)
    replied = make_suggestion(county, status="replied", clerk=clerk, today=today)
    closed = make_suggestion(county, status="closed", clerk=clerk, today=today)
    client.force_login(clerk)

    _page, done = many(client, "remind_many", [open_one, replied, closed], words="请抓紧。")

    assert "办成 2 件，没有办成 1 件" in done.content.decode()
    assert set(Reminder.objects.values_list("matter_id", "assignment_id")) == {
        (open_one.suggestion.pk, open_one.assignment.pk),
        (replied.suggestion.pk, None),
    }


def test_many_are_published_but_not_the_confidential(client, county, today):
    clerk = make_clerk(county)
    open_one = make_suggestion(county, status="assigned", clerk=clerk, today=today)
    secret = make_suggestion(
        county, status="assigned", clerk=clerk, today=today, is_confidential=True
    )
    client.force_login(clerk)

    _page, done = many(client, "publish_many", [open_one, secret])

    assert "提出人要求保密" in done.content.decode()
    assert Matter.objects.get(pk=open_one.suggestion.pk).publicity == "public"
    assert Matter.objects.get(pk=secret.suggestion.pk).publicity == "undecided"


def test_a_county_clerk_closes_nothing_of_a_township(client, county, today):
    story = make_suggestion(make_township(county), status="judged", today=today)
    client.force_login(make_clerk(county))

    _page, done = many(client, "close_many", [story])

    assert "没有办理这一步的权限" in done.content.decode()
    assert story.status == "judged"


@pytest.mark.parametrize("name", ["remind_many", "close_many", "publish_many"])
def test_nothing_chosen_leads_back_to_the_list(client, county, name):
    client.force_login(make_clerk(county))

    response = client.get(reverse(f"suggestions:{name}"), {"chosen": ["abc", "9" * 40]})

    assert response.url == reverse("suggestions:list")


@pytest.mark.parametrize("name", ["remind_many", "close_many", "publish_many", "look_backs"])
def test_the_pages_for_many_are_the_congress_offices(client, county, name):
    client.force_login(make_deputy(county))

    assert client.get(reverse(f"suggestions:{name}")).status_code == 403
    assert client.post(reverse(f"suggestions:{name}")).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "remind",
        "remind_deputies",
        "supervise",
        "set_key",
        "conciliate",
        "judge_for",
        "judge_promise_for",
        "close",
        "close_without_feedback",
        "archive",
        "publicity",
        "finish_look_back",
    ],
)
def test_the_steps_around_the_handling_are_the_congress_offices(client, county, name):
    story = make_suggestion(county, status="replied")
    url = reverse(f"suggestions:{name}", args=[story.suggestion.pk])

    for user, status in ((story.head, 403), (story.deputy, 403), (make_deputy(county), 404)):
        client.force_login(user)
        assert client.get(url).status_code == status
        assert client.post(url).status_code == status
