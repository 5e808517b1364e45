"""The body's plan of a year: 草拟 → 报批 → 实施 → 总结, its items and the pool of topics."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.diary.models import PlanItem, Topic, YearPlan
from lianxin.work.diary.permissions import Permission

S = YearPlan.State


@transaction.atomic
def draft_plan(body: Body, *, year: int, text: str, by: Account | None) -> YearPlan:
    """Begin a year's plan; what last year's left open is carried over.

    Raises PermissionDenied; Refused where there is one already.
    """
    require(by, Permission.PLAN, body)
    plan = YearPlan(body=body, year=year, text=text.strip())
    save(plan)
    left = PlanItem.objects.filter(
        plan__body=body, plan__year=year - 1, state=PlanItem.State.OPEN, carried_to=None
    )
    carried = [
        PlanItem(
            plan=plan,
            month=1,
            words=one.words,
            owner=one.owner,
            origin=PlanItem.Origin.CARRIED,
            carried_from=one,
        )
        for one in left
    ]
    PlanItem.objects.bulk_create(carried)
    record(
        by,
        "diary.plan_draft",
        plan,
        gettext("草拟 %(year)s 年工作要点，结转 %(number)s 项")
        % {"year": year, "number": len(carried)},
    )
    return plan


@transaction.atomic
def change_plan(plan: YearPlan, *, text: str, by: Account | None) -> None:
    """Change the words of a plan that is not yet approved. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.PLAN, plan.body)
    _open_to_change(plan)
    before, plan.text = plan.text, text.strip()
    save(plan)
    record(
        by,
        "diary.plan_change",
        plan,
        gettext("修改 %s 年工作要点") % plan.year,
        before={"text": before},
        after={"text": plan.text},
    )


@transaction.atomic
def send_plan(plan: YearPlan, *, by: Account | None, today: date) -> None:
    """Send the plan to the Party committee. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.PLAN, plan.body)
    if not plan.items.exists():
        raise Refused(_("计划里还没有事项。请至少写一项，再报批。"))
    _move(plan, (S.DRAFT,), state=S.SENT, sent_on=today, remarks="")
    record(by, "diary.plan_send", plan, gettext("%s 年工作要点报党委审批") % plan.year)


@transaction.atomic
def approve_plan(
    plan: YearPlan, *, approved_on: date, approval: str, by: Account | None, today: date
) -> None:
    """Write down the Party committee's approval; the plan is then carried out.

    approval: number of the document or the meeting. Raises PermissionDenied, WrongStatus,
    Refused for a day to come or no document.
    """
    require(by, Permission.PLAN, plan.body)
    if approved_on > today:
        raise Refused(_("批准日期还没有到。请按批复或者会议的日期填写。"))
    if not approval.strip():
        raise Refused(_("请写明批准文号，或者哪次会议批准的。"))
    _move(plan, (S.SENT,), state=S.ACTIVE, approved_on=approved_on, approval=approval.strip()[:120])
    record(
        by,
        "diary.plan_approve",
        plan,
        gettext("%s 年工作要点经党委批准，开始实施") % plan.year,
        after={"approved_on": approved_on, "approval": plan.approval},
    )


@transaction.atomic
def return_plan(plan: YearPlan, *, remarks: str, by: Account | None) -> None:
    """Take the plan back to be put right, with what the committee said.

    Raises PermissionDenied, WrongStatus, Refused without remarks.
    """
    require(by, Permission.PLAN, plan.body)
    if not remarks.strip():
        raise Refused(_("请写明党委的意见，再退回修改。"))
    _move(plan, (S.SENT,), state=S.DRAFT, remarks=remarks.strip()[:300])
    record(
        by,
        "diary.plan_return",
        plan,
        gettext("%s 年工作要点退回修改") % plan.year,
        reason=plan.remarks,
    )


@transaction.atomic
def sum_up(plan: YearPlan, *, summary: str, by: Account | None, today: date) -> None:
    """Sum up the year. Raises PermissionDenied, WrongStatus, Refused without words."""
    require(by, Permission.PLAN, plan.body)
    if not summary.strip():
        raise Refused(_("请写全年总结：做了什么、有什么不足。"))
    _move(plan, (S.ACTIVE,), state=S.SUMMED, summary=summary.strip()[:8000], summed_on=today)
    open_items = plan.items.filter(state=PlanItem.State.OPEN).count()
    record(
        by,
        "diary.plan_sum_up",
        plan,
        gettext("总结 %(year)s 年工作要点，未完成 %(number)s 项，转下一年")
        % {"year": plan.year, "number": open_items},
    )


@transaction.atomic
def add_item(
    plan: YearPlan,
    *,
    month: int,
    words: str,
    owner: str = "",
    by: Account | None,
    topic: Topic | None = None,
) -> PlanItem:
    """Add an item, from the pool of topics or the body's own.

    Also while the plan is carried out: the event says so. Raises PermissionDenied,
    WrongStatus once it is summed up, Refused for what does not fit.
    """
    require(by, Permission.PLAN, plan.body)
    if plan.state == S.SUMMED:
        raise WrongStatus(_("这一年已经总结，不能再加事项。请列入下一年。"))
    if topic is not None:
        if topic.body_id != plan.body_id:
            raise Refused(_("这个选题不是本级的。请重新选择。"))
        if not Topic.objects.filter(pk=topic.pk, state=Topic.State.OPEN).update(
            state=Topic.State.USED
        ):
            raise WrongStatus(_("这个选题已经列入或者不列入。请刷新页面。"))
    item = PlanItem(
        plan=plan,
        month=month,
        words=words.strip() or (topic.words if topic else ""),
        owner=owner.strip(),
        topic=topic,
        origin=PlanItem.Origin.TOPIC if topic else PlanItem.Origin.OWN,
    )
    save(item)
    record(
        by,
        "diary.item_add",
        plan,
        gettext("列入计划：%s") % item.words,
        after={"month": month, "owner": item.owner},
    )
    return item


@transaction.atomic
def change_item(item: PlanItem, *, month: int, words: str, owner: str, by: Account | None) -> None:
    """Change an open item. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.PLAN, item.plan.body)
    if item.state != PlanItem.State.OPEN or item.plan.state == S.SUMMED:
        raise WrongStatus(_("这一项已经有结果，不能再改。"))
    before = {"month": item.month, "words": item.words, "owner": item.owner}
    item.month, item.words, item.owner = month, words.strip(), owner.strip()
    save(item)
    record(
        by,
        "diary.item_change",
        item.plan,
        gettext("调整计划事项：%s") % item.words,
        before=before,
        after={"month": month, "words": item.words, "owner": item.owner},
    )


