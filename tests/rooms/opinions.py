"""Records and pages of cards, boxes, sessions and surveys."""

from collections.abc import Iterable
from datetime import time, timedelta
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.work.opinions import workflow
from lianxin.work.opinions.models import Box, Card, Picked, Session, Survey
from lianxin.work.opinions.workflow import Said
from lianxin.work.stations.models import Attachment, Staff, Station
from tests.browser.visits import Visit

ARGUMENTS = {
    ("opinions:session", "pk"): "opinion_session",
    ("opinions:session_change", "pk"): "coming_session",
    ("opinions:session_hold", "pk"): "opinion_session",
    ("opinions:session_opinion", "pk"): "opinion_session",
    ("opinions:session_close", "pk"): "opinion_session",
    ("opinions:session_cancel", "pk"): "coming_session",
    ("opinions:box", "pk"): "box",
    ("opinions:box_change", "pk"): "box",
    ("opinions:box_open", "pk"): "box",
    ("opinions:box_close", "pk"): "box",
    ("opinions:slip", "pk"): "opening",
    ("opinions:round", "pk"): "card_round",
    ("opinions:round_close", "pk"): "card_round",
    ("opinions:round_sheets", "pk"): "card_round",
    ("opinions:card", "pk"): "card",
    ("opinions:card_sheet", "pk"): "card",
    ("opinions:hand_on", "pk"): "card_opinion",
    ("opinions:survey", "pk"): "survey",
    ("opinions:problems", "pk"): "survey",
    ("opinions:survey_change", "pk"): "draft_survey",
    ("opinions:question", "pk"): "draft_survey",
    ("opinions:survey_publish", "pk"): "draft_survey",
    ("opinions:question_remove", "pk"): "survey_question",
    ("opinions:survey_close", "pk"): "survey",
    ("opinions:survey_codes", "pk"): "draft_survey",
    ("opinions:survey_poster", "pk"): "survey",
    ("opinions:survey_paper", "pk"): "survey",
    ("opinions:answer_message", "pk"): "written_answer",
    ("opinions:fill", "code"): "survey_code",
}

NO_PAGES = {
    "opinions:round_close": "a form's target",
    "opinions:round_sheets": "a file",
    "opinions:card_sheet": "a file",
    "opinions:survey_publish": "a form's target",
    "opinions:survey_close": "a form's target",
    "opinions:survey_poster": "a file",
    "opinions:question_remove": "a form's target",
    "opinions:answer_message": "a form's target",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A station kept by `liaison`, with one of everything; cards of which one is back."""
    body, today = suggestion.body, localdate()
    station = Station.objects.create(body=body, name="桂花村代表联络站")
    Staff.objects.create(
        station=station,
        post=Staff.Post.LIAISON,
        name=liaison.name,
        account=liaison,
        since=today - timedelta(days=90),
    )
    seat = deputy.person.seats.first()
    Attachment.objects.create(station=station, seat=seat, since=today - timedelta(days=90))

    def plan(on):
        session = Session(body=body, station=station, topic="夏季用电", on=on, from_time=time(9))
        return workflow.plan(session, by=liaison, today=today)

    held, coming = plan(today), plan(today + timedelta(days=7))
    workflow.hold(held, deputies=2, voters=12, officials=1, by=liaison, today=today)
    workflow.record_opinion(held, text="电线离房顶太近。", by=liaison, today=today)
    box = workflow.put_up(
        Box(body=body, station=station, place="集市东口", keeper="乔示例", since=today),
        by=liaison,
    )
    opening = workflow.open_box(
        box,
        on=today,
        first="乔示例",
        second="王示例",
        count=3,
        texts=["路灯坏了。"],
        by=liaison,
        today=today,
    )
    issued = workflow.open_round(body, year=today.year, quarter=1, by=clerk, today=today)
    last = workflow.open_round(body, year=today.year - 1, quarter=4, by=clerk, today=today)
    returned = Card.objects.get(round=last, seat=seat)
    workflow.return_card(returned, said=[Said("公开栏旧了。")], by=deputy, today=today)

    def draw_up(title, **more):
        survey = Survey(
            body=body,
            station=station,
            title=title,
            opens_on=today,
            closes_on=today + timedelta(days=10),
            by=liaison,
            **more,
        )
        return workflow.draw_up(survey, by=liaison, today=today)

    survey, draft = draw_up("您最关心什么"), draw_up("办事满意吗", is_coded=True)
    asked = workflow.add_question(
        survey,
        text="最关心什么",
        kind="multiple",
        options=["饮水", "道路"],
        ranks_problems=True,
        by=liaison,
    )
    free = workflow.add_question(survey, text="还想说", kind="text", by=liaison)
    question = workflow.add_question(draft, text="打几分", kind="scale", by=liaison)
    workflow.publish(survey, by=liaison, today=today)
    workflow.fill_in(
        survey, {asked.pk: [0], free.pk: "井水有味道。"}, today=today, post_key="room-opinions"
    )
    return SimpleNamespace(
        opinion_session=held,
        coming_session=coming,
        box=box,
        opening=opening,
        card_round=issued,
        returned_round=last,
        card=Card.objects.get(round=issued, seat=seat),
        returned_card=returned,
        card_opinion=returned.opinions.get(),
        survey=survey,
        draft_survey=draft,
        survey_question=question,
        written_answer=Picked.objects.get(question=free),
        survey_code=survey.code,
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    yield Visit("opinions:list", clerk)
    yield Visit("opinions:list", liaison, query={"year": "2001"})
    yield Visit("opinions:session_new", clerk)
    yield Visit(
        "opinions:session_new", liaison, query={"where": f"s{of.coming_session.station_id}"}
    )
    yield Visit("opinions:session", liaison, (of.opinion_session.pk,))
    yield Visit("opinions:session", deputy, (of.coming_session.pk,))
    yield Visit("opinions:session_change", liaison, (of.coming_session.pk,))
    for name in ("session_hold", "session_opinion", "session_close"):
        yield Visit(f"opinions:{name}", liaison, (of.opinion_session.pk,))
    yield Visit("opinions:session_cancel", liaison, (of.coming_session.pk,))
    yield Visit("opinions:boxes", clerk)
    yield Visit("opinions:box_new", clerk)
    for name in ("box", "box_change", "box_open", "box_close"):
        yield Visit(f"opinions:{name}", liaison, (of.box.pk,))
    yield Visit("opinions:slip", liaison, (of.opening.pk,))
    yield Visit("opinions:rounds", clerk)
    yield Visit("opinions:round_new", clerk)
    yield Visit("opinions:round", clerk, (of.returned_round.pk,))
    yield Visit("opinions:mine", deputy)
    yield Visit("opinions:card", deputy, (of.card.pk,))
    yield Visit("opinions:card", deputy, (of.returned_card.pk,))
    yield Visit("opinions:hand_on", clerk, (of.card_opinion.pk,))
    yield Visit("opinions:surveys", clerk)
    yield Visit("opinions:survey_new", clerk)
    yield Visit("opinions:survey", liaison, (of.survey.pk,))
    yield Visit("opinions:survey", deputy, (of.survey.pk,))
    yield Visit("opinions:survey", liaison, (of.draft_survey.pk,))
    yield Visit("opinions:problems", clerk, (of.survey.pk,))
    for name in ("survey_change", "question", "survey_codes"):
        yield Visit(f"opinions:{name}", liaison, (of.draft_survey.pk,))
    yield Visit("opinions:survey_paper", liaison, (of.survey.pk,))
    yield Visit("opinions:fill", None, (of.survey_code,))
    yield Visit("opinions:fill", None, (of.survey_code,), query={"done": "1"})
