"""For tests: run what was queued, here and now."""

from lianxin.foundation.tasks.models import Job
from lianxin.foundation.tasks.running import take, work

MOST_RUNS = 1000


def run_waiting_jobs(*, lets_errors_pass: bool = True) -> list[Job]:
    """Run all waiting jobs, those they add, and those that wait to be tried again.

    lets_errors_pass: an unexpected exception of a job's function fails the test;
        False enters it, as a worker would, and tries again without a pause.
    Gives every job that ran, once, as it is afterwards.
    """
    ran: dict[int, None] = {}
    for _run in range(MOST_RUNS):
        job = Job.objects.filter(state=Job.State.WAITING).order_by("run_at", "pk").first()
        if job is None:
            return [Job.objects.get(pk=pk) for pk in ran]
        # Its time has come.
        Job.objects.filter(pk=job.pk).update(run_at=job.asked_at)
        if taken := take(job.pk):
            ran[taken.pk] = None
            work(taken, lets_errors_pass=lets_errors_pass)
    raise AssertionError(f"{MOST_RUNS} jobs ran and there are still more: do they add each other?")
