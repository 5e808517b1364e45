"""Campaigns: pledges kept or explained, pairs with a project, a summary that adds up."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lianxin.engines import deeds
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import Group, Seat
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.duty import workflow
from lianxin.work.duty.campaigning import draft_summary, outcome_of
from lianxin.work.duty.models import Campaign, Pledge
from lianxin.work.duty.queries import campaigns_seen_by
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 3, 1), date(2026, 10, 31)
TODAY = date(2026, 5, 6)


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


@pytest.fixture
def deputy(town):
    return make_deputy(town, "苏示例")


def seat_of(account) -> Seat:
    return Seat.objects.select_related("person", "group", "body").get(person=account.person)


def make_campaign(town, clerk, *, is_paired=False, groups=(), is_running=True):
    campaign = workflow.plan_campaign(
        town,
        title="人大代表在行动",
        basis="主席团第三次会议",
        since=SINCE,
        until=UNTIL,
        actions="亮身份、亮承诺、亮履职。",
        target="全镇群众",
        is_paired=is_paired,
        groups=groups,
        by=clerk,
    )
    return workflow.start_campaign(campaign, by=clerk) if is_running else campaign


def promise(campaign, deputy, **fields):
    values = {"text": "装好村口路灯", "due_on": UNTIL, "by": deputy, "today": TODAY} | fields
    return workflow.pledge(campaign, seat_of(deputy), **values)


def make_activity(town, clerk, on=date(2026, 6, 5), **fields):
    moment = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Activity.objects.create(
        body=town,
        kind="campaign",
        title="走访困难户",
        on=on,
        starts_at=moment,
        ends_at=moment.replace(hour=3),
        created_by=clerk,
        **fields,
    )


def test_a_pledge_kept_is_a_line_of_the_file_and_an_open_one_is_not(town, clerk, deputy):
    campaign = make_campaign(town, clerk)
    kept, still_open = promise(campaign, deputy), promise(campaign, deputy, text="帮三户脱贫")
    workflow.report_progress(kept, words="电杆已立。", on=TODAY, by=deputy, today=TODAY)
    workflow.settle_pledge(
        kept, is_kept=True, words="路灯亮了。", by=deputy, today=date(2026, 6, 1)
    )

    source = deeds.source("duty.pledges")
    (line,) = source.lines(deputy.person, SINCE, UNTIL)

    assert line.url == kept.get_absolute_url()
    assert source.tally(town, SINCE, UNTIL) == {deputy.person_id: 1}
    assert still_open.stage == "兑现中"


def test_a_pair_needs_a_branch_and_is_done_only_with_a_project(town, clerk, deputy):
    campaign = make_campaign(town, clerk, is_paired=True)

    with pytest.raises(Refused):
        promise(campaign, deputy)
    pair = promise(campaign, deputy, branch="柳溪村第二网格支部")
    assert pair.stage == "已结对，尚未选定项目"
    with pytest.raises(Refused):
        workflow.settle_pledge(pair, is_kept=True, words="完成", by=deputy, today=TODAY)
    workflow.choose_project(pair, project="路灯亮化", by=deputy, today=TODAY)
    assert pair.stage == "已选定项目，尚未开始"
    with pytest.raises(WrongStatus):
        workflow.choose_project(pair, project="另一个", by=deputy, today=TODAY)
    workflow.report_progress(pair, words="电杆已立。", on=TODAY, by=deputy, today=TODAY)
    assert (pair.stage, pair.begun_on) == ("项目推进中", TODAY)
    with pytest.raises(Refused, match="受益人数"):
        workflow.settle_pledge(pair, is_kept=True, words="完成", by=deputy, today=TODAY)
    workflow.settle_pledge(pair, is_kept=True, words="完成", persons=320, by=deputy, today=TODAY)

    assert (pair.stage, pair.result, pair.persons) == ("已完成", "完成", 320)
    with pytest.raises(WrongStatus):
        workflow.report_progress(pair, words="再说", on=TODAY, by=deputy, today=TODAY)


def test_who_may_pledge(town, clerk, deputy):
    campaign = make_campaign(town, clerk)
    colleague = make_deputy(town)

    with pytest.raises(PermissionDenied):
        promise(campaign, deputy, by=colleague)
    promise(campaign, deputy, by=clerk)
    with pytest.raises(Refused):
        promise(campaign, deputy)
    with pytest.raises(Refused):
        promise(campaign, deputy, text="另一件", due_on=date(2026, 1, 1))


def test_groups_narrow_a_campaign(town, clerk, deputy):
    group = Group.objects.create(body=town, name="第一小组")
    campaign = make_campaign(town, clerk, groups=[group])

    with pytest.raises(Refused):
        promise(campaign, deputy)
    Seat.objects.filter(person=deputy.person).update(group=group)
    promise(campaign, deputy)

    elsewhere = Group.objects.create(body=town.parent, name="县第一小组")
    with pytest.raises(Refused):
        make_campaign(town, clerk, groups=[elsewhere])


def test_nothing_is_pledged_before_the_start_or_after_the_summary(town, clerk, deputy):
    campaign = make_campaign(town, clerk, is_running=False)
    with pytest.raises(WrongStatus):
        promise(campaign, deputy)
    assert not campaigns_seen_by(deputy).exists()
    workflow.start_campaign(campaign, by=clerk)
    assert campaigns_seen_by(deputy).exists()
    workflow.sum_up(campaign, summary="已经结束。", by=clerk, today=UNTIL)
    with pytest.raises(WrongStatus):
        promise(campaign, deputy)


def test_the_summary_waits_for_every_pledge_and_adds_up(town, clerk, deputy):
    campaign = make_campaign(town, clerk)
    first, second = promise(campaign, deputy), promise(campaign, deputy, text="帮三户脱贫")
    held = make_activity(
        town,
        clerk,
        state=Activity.State.RECORDED,
        recorded_by=clerk,
        recorded_at=datetime(2026, 6, 6, tzinfo=UTC),
        others=12,
        solved=3,
    )
    Attendance.objects.create(
        activity=held, seat=seat_of(deputy), on=held.on, state="present", counts=True
    )
    workflow.link_activity(campaign, held, by=clerk)
    workflow.settle_pledge(first, is_kept=True, words="亮了。", by=deputy, today=TODAY)

    with pytest.raises(Refused, match="1 条"):
        workflow.sum_up(campaign, summary="结束", by=clerk, today=UNTIL)
    workflow.settle_pledge(second, is_kept=False, words="资金未到位。", by=deputy, today=TODAY)

    found = outcome_of(campaign)
    assert (found.pledges, found.kept, found.not_kept, found.open) == (2, 1, 1, 0)
    words = draft_summary(campaign)
    assert "组织活动 1 次，代表参加 1 人次" in words
    assert "解决问题 3 个" in words
    workflow.sum_up(campaign, summary=words, by=clerk, today=UNTIL)
    sheet = kind_of("campaign_summary").compose(
        kind_of("campaign_summary").data_of(campaign, clerk)
    )
    assert "1 人次" in str(sheet.blocks)


def test_only_activities_of_its_days_and_body_belong_to_a_campaign(town, clerk):
    campaign = make_campaign(town, clerk)
    other = make_campaign(town, clerk)
    inside = make_activity(town, clerk)

    for wrong in (
        make_activity(town, clerk, on=date(2026, 12, 1)),
        make_activity(town.parent, clerk),
        make_activity(town, clerk, state=Activity.State.CANCELLED, reason="下雨"),
    ):
        with pytest.raises(Refused):
            workflow.link_activity(campaign, wrong, by=clerk)
    link = workflow.link_activity(campaign, inside, by=clerk)
    with pytest.raises(Refused):
        workflow.link_activity(other, inside, by=clerk)
    workflow.unlink_activity(link, by=clerk)
    workflow.link_activity(other, inside, by=clerk)


def test_a_campaign_with_pledges_is_not_called_off(town, clerk, deputy):
    campaign = make_campaign(town, clerk)
    promise(campaign, deputy)

    with pytest.raises(Refused):
        workflow.cancel_campaign(campaign, reason="不办了", by=clerk)
    empty = make_campaign(town, clerk)
    workflow.cancel_campaign(empty, reason="与县里活动合并", by=clerk)

    assert Campaign.objects.get(pk=empty.pk).state == Campaign.State.CANCELLED


def test_the_pages_from_plan_to_paper(client, town, clerk, deputy):
    client.force_login(clerk)
    client.post(
        reverse("duty:campaign_new"),
        {"title": "三亮", "since": SINCE, "until": UNTIL, "actions": "亮身份。"},
    )
    campaign = Campaign.objects.get()
    client.post(reverse("duty:campaign_start", args=[campaign.pk]))
    client.force_login(deputy)
    client.post(
        reverse("duty:pledge_new", args=[campaign.pk]),
        {"text": "装好路灯", "due_on": date(2099, 1, 1)},
    )
    pledge = Pledge.objects.get()
    client.post(
        reverse("duty:pledge_settle", args=[pledge.pk]), {"is_kept": "yes", "words": "亮了。"}
    )
    client.force_login(clerk)
    early = client.post(reverse("duty:campaign_summary", args=[campaign.pk]), {"summary": " "})
    client.post(reverse("duty:campaign_summary", args=[campaign.pk]), {"summary": "办成一件。"})
    client.post(reverse("duty:campaign_paper", args=[campaign.pk]))

    assert early.status_code == 422
    assert Paper.objects.get().kind == "campaign_summary"
    assert "已兑现" in client.get(campaign.get_absolute_url()).content.decode()
