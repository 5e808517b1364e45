"""后台任务: one's own jobs, one job, and what failed."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.people.models import Role
from lianxin.foundation.stepping import press
from lianxin.foundation.tasks import workflow
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.queries import alive_workers, is_worked_on

A_PAGE = 30


@require_safe
def mine(request):
    jobs = Job.objects.filter(by=request.user).select_related("file")
    context = {
        "page": Paginator(jobs, A_PAGE).get_page(request.GET.get("page")),
        "is_worked_on": is_worked_on(),
        "keeps_system": request.user.has_role(Role.SYSTEM_ADMIN),
    }
    return render(request, "tasks/mine.html", context)


@require_safe
def detail(request, pk):
    """One job; the part that changes is asked for again while the job is not finished."""
    job = _job(request, pk)
    is_own = job.by_id == request.user.pk
    result = job.result if is_own and isinstance(job.result, dict) else {}
    context = {
        "job": job,
        "is_own": is_own,
        "file": job.file if is_own else None,
        "address": _own_address(result.get("url")),
        "words": result.get("words", ""),
        "error": job.error if is_own or not job.was_refused else _("只有发起人能看到原因。"),
        "is_worked_on": job.is_finished or is_worked_on(),
    }
    template = "tasks/_state.html" if "HX-Request" in request.headers else "tasks/job.html"
    return render(request, template, context)


@require_POST
def cancel(request, pk):
    job = _job(request, pk)
    return press(
        request,
        lambda: workflow.cancel(job, by=request.user),
        done=_("已要求取消。正在进行的任务会在下一个停顿处停下。"),
        then=job,
    )


@require_POST
def retry(request, pk):
    job = _job(request, pk)
    return press(
        request,
        lambda: workflow.retry(job, by=request.user),
        done=_("已重新排队。"),
        then=job,
    )


@require_safe
def failed(request):
    """What failed, and who works: for whoever keeps the system. Titles only, no contents."""
    if not request.user.has_role(Role.SYSTEM_ADMIN):
        raise PermissionDenied(_("失败任务由系统管理员查看。"))
    seen = Job.objects.visible_to(request.user)
    # What was refused in words is for whoever asked to put right.
    failed_ones = seen.filter(state=Job.State.FAILED, was_refused=False)
    jobs = failed_ones.select_related("by", "body")
    context = {
        "page": Paginator(jobs, A_PAGE).get_page(request.GET.get("page")),
        "workers": alive_workers(),
        "is_worked_on": is_worked_on(),
        "waiting": seen.filter(state=Job.State.WAITING).count(),
        "running": seen.filter(state=Job.State.RUNNING).count(),
    }
    return render(request, "tasks/failed.html", context)


def _job(request, pk: int) -> Job:
    return get_object_or_404(
        Job.objects.visible_to(request.user).select_related("by", "file"), pk=pk
    )


def _own_address(address) -> str:
    """An address of this site; what a job's function returned never leads elsewhere."""
    is_ours = isinstance(address, str) and address.startswith("/") and address[1:2] not in "/\\"
    return address if is_ours and address else ""
