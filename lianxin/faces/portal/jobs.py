"""What is done for the public pages behind them."""

from django.utils.translation import gettext_lazy as _

from lianxin.faces.portal.counting import forget_old
from lianxin.foundation.tasks import background, schedule


@background(title=_("清理公开页面的访问次数"))
def forget_windows(job):
    return {"removed": forget_old()}


def schedule_jobs() -> None:
    schedule(forget_windows, cron="20 3 * * *")
