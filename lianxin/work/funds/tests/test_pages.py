"""Pages of funds: each opens for whom it is for, and says what a step refused."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.work.activities.models import Expense
from lianxin.work.funds import workflow
from lianxin.work.funds.models import Allocation, Budget, Claim, Facility
from lianxin.work.funds.tests.factories import Funded

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Funded()


@pytest.fixture
def budget(place):
    today = localdate()
    made = workflow.draw_up(body=place.body, year=today.year, by=place.clerk, today=today)
    workflow.allocate(made, amount=100_000, on=today, by=place.clerk, today=today)
    return made


def claim_of(place, budget, **fields):
    today = localdate()
    values: dict[str, Any] = {
        "purpose": "other",
        "what": "订阅报刊",
        "amount": 20_050,
        "spent_on": today,
    }
    return workflow.claim(budget, by=place.clerk, today=today, **(values | fields))


def test_a_clerk_budgets_pays_in_claims_and_the_chair_approves(client, place):
    today = localdate()
    client.force_login(place.clerk)
    client.post(reverse("funds:new"), {"year": today.year, "counted_on": ""})
    budget = Budget.objects.get()
    client.post(
        reverse("funds:allocate", args=[budget.pk]),
        {"amount": "1000", "on": today, "source": "镇财政"},
    )
    form = reverse("funds:claim_new", args=[budget.pk])
    refused = client.post(
        form, {"purpose": "other", "what": "订阅报刊", "amount": "1000.5", "spent_on": today}
    )
    assert refused.status_code == 409
    assert "余额不足" in refused.content.decode()
    assert "1000.5" in refused.content.decode()
    client.post(
        form, {"purpose": "other", "what": "订阅报刊", "amount": "200.5", "spent_on": today}
    )
    claim = Claim.objects.get()
    assert claim.amount == 20_050

    client.force_login(place.chair)
    page = client.get(claim.get_absolute_url()).content.decode()
    assert "批准列支" in page
    client.post(reverse("funds:approve", args=[claim.pk]))
    page = client.get(budget.get_absolute_url()).content.decode()
    assert "200.50 元" in page
    assert ">799.50<small>元" in page


def test_pages_cost_the_same_however_much_there_is(client, place, budget):
    client.force_login(place.clerk)

    def queries():
        total = 0
        for url in (reverse("funds:list"), budget.get_absolute_url(), reverse("funds:facilities")):
            with CaptureQueriesContext(connection) as found:
                assert client.get(url).status_code == 200
            total += len(found)
        return total

    claim_of(place, budget)
    workflow.save_facility(
        Facility(body=place.body, name="书柜", kind="furniture", bought_on=localdate()),
        by=place.clerk,
    )
    queries()
    before = queries()
    for number in range(8):
        claim_of(place, budget, what=f"订阅{number}", amount=100)
        workflow.save_facility(
            Facility(
                body=place.body, name=f"书柜{number}", kind="furniture", bought_on=localdate()
            ),
            by=place.clerk,
        )
    assert queries() == before


def test_who_reads_what(client, place, budget):
    claim = claim_of(place, budget)
    own = claim_of(place, budget, group=place.group, what="小组租车", amount=100)
    pages = {
        "list": reverse("funds:list"),
        "detail": budget.get_absolute_url(),
        "claim": claim.get_absolute_url(),
        "own": own.get_absolute_url(),
        "facilities": reverse("funds:facilities"),
    }
    expected = {
        place.clerk: {"list": 200, "detail": 200, "claim": 200, "own": 200, "facilities": 200},
        place.chair: {"list": 200, "detail": 200, "claim": 200, "own": 200, "facilities": 200},
        place.leader: {"list": 200, "detail": 200, "claim": 404, "own": 200, "facilities": 200},
        place.deputies[1]: {"detail": 404, "claim": 404, "own": 404},
    }
    for account, wanted in expected.items():
        client.force_login(account)
        for name, status in wanted.items():
            assert client.get(pages[name]).status_code == status, (account, name)
    client.force_login(place.leader)
    assert "订阅报刊" not in client.get(pages["detail"]).content.decode()
    assert client.get(reverse("funds:new")).status_code == 403
    assert client.post(reverse("funds:approve", args=[own.pk])).status_code == 403


def test_the_statement_as_a_table_holds_exact_sums(client, place, budget):
    claim_of(place, budget)
    client.force_login(place.chair)
    answer = client.get(budget.get_absolute_url(), {"as": "xlsx", "budget": budget.pk})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 200.5 in cells
    assert 1000 in cells
    assert Allocation.objects.get().amount == 100_000


def test_a_facility_is_registered_changed_and_dropped(client, place):
    client.force_login(place.clerk)
    typed = {
        "name": "投影仪",
        "kind": "device",
        "number": 1,
        "cost": "3000",
        "state": "in_use",
        "bought_on": localdate(),
    }
    client.post(reverse("funds:facility_new"), typed)
    one = Facility.objects.get()
    assert one.cost == 300_000
    page = client.get(reverse("funds:facility", args=[one.pk])).content.decode()
    assert reverse("funds:facility_drop", args=[one.pk]) in page
    refused = client.post(reverse("funds:facility", args=[one.pk]), typed | {"number": 0})
    assert refused.status_code in (409, 422)
    client.post(reverse("funds:facility", args=[one.pk]), typed | {"state": "gone"})
    one.refresh_from_db()
    assert one.state == "gone"
    client.post(reverse("funds:facility_drop", args=[one.pk]))
    assert not Facility.objects.exists()


def test_an_activity_leads_to_the_claim_of_its_expenses_and_shows_it_once_made(
    client, place, budget
):
    today = localdate()
    held = place.held(on=today, group=place.group)
    activity_page, form = held.get_absolute_url(), reverse("funds:claim_new", args=[budget.pk])
    address = f"{form}?activity={held.pk}"
    client.force_login(place.clerk)
    assert address not in client.get(activity_page).content.decode()  # it cost nothing
    Expense.objects.create(activity=held, what="租车", amount=6_050)
    Expense.objects.create(activity=held, what="矿泉水", amount=1_000)
    for account, offers in ((place.clerk, True), (place.leader, True), (place.deputies[1], False)):
        client.force_login(account)
        assert (address in client.get(activity_page).content.decode()) is offers

    client.force_login(place.leader)
    shown = client.get(address)
    assert {name: shown.context["form"][name].value() for name in ("amount", "what")} == {
        "amount": "70.50",
        "what": "租车、矿泉水",
    }
    assert activity_page in shown.content.decode()
    client.post(
        address,
        {
            "purpose": "activity",
            "activity": held.pk,
            "group": place.group.pk,
            "what": "租车、矿泉水",
            "amount": "70.50",
            "spent_on": today,
        },
    )
    claim = Claim.objects.get()
    assert claim.activity == held
    page = client.get(activity_page).content.decode()
    assert address not in page
    assert claim.get_absolute_url() in page
    assert "待审批" in page
    assert activity_page in client.get(claim.get_absolute_url()).content.decode()
    # Who may not read claims is shown the expenses alone.
    client.force_login(place.deputies[1])
    assert claim.get_absolute_url() not in client.get(activity_page).content.decode()
    # Taken back, it may be claimed anew.
    workflow.withdraw(claim, by=place.leader, today=today)
    client.force_login(place.leader)
    assert address in client.get(activity_page).content.decode()


def test_a_claim_asked_for_an_activity_elsewhere_begins_empty(client, place, budget):
    client.force_login(place.clerk)
    for wanted in ("999999", "x", "9" * 30):
        form = client.get(
            reverse("funds:claim_new", args=[budget.pk]), {"activity": wanted}
        ).context["form"]
        assert form["activity"].value() is None


def test_without_a_rate_the_pages_lead_to_where_it_is_set_and_with_one_name_its_document(client):
    place = Funded()
    client.force_login(place.clerk)
    here = f"{reverse('rulebook:detail', args=['fund.per_deputy'])}?body={place.body.code}"
    for name in ("funds:list", "funds:new"):
        page = client.get(reverse(name)).content.decode()
        assert here in page
        assert "还没有规定" not in page
        assert RuleSetting.objects.get().source in page
    RuleSetting.objects.all().delete()
    for name in ("funds:list", "funds:new"):
        page = client.get(reverse(name)).content.decode()
        assert "还没有规定经费标准" in page
        assert here in page
    refused = client.post(reverse("funds:new"), {"year": "2026", "counted_on": ""})
    assert refused.status_code == 409
    assert "去设定标准" in refused.content.decode()
    assert client.get(here).status_code == 200
