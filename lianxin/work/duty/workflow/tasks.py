"""A body sets its deputies' yearly tasks: from a template or its own, then in force."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.engines import deeds
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.duty.models import TaskItem, TaskList
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.shipped import task_templates

State = TaskList.State
MOST_ITEMS = 20


@transaction.atomic
def start_list(
    body: Body, *, name: str, since: date, until: date, by, basis: str = "", template: str = ""
) -> TaskList:
    """Begin a list as a draft; with `template`, the shipped items to start from.

    Raises Refused for days the wrong way round or a name used already.
    """
    require(by, Permission.KEEP, body)
    task_list = TaskList(
        body=body, name=name.strip(), basis=basis.strip(), since=since, until=until
    )
    _save(task_list)
    for place, item in enumerate(_template_items(template), 1):
        TaskItem.objects.create(
            task_list=task_list,
            position=place,
            label=item["label"],
            sources=item["sources"],
            number=item["number"],
            every=item.get("every", TaskItem.Every.WHOLE),
        )
    record(by, "duty.start_tasks", task_list, _("起草任务清单：%s") % task_list)
    return task_list


def _template_items(template: str) -> list[dict[str, Any]]:
    if not template:
        return []
    if template not in task_templates():
        raise Refused(_("没有这个样本，请从列出的样本中选择。"))
    return task_templates()[template].items


@transaction.atomic
def change_list(task_list: TaskList, *, by, **fields) -> TaskList:
    """Change name, basis or days of a draft."""
    require(by, Permission.KEEP, task_list)
    _drafts_only(task_list)
    for name, value in fields.items():
        setattr(task_list, name, value)
    _save(task_list)
    record(by, "duty.change_tasks", task_list, _("修改任务清单：%s") % task_list)
    return task_list


@transaction.atomic
def set_item(
    task_list: TaskList,
    *,
    label: str,
    sources: list[str],
    number: int,
    every: str,
    by,
    item: TaskItem | None = None,
) -> TaskItem:
    """Add a task to a draft, or change one of its tasks.

    Raises Refused without evidence: what nothing counts nobody can be asked for.
    """
    require(by, Permission.KEEP, task_list)
    _drafts_only(task_list)
    if not sources:
        raise Refused(_("请选择凭什么记录算完成；没有记录可查的要求，不列入清单。"))
    last = task_list.items.order_by("position").last()
    if item is None and task_list.items.count() >= MOST_ITEMS:
        raise Refused(_("一份清单最多 %d 项任务。") % MOST_ITEMS)
    item = item or TaskItem(task_list=task_list, position=last.position + 1 if last else 1)
    item.label, item.sources, item.number, item.every = label.strip(), sources, number, every
    item.save()
    record(by, "duty.set_task", task_list, _("清单任务：%s") % item.label)
    return item


@transaction.atomic
def remove_item(item: TaskItem, *, by) -> None:
    """Take a task out of a draft."""
    task_list = item.task_list
    require(by, Permission.KEEP, task_list)
    _drafts_only(task_list)
    record(by, "duty.remove_task", task_list, _("删去任务：%s") % item.label)
    item.delete()


@transaction.atomic
def put_in_force(task_list: TaskList, *, by) -> TaskList:
    """Give the list to the deputies: from now on it stands in their files."""
    require(by, Permission.KEEP, task_list)
    _drafts_only(task_list)
    items = list(task_list.items.all())
    if not items:
        raise Refused(_("清单里还没有任务。请先加任务，再下达。"))
    if not any(deeds.source(key) for item in items for key in item.sources):
        raise Refused(_("清单里的任务都没有可以计算的记录，下达后算不出进度。请换凭据。"))
    _move(task_list, State.DRAFT, State.IN_FORCE)
    record(by, "duty.issue_tasks", task_list, _("下达任务清单：%s") % task_list)
    return task_list


@transaction.atomic
def withdraw_list(task_list: TaskList, *, reason: str, by) -> TaskList:
    """Stop a list that is in force; its progress is no longer shown to deputies."""
    require(by, Permission.KEEP, task_list)
    if not reason.strip():
        raise Refused(_("停用任务清单，请写明原因，代表会看到清单不再要求。"))
    _move(task_list, State.IN_FORCE, State.WITHDRAWN)
    record(
        by,
        "duty.withdraw_tasks",
        task_list,
        _("停用任务清单：%s") % task_list,
        reason=reason.strip(),
    )
    return task_list


def _drafts_only(task_list: TaskList) -> None:
    # Locked: a task added while the list is put in force would be asked for unseen.
    row = TaskList.objects.select_for_update().get(pk=task_list.pk)
    if row.state != State.DRAFT:
        raise WrongStatus(
            _("这份清单%(state)s，不能再改。需要调整的，请停用后另起一份。")
            % {"state": row.get_state_display()}
        )


def _move(task_list: TaskList, source: str, target: str) -> None:
    if not TaskList.objects.filter(pk=task_list.pk, state=source).update(state=target):
        raise WrongStatus(_("这份清单的状态刚刚有变化，本次操作未执行。请刷新页面。"))
    task_list.state = target


def _save(task_list: TaskList) -> None:
    if not task_list.name:
        raise Refused(_("请写清单的名称。"))
    try:
        with transaction.atomic():
            task_list.full_clean()
            task_list.save()
    except (ValidationError, IntegrityError) as error:
        words = error.messages if isinstance(error, ValidationError) else []
        raise Refused("；".join(words) or _("保存没有成功，请核对起止日期和名称。")) from error
