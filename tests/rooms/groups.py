"""Records and pages of deputies' groups."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Group, Person, Seat
from lianxin.work.groups import workflow
from lianxin.work.groups.models import Summary
from tests.browser.visits import Visit

ARGUMENTS = {
    **{
        (f"groups:{name}", "pk"): "group"
        for name in (
            "detail",
            "vice_new",
            "year",
            "plan_write",
            "plan_send",
            "plan_back",
            "summary_write",
            "summary_send",
            "letter_write",
            "letter_sign",
        )
    },
    **{
        (f"groups:{name}", "year"): "year"
        for name in (
            "year",
            "plan_write",
            "plan_send",
            "plan_back",
            "summary_write",
            "summary_send",
            "letter_write",
            "letter_sign",
        )
    },
    ("groups:vice_end", "pk"): "vice",
    ("groups:item_link", "pk"): "item",
}
NO_PAGES = {
    "groups:vice_end": "a form's target",
    "groups:plan_send": "a form's target",
    "groups:summary_send": "a form's target",
    "groups:letter_sign": "a form's target",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A group that `deputy` leads, with a vice leader, a plan, a summary and a letter."""
    body, today = suggestion.body, localdate()
    seat = Seat.objects.in_office().filter(person=deputy.person_id).first()
    assert seat is not None
    # A group that the deputy is in already stays his: others see by it what he does.
    group = seat.group or Group.objects.create(body=body, name="河湾小组（示例）")
    Group.objects.filter(pk=group.pk).update(leader=deputy.person)
    group.refresh_from_db()
    Seat.objects.filter(pk=seat.pk).update(group=group)
    other = Person.objects.create(county_id=body.county_id, name="牛示例")
    Seat.objects.create(
        person=other, body=seat.body, term=seat.term, group=group, started_on=seat.started_on
    )
    plan = workflow.write_plan(group, year=today.year, text="", items="3月 视察春耕", by=deputy)
    return SimpleNamespace(
        group=group,
        year=today.year,
        vice=workflow.name_vice(group, other, by=clerk, today=today),
        plan=plan,
        item=plan.items.get(),
        summary=Summary.objects.create(group=group, year=today.year, text="全年活动四次。"),
        letter=workflow.write_letter(group, year=today.year, text="每季度一次。", by=clerk),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    one, dated = (of.group.pk,), (of.group.pk, of.year)
    yield Visit("groups:list", clerk)
    yield Visit("groups:list", deputy)
    yield Visit("groups:list", clerk, query={"year": str(of.year - 1)})
    yield Visit("groups:mine", liaison)
    yield Visit("groups:new", clerk, query={"body": str(of.group.body_id)})
    yield Visit("groups:detail", clerk, one)
    yield Visit("groups:detail", deputy, one)
    yield Visit("groups:year", deputy, dated)
    yield Visit("groups:vice_new", clerk, one)
    yield Visit("groups:plan_write", deputy, dated)
    yield Visit("groups:plan_back", clerk, dated)
    yield Visit("groups:item_link", deputy, (of.item.pk,))
    yield Visit("groups:summary_write", deputy, dated)
    yield Visit("groups:letter_write", clerk, dated)
