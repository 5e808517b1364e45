"""Visits with what they brought; who was not visited or called for some time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.people.models import Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.care import workflow
from lianxin.work.care.models import Visit
from lianxin.work.care.standing import limit_of, silent, standings
from lianxin.work.care.tests.factories import TODAY, make_case, make_house
from lianxin.work.funds.models import Budget, Claim
from lianxin.work.links.models import Contact, Link
from lianxin.work.suggestions.tests.factories import make_deputy

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def visit(house, **values):
    known = {"on": TODAY, "reason": "illness", "others": "林主席", "by": house.clerk}
    seat = values.pop("seat", house.seat)
    return workflow.log_visit(house.town, seat, today=TODAY, **(known | values))


def make_claim(house, amount, state="approved"):
    budget, _made = Budget.objects.get_or_create(
        body=house.town,
        year=2026,
        defaults={"counted_on": TODAY, "rate": 500_00, "deputies": 1, "amount": 500_00},
    )
    return Claim.objects.create(
        budget=budget,
        purpose="other",
        what="慰问代表",
        amount=amount,
        spent_on=TODAY,
        state=state,
        claimed_by=house.clerk,
        decided_by=house.chair if state == "approved" else None,
        decided_on=TODAY if state == "approved" else None,
    )


def test_a_visit_is_entered_once_and_counted_with_its_money(house):
    visit(house, money=300_00, goods="大米", goods_value=80_50, source="union")
    with pytest.raises(Refused, match="已经登记过"):
        visit(house)
    visit(house, reason="festival")
    scope = Scope(house.town, date(2026, 1, 1), date(2026, 12, 31), user=house.clerk)

    values = {name: figure(f"care.{name}").value(scope) for name in ("visits", "deputies", "money")}

    assert values == {"visits": 2, "deputies": 1, "money": 380_50}


def test_money_has_a_source_and_somebody_went(house):
    with pytest.raises(Refused, match="钱物来源"):
        visit(house, money=100_00)
    with pytest.raises(Refused, match="谁去看望"):
        visit(house, others=" ")
    with pytest.raises(Refused, match="同一个人"):
        visit(house, people=[house.seat.person])
    with pytest.raises(Refused, match="还没有到"):
        visit(house, on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="不归本级"):
        visit(house, seat=house.county_seat)
    with pytest.raises(PermissionDenied):
        visit(house, by=house.deputy)


def test_one_approved_claim_pays_for_visits_up_to_its_sum(house):
    with pytest.raises(Refused, match="已经审批"):
        visit(house, money=100_00, source="funds", claim=make_claim(house, 500_00, "submitted"))
    claim = make_claim(house, 500_00)
    with pytest.raises(Refused, match="只有来自代表活动经费"):
        visit(house, money=100_00, source="union", claim=claim)
    first = visit(house, money=300_00, source="funds", claim=claim)
    with pytest.raises(Refused, match="不够这次的 300 元"):
        visit(house, reason="festival", money=300_00, source="funds", claim=claim)

    workflow.withdraw_visit(first, reason="登记错了", by=house.clerk, today=TODAY)
    again = visit(house, money=500_00, source="funds", claim=claim)

    assert again.total == 500_00
    with pytest.raises(WrongStatus):
        workflow.withdraw_visit(first, reason="再来", by=house.clerk, today=TODAY)


def test_who_sees_a_visit(client, house):
    colleague, stranger = make_deputy(house.town), make_deputy(house.town)
    case = make_case(house, kind="hardship")
    made = visit(house, people=[colleague.person], case=case, words="家里困难")

    seen = {
        who: Visit.objects.visible_to(account).filter(pk=made.pk).exists()
        for who, account in {
            "clerk": house.clerk,
            "chair": house.chair,
            "visited": house.deputy,
            "visitor": colleague,
            "stranger": stranger,
            "county": house.county_clerk,
            "auditor": house.auditor,
        }.items()
    }

    assert [who for who, sees in seen.items() if sees] == ["clerk", "chair", "visited", "visitor"]
    client.force_login(colleague)
    assert case.number not in client.get(made.get_absolute_url()).content.decode()
    client.force_login(house.deputy)
    assert case.number in client.get(made.get_absolute_url()).content.decode()


def test_a_visit_lets_a_case_of_hardship_be_closed(house):
    case = make_case(house, kind="hardship")
    visit(house, case=case)

    workflow.close_case(case, result="helped", outcome="已慰问。", by=house.clerk, today=TODAY)

    with pytest.raises(Refused, match="已经办结"):
        visit(house, reason="festival", case=case)


def test_who_was_neither_visited_nor_called_for_six_months_is_listed(client, house):
    linked, new = make_deputy(house.town), make_deputy(house.town)
    Seat.objects.filter(person=new.person_id).update(started_on=TODAY - timedelta(days=30))
    link = Link.objects.create(
        body=house.town,
        leader=house.member.person,
        seat=Seat.objects.get(person=linked.person_id),
        since=date(2026, 1, 1),
    )
    Contact.objects.create(
        body=house.town, link=link, on=date(2026, 3, 1), way="visit", created_by=house.clerk
    )
    visit(house, on=date(2025, 10, 1))

    rows = standings(house.town, TODAY)
    quiet = silent(rows, limit_of(house.town, TODAY))

    assert len(rows) == 3
    assert [one.seat for one in quiet] == [house.seat]
    assert quiet[0].last_on == date(2025, 10, 1)
    set_rule(
        house.town,
        "care.contact_months",
        2,
        unit="month",
        by=house.clerk,
        on=date(2026, 1, 1),
        source="镇办法",
    )
    assert {one.seat.person_id for one in silent(rows, limit_of(house.town, TODAY))} == {
        house.seat.person_id,
        linked.person_id,
    }


def test_the_pages_of_visits_and_contacts_ask_a_fixed_number_of_queries(client, house):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(house.clerk)

    def asked() -> list[int]:
        numbers = []
        for name in ("visits", "contacts"):
            with CaptureQueriesContext(connection) as found:
                page = client.get(reverse(f"care:{name}"), {"year": "2026", "only": "all"})
            assert page.status_code == 200
            numbers.append(len(found))
        return numbers

    visit(house, people=[make_deputy(house.town).person])
    asked()
    few = asked()
    for number in range(4):
        visit(house, on=TODAY - timedelta(days=number + 1), people=[make_deputy(house.town).person])

    assert asked() == few


def test_the_register_leaves_as_a_table_for_its_keepers_alone(client, house):
    visit(house)
    url = reverse("care:visits")
    client.force_login(house.chair)
    assert client.get(url, {"as": "xlsx", "year": "2026"}).status_code == 200
    client.force_login(house.auditor)
    assert client.get(url, {"as": "xlsx", "year": "2026"}).status_code == 403
