"""Tasks from above and reports upward: received → in hand → reported."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.returns.models import Task
from lianxin.work.returns.permissions import Permission

S = Task.State


@transaction.atomic
def receive(body: Body, *, by: Account | None, today: date, **values: Any) -> Task:
    """Register what came from above, or a report that is to be made.

    Raises PermissionDenied; Refused for a day to come and what does not fit.
    """
    require(by, Permission.TASKS, body)
    if values["received_on"] > today:
        raise Refused(_("收到（提出）日期还没有到。"))
    task = Task(body=body, by=by, **values)
    save(task)
    record(by, "return.task", task, gettext("登记：%s") % task.title)
    return task


@transaction.atomic
def take(task: Task, *, owner: str, by: Account | None) -> None:
    """Say who does it. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.TASKS, task)
    if not owner.strip():
        raise Refused(_("请写承办人。"))
    _move(task, (S.RECEIVED,), state=S.IN_HAND, owner=owner.strip()[:60])
    record(by, "return.task_take", task, gettext("办理中，承办人：%s") % task.owner)


@transaction.atomic
def report(
    task: Task,
    *,
    reported_on: date,
    result: str,
    by: Account | None,
    today: date,
    file: Any = None,
) -> None:
    """Write down what was reported and when, with the paper that proves it.

    Raises PermissionDenied, WrongStatus, Refused.
    """
    require(by, Permission.TASKS, task)
    if reported_on > today:
        raise Refused(_("报告日期还没有到。请在报告以后登记。"))
    if reported_on < task.received_on:
        raise Refused(_("报告日期早于收到日期。请核对。"))
    if not result.strip():
        raise Refused(_("请写明报告了什么、怎么报的。"))
    values: dict[str, Any] = {"reported_on": reported_on, "result": result.strip()[:2000]}
    if file is not None:
        values["file"] = store(file, by=by, body=task.body)
    _move(task, (S.RECEIVED, S.IN_HAND), state=S.REPORTED, **values)
    record(
        by,
        "return.task_report",
        task,
        gettext("已报告：%s") % task.title,
        after={"reported_on": reported_on, "result": task.result},
    )


def _move(task: Task, sources, **values: Any) -> None:
    if not Task.objects.filter(pk=task.pk, state__in=sources).update(**values):
        raise WrongStatus(_("这一项的状态刚刚有变化。请刷新页面。"))
    for name, value in values.items():
        setattr(task, name, value)
