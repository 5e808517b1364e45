"""From which day a diary counts, and its duties as figures that open."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.figures.months import by_month
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Body, Role
from lianxin.foundation.people.workflow import bodies as people
from lianxin.work.diary import workflow
from lianxin.work.diary.models import Occasion
from lianxin.work.diary.queries import State, year_of
from lianxin.work.diary.telling import remind
from lianxin.work.diary.tests.factories import TODAY, make_activity
from lianxin.work.suggestions.tests.factories import make_account, make_county, make_township

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 4, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-10 09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def town():
    """A township that was put into the system on 1 April."""
    county = make_county()
    admin = make_account(Role.SYSTEM_ADMIN, county)
    with happening_at(MADE):
        return people.open_body(
            county,
            code="hewang-liuxi",
            name="柳溪镇人民代表大会",
            short_name="柳溪镇",
            kind=Body.Kind.TOWNSHIP,
            by=admin,
        )


@pytest.fixture
def clerk(town):
    return make_account(Role.TOWNSHIP_CLERK, town)


def states(town):
    return {one.state for one in year_of(town, 2026, on=TODAY) if one.deadline < date(2026, 4, 1)}


def values(town, **more):
    scope = Scope(town, date(2026, 1, 1), date(2026, 12, 31), **more)
    names = ("duties", "duties_done", "duties_late", "duties_missed")
    return tuple(figure(f"diary.{name}").value(scope) for name in names)


def test_a_new_body_begins_on_the_day_it_was_made_and_its_clerk_may_say_otherwise(
    client, town, clerk
):
    assert states(town) == {State.BEFORE}
    # What came due after that day and was not done is said as it is.
    assert any(one.state == State.MISSED for one in year_of(town, 2026, on=TODAY))
    assert remind(TODAY) >= 0
    client.force_login(clerk)
    shown = client.get(reverse("diary:settings", args=[town.code])).content.decode()
    assert "起用日 2026-04-01" in shown
    assert "在系统中建立的那天" in shown
    begin = reverse("diary:begin", args=[town.code])
    assert "以前到期的写" in client.get(begin).content.decode()
    assert client.post(begin, {"on": "2026-01-01"}).status_code == 302
    assert State.MISSED in states(town)
    shown = client.get(reverse("diary:settings", args=[town.code])).content.decode()
    assert "在系统中建立的那天" not in shown


def test_a_body_of_before_without_any_word_counts_its_whole_year():
    old = make_township(make_county())
    assert State.MISSED in states(old)


def test_duties_are_counted_as_the_diary_says_and_nothing_before_the_beginning(town, clerk):
    due, done, late, missed = values(town)
    year = [one for one in year_of(town, 2026, on=TODAY) if one.deadline >= date(2026, 4, 1)]
    assert missed == sum(one.state == State.MISSED for one in year)
    assert (done, late) == (0, 0)
    assert due >= missed > 0
    # A record before the beginning is shown as done, and counted on neither side.
    make_activity(town, date(2026, 1, 20), by=clerk, kind="activity_day")
    assert values(town) == (due, done, late, missed)
    one = next(one for one in year if one.key == "circular" and one.state == State.MISSED)
    workflow.tick(one, done_on=TODAY, words="已发政情通报", by=clerk, today=TODAY)
    assert values(town) == (due, 1, 1, missed - 1)
    # Whoever moves the beginning moves the figures.
    workflow.begin(town, on=date(2026, 6, 1), by=clerk)
    assert values(town)[0] < due
    assert not Occasion.objects.filter(body=town, deadline__lt=date(2026, 6, 1)).exists()


def test_each_number_opens_its_list_by_month_and_by_kind(client, town, clerk):
    scope = Scope(town, date(2026, 1, 1), date(2026, 12, 31), user=clerk)
    missed = figure("diary.duties_missed").value(scope)
    assert sum(number for _month, number in by_month("diary.duties_missed", scope)) == missed
    by_period = [
        figure("diary.duties_missed").value(
            Scope(town, scope.since, scope.until, user=clerk, narrowed={"period": period})
        )
        for period in ("week", "half_month", "month", "odd", "quarter", "half", "year", "session")
    ]
    assert sum(by_period) == missed
    client.force_login(clerk)
    url = reverse("figures:records", args=["diary.duties_missed"])
    page = client.get(f"{url}?body={town.code}&since=2026-01-01&until=2026-12-31")
    assert page.status_code == 200
    assert "逾期未办" in page.content.decode()


def test_a_neighbour_and_a_deputy_count_nothing_of_it(town, clerk):
    other = make_township(town.parent, code="other", name="石桥镇")
    assert values(town, user=make_account(Role.TOWNSHIP_CLERK, other)) == (0, 0, 0, 0)
    assert values(town, user=make_account(Role.DEPUTY, town)) == (0, 0, 0, 0)
    county = make_account(Role.COUNTY_CLERK, town.parent)
    assert values(town, user=county) == values(town)
