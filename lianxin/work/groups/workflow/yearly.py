"""A group's year: plan, letter of targets, summary (S-037)."""

from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Group
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import write
from lianxin.work.activities.models import Activity
from lianxin.work.groups.models import GroupPlan, Letter, PlanItem, Summary, Yearly
from lianxin.work.groups.permissions import Permission
from lianxin.work.stations.workflow.plans import read_items

Y = TypeVar("Y", bound=Yearly)


@transaction.atomic
def write_plan(group: Group, *, year: int, text: str, items: str, by: Account | None) -> GroupPlan:
    """Write the plan, or write it anew until it is sent.

    items: one a line, its month first: 「3月 视察春耕」. An item whose words and month stay
    keeps its activity.
    Raises PermissionDenied; WrongStatus once it was sent; Refused for a line without a
    month, and for a plan without items.
    """
    require(by, Permission.LEAD, group)
    wanted = read_items(items)
    if not wanted:
        raise Refused(_("计划里还没有事项。请至少写一项，如“3月 视察春耕”。"))
    plan = _open(GroupPlan, group, year)
    write(plan, {"text": text.strip()})
    done = {(one.month, one.words): one.activity_id for one in plan.items.all()}
    plan.items.all().delete()
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            position=place,
            month=month,
            words=words,
            activity_id=done.get((month, words)),
        )
        for place, (month, words) in enumerate(wanted, 1)
    )
    _told(by, "plan_write", plan, {"items": [f"{month}月 {words}" for month, words in wanted]})
    return plan


def _open(model: type[Y], group: Group, year: int) -> Y:
    """The year's one, new or not yet sent; raises WrongStatus when it was sent."""
    found = model.objects.select_for_update().filter(group=group, year=year).first()
    if found is not None and found.sent_on is not None:
        raise WrongStatus(
            gettext("已于 %s 报送，不能再改。要改，请本级人大工作人员退回。")
            % found.sent_on.isoformat()
        )
    return found or model(group=group, year=year)


def _told(by, step: str, one: Yearly, after=None, *, reason: str = "") -> None:
    words = {
        "plan_write": _("起草"),
        "plan_send": _("报送"),
        "plan_back": _("退回"),
        "letter_write": _("拟定"),
        "letter_sign": _("签订"),
        "summary_write": _("起草"),
        "summary_send": _("报送"),
    }[step]
    record(by, f"group.{step}", one.group, f"{words}{one}", after=after, reason=reason)


@transaction.atomic
def send_plan(plan: GroupPlan, *, by: Account | None, today: date) -> None:
    """Send the plan to the body's office. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.LEAD, plan.group)
    _send(plan, today)
    _told(by, "plan_send", plan)


def _send(one: Yearly, today: date) -> None:
    # The WHERE clause picks the winner when two press at once.
    waiting = type(one).objects.filter(pk=one.pk, sent_on__isnull=True)
    if not waiting.update(sent_on=today):
        raise WrongStatus(_("已经报送过了。请刷新页面核对。"))
    one.sent_on = today


@transaction.atomic
def take_plan_back(plan: GroupPlan, *, reason: str, by: Account | None) -> None:
    """Give the plan back to be changed. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.AGREE, plan.group)
    if not reason.strip():
        raise Refused(_("退回计划应当写明理由，小组才知道怎么改。"))
    sent = GroupPlan.objects.filter(pk=plan.pk, sent_on__isnull=False)
    if not sent.update(sent_on=None):
        raise WrongStatus(_("计划还没有报送，不用退回。"))
    plan.sent_on = None
    _told(by, "plan_back", plan, reason=reason.strip())


@transaction.atomic
def link_item(item: PlanItem, activity: Activity | None, *, by: Account | None) -> None:
    """Say which activity did what was planned; none takes it back.

    Raises PermissionDenied; Refused for another group's, or one of another year.
    """
    group = item.plan.group
    require(by, Permission.LEAD, group)
    if activity is not None:
        if activity.group_id != group.pk:
            raise Refused(_("这项活动不是本组的活动。请选择本组的活动。"))
        if activity.on.year != item.plan.year:
            raise Refused(gettext("这项活动不在 %s 年。请核对。") % item.plan.year)
    item.activity = activity
    item.save(update_fields=["activity"])
    record(
        by,
        "group.plan_link",
        group,
        gettext("计划“%(words)s”对应活动：%(title)s")
        % {"words": item.words, "title": activity.title if activity else _("（无）")},
        after={"item": item.pk, "activity": activity.pk if activity else None},
    )


@transaction.atomic
def write_summary(group: Group, *, year: int, text: str, by: Account | None) -> Summary:
    """Keep the summary as it was edited. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.LEAD, group)
    if not text.strip():
        raise Refused(_("总结还是空的。请先生成初稿，再修改。"))
    summary = _open(Summary, group, year)
    write(summary, {"text": text.strip()})
    _told(by, "summary_write", summary)
    return summary


@transaction.atomic
def send_summary(summary: Summary, *, by: Account | None, today: date) -> None:
    """Send it to the body's office; it is not changed afterwards.

    Raises PermissionDenied; WrongStatus when it was sent; Refused before the year's last month.
    """
    require(by, Permission.LEAD, summary.group)
    if today < date(summary.year, 11, 1):
        raise Refused(gettext("%s 年还没有过完，年度总结请在 11 月以后报送。") % summary.year)
    _send(summary, today)
    _told(by, "summary_send", summary)


@transaction.atomic
def write_letter(group: Group, *, year: int, text: str, by: Account | None) -> Letter:
    """Write the targets of the year, one a line. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.AGREE, group)
    if not text.strip():
        raise Refused(_("请至少写一项目标。"))
    letter = _open(Letter, group, year)
    write(letter, {"text": text.strip()})
    _told(by, "letter_write", letter, {"text": letter.text})
    return letter


@transaction.atomic
def sign_letter(letter: Letter, *, by: Account | None, today: date) -> None:
    """Note that it was signed on paper. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.AGREE, letter.group)
    if letter.group.leader_id is None:
        raise Refused(_("小组还没有组长，没有人可以签订。请先确定组长。"))
    _send(letter, today)
    _told(by, "letter_sign", letter)
