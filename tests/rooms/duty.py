"""Records and pages of the duty room."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.work.activities.models import Activity
from lianxin.work.duty import workflow
from lianxin.work.duty.models import PointItem, Scheme
from tests.browser.visits import Visit

ARGUMENTS = {
    ("duty:file", "pk"): "seat",
    ("duty:booklet", "pk"): "seat",
    ("duty:object", "pk"): "seat",
    ("duty:objection", "pk"): "objection",
    ("duty:task_list", "pk"): "task_list",
    ("duty:task_list_edit", "pk"): "drafted_list",
    ("duty:task_list_issue", "pk"): "drafted_list",
    ("duty:task_list_withdraw", "pk"): "task_list",
    ("duty:task_new", "pk"): "drafted_list",
    ("duty:task_edit", "pk"): "drafted_task",
    ("duty:task_remove", "pk"): "drafted_task",
    ("duty:campaign", "pk"): "campaign",
    ("duty:campaign_edit", "pk"): "campaign",
    ("duty:campaign_start", "pk"): "planned_campaign",
    ("duty:campaign_cancel", "pk"): "planned_campaign",
    ("duty:campaign_summary", "pk"): "campaign",
    ("duty:campaign_paper", "pk"): "campaign",
    ("duty:campaign_link", "pk"): "campaign",
    ("duty:campaign_unlink", "pk"): "campaign_link",
    ("duty:pledge_new", "pk"): "campaign",
    ("duty:pledge", "pk"): "pledge",
    ("duty:pledge_progress", "pk"): "pledge",
    ("duty:pledge_settle", "pk"): "pledge",
    ("duty:scheme", "pk"): "scheme",
    ("duty:point_new", "pk"): "scheme",
    ("duty:point_edit", "pk"): "point_item",
    ("duty:scheme_issue", "pk"): "scheme",
    ("duty:scheme_withdraw", "pk"): "scheme",
}

NO_PAGES = {
    "duty:booklets": "a form's target",
    "duty:booklet": "a file",
    "duty:task_list_issue": "a form's target",
    "duty:task_remove": "a form's target",
    "duty:campaign_start": "a form's target",
    "duty:campaign_paper": "a form's target",
    "duty:campaign_unlink": "a form's target",
    "duty:scheme_issue": "a form's target",
    "duty:scheme_withdraw": "answers only for a scheme in force",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """Lists in force and drafted, campaigns with a pledge, a scheme, an objection."""
    body, today = suggestion.body, localdate()
    year = (date(today.year, 1, 1), date(today.year, 12, 31))
    seat = deputy.person.seats.select_related("person", "group", "body").first()

    def start(name):
        return workflow.start_list(
            body, name=name, since=year[0], until=year[1], template="six", by=clerk
        )

    drafted, in_force = start("五个一"), start("六个一")
    workflow.put_in_force(in_force, by=clerk)

    def plan(title, *, is_paired=False):
        return workflow.plan_campaign(
            body,
            title=title,
            since=year[0],
            until=year[1],
            actions="亮身份、亮承诺、亮履职。",
            is_paired=is_paired,
            by=clerk,
        )

    campaign = workflow.start_campaign(plan("人大代表在行动", is_paired=True), by=clerk)
    pledge = workflow.pledge(
        campaign,
        seat,
        text="装好村口路灯",
        due_on=year[1],
        branch="石板桥村第一网格支部",
        by=deputy,
        today=today,
    )
    moment = datetime(today.year, today.month, today.day, 1, tzinfo=UTC)
    activity = Activity.objects.create(
        body=body,
        kind="campaign",
        title="走访困难户",
        on=today,
        starts_at=moment,
        ends_at=moment.replace(hour=3),
        created_by=clerk,
    )
    scheme = Scheme.objects.create(body=body, name="履职积分办法")
    return SimpleNamespace(
        seat=seat,
        objection=workflow.object_to(seat, words="六月的视察我参加了。", by=deputy, today=today),
        task_list=in_force,
        drafted_list=drafted,
        drafted_task=drafted.items.first(),
        campaign=campaign,
        planned_campaign=plan("三亮"),
        campaign_link=workflow.link_activity(campaign, activity, by=clerk),
        pledge=pledge,
        scheme=scheme,
        point_item=PointItem.objects.create(scheme=scheme, label="写一件建议", base_number=1),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    yield Visit("duty:list", clerk)
    yield Visit("duty:list", clerk, query={"period": "term"})
    yield Visit("duty:mine", deputy)
    yield Visit("duty:file", clerk, (of.seat.pk,))
    yield Visit("duty:file", deputy, (of.seat.pk,), query={"period": "term"})
    yield Visit("duty:object", deputy, (of.seat.pk,))
    yield Visit("duty:objections", clerk)
    yield Visit("duty:objection", clerk, (of.objection.pk,))
    yield Visit("duty:objection", deputy, (of.objection.pk,))
    yield Visit("duty:task_lists", clerk)
    yield Visit("duty:task_list", clerk, (of.task_list.pk,))
    yield Visit("duty:task_list", clerk, (of.drafted_list.pk,))
    yield Visit("duty:task_list_new", clerk)
    yield Visit("duty:task_list_edit", clerk, (of.drafted_list.pk,))
    yield Visit("duty:task_list_withdraw", clerk, (of.task_list.pk,))
    yield Visit("duty:task_new", clerk, (of.drafted_list.pk,))
    yield Visit("duty:task_edit", clerk, (of.drafted_task.pk,))
    yield Visit("duty:campaigns", clerk)
    yield Visit("duty:campaigns", deputy)
    yield Visit("duty:campaign", clerk, (of.campaign.pk,))
    yield Visit("duty:campaign", deputy, (of.campaign.pk,))
    yield Visit("duty:campaign_new", clerk)
    yield Visit("duty:campaign_edit", clerk, (of.campaign.pk,))
    yield Visit("duty:campaign_cancel", clerk, (of.planned_campaign.pk,))
    yield Visit("duty:campaign_summary", clerk, (of.campaign.pk,))
    yield Visit("duty:campaign_link", clerk, (of.campaign.pk,))
    yield Visit("duty:pairs", clerk)
    yield Visit("duty:pairs", clerk, query={"only": "unpaired"})
    yield Visit("duty:my_pairs", deputy)
    yield Visit("duty:pledge_new", deputy, (of.campaign.pk,))
    yield Visit("duty:pledge", deputy, (of.pledge.pk,))
    yield Visit("duty:pledge_progress", deputy, (of.pledge.pk,))
    yield Visit("duty:pledge_settle", clerk, (of.pledge.pk,))
    yield Visit("duty:schemes", clerk)
    yield Visit("duty:scheme", clerk, (of.scheme.pk,))
    yield Visit("duty:scheme_new", clerk)
    yield Visit("duty:point_new", clerk, (of.scheme.pk,))
    yield Visit("duty:point_edit", clerk, (of.point_item.pk,))
