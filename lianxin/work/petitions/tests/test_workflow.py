"""Each step beside what refuses it; articles of 信访工作条例 (2022)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.engines.matters.models import Matter
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.notices.models import Notice
from lianxin.work.petitions import clocks, workflow
from lianxin.work.petitions.models import Petition, Referral
from lianxin.work.petitions.tests.factories import TODAY, WHO, House, answer
from lianxin.work.petitions.workflow.answering import OpinionMissing, ReportMissing, TooLong
from lianxin.work.petitions.workflow.referring import NotResponsible, ToTheAccused, WrongOrgan
from lianxin.work.petitions.workflow.registering import TooManyRepresentatives
from lianxin.work.petitions.workflow.reviewing import TooLate

pytestmark = pytest.mark.django_db
P = clocks.Purpose
S = Matter.Status


@pytest.fixture
def house():
    return House()


def due_of(petition, purpose):
    return clocks.running(petition, purpose).get().due_on


def test_registering_numbers_it_starts_fifteen_days_and_leaves_one_event(house):
    petition, code = house.register()

    assert petition.number == "信〔2026〕1号"
    assert petition.is_confidential
    assert petition.due_on == due_of(petition, P.DECISION) == date(2026, 3, 26)
    assert [event.step for event in events_of(petition)] == ["petition.register"]
    assert len(code) == 14


def test_a_group_visit_sends_at_most_five_representatives(house):
    group: dict[str, Any] = {"channel": "visit", "is_group": True, "number_of_persons": 12}

    with pytest.raises(TooManyRepresentatives) as refusal:
        house.petition(**group, representatives=6)
    with pytest.raises(workflow.Refused):
        house.petition(**group)

    assert "第二十条第三款" in refusal.value.article
    assert house.petition(**group, representatives=5).number_of_persons == 12


def test_what_comes_from_above_names_its_organ_and_number(house):
    with pytest.raises(workflow.Refused, match="转交机关和文号"):
        house.petition(channel="higher")


def test_what_is_not_ours_goes_back_up_within_five_working_days(house):
    above: dict[str, Any] = {
        "channel": "higher",
        "higher_organ": "禾州市人大常委会",
        "higher_number": "禾州人信〔2026〕8号",
    }
    petition, late = house.petition(**above), house.petition(**above)
    step: dict[str, Any] = {"reason": "属禾州市事权。", "by": house.clerk}

    with pytest.raises(workflow.Refused) as refusal:
        workflow.hand_back(late, today=date(2026, 3, 19), **step)
    workflow.hand_back(petition, today=date(2026, 3, 18), **step)
    workflow.archive(petition, by=house.clerk, today=date(2026, 3, 18))

    assert "第二十三条第三款" in refusal.value.article
    petition.refresh_from_db()
    assert petition.status == S.ARCHIVED


def test_accepting_tells_the_way_and_starts_sixty_days(house):
    petition = house.petition()

    with pytest.raises(workflow.Refused, match="六种办理方式"):
        workflow.accept(petition, told_on=TODAY, by=house.clerk, today=TODAY)
    workflow.accept(petition, way="opinion", told_on=TODAY, by=house.clerk, today=TODAY)

    assert petition.status == S.ACCEPTED
    assert petition.due_on == due_of(petition, P.FINISH) == date(2026, 5, 11)
    assert not clocks.running(petition, P.DECISION).exists()


def test_not_accepting_needs_a_listed_ground_and_a_place_to_go(house):
    petition = house.petition()
    step: dict[str, Any] = {"told_on": TODAY, "by": house.clerk, "today": TODAY}

    with pytest.raises(workflow.Refused, match="列出的理由"):
        workflow.decline(petition, ground="tiresome", where_to_go="别处", **step)
    with pytest.raises(workflow.Refused, match="向哪里提出"):
        workflow.decline(petition, ground="court", where_to_go=" ", **step)
    petition.refresh_from_db()
    assert petition.status == S.SUBMITTED

    workflow.decline(petition, ground="court", where_to_go="请向禾望县人民法院提出。", **step)
    assert (petition.status, petition.due_on) == (S.REFUSED, None)


def test_a_referral_without_responsible_person_or_due_date_is_not_saved(house):
    petition = house.accepted()
    step: dict[str, Any] = {"office": house.office, "by": house.clerk, "today": TODAY}

    with pytest.raises(NotResponsible):
        workflow.refer(petition, responsible="  ", due_on=date(2026, 4, 1), **step)
    with pytest.raises(NotResponsible):
        workflow.refer(petition, responsible="周科长", due_on=None, **step)
    with pytest.raises(workflow.Refused, match="办结"):
        workflow.refer(petition, responsible="周科长", due_on=date(2026, 6, 1), **step)
    assert not Referral.objects.exists()

    workflow.refer(petition, responsible="周科长", due_on=date(2026, 4, 1), **step)
    petition.refresh_from_db()
    assert (petition.status, petition.due_on) == (S.ASSIGNED, date(2026, 4, 1))


def test_accusations_go_to_the_discipline_organ_and_never_to_the_accused(house):
    petition = house.petition(sort="accusation", accused=[{"office": house.office}])
    step: dict[str, Any] = {
        "responsible": "信访室",
        "due_on": date(2026, 4, 1),
        "by": house.clerk,
        "today": TODAY,
    }

    with pytest.raises(workflow.Refused, match="纪检监察"):
        workflow.accept(petition, told_on=TODAY, by=house.clerk, today=TODAY)
    with pytest.raises(WrongOrgan):
        workflow.refer(petition, office=house.other_office, **step)
    with pytest.raises(ToTheAccused) as refusal:
        workflow.refer(petition, office=house.office, **step)
    assert "第三十条第三款" in refusal.value.article
    with pytest.raises(ToTheAccused):
        workflow.refer(petition, organ="禾望县水务局纪检组", **step)

    workflow.refer(petition, organ="禾望县纪委监委", **step)
    assert petition.status == S.ASSIGNED
    assert not clocks.running(petition, P.DECISION).exists()


def test_litigation_goes_to_a_political_legal_organ(house):
    petition = house.petition()
    workflow.separate_litigation(petition, by=house.clerk)
    step: dict[str, Any] = {
        "responsible": "立案庭",
        "due_on": date(2026, 4, 1),
        "by": house.clerk,
        "today": TODAY,
    }

    with pytest.raises(WrongOrgan):
        workflow.refer(petition, office=house.office, **step)
    workflow.refer(petition, organ="禾望县人民法院", **step)

    assert petition.status == S.ASSIGNED


def test_an_office_objects_within_five_working_days_and_not_later(house):
    petition = house.referred()
    referral = petition.referrals.get()
    late = date(2026, 3, 19)

    with pytest.raises(workflow.Refused) as refusal:
        workflow.object_to(referral, reason="不归我局管。", by=house.handler, today=late)
    assert "第二十三条第三款" in refusal.value.article
    workflow.object_to(
        referral, reason="不归我局管。", by=house.handler, today=late - timedelta(days=1)
    )
    assert petition.referrals.get().status == Referral.Status.OBJECTED

    workflow.decide_objection(referral, agrees=True, words="", by=house.clerk, today=late)
    petition.refresh_from_db()
    assert petition.status == S.ACCEPTED


def test_the_answer_waits_for_the_office_and_starts_thirty_days_for_a_review(house):
    petition = house.referred()
    referral = petition.referrals.get()

    with pytest.raises(workflow.Refused, match="还没有反馈"):
        answer(petition, by=house.clerk)
    workflow.receive(referral, by=house.handler, today=TODAY)
    workflow.answer(referral, result="渠道已疏通。", by=house.handler, today=date(2026, 3, 20))
    petition.refresh_from_db()
    assert petition.waiting_for == Matter.WaitingFor.CLERK
    answer(petition, by=house.clerk, today=date(2026, 3, 23))

    assert petition.status == S.REPLIED
    assert due_of(petition, P.REVIEW_REQUEST) == date(2026, 4, 22)
    assert Notice.objects.filter(account=house.clerk, kind="petition.answered").count() == 1


def test_one_extension_of_thirty_days_approved_by_the_head_and_told(house):
    petition = house.accepted()
    step: dict[str, Any] = {
        "reason": "需要勘测。",
        "approved_by": "林主任",
        "told_on": TODAY,
        "today": TODAY,
    }

    with pytest.raises(PermissionDenied):
        workflow.extend(petition, until=date(2026, 6, 1), by=house.clerk, **step)
    with pytest.raises(TooLong):
        workflow.extend(petition, until=date(2026, 6, 11), by=house.chair, **step)
    workflow.extend(petition, until=date(2026, 6, 10), by=house.chair, **step)
    with pytest.raises(TooLong):
        workflow.extend(petition, until=date(2026, 6, 10), by=house.chair, **step)

    assert petition.is_extended
    assert petition.due_on == date(2026, 6, 10)


def test_what_came_from_above_closes_only_after_the_report(house):
    petition = house.replied(
        channel="higher",
        higher_organ="禾州市人大常委会",
        higher_number="禾州人信〔2026〕8号",
        report_due_on=date(2026, 4, 30),
    )
    assert petition.due_on == date(2026, 4, 30)
    step: dict[str, Any] = {"by": house.clerk, "today": TODAY}

    with pytest.raises(ReportMissing):
        workflow.close(petition, words="已修通。", **step)
    workflow.report_up(petition, text="已修通。", signed_by="林主任", **step)
    workflow.close(petition, words="已修通。", **step)
    workflow.archive(petition, **step)

    petition.refresh_from_db()
    assert (petition.status, petition.due_on) == (S.ARCHIVED, None)


def test_a_claim_of_the_sixth_way_is_not_closed_without_its_opinion(house):
    petition = house.accepted()

    with pytest.raises(OpinionMissing):
        workflow.close(petition, words="已说明。", by=house.clerk, today=TODAY)


def test_review_then_reexamination_each_within_thirty_days_then_no_more(house):
    petition = house.replied()
    asked: dict[str, Any] = {"organ": "禾州市人民政府", "reason": "不服。", "by": house.clerk}

    with pytest.raises(TooLate):
        workflow.ask_review(petition, asked_on=date(2026, 4, 11), today=date(2026, 4, 11), **asked)
    day = date(2026, 4, 10)
    review = workflow.ask_review(petition, asked_on=day, today=day, **asked)
    assert petition.due_on == date(2026, 5, 11)
    upheld: dict[str, Any] = {"finding": "upheld", "text": "维持。", "by": house.clerk}
    workflow.decide_review(review, delivered_on=day, today=day, **upheld)
    again = workflow.ask_review(petition, asked_on=day, today=day, **asked)
    workflow.decide_review(again, delivered_on=day, today=day, hearing_days=9, **upheld)

    assert again.stage == "reexamination"
    with pytest.raises(workflow.Refused) as refusal:
        workflow.ask_review(petition, asked_on=day, today=day, **asked)
    assert "第三十六条第三款" in refusal.value.article


def test_a_changed_opinion_is_handled_anew(house):
    petition = house.replied()
    workflow.close(petition, words="已答复。", by=house.clerk, today=TODAY)
    review = workflow.ask_review(
        petition,
        organ="禾州市人民政府",
        asked_on=TODAY,
        reason="不服。",
        by=house.clerk,
        today=TODAY,
    )

    workflow.decide_review(
        review, finding="changed", text="重办。", delivered_on=TODAY, by=house.clerk, today=TODAY
    )

    petition.refresh_from_db()
    assert (petition.status, petition.closed_on) == (S.ACCEPTED, None)
    assert due_of(petition, P.FINISH) == date(2026, 5, 11)


def test_a_leader_settles_an_old_case_by_appointment(house):
    petition = house.accepted(accused=[{"name": "赵副主任"}])
    workflow.flag_old_case(petition, reason="拖了六年。", by=house.clerk)
    step: dict[str, Any] = {"meets_on": TODAY, "place": "柳溪镇接访室", "by": house.clerk}

    with pytest.raises(workflow.Refused, match="回避"):
        workflow.appoint(petition, leader="赵副主任", **step)
    appointment = workflow.appoint(petition, leader="林主任", instruction="限期修通。", **step)
    workflow.hold_appointment(
        appointment, outcome="双方签字。", is_settled=True, by=house.clerk, today=TODAY
    )

    petition.refresh_from_db()
    assert not petition.is_old_case
    assert petition.old_case_reason == "拖了六年。"


def test_a_spokesperson_is_a_deputy_in_office_and_records_contact(house):
    petition = house.accepted()
    stranger = House(code="qingtian").deputy.person

    with pytest.raises(workflow.Refused, match="不是本级在职代表"):
        workflow.attach_spokesperson(petition, person=stranger, agrees=True, by=house.clerk)
    workflow.attach_spokesperson(petition, person=house.deputy.person, agrees=False, by=house.clerk)
    workflow.record_contact(
        petition, contacted_on=TODAY, way="visit", words="上门看了。", by=house.deputy, today=TODAY
    )

    assert petition.contacts.get().person == house.deputy.person
    assert Petition.objects.visible_to(house.deputy).get() == petition
    with pytest.raises(PermissionDenied):
        workflow.read_petitioners(petition, reason="想打电话联系", by=house.deputy)


def test_turned_into_a_suggestion_the_link_stays_and_the_petitioner_is_not_named(house):
    petition = house.petition()
    step: dict[str, Any] = {"person": house.deputy.person, "by": house.clerk, "today": TODAY}

    with pytest.raises(workflow.Refused, match="请删去"):
        workflow.turn_into_suggestion(
            petition, title="修渠", text=f"{WHO['name']}家的渠断了。", **step
        )
    suggestion = workflow.turn_into_suggestion(
        petition, title="关于修复柳溪村灌溉渠的建议", text="渠道断水两个月，建议修复。", **step
    )

    petition.refresh_from_db()
    assert (petition.became, petition.status) == (suggestion, S.CLOSED)


def test_urging_once_a_day_is_enough(house):
    petition = house.referred()
    referral = petition.referrals.get()
    step: dict[str, Any] = {"words": "", "by": house.clerk, "today": TODAY}

    workflow.urge(referral, **step)
    with pytest.raises(workflow.Refused, match="今天已经催办"):
        workflow.urge(referral, **step)

    assert Notice.objects.filter(account=house.handler).count() == 2


def test_turned_into_a_message_it_is_answered_there_and_names_nobody(house):
    petition = house.petition(channel="phone")
    step: dict[str, Any] = {"title": "水渠断水", "by": house.clerk, "today": TODAY}

    with pytest.raises(workflow.Refused, match="请删去"):
        workflow.turn_into_message(petition, text=f"请打 {WHO['phone']}", **step)
    posted = workflow.turn_into_message(petition, text="三组水渠断水两个月。", **step)

    petition.refresh_from_db()
    assert (petition.message, petition.status) == (posted.message, S.CLOSED)
    assert posted.message.channel == "phone"
    accused = house.petition(accused=[{"office": house.office}])
    with pytest.raises(workflow.Refused, match="不能转为留言"):
        workflow.turn_into_message(accused, text="三组水渠断水。", **step)


def test_a_topic_of_three_cases_is_offered_for_supervision_once(house):
    house.petition(topic="水利")
    house.petition(topic="水利")
    step: dict[str, Any] = {"topic": "水利", "by": house.clerk, "today": TODAY}

    with pytest.raises(workflow.Refused, match="件数不够"):
        workflow.offer_topic(house.body, **step)
    house.petition(topic="水利")
    candidate = workflow.offer_topic(house.body, **step)
    with pytest.raises(workflow.Refused, match="已经在"):
        workflow.offer_topic(house.body, **step)

    assert (candidate.count, candidate.topic) == (3, "水利")
