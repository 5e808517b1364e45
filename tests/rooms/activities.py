"""Records and pages of activities."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from types import SimpleNamespace

from django.utils import timezone
from django.utils.timezone import get_current_timezone, localdate

from lianxin.work.activities import check_in_codes, workflow
from lianxin.work.activities.models import ActivityRule
from tests.browser.visits import Visit

_OF_ACTIVITY = {
    "coming": ("change", "invite", "announce", "cancel", "join", "leave", "calendar"),
    "held_now": ("roll", "tap", "screen", "sheet", "paper", "record", "opinion_new", "files_new"),
    "recorded": ("detail", "copy", "correct", "publish", "unpublish"),
    "told": ("accept", "refuse"),
    "training": ("training", "quiz"),
}
ARGUMENTS = {
    **{
        (f"activities:{name}", "pk"): record
        for record, names in _OF_ACTIVITY.items()
        for name in names
    },
    **{
        (f"activities:{name}", "pk"): "activity_rule"
        for name in ("rule_edit", "rule_generate", "rule_stop")
    },
    ("portal:activity", "pk"): "recorded",
    ("activities:by_code", "code"): "check_in_code",
    ("activities:opinion_to_message", "pk"): "opinion",
    ("activities:opinion_to_suggestion", "pk"): "opinion",
    ("activities:confirm", "pk"): "attendance",
    ("activities:object", "pk"): "attendance",
    ("activities:settle", "pk"): "objected",
    ("activities:strike", "pk"): "invited",
}

NO_PAGES = {
    "activities:announce": "a form's target",
    "activities:join": "a form's target",
    "activities:strike": "a form's target",
    "activities:tap": "a form's target",
    "activities:accept": "a form's target",
    "activities:confirm": "a form's target",
    "activities:rule_stop": "a form's target",
    "activities:opinion_to_message": "a form's target",
    "activities:calendar": "a calendar file",
    "activities:sheet": "a file",
    "activities:here": "follows the code that was read",
    "activities:offline_worker": "a script",
    "activities:offline_manifest": "JSON",
    "activities:offline_state": "JSON",
    "activities:offline_records": "JSON",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """Activities to come, of today, recorded, told and a training; an objection; a rule."""
    body, today = suggestion.body, localdate()
    seat = deputy.person.seats.select_related("person", "body").first()

    def plan(on, title, kind="inspection", *, tells=True):
        begins = datetime.combine(on, time(9), tzinfo=get_current_timezone())
        made = workflow.plan(
            body=body,
            kind=kind,
            title=title,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            place="河湾村（示例）",
            seats=[seat],
            by=clerk,
            today=on,
        )
        return workflow.announce(made, by=clerk, today=on) if tells else made

    def held(title):
        made = plan(today - timedelta(days=1), title, tells=False)
        workflow.mark(made, {seat.pk: ("present", "")}, via="list", by=clerk, today=today)
        return workflow.record(made, by=clerk, today=today, summary="看了两处。")

    recorded, disputed = held("道路视察（示例）"), held("水厂视察（示例）")
    objection = disputed.attendances.get()
    workflow.object_to(objection, words="那天我请了假。", by=deputy, today=today)
    coming = plan(today + timedelta(days=7), "集中视察（示例）")
    rule = workflow.make_rule(
        ActivityRule(body=body, kind="activity_day", title="代表活动日", day=20, starts_on=today),
        by=clerk,
        today=today,
    )
    now = plan(today, "走进村组（示例）", "activity_day", tells=False)
    told = workflow.tell(
        person=deputy.person,
        body=body,
        kind="visit",
        title="走访三户（示例）",
        on=today,
        by=deputy,
        today=today,
    )
    training = plan(today + timedelta(days=3), "履职培训（示例）", "training")
    questions = [{"text": "代表小组至少几人？", "choices": ["二人", "三人"], "right": [1]}]
    workflow.set_quiz(training, questions, pass_mark=1, by=clerk)
    workflow.publish(recorded, title="代表看道路", text="看了三处工地。", by=clerk, today=today)
    return SimpleNamespace(
        coming=coming,
        invited=coming.attendances.get(),
        held_now=now,
        recorded=recorded,
        attendance=recorded.attendances.get(),
        objected=objection,
        opinion=workflow.add_opinion(recorded, text="路灯坏了。", by=clerk),
        told=told,
        training=training,
        activity_rule=rule,
        check_in_code=check_in_codes.code_for(now.pk, timezone.now()),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    """Each page with who opens it; first the one whose code is good for a minute or two."""
    yield Visit("activities:by_code", deputy, (of.check_in_code,))
    for record, names in _OF_ACTIVITY.items():
        for name in names:
            if f"activities:{name}" not in NO_PAGES and name not in ("leave", "training"):
                yield Visit(f"activities:{name}", clerk, (getattr(of, record).pk,))
    yield Visit("portal:activity", None, (of.recorded.pk,))
    yield Visit("activities:list", clerk)
    yield Visit("activities:list", clerk, query={"state": "unrecorded", "kind": "inspection"})
    yield Visit("activities:list", deputy, query={"q": "没有这样的活动"})
    yield Visit("activities:mine", deputy)
    yield Visit("activities:checking", deputy)
    yield Visit("activities:tell", deputy)
    yield Visit("activities:tell", deputy, query={"kind": "visit"})
    yield Visit("activities:new", clerk)
    yield Visit("activities:new", clerk, query={"kind": "inspection"})
    yield Visit("activities:leave", deputy, (of.coming.pk,))
    yield Visit("activities:training", deputy, (of.training.pk,))
    for record in (of.coming, of.held_now, of.told, of.training):
        yield Visit("activities:detail", clerk, (record.pk,))
    yield Visit("activities:detail", deputy, (of.coming.pk,))
    yield Visit("activities:opinion_to_suggestion", clerk, (of.opinion.pk,))
    yield Visit("activities:object", deputy, (of.attendance.pk,))
    yield Visit("activities:settle", clerk, (of.objected.pk,))
    yield Visit("activities:rules", clerk)
    yield Visit("activities:rule_new", clerk)
    yield Visit("activities:rule_edit", clerk, (of.activity_rule.pk,))
    yield Visit("activities:rule_generate", clerk, (of.activity_rule.pk,))
    yield Visit("activities:kinds", clerk)
    yield Visit("activities:kind", clerk)
    yield Visit("activities:kind", clerk, query={"key": "inspection"})
    yield Visit("activities:offline", None)
