"""Returns on the desk: what is to be sent, and tasks from above that come due."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness
from lianxin.faces.desk.duties import MOST_SHOWN, NOT_DATED, Count, Duty, Part
from lianxin.foundation.people.models import CLERKS
from lianxin.work.returns.models import Filing, Task

SOON = timedelta(days=14)


def parts(account, today: date) -> list[Part]:
    bodies = [grant.body_id for grant in account.current_grants if grant.role in CLERKS]
    if not bodies:
        return []
    filings = list(
        Filing.objects.open()
        .filter(body__in=bodies)
        .select_related("asked_in")
        .only("state", "reason", "asked_in__title", "asked_in__due_on")
        .order_by("asked_in__due_on", "pk")[:MOST_SHOWN]
    )
    tasks = list(Task.objects.open().filter(body__in=bodies).order_by("due_on", "pk")[:MOST_SHOWN])
    return [
        Part(
            _("报表和上级交办"),
            duties=[_filing(one, today) for one in filings] + [_task(one, today) for one in tasks],
            counts=[
                Count(_("要报的报表"), len(filings), reverse("returns:list")),
                Count(_("上级交办未报"), len(tasks), reverse("returns:tasks")),
            ],
            links=[(_("报表"), reverse("returns:list"))],
        )
    ]


def _filing(filing: Filing, today: date) -> Duty:
    why = filing.get_state_display()
    if filing.reason:
        why = f"{why}：{filing.reason}"
    return Duty(
        f"filing-{filing.pk}",
        filing.asked_in.title,
        why,
        _("填报"),
        filing.get_absolute_url(),
        filing.asked_in.due_on,
        _lateness(filing.asked_in.due_on, today),
    )


def _task(task: Task, today: date) -> Duty:
    return Duty(
        f"task-{task.pk}",
        task.title,
        f"{task.get_kind_display()}，{task.get_state_display()}",
        _("看怎么办"),
        task.get_absolute_url(),
        task.due_on,
        _lateness(task.due_on, today) if task.due_on else NOT_DATED,
    )


def _lateness(due: date, today: date) -> Lateness:
    days = (today - due).days
    if days > 0:
        return Lateness(Grade.LATE, days, _("过期 %d 天") % days)
    if -days <= SOON.days:
        return Lateness(Grade.SOON, 0, _("今天到期") if not days else _("还有 %d 天") % -days)
    return NOT_DATED
