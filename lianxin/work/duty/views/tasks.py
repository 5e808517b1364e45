"""Task lists: what is asked, how far everybody is, and the office's own lists."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.work.duty import workflow
from lianxin.work.duty.entries import keeps_duty, sections_for
from lianxin.work.duty.exporting import tasks_export
from lianxin.work.duty.forms.tasks import ItemForm, ListForm, ReasonForm, StartForm
from lianxin.work.duty.models import TaskItem, TaskList
from lianxin.work.duty.permissions import Permission
from lianxin.work.duty.progress import met_by_item, progress_at
from lianxin.work.duty.queries import bodies_read_by
from lianxin.work.duty.views.common import bodies_kept_by, kept_or_403, read_or_404
from lianxin.work.duty.views.stepping import step_page


def _crumbs(task_list: TaskList | None = None):
    found = [(_("任务清单"), reverse("duty:task_lists"))]
    if task_list is not None:
        found.append((task_list.name, task_list.get_absolute_url()))
    return found


@require_safe
def task_lists(request):
    """Lists of the bodies one reads, the newest first."""
    user = request.user
    if not keeps_duty(user):
        raise PermissionDenied(_("任务清单由本级人大工作人员管理；您的任务在“我的履职”里。"))
    found = TaskList.objects.filter(body__in=bodies_read_by(user).values("pk"))
    context = {
        "lists": found.select_related("body")[:200],
        "keeps": bodies_kept_by(user).exists(),
        "tabs": sections_for(user, "duty:task_lists"),
    }
    return render(request, "duty/task_lists.html", context)


@require_safe
def task_list(request, pk):
    """A list with its tasks; in force also with who has what left, in stroke order."""
    if exports.is_asked(request):
        return exports.answer(request, tasks_export)
    found = read_or_404(request, TaskList, pk)
    rows = progress_at(found) if found.state == TaskList.State.IN_FORCE else []
    only = request.GET.get("only") == "left"
    context = {
        "list": found,
        "items": found.items.all(),
        "rows": [one for one in rows if not (only and one.is_met)],
        "met": met_by_item(rows),
        "all_met": sum(one.is_met for one in rows),
        "number": len(rows),
        "only": only,
        "keeps": may(request.user, Permission.KEEP, found),
        "export": f"?as=xlsx&list={found.pk}",
    }
    return render(request, "duty/task_list.html", context)


@require_http_methods(FORM)
def task_list_new(request):
    bodies = kept_or_403(request.user)
    form = StartForm(typed(request), bodies=bodies, today=localdate())
    return step_page(
        request,
        form,
        lambda: workflow.start_list(**form.cleaned_data, by=request.user),
        words=Words(_("新任务清单"), _("起草"), reverse("duty:task_lists"), crumbs=_crumbs()),
        done=_("已起草。核对任务以后再下达。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def task_list_edit(request, pk):
    found = _kept(request, pk)
    form = ListForm(typed(request), instance=TaskList.objects.get(pk=found.pk))
    return step_page(
        request,
        form,
        lambda: workflow.change_list(found, by=request.user, **form.cleaned_data),
        words=Words(_("修改任务清单"), _("保存"), found.get_absolute_url(), crumbs=_crumbs(found)),
        done=_("已保存。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def task_new(request, pk):
    found = _kept(request, pk)
    form = ItemForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.set_item(found, **form.cleaned_data, by=request.user),
        words=Words(_("加一项任务"), _("加入"), found.get_absolute_url(), crumbs=_crumbs(found)),
        done=_("已加入清单。"),
        then=lambda _item: found.get_absolute_url(),
    )


@require_http_methods(FORM)
def task_edit(request, pk):
    item = get_object_or_404(TaskItem.objects.select_related("task_list__body"), pk=pk)
    found = _kept(request, item.task_list_id)
    initial = {name: getattr(item, name) for name in ("label", "number", "every", "sources")}
    form = ItemForm(typed(request), initial=initial, kept=item.sources)
    return step_page(
        request,
        form,
        lambda: workflow.set_item(found, item=item, **form.cleaned_data, by=request.user),
        words=Words(_("修改任务"), _("保存"), found.get_absolute_url(), crumbs=_crumbs(found)),
        done=_("已保存。"),
        then=lambda _item: found.get_absolute_url(),
    )


@require_POST
def task_remove(request, pk):
    item = get_object_or_404(TaskItem.objects.select_related("task_list__body"), pk=pk)
    found = _kept(request, item.task_list_id)
    return press(
        request,
        lambda: workflow.remove_item(item, by=request.user),
        done=_("已删去这项任务。"),
        then=found.get_absolute_url(),
    )


@require_POST
def task_list_issue(request, pk):
    found = _kept(request, pk)
    return press(
        request,
        lambda: workflow.put_in_force(found, by=request.user),
        done=_("已下达，代表在“我的履职”里能看到自己的进度。"),
        then=found.get_absolute_url(),
    )


@require_http_methods(FORM)
def task_list_withdraw(request, pk):
    found = _kept(request, pk)
    if found.state != TaskList.State.IN_FORCE and request.method != "POST":
        raise Http404(_("这份清单没有下达，不用停用。"))
    form = ReasonForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.withdraw_list(found, reason=form.cleaned_data["reason"], by=request.user),
        words=Words(
            _("停用任务清单"),
            _("停用"),
            found.get_absolute_url(),
            is_grave=True,
            crumbs=_crumbs(found),
        ),
        done=_("已停用。"),
        then=lambda made: made.get_absolute_url(),
    )


def _kept(request, pk) -> TaskList:
    found = read_or_404(request, TaskList, pk)
    require(request.user, Permission.KEEP, found)
    return found
