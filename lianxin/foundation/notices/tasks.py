"""What runs behind the pages: the outbox."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.notices.delivering import deliver_due
from lianxin.foundation.tasks import background, schedule

MOST_A_RUN = 500


@background(title=_("发送通知"), retries=0)
def send_notices(job):
    """Send what is due; what stays behind is found by the next run, a minute later."""
    return deliver_due(MOST_A_RUN)


def schedule_tasks() -> None:
    schedule(send_notices, cron="* * * * *")
