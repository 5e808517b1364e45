"""The register of tasks from above and reports upward."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, found_for, step_page, typed
from lianxin.ui.paging import Key, Order, paginate
from lianxin.work.returns import workflow
from lianxin.work.returns.forms import ReportForm, TakeForm, TaskForm
from lianxin.work.returns.models import Task
from lianxin.work.returns.permissions import Permission
from lianxin.work.returns.views.common import keepers, step_words

NEWEST = Order((Key("pk", descending=True),))


class TaskFilter(forms.Form):
    """Narrows the list; a value that makes no sense is ignored."""

    state = forms.ChoiceField(
        label=gettext_lazy("状态"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            ("late", gettext_lazy("已过期限")),
            *Task.State.choices,
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("种类"),
        required=False,
        choices=[("", gettext_lazy("全部")), *Task.Kind.choices],
    )

    def apply(self, tasks, today):
        self.full_clean()
        wanted = self.cleaned_data
        if wanted.get("state") == "late":
            tasks = tasks.open().filter(due_on__lt=today)
        elif wanted.get("state"):
            tasks = tasks.filter(state=wanted["state"])
        if wanted.get("kind"):
            tasks = tasks.filter(kind=wanted["kind"])
        return tasks

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())


@require_safe
def listing(request):
    today = localdate()
    filters = TaskFilter(request.GET)
    found = filters.apply(Task.objects.visible_to(request.user), today)
    page = paginate(request, found, order=NEWEST, rows=Task.objects.select_related("body"))
    context = {
        "filters": filters,
        "page": page,
        "bodies": keepers(request.user),
        "today": today,
        "clear": reverse("returns:tasks"),
    }
    return render(request, "returns/tasks.html", context)


@require_http_methods(FORM)
def new(request):
    own = keepers(request.user)
    body = next((one for one in own if one.code == request.GET.get("body")), None)
    if body is None:
        if request.GET.get("body") or not own:
            raise Http404
        body = own[0]
    require(request.user, Permission.TASKS, body)
    return step_page(
        request,
        TaskForm(typed(request)),
        lambda **values: workflow.receive(body, by=request.user, today=localdate(), **values),
        words=step_words(_("登记上级交办、请示汇报"), _("登记"), reverse("returns:tasks")),
        done=_("已登记。"),
        then=lambda task: task.get_absolute_url(),
    )


def _task_for(request, pk, permission="") -> Task:
    return found_for(request, Task, pk, permission, related=("body", "file"))


@require_safe
def detail(request, pk):
    task = _task_for(request, pk)
    keeps = may(request.user, Permission.TASKS, task)
    context = {
        "task": task,
        "is_late": task.is_late(localdate()),
        "takes": keeps and task.state == Task.State.RECEIVED,
        "reports": keeps and task.state != Task.State.REPORTED,
        "events": events_of(task),
    }
    return render(request, "returns/task.html", context)


@require_http_methods(FORM)
def take(request, pk):
    task = _task_for(request, pk, Permission.TASKS)
    return step_page(
        request,
        TakeForm(typed(request), initial={"owner": task.owner}),
        lambda owner: workflow.take(task, owner=owner, by=request.user),
        words=step_words(task.title, _("开始办理"), task.get_absolute_url()),
        done=_("已登记承办人。"),
        then=task,
    )


@require_http_methods(FORM)
def report(request, pk):
    task = _task_for(request, pk, Permission.TASKS)
    return step_page(
        request,
        ReportForm(typed(request), request.FILES or None),
        lambda **values: workflow.report(task, by=request.user, today=localdate(), **values),
        words=step_words(_("报告：%s") % task.title, _("登记报告"), task.get_absolute_url()),
        done=_("已登记报告日期。"),
        then=task,
    )
