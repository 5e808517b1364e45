"""What is asked about jobs and those who do them."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.tasks.models import Worker

SILENT_AFTER = timedelta(seconds=60)
"""A worker not heard of for so long counts as gone."""


def alive_workers() -> QuerySet[Worker]:
    """Process groups that were heard of lately, the oldest first."""
    return Worker.objects.filter(heard_at__gt=timezone.now() - SILENT_AFTER).order_by("started_at")


def is_worked_on() -> bool:
    """Whether anyone is there to run a job."""
    return alive_workers().filter(runs_jobs=True).exists()
