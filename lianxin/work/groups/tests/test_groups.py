"""Forming groups, their minimum, plans against what was done, summaries, letters."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.people.models import Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.work.activities.models import Activity
from lianxin.work.diary.models import Beginning
from lianxin.work.groups import workflow
from lianxin.work.groups.counting import years_of
from lianxin.work.groups.drafting import draft_letter, draft_summary
from lianxin.work.groups.models import GroupPlan, Summary
from lianxin.work.groups.queries import groups_seen, without_group
from lianxin.work.groups.tests.factories import TODAY, held, make_group, make_seats
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return make_township(make_county())


@pytest.fixture
def clerk(township):
    return make_clerk(township)


@pytest.fixture
def group(township, clerk):
    return make_group(township, by=clerk)


@pytest.fixture
def leader(group):
    return make_account(Role.DEPUTY, group.body, person=group.leader)


def test_three_deputies_make_a_group_and_two_do_not(township, clerk):
    seats = make_seats(township, 4)
    with pytest.raises(Refused, match="3 名以上") as refused:
        workflow.form("第二小组", body=township, seats=seats[:2], by=clerk, today=TODAY)
    assert "第四十三条第三款" in refused.value.article
    with pytest.raises(Refused, match="组长应当是本组"):
        workflow.form(
            "第二小组",
            body=township,
            seats=seats[:3],
            leader=seats[3].person,
            by=clerk,
            today=TODAY,
        )
    assert list(without_group(township, TODAY)) == sorted(
        seats, key=lambda one: (one.person.stroke_key, one.pk)
    )

    workflow.form(
        "第二小组", body=township, seats=seats[:3], leader=seats[0].person, by=clerk, today=TODAY
    )

    assert list(without_group(township, TODAY)) == [seats[3]]


def test_a_vice_leader_is_of_the_group_and_leads_with_the_leader(township, clerk, group):
    stranger = make_seats(township, 1)[0].person
    member = group.seats.latest("pk").person
    for person, words in ((stranger, "不是本组代表"), (group.leader, "已经是组长")):
        with pytest.raises(Refused, match=words):
            workflow.name_vice(group, person, by=clerk, today=TODAY)
    vice = workflow.name_vice(group, member, by=clerk, today=TODAY)
    account = make_account(Role.DEPUTY, township, person=member)

    workflow.write_plan(group, year=2026, text="", items="3月 视察春耕", by=account)
    workflow.end_vice(vice, by=clerk, today=TODAY)

    with pytest.raises(PermissionDenied):
        workflow.write_plan(group, year=2026, text="", items="3月 视察春耕", by=account)
    with pytest.raises(WrongStatus):
        workflow.end_vice(vice, by=clerk, today=TODAY)


def test_one_activity_a_quarter_is_enough_and_only_a_quarter_that_is_over_is_missed(clerk, group):
    def quarters(today):
        return years_of([group], 2026, today)[group.pk]

    begun = quarters(TODAY)
    assert [one.number for one in begun.missed] == [1]
    assert begun.due is not None
    assert begun.due.number == 2

    held(group, date(2026, 3, 31), by=clerk)
    held(group, date(2026, 4, 1), by=clerk)
    Activity.objects.create(
        body=group.body,
        kind="group",
        title="只是计划",
        group=group,
        on=date(2026, 7, 1),
        starts_at="2026-07-01T09:00+08:00",
        ends_at="2026-07-01T11:00+08:00",
        created_by=clerk,
    )

    now = quarters(TODAY)
    assert (now.missed, now.due, now.held) == ([], None, 2)
    assert [one.number for one in quarters(date(2027, 1, 1)).missed] == [3, 4]

    kept = Beginning.objects.create(body=group.body, on=date(2026, 10, 1), by=clerk)
    assert [one.number for one in quarters(date(2027, 1, 1)).missed] == [4]
    assert quarters(date(2027, 1, 1)).held == 2
    kept.delete()

    set_rule(
        group.body,
        "group.activities_per_quarter",
        2,
        unit="time",
        by=clerk,
        on=TODAY,
        source="本级规定第三条",
    )
    assert [one.number for one in quarters(TODAY).missed] == [1]


def test_a_record_without_result_or_anyone_present_is_told_of(clerk, group):
    held(group, date(2026, 4, 1), by=clerk)
    held(group, date(2026, 4, 2), by=clerk).attendances.all().delete()
    held(group, date(2026, 4, 3), by=clerk, summary="")

    assert years_of([group], 2026, TODAY)[group.pk].incomplete == 2


def test_a_plan_is_written_sent_given_back_and_its_items_done_by_activities(clerk, group, leader):
    with pytest.raises(Refused, match="看不出月份"):
        workflow.write_plan(group, year=2026, text="", items="视察春耕", by=leader)
    with pytest.raises(Refused, match="至少写一项"):
        workflow.write_plan(group, year=2026, text="", items=" ", by=leader)
    plan = workflow.write_plan(
        group, year=2026, text="围绕春耕。", items="3月 视察春耕\n9月 走访企业", by=leader
    )
    item = plan.items.earliest("month")
    activity = held(group, date(2026, 3, 20), by=clerk)
    workflow.link_item(item, activity, by=leader)
    workflow.write_plan(group, year=2026, text="", items="3月 视察春耕\n10月 走访企业", by=leader)
    assert [one.activity for one in plan.items.all()] == [activity, None]

    workflow.send_plan(plan, by=leader, today=TODAY)
    with pytest.raises(WrongStatus, match="不能再改"):
        workflow.write_plan(group, year=2026, text="", items="3月 视察", by=leader)
    with pytest.raises(WrongStatus):
        workflow.send_plan(plan, by=leader, today=TODAY)
    with pytest.raises(Refused, match="理由"):
        workflow.take_plan_back(plan, reason="", by=clerk)
    workflow.take_plan_back(plan, reason="补写四季度", by=clerk)
    assert GroupPlan.objects.get(pk=plan.pk).sent_on is None

    other = make_group(group.body, by=clerk, name="第二代表小组")
    with pytest.raises(Refused, match="不是本组"):
        workflow.link_item(
            plan.items.latest("month"), held(other, date(2026, 3, 1), by=clerk), by=leader
        )


def test_the_summary_is_made_from_records_edited_and_sent_once(clerk, group, leader):
    held(group, date(2026, 4, 1), by=clerk)
    text = draft_summary(group, 2026, date(2026, 12, 5))
    assert "共开展活动 1 次，代表到会 1 人次（应到 1 人次）" in text
    assert "4月1日，春耕用水。看了三处渠。" in text
    assert "第一季度、第三季度" in text

    summary = workflow.write_summary(group, year=2026, text=text + "加强学习。", by=leader)
    with pytest.raises(Refused, match="还没有过完"):
        workflow.send_summary(summary, by=leader, today=TODAY)
    workflow.send_summary(summary, by=leader, today=date(2026, 12, 5))
    with pytest.raises(WrongStatus):
        workflow.write_summary(group, year=2026, text="改", by=leader)
    paper = papers.draft(
        kind_of("group_summary"), Summary.objects.get(), by=clerk, today=date(2026, 12, 6)
    )
    assert "加强学习" in paper.fields["text"]


def test_the_letter_states_the_rules_targets_and_needs_a_leader_to_sign(clerk, group, leader):
    text = draft_letter(group, 2026, TODAY)
    assert "每季度至少开展 1 次" in text
    with pytest.raises(PermissionDenied):
        workflow.write_letter(group, year=2026, text=text, by=leader)
    letter = workflow.write_letter(group, year=2026, text=text, by=clerk)
    paper = papers.draft(kind_of("group_letter"), letter, by=clerk, today=TODAY)
    assert paper.fields["leader"] == group.leader.name
    workflow.sign_letter(letter, by=clerk, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.write_letter(group, year=2026, text="改", by=clerk)


def test_the_rate_of_the_quarter_is_groups_that_met_by_groups(township, clerk, group):
    make_group(township, by=clerk, name="第二代表小组")
    held(group, date(2026, 4, 1), by=clerk)

    def value(key, until=TODAY, user=None):
        return figure(key).value(Scope(township, date(2026, 1, 1), until, user=user))

    assert (value("groups.rate"), value("groups.groups"), value("groups.silent")) == (1, 2, 1)
    assert value("groups.active", date(2026, 3, 31)) == 0
    assert value("groups.activities") == 1
    assert value("groups.groups", user=make_deputy(township)) == 0


def test_a_member_sees_his_group_and_another_deputy_does_not(client, township, group, leader):
    stranger = make_deputy(township)
    assert groups_seen(leader).get() == group
    assert not groups_seen(stranger).exists()
    client.force_login(stranger)
    assert client.get(reverse("groups:detail", args=[group.pk])).status_code == 404
    member = make_account(Role.DEPUTY, township, person=group.seats.latest("pk").person)
    client.force_login(member)
    assert client.get(reverse("groups:detail", args=[group.pk])).status_code == 200
    assert client.get(reverse("groups:plan_write", args=[group.pk, 2026])).status_code == 403


def test_the_list_costs_the_same_with_two_groups_and_with_eight(client, township, clerk):
    client.force_login(clerk)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("groups:list")).status_code == 200
        return len(queries)

    for name in "甲乙":
        make_group(township, by=clerk, name=name)
    cost()
    few = cost()
    for name in "丙丁戊己庚辛":
        make_group(township, by=clerk, name=name)

    assert cost() == few


def test_the_clerk_forms_a_group_and_the_leader_sends_a_plan_on_the_pages(client, township, clerk):
    seats = make_seats(township, 3)
    client.force_login(clerk)
    address = f"{reverse('groups:new')}?body={township.pk}"
    typed: dict[str, Any] = {"name": "河湾小组", "basis": "area", "seats": [seats[0].pk]}
    page = client.post(address, typed)
    assert page.status_code == 409
    assert "河湾小组" in page.content.decode()
    typed |= {"seats": [one.pk for one in seats], "leader": seats[0].person_id}
    assert client.post(address, typed).status_code == 302

    client.force_login(make_account(Role.DEPUTY, township, person=seats[0].person))
    page = client.get(reverse("groups:mine"), follow=True)
    group = page.context["group"]
    client.post(reverse("groups:plan_write", args=[group.pk, 2026]), {"items": "3月 视察春耕用水"})
    client.post(reverse("groups:plan_send", args=[group.pk, 2026]))
    assert GroupPlan.objects.get(group=group).sent_on is not None


def test_the_desks_counts_open_exactly_what_they_count(client, township, clerk, group):
    make_seats(township, 2)
    other = make_group(township, by=clerk, name="第二代表小组")
    held(group, timezone.localdate(), by=clerk)
    client.force_login(clerk)
    address = reverse("groups:list")

    assert list(client.get(f"{address}?only=silent").context["page"]) == [other]
    assert len(client.get(f"{address}?only=alone").context["page"]) == 2
