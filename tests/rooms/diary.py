"""One record of each kind of the diary, at the suggestion's body."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.work.diary import workflow
from lianxin.work.diary.queries import year_of
from tests.browser.visits import Visit

ARGUMENTS = {
    **{
        (f"diary:{name}", "code"): "code"
        for name in (
            "settings",
            "begin",
            "duty_new",
            "topics",
            "topic_new",
            "plan_of",
            "plan_write",
            "plan_send",
            "plan_step",
            "item_new",
            "wall",
            "put_off",
            "take_over",
            "move",
            "duty",
            "tick",
            "untick",
        )
    },
    **{
        (f"diary:{name}", "year"): "year"
        for name in ("plan_of", "plan_write", "plan_send", "plan_step", "item_new", "wall")
    },
    **{
        (f"diary:{name}", "key"): "key"
        for name in ("put_off", "take_over", "move", "duty", "tick", "untick")
    },
    **{(f"diary:{name}", "on"): "on" for name in ("duty", "tick", "untick")},
    ("diary:plan_step", "step"): "step",
    ("diary:item_change", "pk"): "item",
    ("diary:item_done", "pk"): "item",
    ("diary:item_drop", "pk"): "item",
    ("diary:topic_drop", "pk"): "topic",
    ("diary:duty_end", "pk"): "own_duty",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A plan with an item, a topic, an own duty, and one ticked by hand."""
    body, today = suggestion.body, localdate()
    plan = workflow.draft_plan(body, year=today.year, text="围绕中心工作依法履职。", by=clerk)
    own = workflow.add_duty(
        body,
        name="代表工作月报",
        period="month",
        day=1,
        source="本级要点",
        since=today,
        by=clerk,
    )
    first = next(one for one in year_of(body, today.year, on=today) if one.key == own.key)
    workflow.tick(first, done_on=today.replace(month=1, day=1), words="已报", by=clerk, today=today)
    return SimpleNamespace(
        code=body.code,
        year=today.year,
        key=own.key,
        on=first.on.isoformat(),
        step="sum-up",
        own_duty=own,
        plan=plan,
        item=workflow.add_item(plan, month=3, words="视察春灌用水", by=clerk),
        topic=workflow.add_topic(body, words="农村饮水", source="群众反映", by=clerk, today=today),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    here = (of.code,)
    dated = (of.code, of.year)
    yield Visit("diary:home", clerk)
    yield Visit("diary:home", clerk, query={"state": "missed"})
    yield Visit("diary:home", clerk, query={"view": "month", "month": "3"})
    yield Visit("diary:home", deputy)
    yield Visit("diary:matrix", clerk)
    yield Visit("diary:duty", clerk, (of.code, of.key, of.on))
    yield Visit("diary:untick", clerk, (of.code, of.key, of.on))
    yield Visit("diary:tick", clerk, (of.code, of.key, of.on))
    yield Visit("diary:wall", clerk, dated)
    yield Visit("diary:wall", clerk, dated, query={"size": "a4"})
    for name in ("settings", "begin", "duty_new", "topics", "topic_new"):
        yield Visit(f"diary:{name}", clerk, here)
    for name in ("put_off", "take_over", "move"):
        yield Visit(f"diary:{name}", clerk, (of.code, of.key))
    for name in ("plan_of", "plan_write", "item_new"):
        yield Visit(f"diary:{name}", clerk, dated)
    for step in ("approve", "return", "sum-up"):
        yield Visit("diary:plan_step", clerk, (*dated, step))
    for name in ("item_change", "item_done", "item_drop"):
        yield Visit(f"diary:{name}", clerk, (of.item.pk,))
    yield Visit("diary:topic_drop", clerk, (of.topic.pk,))


NO_PAGES = {
    "diary:plan": "a redirect",
    "diary:plan_send": "a redirect",
    "diary:duty_end": "a redirect",
}
