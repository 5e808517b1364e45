"""What is done for files behind the pages."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.sweeping import sweep
from lianxin.foundation.tasks import background, schedule

GRACE = timedelta(hours=24)


@background(title=_("清理没有用到的附件"))
def sweep_files(job):
    """Every night; what is found missing stands in the job's result for the doctor's page."""
    swept = sweep(older_than=GRACE)
    return {"stray": swept.stray, "unused": swept.unused, "missing": swept.missing[:100]}


def schedule_jobs() -> None:
    schedule(sweep_files, cron="40 2 * * *")
