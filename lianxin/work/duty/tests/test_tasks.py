"""Yearly tasks: set by the office, computed from deeds, asked for the days in duty."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Section, Source
from lianxin.engines.tenure import Duty, days_in_duty
from lianxin.foundation.people.models import Group, Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.duty import workflow
from lianxin.work.duty.files import file_of
from lianxin.work.duty.models import TaskItem, TaskList
from lianxin.work.duty.norms import norms_of, remarks_of
from lianxin.work.duty.progress import (
    lists_for,
    met_by_item,
    progress_at,
    progress_of,
    stretches_of,
)
from lianxin.work.duty.queries import Period
from lianxin.work.duty.shipped import task_templates
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_street,
    make_suggestion,
    make_township,
)

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


@pytest.fixture
def visits():
    """A source of its own: tell it who did how much on which day."""
    before = deeds._sources.copy()
    done: dict[int, list[tuple[date, int]]] = {}

    def lines(person, since, until):
        return [
            Deed(on, "走访选民", amount=amount)
            for on, amount in done.get(person.pk, [])
            if since <= on <= until
        ]

    def tally(body, since, until):
        return {
            person: sum(amount for on, amount in told if since <= on <= until)
            for person, told in done.items()
        }

    deeds.register(Source("test.visits", Section.GROUP, "走访选民", "次", lines, tally))
    yield done
    deeds._sources.clear()
    deeds._sources.update(before)


def make_list(body, clerk, *, in_force=True, since=SINCE, until=UNTIL, **item):
    task_list = workflow.start_list(body, name="六个一", since=since, until=until, by=clerk)
    values: dict[str, Any] = {
        "label": "走访选民",
        "sources": ["test.visits"],
        "number": 10,
        "every": TaskItem.Every.WHOLE,
    } | item
    workflow.set_item(task_list, **values, by=clerk)
    if in_force:
        workflow.put_in_force(task_list, by=clerk)
    return task_list


def progress(task_list, account):
    seat = Seat.objects.select_related("person", "body", "term", "group__body").get(
        person=account.person
    )
    return progress_of(task_list, Duty(seat, days_in_duty(seat, task_list.since, task_list.until)))


def test_ten_visits_are_done_and_nine_leave_one(town, clerk, visits):
    nine, ten = make_deputy(town), make_deputy(town)
    visits[nine.person_id] = [(date(2026, 5, 1), 9)]
    visits[ten.person_id] = [(date(2026, 5, 1), 4), (date(2026, 6, 1), 6), (date(2025, 6, 1), 9)]
    task_list = make_list(town, clerk)

    assert progress(task_list, ten).is_met
    assert progress(task_list, nine).left_words == "走访选民：还差 1 次"
    assert met_by_item(progress_at(task_list)) == [(task_list.items.get(), 1, 2)]


def test_one_deputy_and_the_body_are_computed_alike(town, clerk, visits):
    accounts = [make_deputy(town) for _number in range(3)]
    for number, account in enumerate(accounts):
        visits[account.person_id] = [(date(2026, 5, 1), 5 * number)]
    task_list = make_list(town, clerk)

    for row in progress_at(task_list):
        account = next(one for one in accounts if one.person_id == row.seat.person_id)
        assert progress(task_list, account).items == row.items


def test_one_who_came_in_july_is_asked_for_half(town, clerk, visits):
    account = make_deputy(town)
    Seat.objects.filter(person=account.person).update(started_on=date(2026, 7, 1))

    assert progress(make_list(town, clerk), account).items[0].asked == 5


def test_too_much_in_one_quarter_does_not_fill_another(town, clerk, visits):
    account = make_deputy(town)
    visits[account.person_id] = [(date(2026, 2, 1), 4), (date(2026, 8, 1), 1)]
    task_list = make_list(town, clerk, number=1, every=TaskItem.Every.QUARTER)

    (item,) = progress(task_list, account).items

    assert [(one.asked, one.done) for one in item.stretches] == [(1, 4), (1, 0), (1, 1), (1, 0)]
    assert (item.credited, item.left, item.is_met) == (2, 2, False)


def test_quarters_begin_with_the_list_and_end_with_it(town, clerk, visits):
    task_list = make_list(
        town,
        clerk,
        since=date(2026, 1, 31),
        until=date(2026, 8, 10),
        every=TaskItem.Every.QUARTER,
    )

    assert stretches_of(task_list.items.get()) == [
        (date(2026, 1, 31), date(2026, 4, 29)),
        (date(2026, 4, 30), date(2026, 7, 30)),
        (date(2026, 7, 31), date(2026, 8, 10)),
    ]


def test_what_no_room_offers_is_not_countable_and_never_undone(town, clerk, visits):
    account = make_deputy(town)
    visits[account.person_id] = [(date(2026, 2, 1), 10)]
    task_list = make_list(town, clerk, in_force=False)
    workflow.set_item(
        task_list, label="信息稿", sources=["gone.away"], number=1, every="whole", by=clerk
    )
    workflow.put_in_force(task_list, by=clerk)

    found = progress(task_list, account)

    assert "不作统计" in found.items[1].words
    assert found.is_met


def test_every_template_starts_a_list(town, clerk):
    for key, template in task_templates().items():
        task_list = workflow.start_list(
            town, name=template.name, since=SINCE, until=UNTIL, template=key, by=clerk
        )
        assert task_list.items.count() == len(template.items)
    assert {one["label"][:2] for one in task_templates()["six"].items} >= {"走访", "提出", "调处"}


def test_refusals_of_lists(town, clerk, visits):
    task_list = workflow.start_list(town, name="五个一", since=SINCE, until=UNTIL, by=clerk)
    with pytest.raises(Refused):
        workflow.put_in_force(task_list, by=clerk)
    with pytest.raises(Refused):
        workflow.set_item(task_list, label="自己写", sources=[], number=1, every="whole", by=clerk)
    with pytest.raises(Refused):
        workflow.start_list(town, name="五个一", since=SINCE, until=UNTIL, by=clerk)
    with pytest.raises(Refused):
        workflow.start_list(town, name="反了", since=UNTIL, until=SINCE, by=clerk)
    with pytest.raises(PermissionDenied):
        workflow.start_list(
            town, name="别人的", since=SINCE, until=UNTIL, by=make_clerk(town.parent)
        )
    workflow.set_item(
        task_list, label="走访", sources=["test.visits"], number=1, every="whole", by=clerk
    )
    workflow.put_in_force(task_list, by=clerk)
    with pytest.raises(WrongStatus):
        workflow.change_list(task_list, name="改名", by=clerk)
    with pytest.raises(WrongStatus):
        workflow.put_in_force(task_list, by=clerk)
    workflow.withdraw_list(task_list, reason="重新研究", by=clerk)

    assert TaskList.objects.get().state == TaskList.State.WITHDRAWN


def test_a_street_asks_the_county_deputies_of_its_groups(town, visits):
    street = make_street(town.parent)
    group = Group.objects.create(body=street, name="第一小组")
    account = make_deputy(street)
    Seat.objects.filter(person=account.person).update(group=group)
    task_list = make_list(street, make_clerk(street))

    assert [one.seat.person_id for one in progress_at(task_list)] == [account.person_id]
    seat = Seat.objects.select_related("group").get(person=account.person)
    assert lists_for(seat, SINCE, UNTIL) == [task_list]


def test_the_page_of_a_list_takes_the_same_queries_for_any_number_of_deputies(
    client, town, clerk, visits
):
    task_list = make_list(town, clerk)
    client.force_login(clerk)
    numbers = []
    for _round in range(2):
        make_deputy(town)
        make_deputy(town)
        with CaptureQueriesContext(connection) as queries:
            client.get(task_list.get_absolute_url())
        numbers.append([one["sql"] for one in queries])

    assert len(numbers[0]) == len(numbers[1]) <= 20, "\n".join(numbers[1])


def test_tasks_and_remarks_are_for_the_deputy_and_the_office_alone(client, town, clerk, visits):
    account = make_deputy(town)
    make_list(town, clerk)
    seat = Seat.objects.get(person=account.person)
    pages = {}
    for name, who, url in (
        ("own", account, reverse("duty:mine")),
        ("office", clerk, reverse("duty:file", args=[seat.pk])),
        ("county", make_clerk(town.parent), reverse("duty:file", args=[seat.pk])),
    ):
        client.force_login(who)
        pages[name] = client.get(url, {"period": "2026"}).content.decode()

    assert "还差 10 次" in pages["own"]
    assert "还差 10 次" in pages["office"]
    assert "还差 10 次" not in pages["county"]
    assert "仅本级人大办" in pages["office"]
    assert "仅本级人大办" not in pages["own"] + pages["county"]


def test_remarks_are_neutral_words_and_end_with_a_word_from_voters(town):
    account = make_deputy(town)
    seat = Seat.objects.select_related("person", "body", "term", "group__body", "district").get(
        person=account.person
    )
    period = Period(SINCE, UNTIL, 2026)

    (before,) = remarks_of(file_of(seat, period, today=UNTIL))
    make_suggestion(town, deputy=account)

    assert "反映民意" in before
    assert remarks_of(file_of(seat, period, today=UNTIL)) == []


def test_norms_come_from_the_rules_of_the_place():
    county = make_county(profile="beijing", code="hewang-bj")
    account = make_deputy(county)
    seat = Seat.objects.select_related("person", "body", "term", "group__body", "district").get(
        person=account.person
    )

    (norm,) = norms_of(file_of(seat, Period(SINCE, UNTIL, 2026), today=UNTIL))

    assert (norm.asked, norm.done, norm.left) == (2, 0, 2)
    assert "第二十二条第二款" in norm.source
