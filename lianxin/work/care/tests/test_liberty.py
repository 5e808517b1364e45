"""What an organ asks or reports about a deputy (代表法 2025, art. 39), by level."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Grant, Role, Session
from lianxin.foundation.refusals import Refused
from lianxin.work.care import workflow
from lianxin.work.care.models import LibertyRequest, RightsCase
from lianxin.work.care.tests.factories import TODAY, make_house, make_request

pytestmark = pytest.mark.django_db
MEETING = "县十八届人大常委会第二十次会议"


@pytest.fixture
def house():
    return make_house()


@pytest.fixture
def asked(house):
    return make_request(house.county_seat, by=house.county_clerk)


def decide(asked, by, **values):
    known: dict[str, Any] = {
        "decision": "permitted",
        "meeting": MEETING,
        "on": TODAY,
        "for_speech": False,
        "for_duty": False,
    }
    return workflow.decide(asked, by=by, today=TODAY, **(known | values))


def submitted(asked, by):
    return workflow.submit(asked, before="standing", on=TODAY, by=by, today=TODAY)


def test_of_a_county_deputy_the_standing_committee_decides_and_the_organ_is_answered(house, asked):
    by = house.county_clerk
    assert asked.needs_consent
    submitted(asked, by)
    decide(asked, by)
    with pytest.raises(Refused, match="还没有答复提请机关"):
        workflow.close_case(asked.case, result="", outcome="已许可。", by=by, today=TODAY)

    workflow.answer_organ(asked, on=TODAY, letter="禾人常函〔2026〕3号", by=by, today=TODAY)
    closed = workflow.close_case(asked.case, result="", outcome="已许可。", by=by, today=TODAY)

    assert (closed.state, closed.result) == ("closed", "decided")


def test_nothing_is_decided_without_a_meeting_its_day_and_the_examination(house, asked):
    by = house.county_clerk
    with pytest.raises(Refused, match="许可只能由会议作出"):
        decide(asked, by)
    submitted(asked, by)
    with pytest.raises(Refused, match="哪次会议") as refused:
        decide(asked, by, meeting=" ")
    assert refused.value.article.startswith("代表法 第三十九条")
    with pytest.raises(Refused, match="应当审查"):
        decide(asked, by, for_duty=None)
    with pytest.raises(Refused, match="日期还没有到"):
        decide(asked, by, on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="不能早于提交日期"):
        decide(asked, by, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="还没有作出决定"):
        workflow.close_case(asked.case, result="", outcome="x", by=by, today=TODAY)


def test_retaliation_and_prosecution_for_speeches_are_not_permitted(house, asked):
    submitted(asked, house.county_clerk)
    for found in ({"for_speech": True}, {"for_duty": True}):
        with pytest.raises(Refused, match="不能许可"):
            decide(asked, house.county_clerk, **found)
    with pytest.raises(Refused, match="写明理由"):
        decide(asked, house.county_clerk, decision="refused", for_duty=True)

    decide(asked, house.county_clerk, decision="refused", for_duty=True, reason="属于打击报复")

    assert asked.decision == "refused"
    with pytest.raises(IntegrityError), transaction.atomic():
        LibertyRequest.objects.filter(pk=asked.pk).update(decision="permitted")


def test_the_presidium_decides_during_a_session_the_committee_between_sessions(house, asked):
    by = house.county_clerk
    with pytest.raises(Refused, match="应当由常委会许可"):
        workflow.submit(asked, before="presidium", on=TODAY, by=by, today=TODAY)
    Session.objects.create(
        term=house.county_seat.term,
        number=4,
        opens_on=TODAY - timedelta(days=1),
        closes_on=TODAY + timedelta(days=1),
    )
    with pytest.raises(Refused, match="应当由主席团许可"):
        submitted(asked, by)

    workflow.submit(asked, before="presidium", on=TODAY, by=by, today=TODAY)

    assert asked.case.state == "coordinated"


def test_a_township_is_told_and_permits_nothing(house):
    by = house.clerk
    with pytest.raises(Refused, match="哪天采取的措施") as refused:
        make_request(house.seat, by=by)
    assert "第四款" in refused.value.article

    asked = make_request(house.seat, by=by, taken_on=TODAY - timedelta(days=3))

    assert not asked.needs_consent
    assert asked.days_until_report == 3
    with pytest.raises(Refused, match="不作许可决定"):
        submitted(asked, by)
    closed = workflow.close_case(asked.case, result="", outcome="已备案。", by=by, today=TODAY)
    assert closed.result == "reported"


def test_one_caught_in_the_act_is_reported_at_once_and_not_permitted(house):
    by = house.county_clerk
    asked = make_request(house.county_seat, by=by, measure="in_the_act", taken_on=TODAY)

    assert not asked.needs_consent
    with pytest.raises(Refused, match="不需要许可"):
        submitted(asked, by)


def test_the_measure_has_a_name_and_a_day_that_fits(house):
    with pytest.raises(Refused, match="哪一种"):
        make_request(house.county_seat, by=house.county_clerk, measure="other")
    with pytest.raises(Refused, match="晚于收到报告"):
        make_request(
            house.seat, by=house.clerk, received_on=date(2026, 5, 1), taken_on=date(2026, 5, 2)
        )
    early = make_request(house.county_seat, by=house.county_clerk, taken_on=TODAY)
    assert early.was_taken_before_consent


def test_the_asking_does_not_warn_the_deputy_also_where_he_is_the_chair(client, house, asked):
    Grant.objects.create(account=house.member, role=Role.CHAIR, body=house.county)
    house.member.forget_grants()
    seen = RightsCase.objects.filter(pk=asked.case.pk)

    assert not seen.visible_to(house.member).exists()
    assert not Notice.objects.filter(account=house.member).exists()
    client.force_login(house.member)
    assert client.get(asked.case.get_absolute_url()).status_code == 404
    assert asked.case.number not in client.get(reverse("care:list")).content.decode()
    with pytest.raises(PermissionDenied):
        submitted(asked, house.member)
    with pytest.raises(PermissionDenied):
        make_request(house.county_seat, by=house.clerk)
