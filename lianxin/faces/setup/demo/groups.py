"""The demo town's deputies' groups: vice leaders, plans, letters, last year's summaries."""

from datetime import date, datetime, time, timedelta

from lianxin.faces.setup.demo.stage import SHANGHAI
from lianxin.foundation.ledger.chain import happening_at
from lianxin.foundation.people.models import Group, Seat
from lianxin.foundation.people.workflow.groups import change_group, move_group
from lianxin.work.activities.models import Activity
from lianxin.work.groups import workflow
from lianxin.work.groups.drafting import draft_letter, draft_summary

ITEMS = "3月 视察春耕用水\n5月 走访困难家庭\n8月 调研村道安全\n11月 听取站所述职"


def load(stage) -> None:
    """Every group has a plan but the last, which still owes it."""
    town = stage.place.bodies[1]
    clerk = stage.people.clerks[town.pk]
    groups = list(Group.objects.filter(body=town).order_by("name", "pk"))
    today = stage.last_day
    began = max(date(today.year, 1, 4), today - timedelta(days=330))
    began = min(began, today)
    for place, group in enumerate(groups):
        with happening_at(datetime.combine(began, time(9, 30 + place), SHANGHAI)):
            _led_by_a_member(group, clerk, is_first=place == 0)
            _vice(group, clerk, began)
            leader = stage.people.accounts.get(group.leader_id) or clerk
            text = draft_letter(group, today.year, began)
            letter = workflow.write_letter(group, year=today.year, text=text, by=clerk)
            if group.leader_id is not None:
                workflow.sign_letter(letter, by=clerk, today=began)
            if place == len(groups) - 1:
                continue
            plan = workflow.write_plan(
                group,
                year=today.year,
                text="围绕镇里的重点工作，每季度至少活动一次。",
                items=ITEMS,
                by=leader,
            )
            workflow.send_plan(plan, by=leader, today=began)
            _done(plan, leader)
            _summed(group, leader, today.year - 1, began)


def _led_by_a_member(group: Group, clerk, *, is_first: bool) -> None:
    """The first group's leader signs in and joins it; the others are led by one of theirs."""
    members = Seat.objects.in_office().filter(group=group).select_related("person")
    if members.filter(person=group.leader_id).exists() and not _leads_another(group):
        return
    if is_first:
        seat = Seat.objects.in_office().get(person=group.leader_id, body=group.body_id)
        move_group(seat, group, by=clerk)
    else:
        seat = members.exclude(person=group.leader_id).latest("pk")
        change_group(group, name=group.name, leader=seat.person, by=clerk)


def _leads_another(group: Group) -> bool:
    return Group.objects.filter(leader=group.leader_id).exclude(pk=group.pk).exists()


def _vice(group: Group, clerk, day: date) -> None:
    members = Seat.objects.in_office().filter(group=group).exclude(person=group.leader_id)
    seat = members.select_related("person").order_by("pk").first()
    if seat is not None:
        workflow.name_vice(group, seat.person, by=clerk, today=day)


def _done(plan, by) -> None:
    """Items of a month in which the group met are done by that activity."""
    held = {
        one.on.month: one
        for one in Activity.objects.recorded().filter(group=plan.group, on__year=plan.year)
    }
    for item in plan.items.all():
        if activity := held.get(item.month):
            workflow.link_item(item, activity, by=by)


def _summed(group: Group, by, year: int, day: date) -> None:
    text = draft_summary(group, year, day) + "继续围绕群众关心的事开展活动。"
    summary = workflow.write_summary(group, year=year, text=text, by=by)
    workflow.send_summary(summary, by=by, today=day)
