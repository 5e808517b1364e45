"""Cards, boxes, sessions and surveys: what each step does, and what it refuses."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.people.models import Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.opinions import queries, tickets, workflow
from lianxin.work.opinions.models import Box, Card, CardRound, Picked, Response, Session, Survey
from lianxin.work.opinions.workflow import Said
from lianxin.work.receptions.tests.factories import make_station
from lianxin.work.stations.lines import lines_of
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_township,
)
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


@pytest.fixture
def station(town):
    return make_station(town)


def test_a_quarters_cards_go_to_all_in_office_and_each_opinion_becomes_a_matter(town, clerk):
    deputies = [make_deputy(town) for _number in range(3)]
    gone = make_deputy(town)
    gone.person.seats.update(state=Seat.State.SUSPENDED)
    office = make_office(town, "柳溪镇水务站")

    issued = workflow.open_round(town, year=2026, quarter=1, by=clerk, today=TODAY)
    cards = {card.seat.person_id: card for card in Card.objects.filter(round=issued)}
    assert len(cards) == 3
    assert issued.due_on == date(2026, 3, 17)
    with pytest.raises(Refused, match="已经发过"):
        workflow.open_round(town, year=2026, quarter=1, by=clerk, today=TODAY)

    first, second = (cards[one.person_id] for one in deputies[:2])
    said = [Said("水管爆了三次才有人来修。", office), Said("政府公开栏半年没有更新。")]
    with pytest.raises(PermissionDenied):
        workflow.return_card(first, said=said, by=deputies[1], today=TODAY)
    with pytest.raises(Refused, match="至少写一条"):
        workflow.return_card(first, by=deputies[0], today=TODAY)
    workflow.return_card(first, said=said, by=deputies[0], today=TODAY)
    workflow.return_card(second, has_none=True, by=clerk, today=TODAY)
    with pytest.raises(WrongStatus, match="已经收回"):
        workflow.return_card(first, said=said, by=deputies[0], today=TODAY)

    row = CardRound.objects.visible_to(clerk).for_list().get()
    assert (row.returned, row.issued) == (2, 3)
    assert (first.is_paper, second.is_paper, second.has_none) == (False, True, True)
    about, general = first.opinions.order_by("pk")
    assert about.message.channel == VoterMessage.Channel.CARD
    workflow.hand_on(about, by=clerk, today=TODAY)
    about.message.refresh_from_db()
    assert about.message.assignments.get().office == office
    with pytest.raises(Refused, match="没有写是对哪个部门"):
        workflow.hand_on(general, by=clerk, today=TODAY)
    voices.answer(general.message, text="已经更新。", by=clerk, today=TODAY)
    shown = list(queries.opinions_of(first))
    assert [one.message.answers.all()[0].text for one in shown if one.office is None] == [
        "已经更新。"
    ]
    assert not Card.objects.visible_to(deputies[2]).filter(pk=first.pk).exists()
    kind = kind_of("opinion_card")
    assert kind.data_of(first, clerk)["opinions"][0]["office"] == "柳溪镇水务站"
    kind.compose(kind.data_of(first, clerk))

    workflow.close_round(issued, by=clerk, today=TODAY)
    with pytest.raises(WrongStatus, match="已经结束"):
        workflow.return_card(cards[deputies[2].person_id], has_none=True, by=clerk, today=TODAY)


def test_a_box_is_opened_by_two_and_each_slip_becomes_a_message(town, station, clerk):
    box = Box(body=town, station=station, place="集市东口", keeper="乔联络", since=date(2026, 1, 1))
    workflow.put_up(box, by=station.liaison)
    args = {"on": TODAY, "by": station.liaison, "today": TODAY}
    for second in ("", "乔联络", " 乔联络 "):
        with pytest.raises(Refused, match="两人在场"):
            workflow.open_box(box, first="乔联络", second=second, count=1, **args)
    with pytest.raises(Refused, match="比收到的 1 张多"):
        workflow.open_box(box, first="乔联络", second="王示例", count=1, texts=["一", "二"], **args)
    assert not VoterMessage.objects.exists()

    opening = workflow.open_box(
        box, first="乔联络", second="王示例", count=2, texts=["路灯坏了。", " "], **args
    )
    slip = workflow.add_slip(opening, text="井盖没有了。", by=station.liaison, today=TODAY)
    assert (slip.message.channel, slip.message.station) == ("box", station)
    with pytest.raises(Refused, match="已经全部录入"):
        workflow.add_slip(opening, text="第三张。", by=station.liaison, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.open_box(box, **args | {"by": make_deputy(town)}, first="甲", second="乙", count=0)
    assert [line.words for line in lines_of(station, TODAY, TODAY) if line.kind == "开箱"] == [
        "集市东口，两人开箱，收到 2 张"
    ]
    assert "乔联络" not in str(lines_of(station, TODAY, TODAY))
    workflow.close_box(box, reason="集市搬迁", by=clerk, today=TODAY)
    with pytest.raises(WrongStatus, match="已经撤除"):
        workflow.open_box(box, first="甲", second="乙", count=0, **args)


def test_a_session_closes_only_when_every_opinion_is_answered(town, station):
    office = make_office(town, "柳溪镇供电所")
    by = station.liaison
    session = workflow.plan(
        Session(
            body=town,
            station=station,
            kind=Session.Kind.DEPARTMENTS,
            topic="夏季用电",
            on=TODAY,
            from_time=time(9),
        ),
        guests=[office],
        by=by,
        today=TODAY - timedelta(days=5),
    )
    with pytest.raises(Refused, match="还没到"):
        workflow.hold(session, deputies=3, voters=21, officials=2, by=by, today=date(2026, 3, 1))
    with pytest.raises(WrongStatus):
        workflow.record_opinion(session, text="早了。", by=by, today=TODAY)
    workflow.hold(session, deputies=3, voters=21, officials=2, by=by, today=TODAY)
    on_the_spot = workflow.record_opinion(
        session,
        text="电表跳闸找谁？",
        answer="打所里值班电话，两小时到。",
        answered_by=office,
        by=by,
        today=TODAY,
    )
    assert on_the_spot.message.answers.get().signed == "柳溪镇供电所"
    open_one = workflow.record_opinion(
        session, text="三组电线离房顶太近。", office=office, by=by, today=TODAY, post_key="k" * 32
    )
    again = workflow.record_opinion(
        session, text="三组电线离房顶太近。", office=office, by=by, today=TODAY, post_key="k" * 32
    )
    assert again == open_one
    assert open_one.due_on == TODAY + timedelta(days=15)
    assert open_one.is_late(TODAY + timedelta(days=16))
    with pytest.raises(Refused, match="还有 1 条意见没有答复"):
        workflow.close_session(session, report="已跟进。", by=by, today=TODAY)
    voices.take_back(open_one.message, reason="站里先看现场", by=by, today=TODAY)
    voices.answer(open_one.message, text="已经抬高。", by=by, today=TODAY)
    workflow.close_session(session, report="主席团已跟进。", by=by, today=TODAY)
    (line,) = lines_of(station, TODAY, TODAY)
    assert (line.kind, "意见 2 条" in line.words) == ("部门进家站点", True)


def make_survey(station, *, by, is_coded=True):
    survey = workflow.draw_up(
        Survey(
            body=station.body,
            station=station,
            title="群众最关心什么",
            opens_on=TODAY,
            closes_on=TODAY + timedelta(days=10),
            is_coded=is_coded,
            by=by,
        ),
        by=by,
        today=TODAY,
    )
    ask = {"by": by}
    first = workflow.add_question(
        survey,
        text="最关心什么（可多选）",
        kind="multiple",
        options=["饮水", "道路", "看病"],
        ranks_problems=True,
        **ask,
    )
    second = workflow.add_question(survey, text="对村务公开打几分", kind="scale", **ask)
    third = workflow.add_question(survey, text="还想说什么", kind="text", is_required=False, **ask)
    return survey, first, second, third


def test_a_code_fills_in_one_sheet_and_is_not_tied_to_it(station):
    by = station.liaison
    survey, first, second, third = make_survey(station, by=by)
    workflow.publish(survey, by=by, today=TODAY)
    codes = workflow.make_tickets(survey, number=3, by=by)
    stored = str(list(survey.tickets.values()))
    assert not any(tickets.typed(code) in stored or code in stored for code in codes)
    sheet = {first.pk: [0, 1], second.pk: [4], third.pk: "井水有味道。"}

    def fill(key, code, answers=sheet, **more):
        return workflow.fill_in(survey, answers, today=TODAY, post_key=key, code=code, **more)

    with pytest.raises(Refused, match="必答题"):
        fill("a", codes[0], {first.pk: [0]})
    kept = fill("a", codes[0].lower().replace("-", " "))
    assert fill("a", codes[0]) == kept
    with pytest.raises(Refused, match="已经用过"):
        fill("b", codes[0])
    with pytest.raises(Refused, match="填写码不对"):
        fill("c", "2222-2222")
    with pytest.raises(Refused, match="没有的选项"):
        fill("d", codes[1], {first.pk: [7], second.pk: [0]})
    fill("e", codes[1], {first.pk: [1], second.pk: [2]})
    fill("f", "", {first.pk: [1], second.pk: [2]}, by=by)
    with pytest.raises(WrongStatus, match="不能办理"):
        workflow.add_question(survey, text="又想起一题", kind="text", by=by)

    assert Response.objects.filter(is_paper=True).count() == 1
    result = queries.results_of(survey)
    assert [(row["count"], row["percent"], row["paper"]) for row in result[0]["rows"]] == [
        (1, "33.3%", 0),
        (3, "100.0%", 1),
        (0, "0.0%", 0),
    ]
    assert [row["percent"] for row in result[1]["rows"] if row["count"]] == ["66.7%", "33.3%"]
    assert [(row["place"], row["label"]) for row in queries.problems_of(survey)] == [
        (1, "道路"),
        (2, "饮水"),
    ]
    written = Picked.objects.get(question=third)
    message = workflow.make_message(written, by=by, today=TODAY)
    assert (message.text, message.channel) == ("井水有味道。", "survey")
    with pytest.raises(WrongStatus, match="已经转为留言"):
        workflow.make_message(written, by=by, today=TODAY)
    workflow.close_survey(survey, by=by, today=TODAY)
    survey.refresh_from_db()
    with pytest.raises(WrongStatus, match="已经结束"):
        fill("g", codes[2])


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([1, 1, 1], ["33.4%", "33.3%", "33.3%"]),
        ([2, 1, 4], ["28.6%", "14.3%", "57.1%"]),
        ([0, 5], ["0.0%", "100.0%"]),
        ([0, 0], ["—", "—"]),
    ],
)
def test_percentages_of_a_whole_add_up_to_a_hundred(counts, shown):
    assert queries.percentages(counts, sum(counts)) == shown
