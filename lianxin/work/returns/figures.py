"""Figures of the register: 请示汇报次数 (T42), and tasks from above."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.ui.paging import Key, Order
from lianxin.work.returns.models import Task

NEWEST = Order(
    (Key("reported_on", descending=True, read=date.fromisoformat), Key("pk", descending=True))
)
LATEST = Order(
    (Key("received_on", descending=True, read=date.fromisoformat), Key("pk", descending=True))
)


def _tasks(scope: Scope):
    found = Task.objects.filter(body__in=scope.bodies())
    if scope.user is not None:
        found = found.visible_to(scope.user)
    for name in ("kind", "whom"):
        if name in scope.narrowed:
            found = found.filter(**{name: scope.narrowed[name]})
    return found.select_related("body")


def reports_up(scope: Scope):
    """Reports and requests that were made, by the day they were made."""
    return _tasks(scope).filter(
        kind__in=Task.UPWARD,
        state=Task.State.REPORTED,
        reported_on__gte=scope.since,
        reported_on__lte=scope.until,
    )


def tasks(scope: Scope):
    """What came from above, by the day it came."""
    return (
        _tasks(scope)
        .exclude(kind__in=Task.UPWARD)
        .filter(received_on__gte=scope.since, received_on__lte=scope.until)
    )


def tasks_reported(scope: Scope):
    return tasks(scope).filter(state=Task.State.REPORTED)


def row(task: Task) -> Row:
    return Row(
        words=task.title,
        url=task.get_absolute_url(),
        on=task.reported_on or task.received_on,
        body=task.body.short_name,
        note=f"{task.get_kind_display()}，{task.get_whom_display()}",
    )


ROOM = _("报表和上级交办")
WHOM = {"whom": (_("对谁"), lambda _scope: dict(Task.Whom.choices))}


def register_figures() -> None:
    catalogue.register(
        Figure(
            "returns.reports_up",
            _("请示汇报次数"),
            _("次"),
            _("登记为请示或者汇报、已经报告的，一件算一次，按报告日期"),
            ROOM,
            records=reports_up,
            row=row,
            parts=WHOM,
            statistic="T42",
            day="reported_on",
            order=NEWEST,
        ),
        Figure(
            "returns.tasks",
            _("上级交办事项"),
            _("件"),
            _("上级交办、会议培训通知、材料报送，一件算一件，按收到日期；请示、汇报不算"),
            ROOM,
            records=tasks,
            row=row,
            parts=WHOM,
            day="received_on",
            order=LATEST,
        ),
        Figure(
            "returns.tasks_reported",
            _("上级交办已报告"),
            _("件"),
            _("上述事项中已经报告的"),
            ROOM,
            records=tasks_reported,
            row=row,
            parts=WHOM,
            day="received_on",
            order=LATEST,
        ),
        Figure(
            "returns.tasks_rate",
            _("上级交办报告率"),
            "%",
            _("已报告的除以全部上级交办事项"),
            ROOM,
            numerator="returns.tasks_reported",
            denominator="returns.tasks",
            parts=WHOM,
        ),
    )
