"""What people do with a job: cancel it, or have a failed one tried again."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Account
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.queueing import ring


def cancel(job: Job, *, by: Account) -> None:
    """End a waiting job at once, and a running one at the next place where it looks up.

    Raises PermissionDenied for whoever neither asked for the job nor keeps the
    system, and WrongStatus for a job that has ended.
    """
    if not Job.objects.visible_to(by).filter(pk=job.pk).exists():
        raise PermissionDenied(_("只有发起人和系统管理员可以取消这个任务。"))
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if waiting.update(state=Job.State.CANCELLED, finished_at=timezone.now(), cancel_asked=True):
        return
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    if not running.update(cancel_asked=True):
        raise WrongStatus(_("任务已经结束，不用再取消。"))


@transaction.atomic
def retry(job: Job, *, by: Account) -> None:
    """Have a failed job run again, with all its attempts.

    Raises PermissionDenied for whoever may not, WrongStatus for a job that did
    not fail, Refused while another one does the same.
    """
    if not Job.objects.visible_to(by).filter(pk=job.pk).exists():
        raise PermissionDenied(_("只有发起人和系统管理员可以重试这个任务。"))
    try:
        with transaction.atomic():
            again = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
                state=Job.State.WAITING,
                attempts=0,
                error="",
                was_refused=False,
                finished_at=None,
                cancel_asked=False,
                run_at=timezone.now(),
            )
    except IntegrityError as error:
        raise Refused(_("同样的任务已经在等待或进行中，不用重试。")) from error
    if not again:
        raise WrongStatus(_("只有失败的任务可以重试。请刷新页面看最新状态。"))
    ring(job)
