"""Work done behind the pages: `from lianxin.foundation.tasks import background, enqueue, schedule`."""

from lianxin.foundation.tasks.queueing import enqueue
from lianxin.foundation.tasks.registering import background, schedule

__all__ = ["background", "enqueue", "schedule"]