@transaction.atomic
def finish_item(
    item: PlanItem, *, done_on: date, result: str, by: Account | None, today: date
) -> None:
    """Say what became of an item. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.PLAN, item.plan.body)
    if item.plan.state != S.ACTIVE:
        raise WrongStatus(_("计划批准实施以后，才能登记完成情况。"))
    if done_on > today:
        raise Refused(_("完成日期还没有到。请在完成以后登记。"))
    if not result.strip():
        raise Refused(_("请写明完成情况。"))
    _settle(item, PlanItem.State.DONE, done_on=done_on, result=result.strip()[:500])
    record(
        by,
        "diary.item_done",
        item.plan,
        gettext("完成计划事项：%s") % item.words,
        after={"done_on": done_on, "result": item.result},
    )


@transaction.atomic
def drop_item(item: PlanItem, *, reason: str, by: Account | None) -> None:
    """Say that an item is not to be done any more. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.PLAN, item.plan.body)
    if not reason.strip():
        raise Refused(_("不再开展应当写明理由。"))
    _settle(item, PlanItem.State.DROPPED, result=reason.strip()[:500])
    record(
        by,
        "diary.item_drop",
        item.plan,
        gettext("不再开展：%s") % item.words,
        reason=item.result,
    )


@transaction.atomic
def add_topic(body: Body, *, words: str, source: str, by: Account | None, today: date) -> Topic:
    """Put a subject into the pool. Raises PermissionDenied, Refused."""
    require(by, Permission.PLAN, body)
    topic = Topic(body=body, words=words.strip(), source=source.strip(), on=today, by=by)
    save(topic)
    record(by, "diary.topic_add", body, gettext("提出选题：%s") % topic.words, reason=topic.source)
    return topic


@transaction.atomic
def drop_topic(topic: Topic, *, reason: str, by: Account | None) -> None:
    """Say that a subject is not taken up. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.PLAN, topic.body)
    if not reason.strip():
        raise Refused(_("不列入应当写明理由，提出的人才知道。"))
    if not Topic.objects.filter(pk=topic.pk, state=Topic.State.OPEN).update(
        state=Topic.State.DROPPED, reason=reason.strip()[:200]
    ):
        raise WrongStatus(_("这个选题已经有了结果。请刷新页面。"))
    record(
        by,
        "diary.topic_drop",
        topic.body,
        gettext("选题不列入计划：%s") % topic.words,
        reason=reason.strip()[:200],
    )


def _settle(item: PlanItem, state: str, **values: Any) -> None:
    open_ones = PlanItem.objects.filter(pk=item.pk, state=PlanItem.State.OPEN)
    if not open_ones.exclude(plan__state=S.SUMMED).update(state=state, **values):
        raise WrongStatus(_("这一项已经有结果，本次没有登记。请刷新页面。"))
    item.refresh_from_db()


def _open_to_change(plan: YearPlan) -> None:
    if plan.state != S.DRAFT:
        raise WrongStatus(
            gettext("计划%s，不能改文字。要改，请先退回；实施中的可以增加、调整事项。")
            % plan.get_state_display()
        )


def _move(plan: YearPlan, sources, **values: Any) -> None:
    # The WHERE clause picks the winner when two press at once.
    if not YearPlan.objects.filter(pk=plan.pk, state__in=sources).update(**values):
        raise WrongStatus(_("计划的状态刚刚有变化，本次没有办理。请刷新页面，按当前状态办。"))
    for name, value in values.items():
        setattr(plan, name, value)
