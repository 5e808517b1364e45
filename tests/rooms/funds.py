"""Records and pages of funds."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Role
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.work.funds import workflow
from lianxin.work.funds.models import Facility
from lianxin.work.suggestions.tests.factories import make_account
from tests.browser.visits import Visit

ARGUMENTS = {
    ("funds:detail", "pk"): "fund_budget",
    ("funds:count_again", "pk"): "fund_budget",
    ("funds:allocate", "pk"): "fund_budget",
    ("funds:claim_new", "pk"): "fund_budget",
    ("funds:claim", "pk"): "fund_claim",
    ("funds:approve", "pk"): "fund_claim",
    ("funds:refuse", "pk"): "fund_claim",
    ("funds:withdraw", "pk"): "fund_claim",
    ("funds:receipts", "pk"): "fund_claim",
    ("funds:facility", "pk"): "facility",
    ("funds:facility_drop", "pk"): "facility",
}

NO_PAGES = {
    "funds:approve": "a form's target",
    "funds:withdraw": "a form's target",
    "funds:facility_drop": "a form's target",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """This year's funds of the body, with a claim that waits, and something bought."""
    body, today = suggestion.body, localdate()
    RuleSetting.objects.create(
        body=body,
        key="fund.per_deputy",
        value=500,
        unit="yuan",
        valid_from=today.replace(month=1, day=1),
        source="本级经费管理办法",
    )
    budget = workflow.draw_up(body=body, year=today.year, by=clerk, today=today, counted_on=today)
    workflow.allocate(budget, amount=20_000, on=today, by=clerk, today=today, source="财政")
    claim = workflow.claim(
        budget,
        purpose="materials",
        what="订阅学习资料",
        amount=12_000,
        spent_on=today,
        by=clerk,
        today=today,
    )
    facility = workflow.save_facility(
        Facility(body=body, name="小组活动室书柜", kind="furniture", cost=80_000, bought_on=today),
        by=clerk,
    )
    return SimpleNamespace(
        fund_budget=budget,
        fund_claim=claim,
        fund_chair=make_account(Role.CHAIR, body, name="苏主席"),
        facility=facility,
    )


def pages(of: SimpleNamespace, *, clerk, deputy, liaison) -> Iterable[Visit]:
    budget, claim = (of.fund_budget.pk,), (of.fund_claim.pk,)
    yield Visit("funds:list", clerk)
    yield Visit("funds:new", clerk)
    yield Visit("funds:facilities", clerk)
    yield Visit("funds:facility_new", clerk)
    yield Visit("funds:facility", clerk, (of.facility.pk,))
    yield Visit("funds:detail", clerk, budget)
    yield Visit("funds:count_again", clerk, budget)
    yield Visit("funds:allocate", clerk, budget)
    yield Visit("funds:claim_new", clerk, budget)
    yield Visit("funds:claim", clerk, claim)
    yield Visit("funds:claim", of.fund_chair, claim)
    yield Visit("funds:refuse", of.fund_chair, claim)
    yield Visit("funds:receipts", clerk, claim)
