"""Claims: refused above the balance, decided by the chair, one winner when two approve."""

import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.people.models import Account, Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.funds import telling, workflow
from lianxin.work.funds.models import Claim, Facility
from lianxin.work.funds.queries import account_of
from lianxin.work.funds.tests.factories import TODAY, Funded
from lianxin.work.suggestions.tests.factories import make_account


def funded(paid=100_000):
    place: Any = Funded()
    place.budget = workflow.draw_up(body=place.body, year=2026, by=place.clerk, today=TODAY)
    if paid:
        workflow.allocate(place.budget, amount=paid, on=TODAY, by=place.clerk, today=TODAY)
    return place


def claimed(place, amount=60_000, **fields):
    values = {
        "purpose": "activity",
        "what": "视察租车",
        "amount": amount,
        "spent_on": TODAY,
        "by": place.clerk,
        "today": TODAY,
    } | fields
    return workflow.claim(place.budget, **values)


@pytest.mark.django_db
def test_a_claim_is_spent_once_the_chair_approves():
    place = funded()
    activity = place.held(group=place.group, kind="group", on=date(2026, 3, 11))
    receipt = SimpleUploadedFile("发票.txt", "租车 600 元".encode(), "text/plain")
    claim = claimed(place, activity=activity, receipts=[receipt])

    assert claim.group == place.group
    assert claim.receipts.count() == 1
    assert account_of(place.budget).spent == 0
    with pytest.raises(PermissionDenied):
        workflow.approve(claim, by=place.clerk, today=TODAY)
    workflow.approve(claim, by=place.chair, today=TODAY)

    standing = account_of(place.budget)
    assert (standing.spent, standing.left, standing.unpaid) == (60_000, 40_000, 50_000)
    assert Notice.objects.filter(kind=telling.CLAIMED, account=place.chair).count() == 1
    assert Notice.objects.filter(kind=telling.DECIDED, account=place.clerk).count() == 1
    with pytest.raises(WrongStatus, match="已审批列支"):
        workflow.approve(claim, by=place.chair, today=TODAY)
    scope = Scope(place.body, date(2026, 1, 1), date(2026, 12, 31))
    assert figure("funds.used").sides(scope) == (60_000, 150_000)


@pytest.mark.django_db
def test_more_than_is_left_is_refused_in_words():
    place = funded(paid=0)
    with pytest.raises(Refused, match=r"余额不足.*还有 1500 元 没有拨付"):
        claimed(place)
    workflow.allocate(place.budget, amount=100_000, on=TODAY, by=place.clerk, today=TODAY)
    first, second = claimed(place), claimed(place)
    workflow.approve(first, by=place.chair, today=TODAY)
    with pytest.raises(Refused, match="还剩 400 元"):
        workflow.approve(second, by=place.chair, today=TODAY)
    workflow.refuse(second, reason="余额不足，列入下半年", by=place.chair, today=TODAY)
    second.refresh_from_db()
    assert (second.state, second.reason) == (Claim.State.REFUSED, "余额不足，列入下半年")


@pytest.mark.django_db
def test_who_claims_does_not_approve_and_a_leader_claims_for_his_group_only():
    place = funded()
    own = claimed(
        place, 1000, by=place.leader, group=place.group, activity=None, what="小组学习资料"
    )
    with pytest.raises(PermissionDenied):
        claimed(place, by=place.leader)
    with pytest.raises(PermissionDenied):
        claimed(place, by=place.deputies[1], group=place.group)
    both = make_account(Role.CHAIR, place.body)
    both.grants.create(role=Role.TOWNSHIP_CLERK, body=place.body, valid_from=date(2024, 1, 1))
    both.forget_grants()
    his = claimed(place, 1000, by=both)
    with pytest.raises(PermissionDenied):
        workflow.approve(his, by=both, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.withdraw(own, by=place.clerk, today=TODAY)
    workflow.withdraw(own, by=place.leader, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.approve(own, by=place.chair, today=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": " "}, "请写明事由"),
        ({"amount": 0}, "大于零"),
        ({"spent_on": date(2026, 7, 1)}, "发生日期还没有到"),
        ({"spent_on": date(2025, 12, 30)}, "发生在 2025 年"),
        ({"purpose": "wine"}, "wine"),
    ],
)
def test_a_claim_that_makes_no_sense_is_refused(fields, words):
    place = funded()
    with pytest.raises(Refused, match=words):
        claimed(place, **fields)
    assert not Claim.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_never_spend_more_than_there_is():
    place = funded()
    claims = [claimed(place, 60_000, what=f"租车{number}") for number in range(4)]
    start, outcomes = threading.Barrier(4), []

    def approve(claim_id):
        try:
            claim = Claim.objects.select_related("budget__body").get(pk=claim_id)
            chair = Account.objects.get(pk=place.chair.pk)
            start.wait(timeout=20)
            workflow.approve(claim, by=chair, today=TODAY)
            outcomes.append("approved")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[one.pk]) for one in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    spent = Claim.objects.approved().aggregate(total=Sum("amount"))["total"]
    assert spent == 60_000
    assert outcomes.count("approved") == 1
    assert len(outcomes) == 4
    assert all("余额不足" in one for one in outcomes if one != "approved")


@pytest.mark.django_db
def test_facilities_are_added_up_once_bought():
    place = funded()
    for name, cost, state in (
        ("办公室", 3_000_000, "in_use"),
        ("小组活动室", 8_000_000, "gone"),
        ("投影仪", 500_000, "planned"),
    ):
        workflow.save_facility(
            Facility(
                body=place.body,
                name=name,
                kind="room",
                cost=cost,
                state=state,
                bought_on=None if state == "planned" else TODAY,
            ),
            by=place.clerk,
        )
    scope = Scope(place.body, date(2026, 1, 1), date(2026, 12, 31), user=place.chair)
    assert figure("funds.facilities").value(scope) == 11_000_000
    with pytest.raises(Refused, match="请填写购置日期"):
        workflow.save_facility(
            Facility(body=place.body, name="桌子", kind="furniture"), by=place.clerk
        )
    with pytest.raises(PermissionDenied):
        workflow.save_facility(
            Facility(body=place.body, name="桌子", kind="furniture", bought_on=TODAY),
            by=place.chair,
        )
    with pytest.raises(PermissionDenied):
        workflow.drop_facility(Facility.objects.earliest("pk"), by=place.chair)
    workflow.drop_facility(Facility.objects.filter(state="planned").get(), by=place.clerk)
