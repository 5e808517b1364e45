"""The year's budget: rate by date, deputies by day, what was paid in."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.people.workflow import suspend_seat
from lianxin.foundation.people.workflow.seats import Suspension
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.work.funds import workflow
from lianxin.work.funds.models import Budget
from lianxin.work.funds.tests.factories import TODAY, Funded, set_rate
from lianxin.work.suggestions.tests.factories import make_account, make_deputy

pytestmark = pytest.mark.django_db


def drawn(place, year=2026, **fields):
    return workflow.draw_up(body=place.body, year=year, by=place.clerk, today=TODAY, **fields)


def test_ninety_nine_deputies_at_five_hundred_are_49500():
    place = Funded(deputies=99)
    budget = drawn(place)
    assert (budget.rate, budget.deputies, budget.amount) == (50_000, 99, 4_950_000)
    scope = Scope(place.body, date(2026, 1, 1), date(2026, 12, 31), user=place.clerk)
    assert figure("funds.budget").value(scope) == 4_950_000


def test_the_rate_is_that_of_the_day():
    place = Funded()
    RuleSetting.objects.all().delete()
    set_rate(place.body, 200, date(2020, 1, 1))
    set_rate(place.body, 500, date(2026, 1, 1), source="青人大〔2025〕9号")
    assert drawn(place, 2025).amount == 3 * 20_000
    budget = drawn(place, 2026)
    assert (budget.amount, budget.basis) == (3 * 50_000, "青人大〔2025〕9号")


def test_without_a_rate_or_deputies_or_twice_it_is_refused():
    place = Funded()
    RuleSetting.objects.all().delete()
    with pytest.raises(Refused, match="还没有规定代表活动经费标准"):
        drawn(place)
    set_rate(place.body, 500, date(2024, 1, 1))
    with pytest.raises(Refused, match="这一年度之内"):
        drawn(place, counted_on=date(2025, 12, 31))
    drawn(place)
    with pytest.raises(Refused, match="已经编过"):
        drawn(place)
    with pytest.raises(PermissionDenied):
        workflow.draw_up(body=place.body, year=2025, by=place.chair, today=TODAY)
    Seat.objects.all().update(started_on=date(2026, 3, 1))
    with pytest.raises(Refused, match="没有在任代表"):
        drawn(place, 2024)


def test_who_is_suspended_later_counts_for_the_whole_year_and_not_for_the_next():
    place = Funded()
    county = make_account(Role.COUNTY_CLERK, place.county)
    suspend_seat(place.seats[0], by=county, on=date(2026, 7, 1), ground=Suspension.CUSTODY)
    assert drawn(place, 2026).amount == 3 * 50_000
    assert drawn(place, 2027).amount == 2 * 50_000


def test_by_days_where_the_rulebook_says_so():
    place = Funded()
    RuleSetting.objects.create(
        body=place.body,
        key="fund.counts_whole_year",
        value=False,
        valid_from=date(2024, 1, 1),
        source="镇人大经费管理办法",
    )
    county = make_account(Role.COUNTY_CLERK, place.county)
    suspend_seat(place.seats[0], by=county, on=date(2026, 7, 2), ground=Suspension.CUSTODY)
    budget = drawn(place)
    # 182 of 365 days of 500 yuan are 249.32 yuan.
    assert budget.amount == 2 * 50_000 + 24_932
    assert budget.is_by_days


def test_counting_again_follows_a_by_election_and_never_falls_below_what_was_paid():
    place = Funded()
    budget = drawn(place)
    with pytest.raises(Refused, match="没有变化"):
        workflow.count_again(budget, counted_on=date(2026, 1, 1), by=place.clerk, today=TODAY)
    new = make_deputy(place.body).person.seats.get()
    Seat.objects.filter(pk=new.pk).update(started_on=date(2026, 5, 1))
    workflow.count_again(budget, counted_on=date(2026, 5, 1), by=place.clerk, today=TODAY)
    assert budget.amount == 4 * 50_000
    workflow.allocate(budget, amount=200_000, on=TODAY, by=place.clerk, today=TODAY)
    with pytest.raises(Refused, match="比已经拨付的"):
        workflow.count_again(budget, counted_on=date(2026, 1, 1), by=place.clerk, today=TODAY)
    assert Budget.objects.get().amount == 200_000


def test_no_more_is_paid_in_than_was_budgeted():
    place = Funded()
    budget = drawn(place)
    workflow.allocate(budget, amount=100_000, on=TODAY, by=place.clerk, today=TODAY)
    with pytest.raises(Refused, match="就超过预算"):
        workflow.allocate(budget, amount=50_001, on=TODAY, by=place.clerk, today=TODAY)
    with pytest.raises(Refused, match="大于零"):
        workflow.allocate(budget, amount=0, on=TODAY, by=place.clerk, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.allocate(budget, amount=1, on=TODAY, by=place.chair, today=TODAY)
    workflow.allocate(budget, amount=50_000, on=TODAY, by=place.clerk, today=TODAY)
