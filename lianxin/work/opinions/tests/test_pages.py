"""Pages: who may open which, forms that keep what was typed, the public sheet."""

from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.people.models import Role
from lianxin.work.opinions import workflow
from lianxin.work.opinions.models import Box, Card, Response, Session, Survey
from lianxin.work.receptions.tests.factories import make_station
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_office,
    make_township,
)
from lianxin.work.voices.models import VoterMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return make_station(make_township(make_county()))


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def make_open_survey(station, *, is_coded=False):
    by, today = station.liaison, localdate()
    survey = Survey(
        body=station.body,
        station=station,
        title="群众最关心什么",
        opens_on=today,
        closes_on=today + timedelta(days=10),
        is_coded=is_coded,
        by=by,
    )
    workflow.draw_up(survey, by=by, today=today)
    workflow.add_question(
        survey,
        text="最关心什么",
        kind="multiple",
        options=["饮水", "道路"],
        ranks_problems=True,
        by=by,
    )
    workflow.add_question(survey, text="还想说", kind="text", is_required=False, by=by)
    return survey


def test_a_deputy_fills_in_his_card_and_the_clerk_hands_it_on(station):
    clerk, town = make_clerk(station.body), station.body
    office = make_office(town, "柳溪镇水务站")
    page = signed_in(clerk)
    today = localdate()
    answer = page.post(
        reverse("opinions:round_new"),
        {"body": town.pk, "year": today.year, "quarter": (today.month + 2) // 3},
        follow=True,
    )
    assert "收回 0 张，发出 3 张" in answer.content.decode()
    own, other = station.deputies[:2]
    card = Card.objects.get(seat__person=own.person)
    phone = signed_in(own)
    assert str(card.round) in phone.get(reverse("opinions:mine")).content.decode()
    url = card.get_absolute_url()
    assert signed_in(other).get(url).status_code == 404
    both = phone.post(url, {"text-1": "水管爆了三次。", "has_none": "on"})
    assert both.status_code == 409
    assert "水管爆了三次。" in both.content.decode()
    kept = phone.post(
        url,
        {"text-1": "水管爆了三次。", "office-1": office.pk, "text-2": "公开栏旧了。"},
        follow=True,
    ).content.decode()
    assert "等待交办" in kept
    opinion = card.opinions.get(office=office)
    hand_on = reverse("opinions:hand_on", args=[opinion.pk])
    assert phone.post(hand_on, {"office": office.pk}).status_code in {403, 404}
    listed = page.post(hand_on, {"office": office.pk}, follow=True).content.decode()
    assert "收回 1 张，发出 3 张" in listed
    assert "已交柳溪镇水务站办理" in phone.get(url).content.decode()
    sheets = page.get(reverse("opinions:round_sheets", args=[card.round_id]))
    assert sheets["Content-Type"] == "application/pdf"
    assert signed_in(station.liaison).get(reverse("opinions:rounds")).status_code == 404


def test_boxes_too_long_unopened_stand_first_and_a_refused_opening_keeps_its_words(
    station, django_assert_num_queries
):
    page, today = signed_in(station.liaison), localdate()
    make = {"body": station.body, "station": station, "keeper": "乔联络"}
    old = Box.objects.create(**make, place="老街口", since=today - timedelta(days=90))
    Box.objects.create(**make, place="集市东口", since=today)
    answer = page.get(reverse("opinions:boxes")).content.decode()
    assert answer.index("老街口") < answer.index("集市东口")
    assert "90 天没有开" in answer
    url = reverse("opinions:box_open", args=[old.pk])
    typed = {"on": today, "first": "乔联络", "second": "", "count": 1, "text-1": "路灯坏了。"}
    refused = page.post(url, typed)
    assert (refused.status_code, "两人在场" in refused.content.decode()) == (409, True)
    assert "路灯坏了。" in refused.content.decode()
    kept = page.post(url, typed | {"second": "王示例", "count": 2}, follow=True).content.decode()
    assert "还有 1 张没有录入" in kept
    assert VoterMessage.objects.get().title in kept
    assert (
        signed_in(make_account(Role.LIAISON, make_county(code="other"))).get(url).status_code == 404
    )


def test_a_session_is_planned_held_and_its_opinions_written_down(station):
    page, today = signed_in(station.liaison), localdate()
    office = make_office(station.body, "柳溪镇供电所")
    where = reverse("opinions:session_new")
    assert "下一步" in page.get(where).content.decode()
    answer = page.post(
        f"{where}?where=s{station.pk}",
        {
            "kind": "listening",
            "topic": "夏季用电",
            "on": today,
            "from_time": "09:00",
            "guests": [office.pk],
        },
        follow=True,
    )
    assert answer.status_code == 200, answer.content.decode()
    session = Session.objects.get()
    assert list(session.guests.all()) == [office]
    page.post(
        reverse("opinions:session_hold", args=[session.pk]),
        {"deputies": 3, "voters": 21, "officials": 2},
    )
    url = reverse("opinions:session_opinion", args=[session.pk])
    page.post(url, {"text": "电线太低。", "speaker": "赵示例", "post_key": "a" * 32})
    page.post(url, {"text": "电表跳闸。", "answer": "打值班电话。", "post_key": "b" * 32})
    shown = page.get(session.get_absolute_url()).content.decode()
    assert "还有 1 条没有答复" in shown
    assert "赵示例" in shown
    seen = signed_in(station.deputies[0]).get(session.get_absolute_url()).content.decode()
    assert "电线太低。" in seen
    assert "赵示例" not in seen
    refused = page.post(
        reverse("opinions:session_close", args=[session.pk]), {"report": "主席团已跟进。"}
    )
    assert refused.status_code == 409
    assert "主席团已跟进。" in refused.content.decode()
    assert signed_in(make_clerk(make_county(code="other"))).get(url).status_code == 404


def test_anyone_fills_in_a_published_survey_once_without_account_or_cookie(station):
    survey = make_open_survey(station)
    url = survey.public_url
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.get(url).status_code == 404
    workflow.publish(survey, by=station.liaison, today=localdate())
    page = visitor.get(url)
    assert not page.cookies
    token = page.context["form"].initial["token"]
    question, words = survey.questions.order_by("order")
    sheet = {f"q{question.pk}": ["1"], f"q{words.pk}": "井水有味道。", "token": token}
    empty = visitor.post(url, {"token": token, f"q{words.pk}": "井水有味道。"})
    assert empty.status_code == 422
    assert "井水有味道。" in empty.content.decode()
    # Said at the question, with a link to it.
    assert set(empty.context["form"].errors) == {f"q{question.pk}"}
    assert visitor.post(url, sheet | {"token": "x"}).status_code == 422
    foreign = visitor.post(url, sheet, headers={"origin": "https://elsewhere.example"})
    assert (foreign.status_code, Response.objects.count()) == (422, 0)
    assert visitor.post(url, sheet, follow=True).status_code == 200
    assert visitor.post(url, sheet).status_code == 302
    assert Response.objects.count() == 1

    page = signed_in(station.liaison)
    shown = page.get(survey.get_absolute_url()).content.decode()
    assert "100.0%" in shown
    assert "style=" not in shown
    assert "井水有味道。" in shown
    other = signed_in(station.deputies[0]).get(survey.get_absolute_url()).content.decode()
    assert "井水有味道。" not in other
    table = page.get(survey.get_absolute_url(), {"as": "xlsx"})
    assert table["Content-Type"].endswith("spreadsheetml.sheet")
    assert "道路" in page.get(reverse("opinions:problems", args=[survey.pk])).content.decode()
    picked = words.picked.get()
    page.post(reverse("opinions:answer_message", args=[picked.pk]))
    assert VoterMessage.objects.get().text == "井水有味道。"
    paper = reverse("opinions:survey_paper", args=[survey.pk])
    token = page.get(paper).context["form"].initial["token"]
    page.post(paper, {f"q{question.pk}": ["0"], "token": token})
    assert Response.objects.filter(is_paper=True).count() == 1
    assert signed_in(station.deputies[0]).get(paper).status_code == 403


def test_a_survey_is_drawn_up_question_by_question_and_then_published(station):
    page, today = signed_in(station.liaison), localdate()
    shown = page.post(
        reverse("opinions:survey_new"),
        {
            "where": f"s{station.pk}",
            "title": "办事满意吗",
            "opens_on": today,
            "closes_on": today + timedelta(days=9),
        },
        follow=True,
    )
    assert "还没有题目" in shown.content.decode()
    survey = Survey.objects.get()
    assert (survey.body, survey.station) == (station.body, station)
    ask = reverse("opinions:question", args=[survey.pk])
    one = {"text": "满意吗", "kind": "single", "is_required": "on", "options": "满意"}
    refused = page.post(ask, one)
    assert (refused.status_code, "2 到 20 个" in refused.content.decode()) == (409, True)
    page.post(ask, one | {"options": "满意\n不满意"})
    page.post(reverse("opinions:survey_publish", args=[survey.pk]))
    shown = page.get(survey.get_absolute_url()).content.decode()
    assert survey.public_url in shown
    assert page.get(reverse("opinions:survey_new")).status_code == 200
    assert signed_in(station.deputies[0]).get(reverse("opinions:survey_new")).status_code == 403


def test_codes_leave_on_paper_only_and_guessing_has_to_wait(station, monkeypatch):
    from lianxin.foundation.people.throttle import Limit
    from lianxin.work.opinions.views import filling

    cache.clear()
    monkeypatch.setattr(filling, "MISSES", Limit("survey-code-test", amount=2, seconds=600))
    survey = make_open_survey(station, is_coded=True)
    workflow.publish(survey, by=station.liaison, today=localdate())
    printed = signed_in(station.liaison).post(
        reverse("opinions:survey_codes", args=[survey.pk]), {"number": 5}
    )
    assert printed["Content-Type"] == "application/pdf"
    assert survey.tickets.count() == 5
    (code,) = workflow.make_tickets(survey, number=1, by=station.liaison)
    question = survey.questions.order_by("order").first()

    def send(typed):
        page = Client()
        token = page.get(survey.public_url).context["form"].initial["token"]
        sheet = {f"q{question.pk}": ["0"], "token": token, "code": typed}
        return page.post(survey.public_url, sheet)

    assert send(code).status_code == 302
    assert "已经用过" in send(code).content.decode()
    for _time in range(2):
        assert "填写码不对" in send("2222-2222").content.decode()
    assert "请等" in send("2222-2222").content.decode()


@pytest.mark.parametrize("name", ["list", "boxes", "surveys", "rounds"])
def test_lists_cost_the_same_however_long(station, name, django_assert_num_queries):
    clerk, today = make_clerk(station.body), localdate()
    client = signed_in(clerk)
    url = reverse(f"opinions:{name}")

    def one(number):
        Session.objects.create(
            body=station.body, station=station, topic="水", on=today, from_time=time(9)
        ).guests.set([make_office(station.body, f"所{number}")])
        Box.objects.create(
            body=station.body, station=station, place=f"口{number}", keeper="乔", since=today
        )
        Survey.objects.create(
            body=station.body, title="问", opens_on=today, closes_on=today, by=clerk
        )
        workflow.open_round(station.body, year=2020 + number, quarter=1, by=clerk, today=today)

    def counted():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    one(1)
    client.get(url)
    few = counted()
    for number in range(2, 6):
        one(number)
    assert counted() == few
